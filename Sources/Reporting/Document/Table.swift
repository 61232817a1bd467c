/// A table with a caption; the first cell of each row is its heading.
public struct Table: Hashable, Sendable {
  public var caption: Prose
  /// Headings over several columns, from the left; empty where there are none.
  public var columnGroups: [ColumnGroup] = []
  public var columns: [Column]
  public var rows: [Row]
  /// Remarks under the table; the legend of suppressed cells comes by itself.
  public var footnotes: [Prose] = []

  public init(_ caption: Prose, columns: [Column], rows: [Row] = []) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }

  /// A column's heading and the unit of its numbers.
  public struct Column: Hashable, Sendable {
    public var label: String
    /// Nil for text. Numbers of this unit are printed bare, and «%» goes into the heading;
    /// numbers of another unit are printed with theirs.
    public var unit: Number.Unit?

    public init(_ label: String, _ unit: Number.Unit? = nil) {
      self.label = label
      self.unit = unit
    }

    /// The unweighted base of a row or an estimate: «n».
    public static let base = Column("n", .count)
  }

  /// A heading over several columns.
  public struct ColumnGroup: Hashable, Sendable {
    /// Empty over columns without a common heading.
    public var label: String
    /// How many columns it covers.
    public var span: Int

    public init(_ label: String, span: Int) {
      self.label = label
      self.span = span
    }
  }

  public struct Row: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      case plain
      /// A total, or the row that the text speaks of.
      case emphasized
      /// One cell over the whole width, the heading of the rows that follow.
      case heading
    }

    public var kind: Kind
    /// One for each column; a row heading first. Missing ones are empty.
    public var cells: [Cell]

    public init(_ cells: [Cell], _ kind: Kind = .plain) {
      self.cells = cells
      self.kind = kind
    }

    /// The heading of the rows that follow.
    public static func heading(_ text: Prose) -> Row { Row([.text(text)], .heading) }
  }

  public enum Cell: Hashable, Sendable {
    case text(Prose)
    case number(Number)
    /// Not shown, and why; the reason is spelled out under the table.
    case suppressed(Suppression)
    /// Nothing can stand here: a dash.
    case empty
  }
}

/// Why a number is not shown.
public enum Suppression: Hashable, Sendable {
  /// Fewer interviews in the cell than may be published.
  case cell(minimum: Int)
  /// Fewer interviews in the base than a percentage or mean needs.
  case base(minimum: Int)
  /// It would let another suppressed cell be computed.
  case secondary
  /// Too few interviews came in since it was last published.
  case interim
  /// Any other reason, in the report's language, without a full stop.
  case other(String)

  /// The reason as it stands under the table.
  public func text(in language: Language) -> String {
    switch self {
    case .cell(let minimum):
      language.pick(
        "не показано: в ячейке меньше \(minimum) интервью",
        "not shown: fewer than \(minimum) interviews in the cell")
    case .base(let minimum):
      language.pick(
        "не показано: база меньше \(minimum) интервью",
        "not shown: the base is under \(minimum) interviews")
    case .secondary:
      language.pick(
        "не показано, чтобы нельзя было вычислить скрытую ячейку",
        "not shown, lest a suppressed cell be computed from it")
    case .interim:
      language.pick(
        "будет обновлено, когда прибавится достаточно интервью",
        "comes again when enough interviews have been added")
    case .other(let reason): reason
    }
  }
}

extension Table.Cell: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self = .text(Prose(value)) }
}
