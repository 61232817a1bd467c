import SurveyModel

/// What became of each part of a field file: an answer, a record set aside, or declared non-data.
///
///     total = kept.size + irregular.size + nonDataSize
///
/// A text is counted in bytes, line ends included. A workbook or a data set, whose bytes are packed
/// together and are no record's own, is counted in rows; its size in bytes is told apart.
public struct FileLedger: Hashable, Sendable {
  /// What the parts of a file are counted in.
  public enum Unit: Hashable, Sendable {
    /// Bytes of a text.
    case bytes
    /// Rows of a workbook's sheets that hold anything, or cases of a data set, in a file of so many
    /// bytes.
    case rows(fileBytes: Int)

    /// `bytes` or `rows`.
    public var name: String { self == .bytes ? "bytes" : "rows" }
  }

  /// A number of records and how much of the file they are.
  public struct Tally: Hashable, Sendable {
    public internal(set) var records = 0
    /// In the ledger's unit.
    public internal(set) var size = 0
  }

  /// Parts of a file that hold no answers.
  public enum NonDataKind: String, Hashable, Sendable, CaseIterable {
    case byteOrderMark = "byte-order-mark"
    case separatorLine = "separator-line"
    /// Titles and remarks before the table.
    case preamble
    case header
    /// The header again, among the records.
    case repeatedHeader = "repeated-header"
    /// Totals of the records above.
    case totalRow = "total-row"
    case blankLine = "blank-line"
    /// A record all of whose fields are empty.
    case emptyRow = "empty-row"
    /// Texts under the table.
    case footnote
    /// A sheet of a workbook beside the one that was read.
    case otherSheet = "other-sheet"
  }

  public struct NonData: Hashable, Sendable {
    public let kind: NonDataKind
    /// How many such parts there are.
    public internal(set) var count: Int
    /// In the ledger's unit.
    public internal(set) var size: Int
    /// Line of the first one.
    public let firstLine: Int
  }

  /// A record that was kept although it does not stand as it should.
  public struct Repair: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      /// A quote was kept as part of the text.
      case strayQuote = "stray-quote"
      /// A quote was left out of a field whose column holds nothing of the kind.
      case quoteLeftOut = "stray-quote-left-out"
      /// Two fields were put together, or an empty one left out.
      case delimiterTooMany = "delimiter-too-many"
      /// A field was divided.
      case delimiterTooFew = "delimiter-too-few"
      /// Spaces stood between the fields.
      case spacesBetween = "spaces-between-fields"
      /// A quoted text spans lines that are like records; it was kept as one text.
      case linesInQuotes = "quoted-lines-like-records"
    }

    public let kind: Kind
    public let location: SourceLocation
  }

  /// A kept field that is so long that it may be several.
  public struct LongField: Hashable, Sendable {
    public let bytes: Int
    public let location: SourceLocation
  }

  public let unit: Unit
  /// Size of the file, or of what was read of it, in the ledger's unit.
  public internal(set) var total: Int
  public internal(set) var kept = Tally()
  public internal(set) var irregular = Tally()
  /// In the order of their first occurrence.
  public internal(set) var nonData: [NonData] = []
  public internal(set) var repairs: [Repair] = []
  public internal(set) var longFields: [LongField] = []
  /// Where the parts that hold no answers stand in the file, in the ledger's unit.
  private(set) var nonDataRanges: [Range<Int>] = []

  /// Records read: kept and irregular.
  public var records: Int { kept.records + irregular.records }

  public var nonDataSize: Int { nonData.reduce(0) { $0 + $1.size } }

  /// Bytes of the file, or of what was read of it.
  public var fileBytes: Int {
    switch unit {
    case .bytes: total
    case .rows(let fileBytes): fileBytes
    }
  }

  /// Whether every byte of a text, or every row of another file, is accounted for, once.
  public var isBalanced: Bool { total == kept.size + irregular.size + nonDataSize }

  /// Creates the ledger of a text of which nothing was read yet.
  init(bytes: Int) { (unit, total) = (.bytes, bytes) }

  /// Creates the ledger of a workbook or a data set of which nothing was read yet.
  init(rows: Int, fileBytes: Int) { (unit, total) = (.rows(fileBytes: fileBytes), rows) }

  /// Adds what another part of the file came to; both have the whole file's size.
  mutating func add(_ other: FileLedger) {
    kept.records += other.kept.records
    kept.size += other.kept.size
    irregular.records += other.irregular.records
    irregular.size += other.irregular.size
    repairs += other.repairs
    longFields += other.longFields
    nonDataRanges += other.nonDataRanges
    for part in other.nonData {
      add(part.kind, size: part.size, count: part.count, line: part.firstLine)
    }
  }

  /// The same of a part that begins at a place of the file.
  func shifted(by offset: Int) -> FileLedger {
    var ledger = self
    ledger.nonDataRanges = nonDataRanges.map { $0.lowerBound + offset..<$0.upperBound + offset }
    return ledger
  }

  /// Adds kept records of which each is a row.
  mutating func keep(records: Int) {
    kept.records += records
    kept.size += records
  }

  /// Adds a record that is set aside.
  mutating func setAside(size: Int) {
    irregular.records += 1
    irregular.size += size
  }

  /// Adds a sheet of a workbook that is not read.
  ///
  /// - Parameter line: The sheet's first row that holds anything.
  mutating func addOtherSheet(rows: Int, line: Int) {
    add(.otherSheet, size: rows, count: 1, line: line)
  }

  mutating func addNonData(_ kind: NonDataKind, _ range: Range<Int>, line: Int) {
    nonDataRanges.append(range)
    add(kind, size: range.count, count: 1, line: line)
  }

  private mutating func add(_ kind: NonDataKind, size: Int, count: Int, line: Int) {
    if let place = nonData.firstIndex(where: { $0.kind == kind }) {
      nonData[place].count += count
      nonData[place].size += size
    } else {
      nonData.append(NonData(kind: kind, count: count, size: size, firstLine: line))
    }
  }
}
