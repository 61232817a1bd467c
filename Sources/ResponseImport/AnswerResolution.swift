import SurveyModel
import TabularFiles
import TextFormats

/// Works out, question by question in the form's order, which cells are answers and why the others
/// are none; what is wrong or odd goes to the log.
struct AnswerResolution {
  let table: FieldTable
  private(set) var sheet: AnswerSheet
  private(set) var log: DiagnosticLog
  private(set) var ledgers: [QuestionLedger] = []
  /// Names of calculations that the file lacks and that were computed.
  private(set) var computed: [String] = []

  init(table: FieldTable, sheet: AnswerSheet, log: DiagnosticLog) {
    self.table = table
    self.sheet = sheet
    self.log = log
    // The parameter is the sheet as it came, without computed columns.
    let questions = sheet.questionnaire.questions
    for index in questions.indices where self.sheet.columns[index] != nil || compute(index) {
      resolve(index)
    }
  }

  /// Computes a calculation of which the file has no column, from the questions before it.
  ///
  /// - Returns: Whether there is a column now.
  private mutating func compute(_ index: Int) -> Bool {
    let question = sheet.questionnaire.questions[index]
    guard question.enclosingRepeat == nil,
      case .calculation(let expression?) = question.kind,
      let column = EncodedColumn.computing(expression, of: question, in: sheet)
    else { return false }
    sheet.columns[index] = column
    computed.append(question.name)
    return true
  }

  private mutating func resolve(_ index: Int) {
    let question = sheet.questionnaire.questions[index]
    let repairs = reportRepairs(index, question)
    reportFaults(index, question)
    applyConstraint(index, question)
    let notDue = findReasons(index, question)
    ledgers.append(
      QuestionLedger(
        question: question.name, missing: sheet.missing[index], repairs: repairs,
        answersNotDue: notDue))
  }

  /// Hands over the answers: see ``AnswerSheet/takeColumns(of:)``.
  mutating func takeColumns(of parts: [[Int]]) -> [[String: Column]] {
    sheet.takeColumns(of: parts)
  }

  /// Leaves out the records that are no interviews; what was found in them stays told.
  mutating func apply(_ selection: InterviewSelection) {
    for diagnostic in selection.diagnostics { log.append(diagnostic) }
    guard !selection.exclusions.isEmpty else { return }
    sheet = sheet.picking(selection.kept)
    ledgers = ledgers.map { ledger in
      guard let index = sheet.questionnaire.index(of: ledger.question) else { return ledger }
      return QuestionLedger(
        question: ledger.question, missing: sheet.missing[index], repairs: ledger.repairs,
        answersNotDue: ledger.answersNotDue)
    }
  }

  private func place(of row: Int, _ column: EncodedColumn) -> SourceLocation {
    table.location(row: sheet.rows[row], column: column.fileColumn(row: row))
  }

  private mutating func report(
    _ severity: Diagnostic.Severity, _ fault: CellFault, of question: Question,
    at cell: (row: Int, column: Int)
  ) {
    let (table, row) = (table, sheet.rows[cell.row])
    log.append(severity, fault, of: question.name) {
      table.location(row: row, column: cell.column)
    }
  }
}

extension AnswerResolution {
  /// One note for each way of repair in a column.
  private mutating func reportRepairs(_ index: Int, _ question: Question) -> [RepairTally] {
    guard let column = sheet.columns[index],
      column.readings.contains(where: { !$0.repairs.isEmpty })
    else { return [] }
    let occurrences = column.occurrences
    return Repair.allCases.compactMap { repair in
      let places = column.readings.indices.filter { column.readings[$0].repairs.contains(repair) }
      let count = places.reduce(0) { $0 + occurrences[$1].count }
      guard count > 0, let first = places.map({ occurrences[$0].first }).filter({ $0 >= 0 }).min()
      else { return nil }
      log.append(
        Diagnostic(
          .note, repair.rawValue,
          "\(question.name): \(repair.explanation), in \(CellFault.counted(count, "cell"))",
          at: place(of: first, column)))
      return RepairTally(repair: repair, count: count)
    }
  }

  private mutating func reportFaults(_ index: Int, _ question: Question) {
    guard let column = sheet.columns[index] else { return }
    let faults = column.readings.map { reading -> CellFault? in
      if case .invalid(let fault) = reading.content { fault } else { reading.oddity }
    }
    guard faults.contains(where: { $0 != nil }) else { return }
    for (row, identifier) in column.identifiers.enumerated() {
      guard let fault = faults[Int(identifier)] else { continue }
      let isOddity = column.readings[Int(identifier)].oddity != nil
      report(
        isOddity ? .warning : .error, fault, of: question, at: (row, column.fileColumn(row: row)))
    }
  }
}

extension AnswerResolution {
  /// Makes answers that break the constraint invalid.
  private mutating func applyConstraint(_ index: Int, _ question: Question) {
    guard let expression = question.constraint, var column = sheet.columns[index] else { return }
    var constraint = Condition(expression, in: sheet.questionnaire)
    let isChecked = column.readings.map { $0.isConstrained(in: question) }
    let outcomes = constraint.outcomes(subject: index, in: sheet)
    for (row, outcome) in outcomes.enumerated() where outcome == false {
      guard isChecked[Int(column.identifiers[row])] else { continue }
      let fault = fault(breaking: expression, question, row: row, column)
      column.identifiers[row] = column.place(of: .invalid(fault))
      report(.error, fault, of: question, at: (row, column.fileColumn(row: row)))
    }
    sheet.columns[index] = column
  }

