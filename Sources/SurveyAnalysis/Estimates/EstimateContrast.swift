import Estimation
import SurveyModel

/// A linear combination of cells, such as `1 - 2` or `0.5 young + 0.5 middle - old`.
public struct EstimateContrast: Hashable, Sendable {
  public struct Term: Hashable, Sendable {
    public var coefficient: Double
    /// A category of the group, a city or a wave.
    public var name: String
  }

  /// As it was written.
  public let expression: String
  public let terms: [Term]

  /// What an expression is, for messages.
  public static let form =
    "two different cells or more with + and - between and coefficients that add up to 0"

  /// Reads names with coefficients before them, parted by + and − with spaces around them.
  ///
  /// - Returns: Nil where the expression cannot be read, names a cell twice, or its coefficients are
  ///   no numbers but 0 or do not add up to 0 (within 0.005, for thirds).
  public init?(_ expression: String) {
    self.expression = expression
    var terms: [Term] = []
    var sign = 1.0
    var pending: Double?
    var expectsName = true
    for word in expression.split(whereSeparator: \.isWhitespace).map(String.init) {
      if word == "+" || word == "-" || word == "−" {
        guard terms.isEmpty ? pending == nil : !expectsName else { return nil }
        sign = word == "+" ? 1 : -1
        expectsName = true
      } else if expectsName, word.hasSuffix("*"), let number = Double(word.dropLast()) {
        pending = number
      } else if expectsName {
        terms.append(Term(coefficient: sign * (pending ?? 1), name: word))
        (pending, expectsName) = (nil, false)
      } else {
        return nil
      }
    }
    guard terms.count > 1, !expectsName, pending == nil,
      Set(terms.map(\.name)).count == terms.count,
      terms.allSatisfy({ $0.coefficient.isFinite && $0.coefficient != 0 }),
      abs(terms.reduce(0) { $0 + $1.coefficient }) <= 0.005
    else { return nil }
    self.terms = terms
  }
}

extension WeightedStudy {
  /// Several contrasts of the same cells; ``EstimateRecord/adjustedPValue`` is over those of one
  /// figure of one sample or set of samples.
  ///
  /// - Throws: ``EstimateQuery/Failure``.
  public func contrasts(
    _ contrasts: [EstimateContrast], _ query: EstimateQuery, adjustment: Adjustment
  ) throws(EstimateQuery.Failure) -> [EstimateRecord] {
    var records = try combiningImputations { study throws(EstimateQuery.Failure) in
      let beside = study.sideBySide(query.names)
      var records: [EstimateRecord] = []
      for contrast in contrasts { records += try study.contrast(contrast, query, beside) }
      return records
    }
    let families = Dictionary(grouping: records.indices) { place in
      ContrastedFigure(
        question: records[place].question, choice: records[place].choice,
        city: records[place].city, wave: records[place].wave)
    }
    for places in families.values {
      let tested = places.filter { records[$0].pValue != nil }
      let adjusted = adjustment.adjusted(tested.compactMap { records[$0].pValue })
      for (place, pValue) in zip(tested, adjusted) { records[place].adjustedPValue = pValue }
    }
    return records
  }

  /// A contrast of cells: of categories of the one group of the query, whose covariance is known
  /// from the design; of cities of one wave, or of waves of one city, which are independent.
  ///
  /// - Throws: ``EstimateQuery/Failure``.
  private func contrast(
    _ contrast: EstimateContrast, _ query: EstimateQuery, _ beside: ScoresSideBySide
  ) throws(EstimateQuery.Failure) -> [EstimateRecord] {
    var ofPeople = query
    ofPeople.by = query.by.filter { !isOfSamples($0) }
    try check(ofPeople)
    if query.by.count > 1 || query.by.contains(where: isOfSamples) {
      return try crossedContrast(contrast, query, beside)
    }
    let names = Set(contrast.terms.map(\.name))
    let cities = Set(samples.map(\.city))
    let waves = Set(samples.map(\.wave))
    if query.by.isEmpty, names.isSubset(of: cities) {
      try beside.checkComparable(query.names)
      return query.names.flatMap {
        across(
          contrast, $0, query, keyedBy: \.city, within: \.wave, without: beside.freed(of: $0))
      }
    }
    if query.by.isEmpty, names.isSubset(of: waves) {
      try beside.checkComparable(query.names)
      if study.waves.contains(where: \.isLinkedToTheLast) {
        var crossed = query
        crossed.by = [ModelScope.everyWave]
        return try crossedContrast(contrast, crossed, beside)
      }
      return query.names.flatMap {
        across(
          contrast, $0, query, keyedBy: \.wave, within: \.city, without: beside.freed(of: $0))
      }
    }
    let categories = query.by.count == 1 ? categories(of: query.by[0]) : []
    let known = categories.isEmpty ? cities.sorted() + waves.sorted() : categories
    for name in contrast.terms.map(\.name) where !categories.contains(name) {
      guard query.by.isEmpty else { throw .unknownTerm(name, known: known) }
      if known.contains(name) { continue }
      throw .noCategories(name, known: known)
    }
    if query.by.isEmpty { throw .mixedTerms }
    return query.names.flatMap { name in
      samples.flatMap { $0.contrast(contrast, of: name, query, in: study) }
    }
  }

