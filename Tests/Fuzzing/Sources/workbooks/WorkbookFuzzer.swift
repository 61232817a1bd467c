import ReaderLaws

@testable import TabularFiles

/// Reads any bytes whatever as a workbook. Bytes that begin like a zip archive are taken as they are;
/// others, which chance would hardly give the right sums, are put into one: a sheet's rows, the shared
/// texts and the format of a number, each ended by a NUL.
@_cdecl("LLVMFuzzerTestOneInput")
public func readWorkbook(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let isArchive = bytes.starts(with: [0x50, 0x4B])
  let contents = FileContents(file: "fuzz.xlsx", bytes: isArchive ? bytes : workbook(of: bytes))
  if let workbook = try? Workbook.reading(contents) {
    for grid in workbook.grids { _ = grid.sheet?.rows.map(\.location.description) }
  }
  guard let table = try? FieldTable.reading(contents) else { return 0 }
  touchAll(table)
  return 0
}

private func workbook(of bytes: [UInt8]) -> [UInt8] {
  let parts = bytes.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
    .map { String(decoding: $0, as: UTF8.self) }
  return WorkbookFile(
    sheets: [("answers", parts[0])], texts: parts.count > 1 ? parts[1] : "",
    formats: parts.count > 2 ? [parts[2]] : []
  ).bytes
}
