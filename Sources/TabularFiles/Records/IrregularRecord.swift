import SurveyModel

/// A record that is no row of the table: set aside with its bytes and its reason.
public struct IrregularRecord: Hashable, Sendable {
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    case tooFewFields = "too-few-fields"
    case tooManyFields = "too-many-fields"
    case loneQuote = "lone-quote"
    case nulByte = "nul-byte"
    case invalidText = "invalid-text"
    /// All that follows the first table, as one block.
    case furtherTable = "further-table"
  }

  public let reason: Reason
  /// What was expected and what was found.
  public let message: String
  /// What to do.
  public let fix: String
  public let location: SourceLocation
  /// Where it stands in the file, in the unit of its ledger: bytes, line end included, or rows that hold
  /// anything, from 0.
  public let extent: Range<Int>
  /// As in the file; as lines of CSV where its bytes there are not its own.
  public let bytes: [UInt8]

  /// The same without its bytes, its place counted from so many bytes before.
  func listed(from offset: Int) -> IrregularRecord {
    IrregularRecord(
      reason: reason, message: message, fix: fix, location: location,
      extent: extent.lowerBound + offset..<extent.upperBound + offset, bytes: [])
  }

  /// A further table that goes on to a place of the file.
  func extended(to end: Int, lineEnds: Int) -> IrregularRecord {
    let range = extent.lowerBound..<end
    return IrregularRecord(
      reason: reason, message: Self.furtherTable(lineEnds: lineEnds, byteCount: range.count),
      fix: fix, location: location, extent: range, bytes: [])
  }

  static func furtherTable(lineEnds: Int, byteCount: Int) -> String {
    "a further table begins here, up to the end of the file: \(lineEnds) lines, \(byteCount) bytes"
  }

  /// The reason's name: `too-few-fields`.
  public var code: String { reason.rawValue }

  public var diagnostic: Diagnostic {
    Diagnostic(.error, code, message, fix: fix, at: location)
  }
}
