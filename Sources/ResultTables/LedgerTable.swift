import Reporting
import ResponseImport
import SurveyModel
import TabularFiles
import TextFormats

/// What came in from field files, what was set aside, and how each file was understood.
package struct LedgerTable: PrintedResult {
  package var ledgers: [ImportLedger]
  package var isSynthetic: Bool

  package init(_ ledgers: [ImportLedger], isSynthetic: Bool) {
    self.ledgers = ledgers
    self.isSynthetic = isSynthetic
  }

  package var text: String { table.text }

  /// A row for each file; rows that are no data have a column only where a file is counted in rows.
  package var table: ResultTable {
    let hasRows = ledgers.contains { $0.table.unit != .bytes }
    var table = ResultTable(
      [
        .text("file"), .text("encoding"), .text("delimiter"), .text("decimal"),
        .number("bytes"), .number("records"), .number("kept"), .number("quarantined", "aside"),
        .number("nonDataBytes", "non-data"),
      ] + (hasRows ? [.number("nonDataRows", "non-data rows")] : []) + [.text("balanced")],
      isSynthetic: isSynthetic)
    table.rows = ledgers.map { ledger in
      let isText = ledger.table.unit == .bytes
      let nonData = DelimitedText.Field.integer(ledger.table.nonDataSize)
      return [
        .text(ledger.file), .text(ledger.dialect.encoding.value.rawValue),
        .text(ledger.dialect.delimiter.value.name),
        .text(ledger.dialect.decimalMark.value.rawValue), .integer(ledger.table.fileBytes),
        .integer(ledger.records), .integer(ledger.kept.records),
        .integer(ledger.quarantinedTotal.records), isText ? nonData : .missing,
      ] + (hasRows ? [isText ? .missing : nonData] : [])
        + [.text(ledger.isBalanced ? "yes" : "no")]
    }
    return table
  }

  package var json: JSONValue { .array(ledgers.map(\.json)) }
}

extension ImportLedger {
  /// The account of one file as JSON; what seldom occurs has a key only where it does.
  package var json: JSONValue { .object(usualMembers + rareMembers) }

  private var rareMembers: [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    if let container { members.append(.init("container", .string(container))) }
    if let producer { members.append(.init("producer", .string(producer.rawValue))) }
    if repeated > 0 { members.append(.init("repeated", .integer(repeated))) }
    if !corrections.isEmpty {
      members.append(.init("corrections", .array(corrections.map(\.json))))
    }
    return members
  }

  private var usualMembers: [JSONValue.Member] {
    [.init("file", .string(file)), .init("balanced", .bool(isBalanced))] + table.sizeMembers
      + contentMembers
  }

  private var contentMembers: [JSONValue.Member] {
    let value: JSONValue = [
      "records": .integer(records), "kept": json(kept), "quarantined": json(quarantinedTotal),
      "reasons": .array(
        quarantined.map { entry in
          [
            "reason": .string(entry.reason), "records": .integer(entry.tally.records),
            table.unit.name: .integer(entry.tally.size),
          ]
        }),
      "nonData": table.nonDataJSON,
      "samples": .array(
        samples.map { sample in
          [
            "city": .string(sample.city), "wave": .string(sample.wave),
            "records": .integer(sample.records),
          ]
        }),
      "dialect": dialect.json,
      "questions": .array(questions.map(\.json)),
      "absentQuestions": .strings(absentQuestions),
      "unusedColumns": .strings(unusedColumns),
    ]
    guard case .object(let members) = value else { return [] }
    return members
  }

  private func json(_ tally: Tally) -> JSONValue {
    ["records": .integer(tally.records), table.unit.name: .integer(tally.size)]
  }
}

extension QuestionLedger {
  fileprivate var json: JSONValue {
    .object(
      [
        .init("question", .string(question)), .init("answers", .integer(answers)),
      ]
        + MissingReason.allCases.compactMap { reason in
          missing[reason].map { .init(reason.rawValue, .integer($0)) }
        } + [.init("answersNotDue", .integer(answersNotDue))])
  }
}

extension CorrectionOutcome {
  fileprivate var json: JSONValue {
    [
      "line": .integer(correction.location.line ?? 0), "question": .string(correction.question),
      "who": .string(correction.who), "why": .string(correction.why), "applied": .bool(isApplied),
    ]
  }
}
