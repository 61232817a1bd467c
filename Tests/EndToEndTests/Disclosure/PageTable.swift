import Foundation

/// A table of a page: its caption, its header and the words of its cells, the row's heading first.
///
/// The scanner knows no more of HTML than tags, and four entities; drawings within are left out.
struct PageTable {
  private(set) var caption = ""
  private(set) var header: [String] = []
  private(set) var rows: [[String]] = []

  private enum Part { case none, caption, head, body }
  private var part = Part.none
  private var text: [UInt8] = []
  private var isInCell = false
  private var isInDrawing = false

  init(_ table: Data) {
    table.withUnsafeBytes { bytes in
      var place = 0
      while place < bytes.count {
        guard bytes[place] == UInt8(ascii: "<") else {
          if !isInDrawing, isInCell || part == .caption { text.append(bytes[place]) }
          place += 1
          continue
        }
        var end = place + 1
        while end < bytes.count, bytes[end] != UInt8(ascii: ">") { end += 1 }
        take(tag: Self.name(bytes[(place + 1)..<end]))
        place = end + 1
      }
    }
  }

  private static func name(_ tag: Slice<UnsafeRawBufferPointer>) -> String {
    String(decoding: tag.prefix { $0 != 0x20 && $0 != 0x0A }, as: UTF8.self)
  }

  private mutating func take(tag: String) {
    switch tag {
    case "svg", "style": isInDrawing = true
    case "/svg", "/style": isInDrawing = false
    case "caption": part = .caption
    case "/caption":
      caption = takeText()
      part = .none
    case "thead": part = .head
    case "tbody": part = .body
    case "tr" where part == .body: rows.append([])
    case "th", "td":
      text = []
      isInCell = true
    case "/th", "/td":
      isInCell = false
      let words = takeText()
      if part == .head {
        header.append(words)
      } else if !rows.isEmpty {
        rows[rows.count - 1].append(words)
      }
    // Words on both sides of a tag are two words.
    default: text.append(0x20)
    }
  }

  private mutating func takeText() -> String {
    defer { text = [] }
    var words = String(decoding: text, as: UTF8.self)
    if text.contains(UInt8(ascii: "&")) {
      for (entity, character) in [
        ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
      ] { words = words.replacing(entity, with: character) }
    }
    return words.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }
}
