import SurveyModel

/// Makes the scenarios of all sources from the truth.
struct ScenarioBuilder {
  let study: Study
  private var truth: TruthTable

  init(study: Study, truth: TruthTable) {
    self.study = study
    self.truth = truth
  }

  mutating func scenarios() -> [Scenario] {
    guard truth.diagnostics.isEmpty else { return [] }
    return study.sources.compactMap { scenario($0) }
  }

  /// All that is wrong, rows that nothing asked for included, in the sheet's order.
  mutating func finished() -> [Diagnostic] {
    if truth.diagnostics.isEmpty { truth.noteUnused() }
    return truth.diagnostics.sorted { $0.location < $1.location }
  }

  private mutating func scenario(_ source: Source) -> Scenario? {
    guard case .fixed(let city) = source.city, case .fixed(let wave) = source.wave,
      let questionnaire = study.questionnaires[source.questionnaire]
    else {
      truth.note(
        "source-unfit", "'\(source.file)' must name one city, one wave and a questionnaire",
        fix: "give each city and wave a file of its own in sources.csv", at: source.location)
      return nil
    }
    let place = SampleKey(city: city, wave: wave)
    guard let population = population(at: place), let model = model(of: population, at: place)
    else { return nil }
    let rules = rules(questionnaire, population, model, place)
    let fieldwork = fieldwork(at: place)
    let strata = population.groups[population.stratum].categories.count
    return Scenario(
      place: place, source: source, questionnaire: questionnaire, population: population,
      model: model, rules: rules, fieldwork: fieldwork,
      falsifier: falsifier(
        rules, interviewers: strata * fieldwork.interviewersInStratum, at: place))
  }

  private mutating func population(at place: SampleKey) -> Population? {
    var builder = PopulationBuilder(truth, study, place)
    defer { truth = builder.truth }
    return builder.population()
  }

  private mutating func model(of population: Population, at place: SampleKey) -> LatentModel? {
    var builder = LatentModelBuilder(truth, population, place)
    defer { truth = builder.truth }
    return builder.model()
  }

  private mutating func rules(
    _ questionnaire: Questionnaire, _ population: Population, _ model: LatentModel,
    _ place: SampleKey
  ) -> [AnswerRule] {
    var builder = AnswerRuleBuilder(truth, population, model, at: place, study.missingCodes)
    defer { truth = builder.truth }
    return questionnaire.questions.filter(\.kind.carriesData).compactMap { builder.rule(for: $0) }
  }

  private mutating func fieldwork(at place: SampleKey) -> Fieldwork {
    let outcomes = truth.names(of: "outcome").compactMap { code in
      truth.probability("outcome", code, at: place).map { (code: code, share: $0) }
    }
    if !outcomes.isEmpty, abs(outcomes.reduce(0) { $0 + $1.share } - 1) > 1e-9 {
      truth.note(
        "shares-do-not-add-up",
        "the shares of 'outcome' must add up to 1, and come to \(total(of: outcomes.map(\.share)))",
        fix: "give each outcome of a contact its share",
        at: truth.location("outcome", anyOf: outcomes.map(\.code), at: place))
    }
    let (points, interviews) = (count("points", at: place), count("interviews", at: place))
    if points * interviews > Self.mostInterviews {
      truth.note(
        "value-out-of-range",
        "\(points) points of \(interviews) interviews are more than \(Self.mostInterviews)",
        fix: "lower one of them", at: truth.location("design", "points", at: place))
    }
    return Fieldwork(
      pointsInStratum: points, interviewsAtPoint: interviews,
      interviewersInStratum: count("interviewers", at: place), outcomes: outcomes)
  }

  /// Interviews in a stratum, and damaged records, at most.
  private static let mostInterviews = 1_000_000

  private mutating func count(_ name: String, at place: SampleKey) -> Int {
    let number = truth.number("design", name, at: place) ?? 0
    if let count = Int(exactly: number), (1...10_000).contains(count) { return count }
    truth.note(
      "value-out-of-range",
      "'design' '\(name)' must be a whole number from 1 to 10000, found \(number)",
      fix: "write how many", at: truth.location("design", name, at: place))
    return 1
  }

  /// - Parameter count: Of the interviewers in all strata.
  private mutating func falsifier(
    _ rules: [AnswerRule], interviewers count: Int, at place: SampleKey
  ) -> Falsifier? {
    guard let interviewer = truth.text("falsifier", "interviewer", at: place) else { return nil }
    if !(0..<count).contains(where: { Drawing.interviewerName($0) == interviewer }) {
      let (first, last) = (Drawing.interviewerName(0), Drawing.interviewerName(count - 1))
      truth.note(
        "value-unknown",
        "'falsifier' 'interviewer' must be one of \(first)…\(last), found '\(interviewer)'",
        fix: "name an interviewer who is at work there",
        at: truth.location("falsifier", "interviewer", at: place))
    }
    var ranges: [String: ClosedRange<Int>] = [:]
    for name in truth.names(of: "falsifier") {
      guard let rule = rules.first(where: { $0.question.name == name }) else { continue }
      let range = truth.range("falsifier", name, at: place)
      if range != nil, case .integer = rule.kind {
        ranges[name] = range
      } else if range != nil {
        truth.note(
          "unknown-question", "'falsifier' of '\(name)' gives a range, and the answers are none",
          fix: "give a range to questions that have one",
          at: truth.location("falsifier", name, at: place))
      }
    }
    return Falsifier(
      interviewer: interviewer,
      position: truth.probability("falsifier", "position", at: place) ?? 0.5,
      repeating: truth.probability("falsifier", "repeat", at: place) ?? 1, ranges: ranges)
  }

  mutating func damage(at place: SampleKey) -> [(kind: FieldFileDamage, count: Int)] {
    FieldFileDamage.allCases.compactMap { kind in
      guard let number = truth.number("damage", kind.rawValue, at: place) else { return nil }
      guard let count = Int(exactly: number), (0...Self.mostInterviews).contains(count) else {
        truth.note(
          "value-out-of-range",
          "'damage' of '\(kind.rawValue)' must be a whole number of records, found \(number)",
          fix: "write how many", at: truth.location("damage", kind.rawValue, at: place))
        return nil
      }
      return (kind, count)
    }
  }

  mutating func style(at place: SampleKey) -> FieldFileStyle {
    var style = FieldFileStyle()
    style.encoding = option("encoding", at: place) ?? style.encoding
    style.delimiter = option("delimiter", at: place) ?? style.delimiter
    style.lineEnd = option("line-end", at: place) ?? style.lineEnd
    style.multiple = option("multiple", at: place) ?? style.multiple
    if let mark = truth.text("file", "decimal", at: place) {
      if mark == "." || mark == "," {
        style.decimalMark = Character(mark)
      } else {
        truth.note(
          "value-unknown", "'file' 'decimal' must be a point or a comma, found '\(mark)'",
          fix: "write one of them", at: truth.location("file", "decimal", at: place))
      }
    }
    return style
  }

  private mutating func option<Option: RawRepresentable & CaseIterable>(
    _ name: String, at place: SampleKey
  ) -> Option? where Option.RawValue == String {
    guard let text = truth.text("file", name, at: place) else { return nil }
    if let option = Option(rawValue: text) { return option }
    let words = Option.allCases.map(\.rawValue).joined(separator: ", ")
    truth.note(
      "value-unknown", "'file' '\(name)' must be one of \(words), found '\(text)'",
      fix: "write one of \(words)", at: truth.location("file", name, at: place))
    return nil
  }
}
