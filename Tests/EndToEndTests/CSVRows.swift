/// The rows of a CSV text, read by a few lines of the test's own: quotes, commas, line feeds.
enum CSVRows {
  static func parse(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = ""
    var isQuoted = false
    var bytes = Array(text.unicodeScalars)[...]
    func next(_ scalar: Unicode.Scalar) -> Bool { bytes.first == scalar }
    while let scalar = bytes.popFirst() {
      switch scalar {
      case "\"" where isQuoted && next("\""):
        field.unicodeScalars.append("\"")
        bytes.removeFirst()
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        row.append(field)
        field = ""
      case "\n" where !isQuoted:
        rows.append(row + [field])
        row = []
        field = ""
      case "\r" where !isQuoted, "\u{FEFF}": break
      default: field.unicodeScalars.append(scalar)
      }
    }
    return field.isEmpty && row.isEmpty ? rows : rows + [row + [field]]
  }

  /// The rows by the names of the header.
  static func records(_ text: String) -> [[String: String]] {
    let rows = parse(text)
    guard let header = rows.first else { return [] }
    return rows.dropFirst().map { row in
      Dictionary(zip(header, row), uniquingKeysWith: { first, _ in first })
    }
  }
}
