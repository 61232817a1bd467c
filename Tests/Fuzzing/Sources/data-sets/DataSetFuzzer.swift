import ReaderLaws

@testable import TabularFiles

/// Reads any bytes whatever as a data set of SPSS or Stata.
@_cdecl("LLVMFuzzerTestOneInput")
public func readDataSet(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard StatisticalFile.Format(bytes) != nil else { return -1 }
  let contents = FileContents(file: "fuzz.sav", bytes: bytes)
  guard let (file, _) = try? StatisticalFile.reading(contents) else { return 0 }
  if let table = try? FieldTable.reading(contents) { touchAll(table) }
  var copy = file
  if copy.format == .por { copy.format = .sav }
  _ = try? copy.written(to: "fuzz")
  return 0
}