  private func categories(of group: String) -> [String] {
    samples.lazy.compactMap { GroupMembership(group, in: $0.sample, study)?.categoryNames }.first
      ?? []
  }

  /// A contrast of samples that differ in one key and agree in the other.
  private func across(
    _ contrast: EstimateContrast, _ name: String, _ query: EstimateQuery,
    keyedBy key: KeyPath<AnalysedSample, String>,
    within other: KeyPath<AnalysedSample, String>, without freed: [String]
  ) -> [EstimateRecord] {
    var places: [String] = []
    for sample in samples where !places.contains(sample[keyPath: other]) {
      places.append(sample[keyPath: other])
    }
    return places.flatMap { place -> [EstimateRecord] in
      let chosen = contrast.terms.compactMap { term in
        samples.first { $0[keyPath: key] == term.name && $0[keyPath: other] == place }
      }
      guard chosen.count == contrast.terms.count else { return [] }
      let slots = chosen.map { $0.slots(of: name, query, without: freed, in: study) }
      return (slots.first ?? []).compactMap { slot in
        var steps: [Double] = []
        let estimates = zip(chosen, slots).compactMap { sample, own -> Estimate? in
          own.first { $0.choice == slot.choice && $0.kind == slot.kind }.map {
            let exact = sample.design.estimate($0.statistic(in: sample.design))
            let shown = sample.shown(name, query)
            steps += [$0.step(shown, in: nil, of: exact)].compactMap(\.self)
            return $0.rounded(exact, shown, in: nil)
          }
        }
        guard estimates.count == chosen.count else { return nil }
        let value = Estimate.combination(
          ofIndependent: zip(contrast.terms, estimates).map { ($0.coefficient, $1) })
        var context = chosen[0].context(of: name, by: [], query, study)
        context.isModelBased = chosen.restOnAModel(study)
        if key == \AnalysedSample.city { context.city = "" } else { context.wave = "" }
        return slot.record(
          contrast, value, context,
          isShown: zip(chosen, slots).allSatisfy { sample, own in
            own.first { $0.choice == slot.choice && $0.kind == slot.kind }?
              .isShown(in: sample.design, sample.shown(name, query), nil) ?? false
          }, step: steps.max())
      }
    }
  }
}

/// What the contrasts of a family have in common.
private struct ContrastedFigure: Hashable {
  var question: String
  var choice: String?
  var city: String
  var wave: String
}

/// One figure that a quantity has in every cell.
struct EstimateSlot {
  enum Kind: Hashable {
    case mean, proportion, total, ratio
    /// The level is of the interval that gives the error.
    case quantile(Double, level: Double)
  }

  let kind: Kind
  let choice: String?
  /// Its row among those of the distribution; nil for a mean, a ratio and the total of numbers.
  let row: Int?
  let values: [Double]
  let denominator: [Double]?

  func statistic(in design: SurveyDesign) -> LinearisedStatistic {
    switch kind {
    case .mean: design.linearisedMean(of: values)
    case .proportion: design.linearisedProportion(of: values)
    case .total: design.linearisedTotal(of: values)
    case .ratio: design.linearisedRatio(of: values, to: denominator ?? values)
    case .quantile(let probability, let level):
      design.linearisedQuantile(probability, of: values, level: level)
    }
  }

  /// Whether the figure of a cell may be shown, so that a difference does not tell it.
  ///
  /// - Parameter place: The category of the breakdown; nil for the whole sample.
  func isShown(in design: SurveyDesign, _ shown: ShownFigures?, _ place: Int?) -> Bool {
    guard let shown else { return false }
    let count = values.indices.count { design.isMember[$0] && values[$0].isFinite }
    if let row {
      return shown.share(of: row, in: place).suppression == nil
        && shown.rule.suppression(ofBase: count) == nil
    }
    if case .quantile(let probability, let level) = kind {
      let value = design.quantile(probability, of: values, level: level).value
      let answers = values.indices.compactMap {
        design.isMember[$0] && values[$0].isFinite ? values[$0] : nil
      }
      guard shown.isTold(quantile: probability, in: place),
        shown.rule.suppression(ofQuantile: value, of: answers) == nil
      else { return false }
    }
    return kind == .ratio
      ? shown.suppression(ofRatioOver: count, in: place) == nil
      : shown.suppression(ofNumbersOver: count, in: place) == nil
  }

  /// What figures of the breakdown are rounded to; of a total, the mean or share behind it.
  ///
  /// - Parameter exact: The figure; a ratio's step depends on it.
  func step(_ shown: ShownFigures?, in place: Int?, of exact: Estimate) -> Double? {
    if kind == .ratio { return shown?.stepOfRatio(exact.value, in: place) }
    guard let place else { return nil }
    return row.map { shown?.share(of: $0, in: place).step } ?? shown?.stepOfMeans(in: place)
  }

