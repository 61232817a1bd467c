import Estimation
import SurveyModel

/// The shares that the answers to a question are tested against.
public struct GivenShares: Hashable, Sendable {
  /// The name of each answer with its share.
  public let shares: [String: Double]

  /// Reads `1=0.48,2=0.52`, as shares of 1 or as per cents.
  ///
  /// - Returns: Nil where it cannot be read, a name stands twice, a share is not above 0, or all of
  ///   them add up neither to 1 nor to 100, a rounding of half a per cent apart.
  public init?(_ text: String) {
    var shares: [String: Double] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: "=", omittingEmptySubsequences: false)
      guard words.count == 2, let value = Double(words[1]), value > 0, value.isFinite,
        !words[0].isEmpty, shares.updateValue(value, forKey: String(words[0])) == nil
      else { return nil }
    }
    let total = shares.values.reduce(0, +)
    guard shares.count > 1, abs(total - 1) <= 0.005 || abs(total - 100) <= 0.5 else { return nil }
    self.shares = shares
  }
}

extension WeightedStudy {
  /// Tests whether the answers to a question have given shares, in each city and wave.
  ///
  /// - Throws: ``EstimateQuery/Failure``, such as for an answer without a share.
  public func fitTests(
    of name: String, to given: GivenShares, base: EstimateBase
  ) throws(EstimateQuery.Failure) -> [EstimateTest] {
    var query = EstimateQuery(names: [name], base: base)
    query.statistic = .proportion
    try check(query)
    var tests: [EstimateTest] = []
    for sample in samples {
      guard case .question(let column)? = sample.quantity(name) else { continue }
      tests.append(try sample.fitTest(of: name, column, to: given, query))
    }
    return tests
  }
}

extension AnalysedSample {
  fileprivate func fitTest(
    of name: String, _ column: AnswerColumn, to given: GivenShares, _ query: EstimateQuery
  ) throws(EstimateQuery.Failure) -> EstimateTest {
    var test = EstimateTest(
      question: name, city: city, wave: wave, group: "", name: "goodness-of-fit")
    let places = column.places(in: query.base)
    let names = places.map { column.answers[$0].name }
    for name in given.shares.keys.sorted() where !names.contains(name) {
      throw .unknownTerm(name, known: names)
    }
    let lacking = names.filter { given.shares[$0] == nil }
    guard lacking.isEmpty else { throw .sharesLack(lacking) }
    guard column.codes != nil else {
      test.reason = .noCategories
      return test
    }
    let isInBase = column.isInBase(query.base)
    let indicators = places.map { place in
      isInBase.indices.map { isInBase[$0] ? column.indicators[place][$0] : .nan }
    }
    // The test is of the shares, which must not be hidden.
    let shown = shown(name, query)
    guard let shown, places.indices.allSatisfy({ shown.share(of: $0, in: nil).suppression == nil })
    else {
      test.reason = .fewPeople
      return test
    }
    guard !indicators.allSatisfy({ design.proportion(of: $0).isFixedByWeighting }) else {
      test.reason = .fixedByWeighting
      return test
    }
    guard let found = design.fitTest(of: indicators, to: names.map { given.shares[$0] ?? 0 }) else {
      test.reason = .fewCategories
      return test
    }
    test.statistic = found.statistic
    test.numerator = found.numerator
    test.denominator = found.denominator
    test.pValue = found.pValue
    return test
  }
}
