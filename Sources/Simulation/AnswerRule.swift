import NumericalMethods
import SurveyModel

/// How the answers to one question come about, in one city and wave.
struct AnswerRule: Sendable {
  enum Kind: Sendable {
    /// A normal answer behind the codes, cut at thresholds: code k where it is above k thresholds.
    case ordinal(Response, thresholds: [Double])
    /// One of the choices, by shares that may depend on a group's category.
    case categorical(Table<[Double]>)
    /// Each choice taken on its own where a normal answer behind it is above 0.
    case multiple([Response], exclusive: Int?, within: String?)
    /// A whole number, each in a range equally likely; the range may depend on a group's category.
    case integer(Table<ClosedRange<Int>>)
    /// The sum of the numbers of other questions.
    case sum([String])
    /// One of some texts, each equally likely.
    case text([String])
  }

  /// The normal answer behind a code: intercept + Σ λ·factor + √uniqueness·ε.
  struct Response: Sendable {
    /// Place among the question's choices; for an ordinal question that of the lowest code.
    var choice: Int
    var intercept: Double
    var loadings: [Loading]
    var uniqueness: Double
  }

  /// What depends on a group's category, or on none.
  struct Table<Value: Sendable>: Sendable {
    /// Place of the group in the population; nil where there is one value for all.
    var group: Int?
    var values: [Value]

    func value(for categories: [Int]) -> Value { values[group.map { categories[$0] } ?? 0] }
  }

  var question: Question
  var kind: Kind
  /// Probabilities of a missing answer, each apart from the answer itself.
  var missing: [(reason: MissingReason, probability: Double)]
}

/// Makes the rules of one questionnaire's questions from the truth.
struct AnswerRuleBuilder {
  var truth: TruthTable
  let population: Population
  let model: LatentModel
  let place: SampleKey
  let missingCodes: [MissingCode]
  /// Questions before this one that have a number for an answer.
  private var numbers: Set<String> = []
  /// Questions before this one that have several answers.
  private var sets: Set<String> = []

  init(
    _ truth: TruthTable, _ population: Population, _ model: LatentModel, at place: SampleKey,
    _ missingCodes: [MissingCode]
  ) {
    self.truth = truth
    self.population = population
    self.model = model
    self.place = place
    self.missingCodes = missingCodes
  }

  /// The rule of a question; nil where the truth has none, which is noted.
  mutating func rule(for question: Question) -> AnswerRule? {
    guard let kind = kind(of: question) else {
      truth.noteAbsent(
        "the truth does not say how '\(question.name)' is answered in \(place.city), \(place.wave)",
        fix: "add rows 'threshold', 'share', 'range', 'sum' or 'text' for '\(question.name)'")
      return nil
    }
    switch kind {
    case .integer, .sum: numbers.insert(question.name)
    case .multiple: sets.insert(question.name)
    default: break
    }
    return AnswerRule(question: question, kind: kind, missing: missing(of: question))
  }

  private mutating func kind(of question: Question) -> AnswerRule.Kind? {
    if let group = population.groups.firstIndex(where: { $0.question == question.name }) {
      return respondentKind(of: question, group: group)
    }
    switch question.kind {
    case .selectOne(let list): return ordinal(question, list) ?? categorical(question, list)
    case .selectMultiple(let list): return multiple(question, list)
    case .integer, .decimal, .time: return number(question)
    case .text: return text(question)
    default: return nil
    }
  }

  // What the population says of a respondent.
  private mutating func respondentKind(of question: Question, group: Int) -> AnswerRule.Kind? {
    let categories = population.groups[group].categories
    let name = population.groups[group].name
    if let list = question.choices {
      let weights = categories.map { shares(of: question, list, within: $0) }
      return .categorical(AnswerRule.Table(group: group, values: weights))
    }
    let ranges = categories.compactMap { category in
      truth.range("range", "\(question.name)@\(name):\(category.name)", at: place)
    }
    guard ranges.count == categories.count else { return nil }
    return .integer(AnswerRule.Table(group: group, values: ranges))
  }