  /// The figure as it may be told.
  func rounded(_ exact: Estimate, _ shown: ShownFigures?, in place: Int?) -> Estimate {
    let step = step(shown, in: place, of: exact)
    return kind == .total ? exact.rounded(toStepOfMean: step) : exact.rounded(to: step)
  }

  func record(
    _ contrast: EstimateContrast, _ value: Estimate, _ context: EstimateRecord.Context,
    isShown: Bool, step: Double? = nil
  ) -> EstimateRecord {
    var record = EstimateRecord(
      context, choice: choice, .contrast(contrast.expression),
      base: kind == .proportion ? .asked : .answered)
    guard isShown else {
      record.count = value.count
      record.suppression = .secondary
      return record
    }
    record = record.holding(value, unless: nil)
    record.step = step
    record.pValue = value.tTest()?.pValue
    return record
  }
}

extension AnalysedSample {
  /// The figures that the query asks of a question or a score.
  func slots(of name: String, _ query: EstimateQuery) -> [EstimateSlot] {
    quantity(name).map { slots($0, query) } ?? []
  }

  /// The same of a score without the questions that are freed.
  func slots(
    of name: String, _ query: EstimateQuery, without freed: [String], in study: Study
  ) -> [EstimateSlot] {
    quantity(name).flatMap { quantity($0, without: freed, study) }.map { slots($0, query) } ?? []
  }

  private func slots(_ quantity: Quantity, _ query: EstimateQuery) -> [EstimateSlot] {
    func slot(_ kind: EstimateSlot.Kind, _ values: [Double]) -> EstimateSlot {
      EstimateSlot(
        kind: kind, choice: nil, row: nil, values: values,
        denominator: query.denominator.flatMap { self.quantity($0)?.values })
    }
    switch query.statistic {
    case nil: return shareSlots(quantity, query) + (quantity.values.map { [slot(.mean, $0)] } ?? [])
    case .mean: return quantity.values.map { [slot(.mean, $0)] } ?? []
    case .proportion: return shareSlots(quantity, query)
    case .total:
      if case .question(let column) = quantity, column.values == nil || column.unit == .points {
        return column.answers.indices.map { place in
          EstimateSlot(
            kind: .total, choice: column.answers[place].name,
            row: column.places(in: query.base).firstIndex(of: place),
            values: column.indicators[place], denominator: nil)
        }
      }
      return quantity.values.map { [slot(.total, $0)] } ?? []
    case .ratio: return quantity.values.map { [slot(.ratio, $0)] } ?? []
    case .quantile:
      return quantity.values.map { values in
        query.quantiles.map { slot(.quantile($0, level: query.level), values) }
      } ?? []
    }
  }

  private func shareSlots(_ quantity: Quantity, _ query: EstimateQuery) -> [EstimateSlot] {
    guard case .question(let column) = quantity else { return [] }
    let isInBase = column.isInBase(query.base)
    return column.places(in: query.base).enumerated().map { row, place in
      let indicator = column.indicators[place]
      return EstimateSlot(
        kind: .proportion, choice: column.answers[place].name, row: row,
        values: indicator.indices.map { isInBase[$0] ? indicator[$0] : .nan }, denominator: nil)
    }
  }

  fileprivate func contrast(
    _ contrast: EstimateContrast, of name: String, _ query: EstimateQuery, in study: Study
  ) -> [EstimateRecord] {
    guard let breakdown = Breakdown(by: query.by, of: sample, in: study) else { return [] }
    let membership = breakdown.membership
    let names = membership.categoryNames
    let places = contrast.terms.compactMap { names.firstIndex(of: $0.name) }
    guard places.count == contrast.terms.count else { return [] }
    let domains = places.map { design.domain(membership.isMember(of: $0)) }
    let context = context(of: name, by: [], query, study)
    let shown = shown(name, query, breakdown)
    return slots(of: name, query).map { slot in
      let statistics = domains.map { slot.statistic(in: $0) }
      let exact = design.estimate(
        .combination(zip(contrast.terms, statistics).map { ($0.coefficient, $1) }))
      let isShown = zip(domains, places).allSatisfy { slot.isShown(in: $0, shown, $1) }
      let step = zip(statistics, places).compactMap {
        slot.step(shown, in: $1, of: design.estimate($0))
      }.max()
      // Made from rounded parts, the contrast tells nothing that they do not.
      let value =
        step == nil
        ? exact.value
        : zip(contrast.terms, zip(statistics, places)).reduce(0) { sum, next in
          let part = slot.rounded(design.estimate(next.1.0), shown, in: next.1.1)
          return sum + next.0.coefficient * part.value
        }
      return slot.record(
        contrast, exact.having(value, digits: step), context, isShown: isShown, step: step)
    }
  }

  /// What may be shown of a question or a score, in the whole sample or by a breakdown.
  func shown(
    _ name: String, _ query: EstimateQuery, _ breakdown: Breakdown? = nil
  ) -> ShownFigures? {
    quantity(name).map { quantity in
      ShownFigures(
        quantity, denominator: query.denominator.flatMap { self.quantity($0)?.values }, breakdown,
        base: query.base, design: design, rule: disclosure)
    }
  }
}
