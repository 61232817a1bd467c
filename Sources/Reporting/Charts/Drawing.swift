/// The sheet that a chart is drawn on: a page's width or a telephone's.
struct Sheet: Hashable, Sendable {
  var language: Language
  /// Labels stand above their rows, and the sheet is 360 wide instead of 760.
  var isNarrow: Bool

  var width: Double { isNarrow ? 360 : 760 }
  /// Labels; at least 11 CSS pixels on a screen of 390.
  var textSize: Double { isNarrow ? 12.5 : 13 }
  /// Ticks, remarks and the stamp.
  var smallSize: Double { isNarrow ? 11.5 : 12 }
  var lineHeight: Double { 16 }
}

/// A drawing in the making: shapes at places, from the top down.
struct Drawing {
  enum Anchor: String {
    case start
    case middle
    case end
  }

  let sheet: Sheet
  /// Prefix of the identifiers inside this drawing.
  let id: String
  /// How far down it has been drawn.
  var height: Double = 4
  /// The heights at which rows have been plotted, without the labels above them.
  private(set) var strips: [Strip] = []
  private(set) var shapes: [Shape] = []
  /// Fills with a texture, each once.
  private(set) var patterns: [Fill] = []

  init(_ sheet: Sheet, id: String) {
    self.sheet = sheet
    self.id = id
  }

  /// How a text is set.
  struct TextStyle: Hashable, Sendable {
    var size: Double
    var colour = Colour.ink
    var anchor = Anchor.start
    var isBold = false
    /// Colour of a rim that keeps the text legible over lines.
    var halo: Colour?
  }

  /// One line of text; y is its baseline.
  mutating func text(_ text: String, x: Double, y: Double, _ style: TextStyle) {
    shapes.append(.text(text, at: Place(x: x, y: y), style))
  }

  /// Lines of text below one another; y is the first one's baseline.
  mutating func text(_ lines: [String], x: Double, y: Double, _ style: TextStyle) {
    for (index, line) in lines.enumerated() {
      text(line, x: x, y: y + Double(index) * sheet.lineHeight, style)
    }
  }

  mutating func line(
    from: (x: Double, y: Double), to: (x: Double, y: Double), _ colour: Colour,
    _ pen: Pen = Pen()
  ) {
    shapes.append(
      .line(from: Place(x: from.x, y: from.y), to: Place(x: to.x, y: to.y), colour, pen))
  }

  /// Upright lines of one colour.
  mutating func uprights(_ places: [Double], along strip: Strip, _ colour: Colour) {
    if !places.isEmpty { shapes.append(.uprights(places, along: strip, colour)) }
  }

  mutating func rectangle(_ area: Area, _ fill: Fill, border: Colour? = nil) {
    if fill.texture != .plain, !patterns.contains(fill) { patterns.append(fill) }
    shapes.append(.rectangle(area, fill, border: border))
  }

  mutating func marker(_ marker: Marker, x: Double, y: Double) {
    shapes.append(.marker(marker, at: Place(x: x, y: y)))
  }

  /// Draws rows, and under them a background that gets the strips that they take up: on a page
  /// one strip, on a telephone one for each row, lest grid lines cross the labels.
  mutating func layer(
    _ foreground: (inout Drawing) -> Void, over background: (inout Drawing, [Strip]) -> Void
  ) {
    let (below, top) = (shapes, height)
    (shapes, strips) = ([], [])
    foreground(&self)
    let above = shapes
    shapes = below
    background(&self, sheet.isNarrow ? strips : [Strip(top: top, bottom: height)])
    shapes += above
  }

  /// Notes that the last so many units of height hold a row's plot.
  mutating func addStrip(height: Double) {
    strips.append(Strip(top: self.height - height, bottom: self.height))
  }
}

/// A line's width and dashes.
struct Pen: Hashable, Sendable {
  var width: Double = 1
  /// Lengths of dashes and gaps in turn; empty for a whole line.
  var dash: [Double] = []

  /// Dashes of a series in a line chart.
  static func series(_ index: Int) -> Pen {
    let dashes: [[Double]] = [[], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2]]
    return Pen(width: 2, dash: dashes[index % dashes.count])
  }
}

/// A part of a drawing's height.
struct Strip: Hashable, Sendable {
  var top: Double
  var bottom: Double
}

struct Area: Hashable, Sendable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double
}

/// The sign of an estimate; its shape tells the series apart without colour.
struct Marker: Hashable, Sendable {
  var series: Int
  var colour: Colour { Colour.series[series % Colour.series.count] }

  /// Whether only its rim is drawn.
  var isHollow: Bool { series % 2 == 1 }

  /// Corners around the place; none for a circle.
  var corners: [Place] {
    let outline: [(Double, Double)] =
      switch series % 5 {
      case 1: [(0, -5), (5, 0), (0, 5), (-5, 0)]
      case 2: [(-4, -4), (4, -4), (4, 4), (-4, 4)]
      case 3: [(0, -5), (5, 4), (-5, 4)]
      case 4: [(0, 5), (5, -4), (-5, -4)]
      default: []
      }
    return outline.map { Place(x: $0, y: $1) }
  }
}

extension Double {
  /// A length of paper with one decimal; what lies beyond any paper is drawn at its edge, and no
  /// number as 0.
  var coordinate: String {
    let tenths = isNaN ? 0 : Int((max(-1e9, min(1e9, self)) * 10).rounded())
    let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    var power: UInt = 1
    while whole / power >= 10 { power *= 10 }
    return String(unsafeUninitializedCapacity: 24) { bytes in
      var count = 0
      func append(_ byte: UInt8) {
        bytes[count] = byte
        count += 1
      }
      if tenths < 0 { append(UInt8(ascii: "-")) }
      while power > 0 {
        append(UInt8(ascii: "0") + UInt8(whole / power % 10))
        power /= 10
      }
      if rest > 0 {
        append(UInt8(ascii: "."))
        append(UInt8(ascii: "0") + UInt8(rest))
      }
      return count
    }
  }
}