  /// The shares of the choices that make a group's category; alike where the truth gives none.
  private mutating func shares(
    of question: Question, _ list: ChoiceList, within category: Grouping.Category
  ) -> [Double] {
    guard case .choices(let codes) = category.rule else { return list.choices.map { _ in 0 } }
    let rows = list.choices.filter { codes.contains($0.name) }.map { "\(question.name):\($0.name)" }
    let given = rows.map { truth.number("share", $0, at: place) }
    var areShares = true
    for (row, value) in zip(rows, given) {
      if let value, !truth.noteUnlessProbability(value, "share", row, at: place) {
        areShares = false
      }
    }
    let sum = given.reduce(0) { $0 + ($1 ?? 0) }
    if areShares, given.contains(where: { $0 != nil }), abs(sum - 1) > 1e-9 {
      truth.note(
        "shares-do-not-add-up",
        "the shares of '\(question.name)' in the category '\(category.name)' must add up to 1, and"
          + " come to \(total(of: given.compactMap(\.self)))",
        fix: "give each choice of the category its share",
        at: truth.location("share", anyOf: rows, at: place))
    }
    let isGiven = given.contains { $0 != nil }
    var values = zip(rows, given).reduce(into: [String: Double]()) {
      $0[$1.0] = $1.1 ?? (isGiven ? 0 : 1)
    }
    return list.choices.map { values.removeValue(forKey: "\(question.name):\($0.name)") ?? 0 }
  }

  private mutating func ordinal(_ question: Question, _ list: ChoiceList) -> AnswerRule.Kind? {
    let places = list.substantive
    guard let first = places.first, places.count > 1 else { return nil }
    var thresholds: [Double] = []
    for choice in places.dropFirst() {
      let code = list.choices[choice].name
      guard let threshold = truth.number("threshold", "\(list.name):\(code)", at: place) else {
        return nil
      }
      if threshold <= thresholds.last ?? -.infinity {
        truth.note(
          "value-out-of-range", "the thresholds of '\(list.name)' must ascend, found \(threshold)",
          fix: "give a higher code a higher threshold",
          at: truth.location("threshold", "\(list.name):\(code)", at: place))
      }
      thresholds.append(threshold)
    }
    let difficulty = truth.number("difficulty", question.name, at: place) ?? 0
    guard
      let response = response(question.name, choice: first, intercept: -difficulty)
    else { return nil }
    return .ordinal(response, thresholds: thresholds)
  }

  private mutating func response(
    _ target: String, choice: Int, intercept: Double
  ) -> AnswerRule.Response? {
    var loadings: [Loading] = []
    for (latent, name) in model.names.enumerated() {
      if let value = truth.number("loading", "\(target)*\(name)", at: place) {
        loadings.append(Loading(latent: latent, value: value))
      }
    }
    guard let uniqueness = model.uniqueness(of: loadings) else {
      let rows = model.names.map { "\(target)*\($0)" }
      truth.note(
        "value-out-of-range", "the loadings of '\(target)' explain all of it and more",
        fix: "lower its 'loading' rows", at: truth.location("loading", anyOf: rows, at: place))
      return nil
    }
    return AnswerRule.Response(
      choice: choice, intercept: intercept, loadings: loadings, uniqueness: uniqueness)
  }

  private mutating func categorical(_ question: Question, _ list: ChoiceList) -> AnswerRule.Kind? {
    let plain = shares(of: question, list, condition: nil)
    guard let plain else { return nil }
    for (group, grouping) in population.groups.enumerated() {
      let tables = grouping.categories.map {
        shares(of: question, list, condition: "\(grouping.name):\($0.name)")
      }
      if tables.contains(where: { $0 != nil }) {
        return .categorical(AnswerRule.Table(group: group, values: tables.map { $0 ?? plain }))
      }
    }
    return .categorical(AnswerRule.Table(group: nil, values: [plain]))
  }

  private mutating func shares(
    of question: Question, _ list: ChoiceList, condition: String?
  ) -> [Double]? {
    let suffix = condition.map { "@\($0)" } ?? ""
    let rows = list.choices.map { "\(question.name):\($0.name)\(suffix)" }
    let given = rows.map { truth.number("share", $0, at: place) }
    guard given.contains(where: { $0 != nil }) else { return nil }
    let shares = given.map { $0 ?? 0 }
    var areShares = true
    for (row, share) in zip(rows, shares) {
      if !truth.noteUnlessProbability(share, "share", row, at: place) { areShares = false }
    }
    // A share that is none has been told, and the sum is no news then.
    if areShares, abs(shares.reduce(0, +) - 1) > 1e-9 {
      truth.note(
        "shares-do-not-add-up",
        "the shares of '\(question.name)' must add up to 1, and come to \(total(of: shares))",
        fix: "give each choice its share", at: truth.location("share", anyOf: rows, at: place))
    }
    return shares
  }

