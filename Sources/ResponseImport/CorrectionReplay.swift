import SurveyModel
import TabularFiles
import TextFormats

/// What became of a row of `corrections.csv`.
public struct CorrectionOutcome: Hashable, Sendable {
  public var correction: Correction
  public var isApplied: Bool
}

/// Puts corrected answers in the place of those that the file has, where it still has the old ones.
struct CorrectionReplay {
  private(set) var outcomes: [CorrectionOutcome] = []
  private(set) var diagnostics: [Diagnostic] = []
  private let table: FieldTable
  private let rows: [Int]
  private let matching: ColumnMatching
  private let reader: AnswerReader
  private let questionnaire: Questionnaire
  /// Interviews by identifier, or by line where the source names no identifier.
  private let interviews: [String: [Int]]

  private let corrections: [Correction]

  /// - Parameters:
  ///   - corrections: Those of the file.
  ///   - identifiers: One for each interview; nil where the source names none.
  init(
    _ corrections: [Correction], _ reader: AnswerReader, _ matching: ColumnMatching,
    identifiers: [String]?, questionnaire: Questionnaire
  ) {
    self.corrections = corrections
    self.reader = reader
    self.matching = matching
    self.questionnaire = questionnaire
    table = reader.table
    rows = reader.rows
    guard !corrections.isEmpty else {
      interviews = [:]
      return
    }
    let names =
      identifiers ?? reader.table.locations(of: reader.rows).map { "\($0.line ?? 0)" }
    interviews = Dictionary(grouping: names.indices) { names[$0] }
  }

  /// Replays corrections in their order; the cost is one look-up each.
  mutating func apply(to sheet: inout AnswerSheet) {
    let byAnswer = Dictionary(grouping: corrections) { [$0.record, $0.question] }
    for correction in corrections {
      let rivals = byAnswer[[correction.record, correction.question]] ?? []
      let isApplied = contradicts(correction, rivals) ? false : apply(correction, to: &sheet)
      outcomes.append(CorrectionOutcome(correction: correction, isApplied: isApplied))
    }
  }

  /// Whether another row says something else of the same answer: then neither is applied, for nothing
  /// tells which is right.
  private mutating func contradicts(_ correction: Correction, _ rivals: [Correction]) -> Bool {
    let others = rivals.filter { $0.location != correction.location }
    guard !others.isEmpty else { return false }
    let differs = others.contains { $0.old != correction.old || $0.new != correction.new }
    // Told once, at the last of the rows.
    if rivals.last?.location == correction.location {
      let lines = rivals.map { "\($0.location.line ?? 0)" }.joined(separator: ", ")
      diagnostics.append(
        Diagnostic(
          differs ? .error : .warning, "correction-twice",
          "rows \(lines) of corrections.csv are of one record and the question"
            + " \(correction.question)" + (differs ? "; none of them is applied" : ""),
          fix: "keep one of them, with the answer of the file as 'old'", at: correction.location))
    }
    return differs
  }

  private mutating func apply(_ correction: Correction, to sheet: inout AnswerSheet) -> Bool {
    let found = interviews[correction.record] ?? []
    guard found.count == 1, let interview = found.first else {
      let code = found.isEmpty ? "correction-record-missing" : "correction-ambiguous"
      let count = found.isEmpty ? "no record" : "\(found.count) records"
      return refuse(
        correction, code, "one record of \(table.file) was expected, \(count) found",
        fix: "write its identifier, or its line where the file has no identifiers")
    }
    guard let target = target(of: correction.question),
      var column = sheet.columns[target.question]
    else {
      return refuse(
        correction, "correction-question-missing",
        "\(table.file) has no question \(correction.question)",
        fix: "write the name of the question, or of the column of one choice")
    }
    let question = questionnaire.questions[target.question]
    var decoder = reader.decoder(question, column: target.column)
    let (old, new) = readings(correction, target, column[interview], &decoder)
    let present = present(target, interview, column[interview], &decoder)
    guard present.content != new.content else { return noteDone(correction) }
    guard present.content == old.content else {
      return refuseOld(correction, question, interview, column)
    }
    column.identifiers[interview] = column.place(of: new)
    sheet.columns[target.question] = column
    return true
  }
}

extension CorrectionReplay {
  /// What a correction is about: a question, or one of its choices.
  private struct Target {
    var question: Int
    var column: Int?
    var choice: Int?
  }

  private func target(of name: String) -> Target? {
    if let index = questionnaire.index(of: name), !matching.questions[index].isEmpty {
      return Target(question: index, column: matching.questions[index].whole)
    }
    for (index, columns) in matching.questions.enumerated() {
      for (choice, column) in columns.details where table.header[column].text == name {
        return Target(question: index, column: column, choice: choice)
      }
    }
    return nil
  }

  /// The answer as it stands: that of the cell, or of all columns of the question together.
  private func present(
    _ target: Target, _ interview: Int, _ joined: CellReading, _ decoder: inout CellDecoder
  ) -> CellReading {
    guard let column = target.column, target.choice == nil else { return joined }
    return decoder.reading(of: table.text(row: rows[interview], column: column))
  }

  private func readings(
    _ correction: Correction, _ target: Target, _ joined: CellReading,
    _ decoder: inout CellDecoder
  ) -> (old: CellReading, new: CellReading) {
    guard let choice = target.choice else {
      return (decoder.reading(of: correction.old), decoder.reading(of: correction.new))
    }
    return (
      setting(choice, correction.old, in: joined, decoder),
      setting(choice, correction.new, in: joined, decoder)
    )
  }

  /// The answer with one choice taken or not.
  private func setting(
    _ choice: Int, _ text: String, in joined: CellReading, _ decoder: CellDecoder
  ) -> CellReading {
    var chosen: Set<Int> = []
    if case .choices(let present) = joined.content { chosen = Set(present) }
    if DetailGrid.isChosen(text) { chosen.insert(choice) } else { chosen.remove(choice) }
    return decoder.set(chosen.sorted(), repairs: [])
  }
}

extension CorrectionReplay {
  private mutating func noteDone(_ correction: Correction) -> Bool {
    diagnostics.append(
      Diagnostic(
        .note, "correction-needless",
        "\(table.file) has the new answer to \(correction.question) already",
        at: correction.location))
    return false
  }

  private mutating func refuseOld(
    _ correction: Correction, _ question: Question, _ interview: Int, _ column: EncodedColumn
  ) -> Bool {
    let place = table.location(row: rows[interview], column: column.fileColumn(row: interview))
    let text = table.text(row: rows[interview], column: column.fileColumn(row: interview))
    func shown(_ text: String) -> String {
      question.isOpen && !text.isEmpty
        ? "a text of \(CellFault.counted(text.count, "character"))" : FoundValue(text).words
    }
    return refuse(
      correction, "correction-old-differs",
      "\(shown(correction.old)) was expected as the answer to \(question.name) at \(place), found"
        + " \(shown(text.trimmingSpace))",
      fix: "look at the record again, and mend or delete the correction")
  }

  private mutating func refuse(
    _ correction: Correction, _ code: String, _ message: String, fix: String
  ) -> Bool {
    diagnostics.append(Diagnostic(.error, code, message, fix: fix, at: correction.location))
    return false
  }
}
