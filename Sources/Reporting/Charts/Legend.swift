/// One entry of a legend: a sign and what it stands for.
struct LegendEntry: Hashable, Sendable {
  enum Sign: Hashable, Sendable {
    case marker(Marker)
    /// An upright stroke.
    case benchmark
    case fill(Fill)
    case reference
    case line(Marker)
  }

  var sign: Sign
  var text: String
}

extension Drawing {
  /// The legend, in as many lines as it needs; none where there are no entries.
  mutating func legend(_ entries: [LegendEntry]) {
    let named = entries.filter { !$0.text.isEmpty }
    guard !named.isEmpty else { return }
    var x = 0.0
    height += 12
    for entry in named {
      let lines = TextMeasure.lines(
        of: entry.text, width: sheet.width - 28, size: sheet.smallSize)
      let width = lines.map { TextMeasure.width(of: $0, size: sheet.smallSize) }.max() ?? 0
      if x > 0, x + 28 + width > sheet.width {
        x = 0
        height += 20
      }
      draw(entry.sign, x: x, y: height - 4)
      text(lines, x: x + 28, y: height, TextStyle(size: sheet.smallSize))
      height += Double(max(0, lines.count - 1)) * sheet.lineHeight
      x += 28 + width + 18
    }
    height += 12
  }

  private mutating func draw(_ sign: LegendEntry.Sign, x: Double, y: Double) {
    switch sign {
    case .marker(let marker):
      line(from: (x, y), to: (x + 22, y), marker.colour, Pen(width: 2))
      self.marker(marker, x: x + 11, y: y)
    case .benchmark:
      line(from: (x + 11, y - 7), to: (x + 11, y + 7), .ink, Pen(width: 3))
    case .fill(let fill):
      rectangle(Area(x: x, y: y - 6, width: 22, height: 12), fill, border: .frame)
    case .reference:
      line(from: (x, y), to: (x + 22, y), .ink, .reference)
    case .line(let marker):
      line(from: (x, y), to: (x + 22, y), marker.colour, .series(marker.series))
      self.marker(marker, x: x + 11, y: y)
    }
  }
}

extension Pen {
  /// A reference line.
  static let reference = Pen(width: 1.5, dash: [5, 4])
}
