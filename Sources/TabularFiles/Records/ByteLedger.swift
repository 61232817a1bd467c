import SurveyModel

/// What became of each byte of a field file: an answer, a record set aside, or declared non-data.
public struct ByteLedger: Hashable, Sendable {
  /// A number of records and the bytes they take in the file, line ends included.
  public struct Tally: Hashable, Sendable {
    public internal(set) var records = 0
    public internal(set) var bytes = 0
  }

  /// Parts of a file that hold no answers.
  public enum NonDataKind: String, Hashable, Sendable, CaseIterable {
    case byteOrderMark = "byte-order-mark"
    case separatorLine = "separator-line"
    /// Titles and remarks before the table.
    case preamble
    case header
    case blankLine = "blank-line"
    /// A record all of whose fields are empty.
    case emptyRow = "empty-row"
    /// Texts under the table.
    case footnote
  }

  public struct NonData: Hashable, Sendable {
    public let kind: NonDataKind
    /// How many such parts there are.
    public internal(set) var count: Int
    public internal(set) var bytes: Int
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
    }

    public let kind: Kind
    public let location: SourceLocation
  }

  /// A kept field that is so long that it may be several.
  public struct LongField: Hashable, Sendable {
    public let bytes: Int
    public let location: SourceLocation
  }

  /// Size of the file, or of what was read of it.
  public internal(set) var totalBytes: Int
  public internal(set) var kept = Tally()
  public internal(set) var irregular = Tally()
  /// In the order of their first occurrence.
  public internal(set) var nonData: [NonData] = []
  public internal(set) var repairs: [Repair] = []
  public internal(set) var longFields: [LongField] = []
  /// Where the parts that hold no answers stand in the file.
  private(set) var nonDataRanges: [Range<Int>] = []

  /// Records read: kept and irregular.
  public var records: Int { kept.records + irregular.records }

  public var nonDataBytes: Int { nonData.reduce(0) { $0 + $1.bytes } }

  /// Whether every byte of the file is accounted for, once.
  public var isBalanced: Bool { totalBytes == kept.bytes + irregular.bytes + nonDataBytes }

  init(totalBytes: Int) { self.totalBytes = totalBytes }

  /// Adds what another part of the file came to; both have the whole file's size.
  mutating func add(_ other: ByteLedger) {
    kept.records += other.kept.records
    kept.bytes += other.kept.bytes
    irregular.records += other.irregular.records
    irregular.bytes += other.irregular.bytes
    repairs += other.repairs
    longFields += other.longFields
    nonDataRanges += other.nonDataRanges
    for part in other.nonData {
      add(part.kind, bytes: part.bytes, count: part.count, line: part.firstLine)
    }
  }

  /// The same of a part that begins at a place of the file.
  func shifted(by offset: Int) -> ByteLedger {
    var ledger = self
    ledger.nonDataRanges = nonDataRanges.map { $0.lowerBound + offset..<$0.upperBound + offset }
    return ledger
  }

  mutating func addNonData(_ kind: NonDataKind, _ range: Range<Int>, line: Int) {
    nonDataRanges.append(range)
    add(kind, bytes: range.count, count: 1, line: line)
  }

  private mutating func add(_ kind: NonDataKind, bytes: Int, count: Int, line: Int) {
    if let place = nonData.firstIndex(where: { $0.kind == kind }) {
      nonData[place].count += count
      nonData[place].bytes += bytes
    } else {
      nonData.append(NonData(kind: kind, count: count, bytes: bytes, firstLine: line))
    }
  }
}
