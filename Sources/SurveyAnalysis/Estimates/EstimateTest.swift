import Estimation
import SurveyModel

/// A test of a question or a score: between groups of one sample, or between cities of a wave.
public struct EstimateTest: Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Rao and Scott's test of a crosstab, second order.
    case raoScott = "rao-scott"
    /// The same with the first-order correction.
    case raoScottFirst = "rao-scott-first"
    /// Student's t of two groups, one-way comparison of more.
    case mean
    /// Wilcoxon's, or Kruskal and Wallis's, rank test.
    case rank
    /// Mood's test of medians.
    case median
  }

  public var question: String
  /// The choice whose share cities are compared by; nil for means and for whole distributions.
  public var choice: String?
  /// Nil where cities are compared.
  public var city: String?
  public var wave: String
  /// The name of the group, or `city`.
  public var group: String
  /// The test's name, or the two that are compared: `pskov - petrozavodsk`.
  public var name: String
  /// Of a comparison of two, in the unit of what is compared.
  public var difference: Estimate?
  /// F; of a first-order Rao–Scott test χ².
  public var statistic: Double?
  public var numerator: Double?
  /// Nil for χ².
  public var denominator: Double?
  /// Nil where no test was possible.
  public var pValue: Double?
  /// Over the pairs of one question and wave.
  public var adjustedPValue: Double?
  /// Why there is no test.
  public var reason: NoTest?
}

/// Why a test cannot be made, or is not told as it was asked for. Every case says it in words as its `description`.
public enum NoTest: Hashable, Sendable {
  /// Differences of numbers were asked for, and the question has none.
  case noNumbers
  /// The question allows several answers, or has no categories.
  case noCategories
  /// Fewer than two categories have answers, or clusters are too few.
  case fewCategories
  /// The difference has no standard error.
  case noStandardError
  /// The shares are those that the sample was weighted to.
  case fixedByWeighting
  /// A share that the test is of may not be shown.
  case fewPeople
  case notFitted(RegressionError)
  /// There is one, without the categories whose figures may not be shown.
  case without([String])
  /// More than what the p value is under would tell of the few people in no category; nil where it is
  /// 0.05 or more.
  case onlyLevel(Double?)
}

extension NoTest: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noNumbers: "the question has no numbers"
    case .noCategories: "the question allows several answers, or has no categories"
    case .fewCategories:
      "fewer than two categories with answers, too many empty cells, or too few clusters"
    case .noStandardError: "no error to compare by"
    case .fixedByWeighting: "weighting sets the shares: there is nothing to test"
    case .fewPeople: "a share that the test is of is of few people"
    case .notFitted(let error): error.description
    case .without(let categories):
      "without \(categories.joined(separator: ", ")), whose figures are hidden"
    case .onlyLevel(let level):
      (level.map { "p < \($0)" } ?? "p ≥ 0.05")
        + ": more would tell of the few people who are in no category"
    }
  }
}

extension WeightedStudy {
  /// Tests between the categories of each group of the query, in each sample; without groups,
  /// between the cities of each wave, whose samples are independent: one test of all, and one of
  /// each pair, adjusted. Ranks are those among the people of the cities that are compared.
  ///
  /// - Throws: ``EstimateQuery/Failure``.
  public func tests(
    _ kind: EstimateTest.Kind, _ query: EstimateQuery,
    adjustment: Adjustment = .benjaminiHochberg
  ) throws(EstimateQuery.Failure) -> [EstimateTest] {
    try check(query)
    let needsNumbers = [.mean, .rank, .median].contains(kind)
    for name in query.names where needsNumbers && !query.by.isEmpty {
      let quantities = samples.compactMap { $0.quantity(name) }
      if quantities.allSatisfy({ $0.values == nil }) { throw .noNumbers(name) }
    }
    guard query.by.isEmpty else {
      return query.names.flatMap { name in
        samples.flatMap { sample in
          query.by.compactMap { sample.test(kind, of: name, by: $0, query, in: study) }
        }
      }
    }
    let beside = sideBySide(query.names)
    try beside.checkComparable(query.names)
    return query.names.flatMap { name in
      waves.flatMap { wave in
        kind == .mean
          ? comparisons(of: name, wave: wave, query, adjustment, without: beside.freed(of: name))
            .flatMap(\.tests)
          : tests(
            kind, of: name, wave: wave, query, adjustment, without: beside.freed(of: name))
      }
    }
  }