  private func fault(
    breaking expression: Expression, _ question: Question, row: Int, _ column: EncodedColumn
  ) -> CellFault {
    CellFault(
      code: "constraint-not-met",
      message: "\(question.name) must satisfy \(expression.source), found "
        + found(row: row, column, question),
      fix: "correct the answer, or the constraint of \(question.name)")
  }

  /// The text of a cell as a message may name it: an open answer by its length, a date by its form.
  private func found(row: Int, _ column: EncodedColumn, _ question: Question) -> String {
    if case .choices(let choices) = column[row].content {
      return CellFault.counted(choices.count, "choice") + " together"
    }
    let text = table.text(row: sheet.rows[row], column: column.column).trimmingSpace
    if question.isOpen { return "a text of \(CellFault.counted(text.count, "character"))" }
    return question.personalData == nil
      ? FoundValue(text).words : "a value of \(CellFault.counted(text.count, "character"))"
  }
}

extension AnswerResolution {
  /// What a reading is before the routing is asked.
  private enum Standing {
    case blank, nothingChosen, answer
    case missing(MissingReason)

    var isBlank: Bool {
      switch self {
      case .blank, .nothingChosen: true
      case .answer, .missing: false
      }
    }
  }

  private static func standing(_ reading: CellReading, _ question: Question) -> Standing {
    let choices = question.choices?.choices ?? []
    switch reading.content {
    case .blank: return .blank
    case .choice(let choice): return choices[choice].missing.map { .missing($0) } ?? .answer
    case .choices(let chosen):
      guard let first = chosen.first else { return .nothingChosen }
      let isMissing = chosen.allSatisfy { choices[$0].missing != nil }
      return isMissing ? choices[first].missing.map { .missing($0) } ?? .answer : .answer
    case .number, .text: return .answer
    case .missing(let reason, _): return .missing(reason)
    case .invalid: return .missing(.invalid)
    }
  }

  /// Fills in why there is no answer.
  ///
  /// - Returns: How many answers were given to a question that was not to be asked.
  private mutating func findReasons(_ index: Int, _ question: Question) -> Int {
    guard let column = sheet.columns[index] else { return 0 }
    let standings = column.readings.map { Self.standing($0, question) }
    let routing = RoutingCheck(question, in: sheet)
    var reasons = [MissingReason?](repeating: nil, count: sheet.rows.count)
    var (notDue, open, firstOpen) = (0, 0, -1)
    for row in sheet.rows.indices {
      let outcome = routing.outcomes?[row]
      let standing = standings[Int(column.identifiers[row])]
      reasons[row] = Self.reason(standing, isAsked: (outcome ?? nil) ?? true, question)
      if routing.isOpen(row: row), standing.isBlank {
        reasons[row] = .notAskedOrLost
        if open == 0 { firstOpen = row }
        open += 1
      }
      guard let isAsked = outcome ?? nil,
        let fault = Self.routingFault(standing, isAsked: isAsked, question)
      else { continue }
      if !isAsked { notDue += 1 }
      report(.warning, fault, of: question, at: (row, column.fileColumn(row: row)))
    }
    sheet.missing[index] = reasons
    if open > 0,
      let diagnostic = routing.diagnostic(
        question, blanks: open, at: place(of: firstOpen, column))
    {
      log.append(diagnostic)
    }
    return notDue
  }

  /// - Parameter isAsked: Whether the routing led here; taken as true where that cannot be told.
  private static func reason(
    _ standing: Standing, isAsked: Bool, _ question: Question
  ) -> MissingReason? {
    switch standing {
    case .answer: return nil
    case .blank: return isAsked ? question.reasonOfBlank : .notAsked
    case .nothingChosen: return isAsked ? question.reasonOfNothingChosen : .notAsked
    case .missing(let reason):
      return isAsked || (reason != .noAnswer && reason != .lost) ? reason : .notAsked
    }
  }

  private static func routingFault(
    _ standing: Standing, isAsked: Bool, _ question: Question
  ) -> CellFault? {
    let condition = question.relevant?.source ?? ""
    switch standing {
    case .answer where !isAsked, .missing(.dontKnow) where !isAsked,
      .missing(.refused) where !isAsked:
      return CellFault(
        code: "answer-not-due",
        message: "\(question.name) has an answer although it is asked only where \(condition)",
        fix: "correct the answer or the routing; until then the answer counts")
    case .missing(.notAsked) where isAsked:
      return CellFault(
        code: "answer-due",
        message: "\(question.name) is coded as not asked, yet nothing in \(condition) excludes it",
        fix: "correct the code or the routing; until then it counts as not asked")
    default: return nil
    }
  }
}

extension CellReading {
  /// Whether a constraint applies: not to blanks and to codes that mean no answer.
  fileprivate func isConstrained(in question: Question) -> Bool {
    let choices = question.choices?.choices ?? []
    return switch content {
    case .choice(let choice): choices[choice].missing == nil
    case .choices(let chosen): !chosen.isEmpty
    case .number, .text: true
    case .blank, .missing, .invalid: false
    }
  }
}

extension Question {
  /// Whether the answer is in the respondent's own words, or recorded by the device.
  var isOpen: Bool {
    switch kind {
    case .text, .position, .barcode, .attachment, .acknowledgement, .calculation, .metadata: true
    default: false
    }
  }

  /// Why a blank is blank where the question was asked: an open question that is not required may
  /// be left out, every other answer was due.
  fileprivate var reasonOfBlank: MissingReason { isOpen && !isRequired ? .noAnswer : .lost }

  /// Why nothing was chosen; nil where that is an answer: no choice says "none of these", and none
  /// is required.
  fileprivate var reasonOfNothingChosen: MissingReason? {
    let offersNone = choices?.choices.contains { $0.isExclusive } ?? false
    return offersNone || isRequired ? .lost : nil
  }
}
