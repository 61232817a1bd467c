/// The line `sep=;` that Excel understands: it names the delimiter and is no data.
struct SeparatorLine {
  let delimiter: Delimiter
  /// The offset after the line.
  let end: Int

  /// nil where the text does not begin with such a line.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    var lines = LineScanner(text)
    let end = text.isEmpty ? 0 : lines.endOfLine(at: 0)
    let line = String(decoding: text.part(0..<end), as: UTF8.self)
    let content = line.filter { !"\r\n\"".contains($0) && $0 != "\r\n" }
    guard content.count == 5, content.lowercased().hasPrefix("sep="),
      let delimiter = content.utf8.last.flatMap(Delimiter.init(rawValue:))
    else { return nil }
    self.delimiter = delimiter
    self.end = end
  }
}