  private mutating func multiple(_ question: Question, _ list: ChoiceList) -> AnswerRule.Kind? {
    var responses: [AnswerRule.Response] = []
    for (index, choice) in list.choices.enumerated() {
      let name = "\(question.name):\(choice.name)"
      guard let share = truth.probability("share", name, at: place), share > 0 else { continue }
      // What everybody takes lies beyond all that an answer can be.
      let intercept = share < 1 ? Distribution.standardNormal.quantile(share) : 40
      guard let response = response(name, choice: index, intercept: intercept) else { continue }
      responses.append(response)
    }
    let exclusive = list.choices.firstIndex { $0.isExclusive && $0.missing == nil }
    let within = truth.text("subset", question.name, at: place)
    if let within, !sets.contains(within) {
      truth.note(
        "unknown-question",
        "'subset' of '\(question.name)' names '\(within)', no earlier question with several answers",
        fix: "name a question with several answers that stands before '\(question.name)'",
        at: truth.location("subset", question.name, at: place))
    }
    return responses.isEmpty
      ? nil : .multiple(responses, exclusive: exclusive, within: within)
  }

  private mutating func number(_ question: Question) -> AnswerRule.Kind? {
    if let parts = truth.text("sum", question.name, at: place) {
      let names = parts.split(separator: ";").map(String.init)
      if let absent = names.first(where: { !numbers.contains($0) }) {
        truth.note(
          "unknown-question", "'sum' of '\(question.name)' names '\(absent)', no earlier number",
          fix: "name questions with numbers that stand before '\(question.name)'",
          at: truth.location("sum", question.name, at: place))
      }
      return .sum(names)
    }
    return truth.range("range", question.name, at: place).map {
      .integer(AnswerRule.Table(group: nil, values: [$0]))
    }
  }

  private mutating func text(_ question: Question) -> AnswerRule.Kind? {
    truth.text("text", question.name, at: place).map {
      .text($0.split(separator: "|", omittingEmptySubsequences: false).map(String.init))
    }
  }

  /// What the respondent is weighted by is always recorded; a reason needs a code to be written
  /// with, and an answer is lost only where others may be missing too.
  private mutating func missing(
    of question: Question
  ) -> [(reason: MissingReason, probability: Double)] {
    guard !population.groups.contains(where: { $0.question == question.name }) else { return [] }
    let reasons = [MissingReason.dontKnow, .refused].filter {
      code(for: $0, of: question) != nil
    }
    guard !reasons.isEmpty else { return [] }
    var rows: [String] = []
    let missing = (reasons + [.lost]).compactMap { reason -> (MissingReason, Double)? in
      for name in [question.name, "*"].map({ "\($0):\(reason.rawValue)" }) {
        guard let probability = truth.probability("missing", name, at: place) else { continue }
        rows.append(name)
        return (reason, probability)
      }
      return nil
    }
    let sum = missing.reduce(0) { $0 + $1.1 }
    if sum > 1 {
      truth.note(
        "value-out-of-range",
        "the probabilities of a missing answer to '\(question.name)' must come to 1 at most, found"
          + " \(total(of: missing.map(\.1)))",
        fix: "lower them", at: truth.location("missing", anyOf: rows, at: place))
    }
    return missing
  }

  private func code(for reason: MissingReason, of question: Question) -> String? {
    missingCode(for: reason, of: question, missingCodes)
  }
}

/// The code that a reason is written with: one of the choices, else one of `missing.csv`.
func missingCode(
  for reason: MissingReason, of question: Question, _ codes: [MissingCode]
) -> String? {
  if let list = question.choices {
    return list.choices.first { $0.missing == reason }?.name
  }
  return codes.first { $0.question == question.name && $0.reason == reason }?.value
}
