import NumericalMethods
import SurveyModel

/// One city's answers in one wave, drawn column by column.
struct Drawing {
  let scenario: Scenario
  let respondents: Respondents
  private let stream: RandomStream
  private let latents: [Double]
  private let latentCount: Int
  private let isFalsified: [Bool]
  private(set) var columns: [String: Column] = [:]
  /// Whom a routing leads on, by its text: many questions share one.
  private var routes: [String: [Bool]] = [:]

  init(_ scenario: Scenario, seed: UInt64, withFalsifier: Bool) {
    self.scenario = scenario
    stream = RandomStream(seed: seed).split(scenario.place.wave).split(scenario.place.city)
    let people = Respondents(of: scenario, stream.split("contacts"))
    respondents = people
    latents = people.latents(of: scenario, stream.split("factors"))
    latentCount = scenario.model.names.count
    let falsifier = withFalsifier ? scenario.falsifier?.interviewer : nil
    isFalsified = people.interviewers.map { Self.interviewerName($0) == falsifier }
  }

  /// Draws the answers; all questions where none are named.
  mutating func sample(of questions: Set<String>? = nil) -> Sample {
    for rule in scenario.rules where questions?.contains(rule.question.name) ?? true {
      columns[rule.question.name] = column(rule)
    }
    let origins = (0..<respondents.count).map {
      SourceLocation(file: scenario.source.file, line: $0 + 2)
    }
    return Sample(
      city: scenario.place.city, wave: scenario.place.wave, questionnaire: scenario.questionnaire,
      responses: Responses(origins: origins, columns: columns), design: design())
  }

  private func design() -> DesignVariables {
    let population = scenario.population
    let sizes = population.sizes(of: population.stratum)
    var interviews = sizes.map { _ in 0 }
    for stratum in respondents.strata { interviews[stratum] += 1 }
    let categories = population.groups[population.stratum].categories
    return DesignVariables(
      baseWeights: respondents.strata.map {
        (sizes[$0] / Double(interviews[$0]) * 10_000).rounded() / 10_000
      },
      hasBaseWeights: true,
      strata: respondents.strata.map {
        categories[$0].label.text(in: "ru") ?? categories[$0].name
      },
      clusters: respondents.points.map { "p\($0 + 101)" },
      identifiers: (0..<respondents.count).map {
        "\(scenario.place.wave)-\(scenario.place.city)-\($0 + 1001)"
      },
      interviewers: respondents.interviewers.map(Self.interviewerName))
  }

  /// Interviewers are numbered through the strata: i101, i102, ….
  static func interviewerName(_ index: Int) -> String { "i\(index + 101)" }

  // MARK: - One question

  private mutating func column(_ rule: AnswerRule) -> Column {
    let question = stream.split("question").split(rule.question.name)
    var column = complete(rule, question)
    let reasons = drawnReasons(rule, question.split("missing"))
    let asked = asked(rule.question)
    for row in 0..<respondents.count {
      if let asked, !asked[row] {
        column.remove(at: row, because: .notAsked)
      } else if let reason = reasons[row], !isFalsified[row] {
        column.remove(at: row, because: reason)
      }
    }
    return column
  }

  /// Who is asked a question; nil where everybody is.
  private mutating func asked(_ question: Question) -> [Bool]? {
    guard let relevant = question.relevant else { return nil }
    if let route = routes[relevant.source] { return route }
    let route = (0..<respondents.count).map { isAsked(relevant, row: $0) }
    routes[relevant.source] = route
    return route
  }

  private func drawnReasons(_ rule: AnswerRule, _ stream: RandomStream) -> [MissingReason?] {
    let missing = rule.missing
    guard !missing.isEmpty else { return Array(repeating: nil, count: respondents.count) }
    let largest = missing.reduce(0) { $0 + $1.probability }
    var stream = stream
    return (0..<respondents.count).map { _ in
      var rest = stream.uniform()
      guard rest < largest else { return nil }
      for (reason, probability) in missing {
        rest -= probability
        if rest < 0 { return reason }
      }
      return nil
    }
  }

  /// Everybody's answer, asked or not.
  private func complete(_ rule: AnswerRule, _ question: RandomStream) -> Column {
    let none: [MissingReason?] = Array(repeating: nil, count: respondents.count)
    switch rule.kind {
    case .ordinal(let response, let thresholds):
      let codes = ordinal(response, thresholds, rule, question)
      return Column(values: .choices(PackedPlaces(codes)), missing: none)
    case .categorical(let table):
      return Column(values: .choices(PackedPlaces(categorical(table, question))), missing: none)
    case .multiple(let responses, let exclusive, let within):
      let sets = multiple(responses, exclusive: exclusive, within: within, rule, question)
      return Column(values: .choiceSets(sets), missing: none)
    case .integer(let table):
      return Column(values: .numbers(integers(table, rule, question)), missing: none)
    case .sum(let names):
      let sums = sums(of: names)
      return Column(values: .numbers(sums), missing: sums.map { $0.isNaN ? .lost : nil })
    case .text(let options):
      return texts(options, question)
    }
  }

