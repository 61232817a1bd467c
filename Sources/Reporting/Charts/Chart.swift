/// A chart as data: what is plotted, and what it says in words.
///
/// The renderer draws it twice, for a page and for a telephone, and repeats the document's stamp
/// inside it.
public struct Chart: Hashable, Sendable {
  public var caption: Prose
  /// What the chart shows, in words and numbers: read out instead of the picture.
  public var message: Prose
  public var plot: Plot
  /// Remarks under the chart.
  public var footnotes: [Prose] = []
  /// The same numbers as a table, folded away on the screen.
  public var table: Table?

  public init(
    _ caption: Prose, message: Prose, _ plot: Plot, footnotes: [Prose] = [], table: Table? = nil
  ) {
    self.caption = caption
    self.message = message
    self.plot = plot
    self.footnotes = footnotes
    self.table = table
  }
}

/// What is drawn.
public enum Plot: Hashable, Sendable {
  /// Dots with intervals: indices, profiles, comparisons; with a reference at zero, a forest of
  /// coefficients.
  case intervals(IntervalPlot)
  /// Shares of ordered answers that make up 100 %.
  case stackedBars(StackedBarPlot)
  /// One bar for a category and series: nominal and multiple answers.
  case bars(BarPlot)
  case histogram(Histogram)
  /// Lines over waves.
  case slopes(SlopePlot)
}

/// The horizontal (in slopes and histograms: measured) axis.
public struct Axis: Hashable, Sendable {
  /// What is measured, with its unit: «баллы, 0–100».
  public var label: String
  public var unit: Number.Unit
  /// The ends, in the unit's own scale; nil for round numbers around the data.
  public var limits: ClosedRange<Double>?

  public init(_ label: String, _ unit: Number.Unit, limits: ClosedRange<Double>? = nil) {
    self.label = label
    self.unit = unit
    self.limits = limits
  }
}

/// Dots with intervals, one row for a subject.
public struct IntervalPlot: Hashable, Sendable {
  public var axis: Axis
  /// What the dots of a row stand for; one without a name needs no legend.
  public var series: [Series]
  public var groups: [Group]
  /// A vertical line over all rows: zero, or the value of all cities.
  public var reference: Reference?
  /// A zone over all rows: practically equal.
  public var band: Band?
  /// Whether the dots of a row are joined by a line, from the first series to the last: a dumbbell.
  public var isConnected = false

  public init(axis: Axis, series: [Series] = [Series("")], groups: [Group]) {
    self.axis = axis
    self.series = series
    self.groups = groups
  }

  public struct Series: Hashable, Sendable {
    public var name: String
    /// Drawn as an upright stroke without an interval: the value of all cities beside one.
    public var isBenchmark: Bool

    public init(_ name: String, isBenchmark: Bool = false) {
      self.name = name
      self.isBenchmark = isBenchmark
    }
  }

  /// Rows under a common heading; a heading of nothing is not printed.
  public struct Group: Hashable, Sendable {
    public var title: String
    public var rows: [Row]

    public init(_ title: String = "", _ rows: [Row]) {
      self.title = title
      self.rows = rows
    }
  }

  public struct Row: Hashable, Sendable {
    public var label: String
    /// In the order of the series; nil where there is no estimate.
    public var points: [Point?]
    /// Said in the row, beside or instead of a dot: «n < 30», «практически не различаются».
    public var remark: String?

    public init(_ label: String, _ points: [Point?], remark: String? = nil) {
      self.label = label
      self.points = points
      self.remark = remark
    }
  }

  public struct Reference: Hashable, Sendable {
    public var value: Double
    public var label: String

    public init(_ value: Double, _ label: String) {
      self.value = value
      self.label = label
    }
  }

  public struct Band: Hashable, Sendable {
    public var range: ClosedRange<Double>
    public var label: String

    public init(_ range: ClosedRange<Double>, _ label: String) {
      self.range = range
      self.label = label
    }
  }
}

/// An estimate on a chart, with its interval where it has one.
public struct Point: Hashable, Sendable {
  public var value: Double
  public var lower: Double?
  public var upper: Double?
  /// How its numbers are written, where otherwise than those of the axis.
  public var unit: Number.Unit?

  public init(
    _ value: Double, _ lower: Double? = nil, _ upper: Double? = nil, unit: Number.Unit? = nil
  ) {
    self.value = value
    self.lower = lower
    self.upper = upper
    self.unit = unit
  }
}
