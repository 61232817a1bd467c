/// What all parts of a file are read by: known once the header and the first records were read.
struct RecordForm: Sendable {
  var contents: FileContents
  var text: DecodedText
  let delimiter: Delimiter
  let quote: QuoteMark
  let engine: ReadingEngine
  /// Fields of a regular record.
  var stride = 0
  /// The header's only row as it stands; empty where there is none, or more than one.
  var headerFields: [[UInt8]] = []
  /// Where the records begin in the text.
  var tableStart = 0
  /// The first records, in UTF-8.
  var leading: [[[UInt8]]] = []
  /// Last fields that a regular record may lack, all of them or none: a blank one that the header does not
  /// have, or those under names too many.
  var optionalEnd = 0
  /// How each of the ``stride`` columns is held.
  var kinds: [ColumnKind] = []
  /// What may stand in each column.
  var rules: [ColumnShapes.Rule] = []
  /// Bytes of a field on average, in the first records.
  var textBytes: [Int] = []
  /// Whether NULs or bytes that are no text stand anywhere.
  var checksText: Bool

  /// Fewest fields of a regular record.
  var least: Int { stride - optionalEnd }

  func isRegularCount(_ count: Int) -> Bool { count == stride || count == least }

  /// A field as it stands in the text, in UTF-8.
  func decoded(_ field: [UInt8]) -> [UInt8] {
    field.withUnsafeBufferPointer { text.decoder?.decode($0) ?? field }
  }

  /// Fewest fields of records that may have been swallowed by a quote: a text that looks like a
  /// record is likelier the fewer fields a record has.
  func isWorthProbing(isRegular: Bool) -> Bool { stride >= (isRegular ? 6 : 3) }
}

extension RecordParser {
  convenience init(_ form: RecordForm, isStrict: Bool) {
    self.init(delimiter: form.delimiter.rawValue, quote: form.quote, isStrict: isStrict)
  }
}
