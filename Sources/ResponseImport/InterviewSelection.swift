import SurveyModel
import TabularFiles

/// Which of the admitted records of a file are interviews, by how much they answer and whose they are.
struct InterviewSelection {
  /// A record that is none.
  struct Exclusion {
    /// Its place among the admitted records.
    var place: Int
    var reason: RefusalReason
  }

  /// By the place among the admitted records.
  private(set) var statuses: [InterviewStatus] = []
  /// In the file's order.
  private(set) var exclusions: [Exclusion] = []
  private(set) var diagnostics: [Diagnostic] = []
  private let rule: InterviewRule
  private let admission: RecordAdmission
  private let sheet: AnswerSheet
  private let completeness: Completeness
  /// The answers to all questions but those that a device answers.
  private let answers: [EncodedColumn.Answers]
  /// Records that answer enough for a partial interview, and what they lack of that the weights need:
  /// places of questions.
  private var lackingWeights: [Int: [Int]] = [:]

  init(
    _ rule: InterviewRule, _ admission: RecordAdmission, _ sheet: AnswerSheet,
    _ context: ImportContext
  ) {
    self.rule = rule
    self.admission = admission
    self.sheet = sheet
    completeness = Completeness(of: sheet)
    answers = zip(sheet.questionnaire.questions, sheet.columns).compactMap { question, column in
      column.flatMap { question.isRecorded ? nil : $0.answers }
    }
    findBreakOffs(context)
    findResumed()
    exclusions.sort { $0.place < $1.place }
    report()
  }

  /// Places among the admitted records of those that are interviews.
  var kept: [Int] {
    let excluded = Set(exclusions.map(\.place))
    return statuses.indices.filter { !excluded.contains($0) }
  }

  private mutating func findBreakOffs(_ context: ImportContext) {
    var needed: [RecordAdmission.Cell: [Int]] = [:]
    for (place, cell) in admission.cells.enumerated() {
      let share = completeness.share(place)
      let isComplete = share >= rule.minimums.complete
      statuses.append(isComplete ? .complete : .partial)
      guard !isComplete, rule.minimums.partial > 0 else { continue }
      if share < rule.minimums.partial {
        exclusions.append(Exclusion(place: place, reason: .breakOff))
        continue
      }
      let questions = needed[cell] ?? weightingQuestions(context.key(of: cell))
      needed[cell] = questions
      let lacking = questions.filter { sheet.missing[$0][place] != nil }
      if !lacking.isEmpty {
        exclusions.append(Exclusion(place: place, reason: .breakOff))
        lackingWeights[place] = lacking
      }
    }
  }

  /// The questions of the file that the weights are made from.
  private func weightingQuestions(_ key: SampleKey) -> [Int] {
    (rule.weightingQuestions[key] ?? []).compactMap { sheet.questionnaire.index(of: $0) }
      .filter { sheet.columns[$0] != nil }
  }
}

extension InterviewSelection {
  /// Of the records of one person, the one that was resumed counts: what another answers, it answers
  /// too, or it alone is complete.
  private mutating func findResumed() {
    var survivors: [Int: Int] = [:]
    for (first, second) in admission.duplicates(among: kept) {
      let survivor = survivors[first] ?? first
      guard let part = part(survivor, second) else { continue }
      exclusions.append(Exclusion(place: part, reason: .resumed))
      survivors[first] = part == survivor ? second : survivor
    }
  }

  /// Which of two records is a part of the other; nil where each says something of its own.
  private func part(_ first: Int, _ second: Int) -> Int? {
    if isPart(first, of: second) { return first }
    if isPart(second, of: first) { return second }
    guard statuses[first] != statuses[second] else { return nil }
    return statuses[first] == .partial ? first : second
  }

  /// Whether a record answers less than another, and nothing otherwise. O(questions).
  private func isPart(_ record: Int, of whole: Int) -> Bool {
    var further = 0
    for column in answers {
      if column.areAlike(record, whole) { continue }
      guard !column.isGiven(record) else { return false }
      further += column.isGiven(whole) ? 1 : 0
    }
    return further > 0
  }
}

extension InterviewSelection {
  private mutating func report() {
    reportBreakOffs()
    if let first = first(.resumed) {
      let count = exclusions.count { $0.reason == .resumed }
      note(
        .warning, .resumed,
        "\(CellFault.counted(count, "record")) \(count == 1 ? "is part" : "are parts") of another"
          + " with the same identifier, an interview that was resumed: it counts once",
        fix: "nothing, if it is one person; else give each an identifier of its own", at: first)
    }
    reportPartial()
  }

