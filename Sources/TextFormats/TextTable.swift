/// A table for a terminal: columns of text that fit a width, the widest text column wrapped.
public struct TextTable: Hashable, Sendable {
  public struct Column: Hashable, Sendable {
    public var label: String
    /// Numbers stand to the right.
    public var isNumeric: Bool

    public init(_ label: String, isNumeric: Bool = false) {
      self.label = label
      self.isNumeric = isNumeric
    }
  }

  public var columns: [Column]
  public var rows: [[String]] = []

  public init(_ columns: [Column]) { self.columns = columns }

  /// The table, two spaces between columns, a rule under the headings, a line feed at the end.
  ///
  /// Control characters in labels and cells are escaped.
  ///
  /// - Parameter width: Columns of the terminal. Text columns are narrowed, the widest first and
  ///   none below 8, and their cells wrapped between words; a character is one column wide.
  public func text(width: Int = 100) -> String {
    var table = self
    for index in columns.indices { table.columns[index].label = columns[index].label.printable }
    table.rows = rows.map { $0.map(\.printable) }
    return table.printableText(width: width)
  }

  private func printableText(width: Int) -> String {
    let widths = fittedWidths(total: width)
    var text = line(columns.map(\.label), widths)
    text += widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ") + "\n"
    for row in rows { text += line(row, widths) }
    return text
  }

  private func fittedWidths(total: Int) -> [Int] {
    var widths = columns.indices.map { index in
      rows.reduce(columns[index].label.count) { width, row in
        max(width, index < row.count ? row[index].count : 0)
      }
    }
    var excess = widths.reduce(2 * (columns.count - 1), +) - total
    while excess > 0 {
      let wrappable = columns.indices.filter { !columns[$0].isNumeric && widths[$0] > 8 }
      guard let widest = wrappable.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let wrapped = widths.indices.map { index in
      index < cells.count ? cells[index].wrapped(to: widths[index]) : [""]
    }
    let height = wrapped.map(\.count).max() ?? 1
    return (0..<height).map { part in
      let padded = widths.indices.map { index in
        let cell = part < wrapped[index].count ? wrapped[index][part] : ""
        let space = String(repeating: " ", count: max(0, widths[index] - cell.count))
        return columns[index].isNumeric ? space + cell : cell + space
      }
      return padded.joined(separator: "  ").trimmingTrailingSpaces + "\n"
    }.joined()
  }
}

extension String {
  /// The text in lines of at most so many characters, broken between words, else behind `/`, else behind
  /// another sign, else anywhere.
  package func wrapped(to width: Int) -> [String] {
    guard count > width, width > 0 else { return [self] }
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
      while line.count > width {
        let start = line.brokenStart(width)
        lines.append(String(start))
        line = String(line.dropFirst(start.count))
      }
    }
    return lines + [line]
  }

  /// As much of a long word as fits, up to a sign where it has one.
  private func brokenStart(_ width: Int) -> Substring {
    let most = prefix(width)
    for signs in ["/", "-_", ".:"] {
      if let place = most.lastIndex(where: { signs.contains($0) }), place > startIndex {
        return most[...place]
      }
    }
    return most
  }

  fileprivate var trimmingTrailingSpaces: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