  /// One test of all cities of a wave, then, where there are more than two, one of each pair.
  private func tests(
    _ kind: EstimateTest.Kind, of name: String, wave: String, _ query: EstimateQuery,
    _ adjustment: Adjustment, without freed: [String]
  ) -> [EstimateTest] {
    let cities = samples.compactMap { sample -> ComparedCity? in
      guard sample.wave == wave else { return nil }
      return ComparedCity(sample, name, query, without: freed, in: study)
    }
    guard cities.count > 1 else { return [] }
    let all = cities.test(kind, of: name, wave: wave, name: kind.rawValue)
    guard cities.count > 2 else { return [all] }
    var pairs = cities.indices.flatMap { first in
      cities[(first + 1)...].map { second in
        [cities[first], second].test(
          kind, of: name, wave: wave,
          name: "\(cities[first].sample.city) - \(second.sample.city)")
      }
    }
    let adjusted = adjustment.adjusted(pairs.map { $0.pValue ?? .nan })
    for place in pairs.indices where !adjusted[place].isNaN {
      pairs[place].adjustedPValue = adjusted[place]
    }
    return [all] + pairs
  }

  /// What cities of a wave are compared by, one after the other.
  ///
  /// - Parameter freed: Questions that measure something else in some sample.
  func comparisons(
    of name: String, wave: String, _ query: EstimateQuery, _ adjustment: Adjustment,
    without freed: [String]
  ) -> [CityComparison] {
    let cities = samples.filter { $0.wave == wave && $0.quantity(name) != nil }
    guard let first = cities.first, cities.count > 1 else { return [] }
    return first.slots(of: name, query, without: freed, in: study).map { slot in
      let estimates = cities.map { city -> Estimate? in
        guard
          let own = city.slots(of: name, query, without: freed, in: study).first(where: {
            $0.choice == slot.choice && $0.kind == slot.kind
          }), own.isShown(in: city.design, city.shown(name, query), nil)
        else { return nil }
        return own.rounded(
          city.design.estimate(own.statistic(in: city.design)), city.shown(name, query), in: nil)
      }
      return CityComparison(
        question: name, choice: slot.choice, wave: wave,
        comparison: Comparison(
          ofIndependent: estimates.map { $0 ?? .none }, names: cities.map(\.city),
          adjustment: adjustment))
    }
  }
}

/// The answers of a city that is tested against others.
private struct ComparedCity {
  let sample: AnalysedSample
  /// NaN for none; nil where the answers are no numbers.
  let values: [Double]?
  /// Nil where the question allows several answers, or has none.
  let answers: CategoricalAnswers?

  /// - Returns: nil where the city lacks the question, or fewer people answered than may be told of.
  init?(
    _ sample: AnalysedSample, _ name: String, _ query: EstimateQuery, without freed: [String],
    in study: Study
  ) {
    guard
      let quantity = sample.quantity(name).flatMap({
        sample.quantity($0, without: freed, study)
      })
    else { return nil }
    self.sample = sample
    values = quantity.values
    answers = sample.answers(to: quantity, query)
    let count = sample.design.isMember.indices.count { row in
      sample.design.isMember[row]
        && (values?[row].isFinite ?? false || answers.map { $0.codes[row] >= 0 } ?? false)
    }
    guard sample.disclosure.suppression(ofBase: count) == nil else { return nil }
  }
}