  private mutating func reportBreakOffs() {
    let all = exclusions.filter { $0.reason == .breakOff }.map(\.place)
    let least = rule.minimums.partial.perCent
    let short = all.filter { lackingWeights[$0] == nil }
    if let first = short.first {
      note(
        .warning, .breakOff,
        "\(CellFault.counted(short.count, "record")) \(short.count == 1 ? "answers" : "answer") less"
          + " than \(least) of the questions due and \(short.count == 1 ? "is" : "are") no interview"
          + " (break-off, AAPOR 2.12): set aside; \(answeredOfDue(short))",
        fix: "nothing, if these people broke off; if they were not asked what is blank, say so in"
          + " 'relevant'; if such records are to count, set 'partial-minimum' of study.csv"
          + " lower (it is \(rule.minimums.partial.number))\(weightOfOne(short))",
        at: first)
    }
    let lacking = all.filter { lackingWeights[$0] != nil }
    guard let first = lacking.first else { return }
    let names = Set(lacking.flatMap { lackingWeights[$0] ?? [] }).sorted()
      .map { sheet.questionnaire.questions[$0].name }
    note(
      .warning, .breakOff,
      "\(CellFault.counted(lacking.count, "record")) \(lacking.count == 1 ? "answers" : "answer")"
        + " at least \(least) of the questions due, but less than"
        + " \(rule.minimums.complete.perCent), and not all that the weights are made from"
        + " (\(names.joined(separator: ", "))), and \(lacking.count == 1 ? "is" : "are") no"
        + " interview (break-off, AAPOR 2.12): set aside; \(answeredOfDue(lacking))",
      fix: "nothing, if these people broke off; if such records are to count, set"
        + " 'complete-minimum' of study.csv lower (it is \(rule.minimums.complete.number)), or make no"
        + " weights from what they lack\(weightOfOne(lacking))",
      at: first)
  }

  private mutating func reportPartial() {
    let partial = kept.filter { statuses[$0] == .partial }
    guard let first = partial.first else { return }
    diagnostics.append(
      Diagnostic(
        .note, "partial-interview",
        "\(CellFault.counted(partial.count, "interview")) \(partial.count == 1 ? "is" : "are")"
          + " partial (AAPOR 1.2): less than \(rule.minimums.complete.perCent) of the questions due"
          + " are answered; \(answeredOfDue(partial))",
        fix: "nothing: partial interviews count; 'complete-minimum' of study.csv is the per cent"
          + " from which they are complete (it is \(rule.minimums.complete.number))"
          + weightOfOne(partial),
        at: admission.location(of: first)))
  }

  /// How many of how many questions due records answer: the most frequent cases.
  private func answeredOfDue(_ records: [Int]) -> String {
    let cases = Dictionary(
      grouping: records, by: { "\(completeness.answered[$0]) of \(completeness.due[$0])" })
    let sorted = cases.sorted { ($1.value.count, $0.value[0]) < ($0.value.count, $1.value[0]) }
    let told = sorted.prefix(3).map { words, own in
      cases.count == 1 ? words : "\(words) (\(CellFault.counted(own.count, "record")))"
    }
    let rest = sorted.dropFirst(3).reduce(0) { $0 + $1.value.count }
    return "answered of due: " + told.joined(separator: ", ")
      + (rest > 0 ? ", otherwise (\(CellFault.counted(rest, "record")))" : "")
  }

  /// In a short form a single blank weighs much: how much.
  private func weightOfOne(_ records: [Int]) -> String {
    guard let due = records.map({ completeness.due[$0] }).max(), (1...10).contains(due) else {
      return ""
    }
    let share = (100 / Double(due)).rounded().perCent
    return due == 1
      ? "; where one question is due, a blank is all of it"
      : "; where \(due) questions are due, one blank is \(share) of them"
  }

  private func first(_ reason: RefusalReason) -> Int? {
    exclusions.first { $0.reason == reason }?.place
  }

  private mutating func note(
    _ severity: Diagnostic.Severity, _ reason: RefusalReason, _ message: String, fix: String,
    at place: Int
  ) {
    diagnostics.append(
      Diagnostic(severity, reason.rawValue, message, fix: fix, at: admission.location(of: place)))
  }
}

extension Double {
  fileprivate var number: String { Int(exactly: self).map(String.init) ?? "\(self)" }

  fileprivate var perCent: String { number + " %" }
}
