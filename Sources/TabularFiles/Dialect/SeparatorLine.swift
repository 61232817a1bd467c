/// The line `sep=;` that Excel understands: it names the delimiter and is no data.
struct SeparatorLine {
  let delimiter: Delimiter
  /// The offset after the line.
  let end: Int

  /// nil where the text does not begin with such a line.
  ///
  /// - Parameter start: Where the text begins, behind its byte order mark.
  init?(_ text: UnsafeBufferPointer<UInt8>, from start: Int = 0) {
    var lines = LineScanner(text)
    let end = text.count == start ? start : lines.endOfLine(at: start)
    let content = text.part(start..<end).filter { $0 != 0x0D && $0 != 0x0A && $0 != 0x22 }
    guard content.count == 5, content.map({ $0 | 0x20 }).starts(with: "sep".utf8),
      content[3] == 0x3D, let delimiter = Delimiter(rawValue: content[4])
    else { return nil }
    self.delimiter = delimiter
    self.end = end
  }
}
