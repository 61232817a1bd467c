import Reporting
import ResponseImport
import SurveyModel
import TabularFiles
import TextFormats

/// What came in from field files, what was set aside, and how each file was understood.
package struct LedgerTable: PrintedResult {
  package var ledgers: [ImportLedger]
  package var isSynthetic: Bool
  /// From how many answers on a record is an interview.
  private let minimums: InterviewMinimums

  package init(_ ledgers: [ImportLedger], of study: Study) {
    self.ledgers = ledgers
    isSynthetic = study.settings.isSynthetic
    minimums = study.settings.interviewMinimums
  }

  package var text: String {
    let lines = ledgers.flatMap(\.interviewLines)
    return table.text
      + (lines.isEmpty ? "" : "\n" + (lines + [ruleOfInterviews]).joined(separator: "\n") + "\n")
  }

  private var ruleOfInterviews: String {
    func perCent(_ number: Double) -> String { DelimitedText.Field.number(number).wholeText + " %" }
    return """
      complete: \(perCent(minimums.complete)) and more of the questions due are answered \
      (complete-minimum of study.csv)
      partial: \(perCent(minimums.partial)) and more (partial-minimum), and all that weights are \
      made from; less is a break-off
      loci check says how many of how many questions such records answer
      """
  }

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
    if !setAside.isEmpty {
      members.append(
        .init(
          "setAside",
          .array(
            setAside.map { entry in
              [
                "city": .string(entry.place.key.city), "wave": .string(entry.place.key.wave),
                "reason": .string(entry.place.reason.rawValue),
                "records": .integer(entry.records),
              ]
            })))
    }
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
            "records": .integer(sample.records), "partial": .integer(sample.partial),
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

extension ImportLedger {
  /// For each city and wave that has any, how many interviews are partial, and how many records are
  /// none, by reason.
  fileprivate var interviewLines: [String] {
    let keys =
      samples.map { SampleKey(city: $0.city, wave: $0.wave) }
      + setAside.map(\.place.key)
    var told: Set<SampleKey> = []
    return keys.filter { told.insert($0).inserted }.compactMap { key in
      let sample = samples.first { $0.city == key.city && $0.wave == key.wave }
      let aside = setAside.filter { $0.place.key == key }
      guard sample?.partial ?? 0 > 0 || !aside.isEmpty else { return nil }
      let records = sample?.records ?? 0
      let partial = sample?.partial ?? 0
      let reasons = aside.map { "\($0.records) \($0.place.reason.rawValue)" }
      return "\(file): city \(key.city), wave \(key.wave): \(records) interviews, "
        + "\(records - partial) complete, \(partial) partial"
        + (reasons.isEmpty ? "" : "; set aside: " + reasons.joined(separator: ", "))
    }
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
