/// The quoting of fields in delimited text.
///
/// A field stands between quotes where it holds the delimiter, a quote, a line feed or a carriage
/// return, and where a space or a tab stands at its ends; a quote inside is doubled.
///
///     FieldQuoting.commas.quoted("a, \"b\"")   // "a, ""b"""
///
/// > Y. Shafranovich (2005). RFC 4180, section 2.
package struct FieldQuoting: Hashable, Sendable {
  private let delimiter: UInt8
  /// Bytes that stand between quotes only.
  private let special: ASCIISet

  /// - Parameters:
  ///   - delimiter: The byte between fields, of ASCII.
  ///   - avoided: Other bytes that are to stand between quotes only.
  package init(delimiter: UInt8, avoiding avoided: String = "") {
    self.delimiter = delimiter
    special = ASCIISet(
      [delimiter, Self.quote, UInt8(ascii: "\n"), UInt8(ascii: "\r")] + avoided.utf8)
  }

  /// Fields between commas.
  package static let commas = FieldQuoting(delimiter: UInt8(ascii: ","))

  /// Fields of a study's sheet, whose delimiter is found from its bytes when it is read: no other
  /// delimiter stands outside quotes.
  package static let sheet = FieldQuoting(delimiter: UInt8(ascii: ","), avoiding: ";\t")

  private static let quote = UInt8(ascii: "\"")

  /// Appends a field to a line.
  ///
  /// - Parameter always: Whether it is quoted in any case, as the one blank field of a record must
  ///   be, which would be a blank line otherwise.
  package func append(
    _ field: UnsafeBufferPointer<UInt8>, to line: inout [UInt8], always: Bool = false
  ) {
    guard always || needsQuotes(field) else {
      line.append(contentsOf: field)
      return
    }
    line.append(Self.quote)
    for byte in field {
      if byte == Self.quote { line.append(Self.quote) }
      line.append(byte)
    }
    line.append(Self.quote)
  }

  /// Appends a field to a line in UTF-8.
  package func append(_ field: String, to line: inout [UInt8], always: Bool = false) {
    var field = field
    field.withUTF8 { append($0, to: &line, always: always) }
  }

  /// A field as it stands in the text.
  package func quoted(_ field: String) -> String {
    var line: [UInt8] = []
    append(field, to: &line)
    return String(decoding: line, as: UTF8.self)
  }

  /// A record of fields with a line feed at its end.
  package func record(_ fields: [String]) -> String {
    var line: [UInt8] = []
    for (place, field) in fields.enumerated() {
      if place > 0 { line.append(delimiter) }
      append(field, to: &line, always: fields.count == 1 && field.isEmpty)
    }
    line.append(UInt8(ascii: "\n"))
    return String(decoding: line, as: UTF8.self)
  }

  private func needsQuotes(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = field.first, let last = field.last else { return false }
    return isSpace(first) || isSpace(last) || field.contains { special.contains($0) }
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}

/// A set of bytes below 0x80.
private struct ASCIISet: Hashable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      if byte < 64 { low |= 1 << byte } else { high |= 1 << (byte & 63) }
    }
  }

  func contains(_ byte: UInt8) -> Bool {
    if byte < 64 { return low >> byte & 1 == 1 }
    return byte < 128 && high >> (byte & 63) & 1 == 1
  }
}
