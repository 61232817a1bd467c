import ReaderLaws

@testable import TabularFiles

/// Reads any bytes whatever as a field file. libFuzzer calls it with inputs that reach code which
/// no input before has reached; it stops the program where one of the reader's laws does not hold.
@_cdecl("LLVMFuzzerTestOneInput")
public func readFieldFile(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let contents = FileContents(file: "fuzz.csv", bytes: bytes)
  guard let whole = try? FieldTable.readingText(contents, options: ReadingOptions()) else {
    return 0
  }
  requireNothingLost(whole, bytes)
  touchAll(whole)
  // Parts of some bytes: as many threads as there are cores, and records that reach over parts.
  for size in [1 + count % 13, 64] {
    guard
      let parts = try? FieldTable.readingText(
        contents, options: ReadingOptions(), partSize: size)
    else { fatalError("refused in parts of \(size) bytes only") }
    requireSame(parts, whole)
  }
  var options = ReadingOptions()
  options.engine = .libcsv
  guard let byLibCSV = try? FieldTable.readingText(contents, options: options) else {
    fatalError("refused by libcsv only")
  }
  requireSame(byLibCSV, whole)
  return 0
}
