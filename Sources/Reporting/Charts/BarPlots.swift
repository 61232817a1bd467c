/// Bars of 100 %: one for a question or group, a segment for each answer.
public struct StackedBarPlot: Hashable, Sendable {
  /// The answers in the scale's order, those apart from the scale last.
  public var categories: [Category]
  public var bars: [Bar]

  public init(categories: [Category], bars: [Bar]) {
    self.categories = categories
    self.bars = bars
  }

  public struct Category: Hashable, Sendable {
    /// The place of an answer on its scale; it decides colour and pattern.
    public enum Role: Hashable, Sendable {
      /// On the side of «не согласен», «никогда».
      case lower
      /// In the middle of a scale that has one.
      case neutral
      /// On the side of «согласен», «часто».
      case upper
      /// Not on the scale: «затрудняюсь ответить»; drawn apart.
      case apart
    }

    public var name: String
    public var role: Role

    public init(_ name: String, _ role: Role) {
      self.name = name
      self.role = role
    }

    /// Names of an ordered scale with the middle one neutral where their number is odd.
    public static func scale(_ names: [String], apart: [String] = []) -> [Category] {
      let half = names.count / 2
      let ordered = names.indices.map { index in
        let isMiddle = names.count % 2 == 1 && index == half
        return Category(names[index], isMiddle ? .neutral : index < half ? .lower : .upper)
      }
      return ordered + apart.map { Category($0, .apart) }
    }
  }

  public struct Bar: Hashable, Sendable {
    public var label: String
    /// Shares, 0…1, in the order of the categories; nil where the row may not be shown.
    public var shares: [Double]?
    /// Unweighted interviews.
    public var base: Int?
    /// Said instead of a bar that may not be shown.
    public var remark: String?

    public init(_ label: String, _ shares: [Double]?, base: Int? = nil, remark: String? = nil) {
      self.label = label
      self.shares = shares
      self.base = base
      self.remark = remark
    }
  }
}

/// Horizontal bars from zero: one for a category and series.
public struct BarPlot: Hashable, Sendable {
  public var axis: Axis
  /// Names of the bars of a category; one empty name needs no legend.
  public var series: [String]
  public var rows: [Row]

  public init(axis: Axis, series: [String] = [""], rows: [Row]) {
    self.axis = axis
    self.series = series
    self.rows = rows
  }

  public struct Row: Hashable, Sendable {
    public var label: String
    /// In the order of the series; nil where there is no estimate.
    public var points: [Point?]

    public init(_ label: String, _ points: [Point?]) {
      self.label = label
      self.points = points
    }
  }
}

/// How many fall between neighbouring edges.
public struct Histogram: Hashable, Sendable {
  public var axis: Axis
  /// Ascending, one more than the shares.
  public var edges: [Double]
  /// Shares, 0…1.
  public var shares: [Double]
  /// A marked value, such as the mean.
  public var reference: IntervalPlot.Reference?

  public init(
    axis: Axis, edges: [Double], shares: [Double], reference: IntervalPlot.Reference? = nil
  ) {
    precondition(edges.count == shares.count + 1, "one edge more than shares")
    self.axis = axis
    self.edges = edges
    self.shares = shares
    self.reference = reference
  }
}

/// Lines from wave to wave.
public struct SlopePlot: Hashable, Sendable {
  public var axis: Axis
  /// The waves, from the left.
  public var waves: [String]
  public var lines: [Line]

  public init(axis: Axis, waves: [String], lines: [Line]) {
    self.axis = axis
    self.waves = waves
    self.lines = lines
  }

  public struct Line: Hashable, Sendable {
    public var name: String
    /// One for each wave; nil where there is no estimate.
    public var points: [Point?]
    /// Waves, counted from 0, that no line leads to from the wave before: their values may not be set
    /// against each other.
    public var breaks: Set<Int>

    public init(_ name: String, _ points: [Point?], breaks: Set<Int> = []) {
      self.name = name
      self.points = points
      self.breaks = breaks
    }
  }
}
