import SurveyModel

/// What is wrong with a file's header and records, in words.
struct RecordFindings {
  let records: TableRecords
  /// Whether the file goes on behind what was read, or before it.
  var isPart = false
  /// How many diagnostics of one kind are given one by one.
  static let mostOfAKind = 20

  private var form: RecordForm { records.form }
  private var columns: TableColumns { records.columns }
  private var file: String { form.contents.file }

  /// The names of columns, without empty last columns; these are kept where the file goes on.
  var header: [Sheet.Cell] {
    isPart ? records.header.cells : records.header.cells.withoutBlankEnd(over: columns)
  }

  /// What is wrong with the header.
  var headerDiagnostics: [Diagnostic] {
    records.header.problems + header.problems(over: columns)
  }

  /// What is wrong with the text as such.
  var textDiagnostics: [Diagnostic] {
    form.text.garbledDiagnostics(file: file) + form.text.undefinedDiagnostics(file: file)
      + blankAnswers()
  }

  /// What is wrong with the records of a whole file.
  ///
  /// - Parameters:
  ///   - irregular: Its records that are set aside.
  ///   - stride: Fields of a regular record.
  static func diagnostics(
    irregular: [IrregularRecord], _ ledger: FileLedger, file: String, stride: Int
  ) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    for reason in IrregularRecord.Reason.allCases {
      diagnostics += limited(
        irregular.lazy.filter { $0.reason == reason }.map(\.diagnostic),
        count: irregular.count { $0.reason == reason }, file: file)
    }
    for kind in FileLedger.Repair.Kind.allCases {
      let repairs = ledger.repairs.filter { $0.kind == kind }
      diagnostics += limited(repairs.lazy.map(\.diagnostic), count: repairs.count, file: file)
    }
    diagnostics += foreignRows(ledger, file: file)
    diagnostics += limited(
      ledger.longFields.lazy.map { field in
        Diagnostic(
          .warning, "long-field",
          "a field has \(field.bytes) bytes; a quote may be missing where it should end",
          fix: "look whether it is one answer", at: field.location)
      }, count: ledger.longFields.count, file: file)
    if ledger.records == 0 {
      diagnostics.append(
        Diagnostic(
          .warning, "no-records", "the file has a header and no records",
          fix: "ask whether this is the whole file", at: SourceLocation(file: file)))
    } else if ledger.kept.records == 0 {
      diagnostics.append(
        Diagnostic(
          .error, "no-regular-records",
          "none of the \(ledger.records) records has the header's \(stride) fields",
          fix: "compare the header with the records; give the delimiter if it was mistaken",
          at: SourceLocation(file: file)))
    }
    return diagnostics
  }

  /// Notes on rows of the table's form that are no records.
  private static func foreignRows(_ ledger: FileLedger, file: String) -> [Diagnostic] {
    ledger.nonData.compactMap { part in
      let lines = part.count == 1 ? "a line" : "\(part.count) lines"
      let place = SourceLocation(file: file, line: part.firstLine)
      return switch part.kind {
      case .repeatedHeader:
        Diagnostic(
          .note, part.kind.rawValue, "the header stands again in \(lines) among the records",
          fix: "nothing need be done: it is no record", at: place)
      case .totalRow:
        Diagnostic(
          .note, part.kind.rawValue, "\(lines) of totals or means: no record, and left out",
          fix: "if it is one, give its first field another text", at: place)
      default: nil
      }
    }
  }

  private func blankAnswers() -> [Diagnostic] {
    guard form.stride == 1 else { return [] }
    let blank = (0..<columns.rowCount).count { columns.isEmpty(row: $0, column: 0) }
    guard blank > 0 else { return [] }
    return [
      Diagnostic(
        .note, "blank-line-kept",
        "the file has one column and \(blank) blank lines; each is a record without an answer",
        at: SourceLocation(file: file))
    ]
  }

  /// The first diagnostics of a kind, and one that counts the others, which are never made.
  private static func limited(
    _ diagnostics: some Sequence<Diagnostic>, count: Int, file: String
  ) -> [Diagnostic] {
    let shown = Array(diagnostics.prefix(mostOfAKind))
    guard count > mostOfAKind, let first = shown.first else { return shown }
    let rest = Diagnostic(
      first.severity, first.code,
      "\(count - mostOfAKind) more records like the \(mostOfAKind) above",
      fix: first.fix, at: SourceLocation(file: file))
    return shown + [rest]
  }
}

extension FileLedger.Repair {
  var diagnostic: Diagnostic {
    let (message, fix) =
      switch kind {
      case .strayQuote:
        (
          "a quote stands inside a field; it was kept as part of the text",
          "double quotes inside quoted text"
        )
      case .quoteLeftOut:
        (
          "a quote stands in a field of a column that holds nothing of the kind; it was left out",
          "delete the quote"
        )
      case .delimiterTooMany:
        (
          "the record has a delimiter too many; what its columns hold elsewhere leaves one reading, "
            + "with which it was kept",
          "look whether that is right, and put text that contains the delimiter between quotes"
        )
      case .spacesBetween:
        (
          "spaces divide the record, and each of its fields fits its column so; it was kept",
          "look whether that is right, and write it like the others"
        )
      case .linesInQuotes:
        (
          "a quoted text goes over lines each of which has the file's number of fields, as records"
            + " have; it was kept as one text of one record",
          "look whether a quote stands here without its pair; if so, delete it and its distant one"
        )
      case .delimiterTooFew:
        (
          "the record lacks a delimiter; what its columns hold elsewhere leaves one reading, with "
            + "which it was kept", "look whether that is right, and put the delimiter in"
        )
      }
    return Diagnostic(.warning, kind.rawValue, message, fix: fix, at: location)
  }
}
