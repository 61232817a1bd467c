import SurveyModel

@testable import TabularFiles

/// A test's input with its place marked: 👉 stands before the character that is meant.
struct MarkedInput {
  let text: String
  /// Line and column of the mark, from 1.
  let line: Int
  let column: Int

  init(_ marked: String) {
    let parts = marked.split(separator: "👉", maxSplits: 1, omittingEmptySubsequences: false)
    let before = parts[0].unicodeScalars.filter { $0 != "\r" }
    text = parts.joined()
    line = 1 + before.count { $0 == "\n" }
    column = 1 + before.reversed().prefix { $0 != "\n" }.count
  }

  var bytes: [UInt8] { Array(text.utf8) }

  var location: SourceLocation { SourceLocation(file: "t.csv", line: line, column: column) }

  var contents: FileContents { FileContents(file: "t.csv", bytes: bytes) }
}

extension TextEncoding {
  /// A text in this encoding, for tests; every character must have a place in it.
  func encode(_ text: String, withMark: Bool = false) -> [UInt8] {
    let mark = withMark ? byteOrderMark : []
    if let upperHalf {
      return text.unicodeScalars.map { scalar in
        scalar.value < 0x80
          ? UInt8(scalar.value) : UInt8(0x80 + (upperHalf.firstIndex(of: scalar) ?? 0))
      }
    }
    guard self != .utf8 else { return mark + Array(text.utf8) }
    return mark
      + text.utf16.flatMap { unit in
        let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
        return self == .utf16BigEndian ? [high, low] : [low, high]
      }
  }
}