extension [ComparedCity] {
  fileprivate func test(
    _ kind: EstimateTest.Kind, of question: String, wave: String, name: String
  ) -> EstimateTest {
    let test = EstimateTest(
      question: question, city: nil, wave: wave, group: "city", name: name)
    switch kind {
    case .mean: return test
    case .rank, .median:
      let numbers = compactMap { city in
        city.values.map { (design: city.sample.design, values: $0) }
      }
      guard numbers.count == count else { return test.holding(nil, else: .noNumbers) }
      return test.holding(
        IndependentSamples.rankTest(of: numbers, score: kind == .rank ? .wilcoxon : .median),
        else: .fewCategories)
    case .raoScott, .raoScottFirst:
      let answers = compactMap { city in
        city.answers.map { (design: city.sample.design, answers: $0) }
      }
      guard answers.count == count, Set(answers.map(\.answers.categories)).count == 1 else {
        return test.holding(nil, else: .noCategories)
      }
      guard kind == .raoScottFirst else {
        return test.holding(IndependentSamples.homogeneityTest(of: answers), else: .fewCategories)
      }
      var result = test.holding(nil, else: .fewCategories)
      guard let first = IndependentSamples.firstOrderHomogeneityTest(of: answers) else {
        return result
      }
      result.statistic = first.statistic
      result.numerator = first.degreesOfFreedom
      result.pValue = first.pValue
      result.reason = nil
      return result
    }
  }
}

extension Estimate {
  /// What may not be shown, or does not exist.
  static let none = Estimate(
    value: .nan, standardError: .nan, degreesOfFreedom: 0,
    base: Base(count: 0, weightedCount: 0, effectiveCount: 0))
}

/// One figure in all cities of a wave.
public struct CityComparison: Sendable {
  public var question: String
  public var choice: String?
  public var wave: String
  public var comparison: Comparison

  /// One test of all cities, where there are more than two, then one of each pair.
  var tests: [EstimateTest] {
    func test(_ name: String) -> EstimateTest {
      EstimateTest(
        question: question, choice: choice, city: nil, wave: wave, group: "city", name: name)
    }
    let pairs = comparison.pairs.map { pair -> EstimateTest in
      var result = test("\(comparison.names[pair.first]) - \(comparison.names[pair.second])")
      result.difference = pair.difference
      let t = pair.difference.tTest()
      result.statistic = t.map { $0.statistic * $0.statistic }
      result.numerator = t.map { _ in 1 }
      result.denominator = t.map(\.degreesOfFreedom)
      result.pValue = pair.pValue
      result.adjustedPValue = pair.adjustedPValue
      if t == nil { result.reason = .noStandardError }
      return result
    }
    guard comparison.names.count > 2 else { return pairs }
    return [test("all cities").holding(comparison.test, else: .noStandardError)] + pairs
  }
}

extension EstimateTest {
  func holding(_ test: FTest?, else reason: NoTest) -> EstimateTest {
    var result = self
    result.statistic = test?.statistic
    result.numerator = test?.numerator
    result.denominator = test?.denominator
    result.pValue = test?.pValue
    result.reason = test == nil ? reason : nil
    return result
  }
}

extension AnalysedSample {
  /// The question's answers against the categories of a group; nil where it has several answers.
  func crosstab(
    _ quantity: Quantity, by groups: CategoricalAnswers, _ query: EstimateQuery
  ) -> Crosstab? {
    answers(to: quantity, query).map { design.crosstab(of: $0, by: groups) }
  }

  /// The answers to a question in the query's base; nil where it has several answers.
  func answers(to quantity: Quantity, _ query: EstimateQuery) -> CategoricalAnswers? {
    guard case .question(let column) = quantity, let codes = column.codes else { return nil }
    let places = column.answers.indices.filter {
      query.base == .asked || column.answers[$0].isSubstantive
    }
    let isInBase = column.isInBase(query.base)
    return CategoricalAnswers(
      categories: places.map { column.answers[$0].name },
      codes: codes.indices.map { row in
        isInBase[row] ? Int32(places.firstIndex(of: Int(codes[row])) ?? -1) : -1
      })
  }
}

extension GroupMembership {
  var answers: CategoricalAnswers {
    CategoricalAnswers(categories: categoryNames, codes: indices.map(Int32.init))
  }
}