  private func ordinal(
    _ response: AnswerRule.Response, _ thresholds: [Double], _ rule: AnswerRule,
    _ question: RandomStream
  ) -> [Int32] {
    var falsified = question.split("falsifier")
    let places = (rule.question.choices?.substantive ?? []).map { Int32($0) }
    let values = values(of: response, question.split("answers"))
    return values.indices.map { row in
      if isFalsified[row], let falsifier = scenario.falsifier {
        return places[falsifier.code(of: places.count, &falsified)]
      }
      let value = values[row]
      var code = 0
      while code < thresholds.count, value > thresholds[code] { code += 1 }
      return places[code]
    }
  }

  /// The normal answers behind the codes.
  private func values(of response: AnswerRule.Response, _ stream: RandomStream) -> [Double] {
    var stream = stream
    let deviation = response.uniqueness.squareRoot()
    let width = latentCount
    var values = Array(repeating: response.intercept, count: respondents.count)
    for row in values.indices {
      values[row] += stream.normal(mean: 0, standardDeviation: deviation)
    }
    for loading in response.loadings {
      for row in values.indices {
        values[row] += loading.value * latents[row * width + loading.latent]
      }
    }
    return values
  }

  private func categorical(
    _ table: AnswerRule.Table<[Double]>, _ question: RandomStream
  ) -> [Int32] {
    var stream = question.split("answers")
    return (0..<respondents.count).map { row in
      Int32(stream.categorical(table.value(for: categories(of: row))))
    }
  }

  private func multiple(
    _ responses: [AnswerRule.Response], exclusive: Int?, within: String?, _ rule: AnswerRule,
    _ question: RandomStream
  ) -> ChoiceSets {
    let answers = question.split("answers")
    var sets = ChoiceSets(
      choiceCount: rule.question.choices?.choices.count ?? 0, count: respondents.count)
    for (index, response) in responses.enumerated() {
      let values = values(of: response, answers.split(UInt64(response.choice)))
      for row in values.indices {
        let isTaken = isFalsified[row] ? index == 0 : values[row] > 0
        if isTaken, isAllowed(response.choice, within: within, row: row) {
          sets.insert(response.choice, row: row)
        }
      }
    }
    if let exclusive {
      for row in 0..<sets.count where sets.isEmpty(row: row) { sets.insert(exclusive, row: row) }
    }
    return sets
  }

  private func isAllowed(_ choice: Int, within question: String?, row: Int) -> Bool {
    guard let question, case .choiceSets(let sets) = columns[question]?.values else { return true }
    return choice < sets.choiceCount && sets.contains(choice, row: row)
  }

  private func integers(
    _ table: AnswerRule.Table<ClosedRange<Int>>, _ rule: AnswerRule, _ question: RandomStream
  ) -> [Double] {
    var stream = question.split("answers")
    return (0..<respondents.count).map { row in
      let made = isFalsified[row] ? scenario.falsifier?.ranges[rule.question.name] : nil
      let range = made ?? table.value(for: categories(of: row))
      return Double(range.lowerBound + stream.integer(below: range.count))
    }
  }

  private func sums(of names: [String]) -> [Double] {
    (0..<respondents.count).map { row in
      names.reduce(0) { sum, name in
        guard case .numbers(let numbers) = columns[name]?.values else { return .nan }
        return sum + numbers[row]
      }
    }
  }

  private func texts(_ options: [String], _ question: RandomStream) -> Column {
    var stream = question.split("answers")
    let texts = (0..<respondents.count).map { _ in options[stream.integer(below: options.count)] }
    return Column(values: .texts(texts), missing: texts.map { $0.isEmpty ? .lost : nil })
  }

  private func categories(of row: Int) -> [Int] {
    scenario.population.cells[respondents.cells[row]].categories
  }
}

extension Falsifier {
  /// The code that he writes, of so many.
  func code(of count: Int, _ stream: inout RandomStream) -> Int {
    let usual = min(count - 1, Int(position * Double(count)))
    return stream.bernoulli(repeating) ? usual : max(0, usual - 1)
  }
}
