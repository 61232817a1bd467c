import SurveyModel

/// Questions, samples and factors written in a line each.
package enum Fixture {
  package static let place = SourceLocation(file: "factors.csv", line: 2)

  /// 1–5, with 97 as "don't know" and 98 as "refused".
  package static let agreement = ChoiceList(
    name: "AGR5",
    choices: (1...5).map { Choice(name: "\($0)", label: Label("\($0)"), at: place) } + [
      Choice(name: "97", label: Label("don't know"), missing: .dontKnow, at: place),
      Choice(name: "98", label: Label("refused"), missing: .refused, at: place),
    ])

  package static func list(_ names: [String], exclusive: Set<String> = []) -> ChoiceList {
    ChoiceList(
      name: "list",
      choices: names.map {
        Choice(name: $0, label: Label($0), isExclusive: exclusive.contains($0), at: place)
      })
  }

  package static func question(
    _ name: String, _ kind: Question.Kind? = nil, measure: Measure = .ordinal,
    label: Label? = nil
  ) -> Question {
    Question(
      name: name, label: label ?? Label(name), kind: kind ?? .selectOne(agreement),
      measure: measure, at: place)
  }

  package static func questionnaire(
    _ questions: [Question], version: String = "v1"
  ) throws -> Questionnaire {
    try Questionnaire(
      title: Label("test"), version: version, languages: ["ru", "en"], questions: questions)
  }

  /// Codes of ``agreement`` as a column; 97 and 98 are missing for their reasons, nil is lost.
  package static func codes<Code>(_ codes: [Code?], of list: ChoiceList = agreement) -> Column {
    let places = codes.map { $0.flatMap { list.index(of: "\($0)") } }
    let missing = zip(codes, places).map { code, place -> MissingReason? in
      guard code != nil, let place else { return .lost }
      return list.choices[place].missing
    }
    let answers = zip(places, missing).map { place, reason in
      reason == nil ? Int32(place ?? -1) : -1
    }
    return Column(values: .choices(PackedPlaces(answers)), missing: missing)
  }

  package static func numbers(_ numbers: [Double?]) -> Column {
    Column(
      values: .numbers(numbers.map { $0 ?? .nan }), missing: numbers.map { $0 == nil ? .lost : nil }
    )
  }

  /// Sets of chosen codes; nil is lost.
  package static func sets(_ rows: [[String]?], of list: ChoiceList) -> Column {
    var sets = ChoiceSets(choiceCount: list.choices.count, count: rows.count)
    for (row, names) in rows.enumerated() {
      for name in names ?? [] {
        if let place = list.index(of: name) { sets.insert(place, row: row) }
      }
    }
    return Column(values: .choiceSets(sets), missing: rows.map { $0 == nil ? .lost : nil })
  }

  package static func sample(
    _ questionnaire: Questionnaire, _ columns: [String: Column], city: String = "a",
    wave: String = "w1", design: DesignVariables? = nil
  ) -> Sample {
    let count = columns.values.first?.count ?? 0
    return Sample(
      city: city, wave: wave, questionnaire: questionnaire,
      responses: Responses(
        origins: (0..<count).map { SourceLocation(file: "\(city).csv", line: $0 + 2) },
        columns: columns),
      design: design ?? DesignVariables(baseWeights: Array(repeating: 1, count: count)))
  }

  package static func item(
    _ question: String, facet: String? = nil, kind: Factor.Kind = .reflective,
    keying: Factor.Keying = .positive, scoring: Factor.Scoring = .mean,
    limits: ClosedRange<Double>? = nil
  ) -> Factor.Item {
    Factor.Item(
      facet: facet, question: question, kind: kind, keying: keying, scoring: scoring,
      minimum: limits?.lowerBound, maximum: limits?.upperBound, at: place)
  }

  package static func factor(
    _ name: String, layer: Factor.Layer = .place, _ items: [Factor.Item]
  ) -> Factor {
    Factor(name: name, label: Label(name), layer: layer, items: items)
  }
}
