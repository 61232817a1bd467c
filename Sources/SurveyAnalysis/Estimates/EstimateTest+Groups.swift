import Estimation
import SurveyModel

extension EstimateTest {
  /// The same with another test, and what was said of the former one.
  fileprivate func holding(
    _ test: FTest?, else reason: NoTest, keeping former: NoTest?
  ) -> EstimateTest {
    var result = holding(test, else: reason)
    if test != nil { result.reason = former }
    return result
  }

  /// The same with nothing but what the p value is under.
  fileprivate var toldByLevel: EstimateTest {
    var result = self
    let level = pValue.flatMap { p in QuestionBanner.Level(p) }
    result.difference = nil
    (result.statistic, result.pValue) = (nil, nil)
    result.reason = .onlyLevel(level == QuestionBanner.Level.none ? nil : level?.rawValue)
    return result
  }
}

extension AnalysedSample {
  /// The test between the categories that may be shown: what may not takes no part, so that the test
  /// does not tell of it.
  func test(
    _ kind: EstimateTest.Kind, of name: String, by group: String, _ query: EstimateQuery,
    in study: Study
  ) -> EstimateTest? {
    guard let quantity = quantity(name),
      let breakdown = Breakdown(by: group, of: sample, in: study),
      let shown = shown(name, query, breakdown)
    else { return nil }
    let isOfShares = [.raoScott, .raoScottFirst].contains(kind)
    let categories = breakdown.membership.categories.indices.filter { category in
      isOfShares
        ? shown.column(category)?.suppressions.allSatisfy { $0 == nil } ?? true
        : shown.suppression(ofNumbersOver: .max, in: category) == nil
    }
    let answering = answered(quantity, query, isOfShares)
    let present = breakdown.membership.categories.indices.filter { category in
      answering.indices.contains {
        answering[$0] && breakdown.membership.indices[$0] == category
      }
    }
    let hidden = present.filter { !categories.contains($0) }
    let groups = breakdown.membership.answers.only(Set(categories))
    var test = EstimateTest(
      question: name, city: city, wave: wave, group: group, name: kind.rawValue)
    guard present.count - hidden.count > 1 || hidden.isEmpty else {
      return test.holding(nil, else: .fewPeople)
    }
    test = self.test(test, kind, quantity, groups, query)
    guard test.statistic != nil else { return test }
    if !hidden.isEmpty {
      test.reason = .without(hidden.map { breakdown.membership.categories[$0].name })
    }
    let isCoarse =
      isOfShares
      ? categories.contains { shown.column($0)?.isCoarse ?? false }
      : categories.contains { shown.stepOfMeans(in: $0) != nil }
    guard isCoarse else { return test }
    return kind == .mean
      ? told(test, quantity, breakdown, shown, present.filter { !hidden.contains($0) })
      : test.toldByLevel
  }

  /// The test without regard to what may be told of it.
  private func test(
    _ test: EstimateTest, _ kind: EstimateTest.Kind, _ quantity: Quantity,
    _ groups: CategoricalAnswers, _ query: EstimateQuery
  ) -> EstimateTest {
    switch kind {
    case .raoScott, .raoScottFirst:
      guard let table = crosstab(quantity, by: groups, query) else {
        return test.holding(nil, else: .noCategories)
      }
      guard kind == .raoScottFirst else {
        return test.holding(table.independenceTest(), else: .fewCategories)
      }
      var result = test.holding(nil, else: .fewCategories)
      guard let first = table.firstOrderIndependenceTest() else { return result }
      result.statistic = first.statistic
      result.numerator = first.degreesOfFreedom
      result.pValue = first.pValue
      result.reason = nil
      return result
    case .mean, .rank, .median:
      guard let values = quantity.values else {
        return test.holding(nil, else: .noNumbers)
      }
      do throws(RegressionError) {
        let found =
          kind == .mean
          ? try design.meanTest(of: values, by: groups)
          : try design.rankTest(
            of: values, by: groups, score: kind == .rank ? .wilcoxon : .median)
        var result = test.holding(found.test, else: .fewCategories)
        result.difference = found.difference
        return result
      } catch {
        return test.holding(nil, else: .notFitted(error))
      }
    }
  }

  /// For each interview, whether it is among those that a test is of.
  private func answered(
    _ quantity: Quantity, _ query: EstimateQuery, _ isOfShares: Bool
  ) -> [Bool] {
    let codes = isOfShares ? answers(to: quantity, query)?.codes : nil
    let values = quantity.values
    return design.isMember.indices.map { row in
      design.isMember[row] && (codes.map { $0[row] >= 0 } ?? values?[row].isFinite ?? false)
    }
  }

  /// Made from rounded means, the test tells nothing that they do not.
  private func told(
    _ test: EstimateTest, _ quantity: Quantity, _ breakdown: Breakdown, _ shown: ShownFigures,
    _ categories: [Int]
  ) -> EstimateTest {
    guard let values = quantity.values, let numerator = test.numerator,
      let denominator = test.denominator
    else { return test }
    var result = test
    if let difference = test.difference, categories.count == 2 {
      let means = categories.map { category in
        design.domain(breakdown.membership.isMember(of: category)).mean(of: values)
          .rounded(to: shown.stepOfMeans(in: category)).value
      }
      let told = difference.having(means[1] - means[0], digits: nil)
      result.difference = told
      let t = told.standardError > 0 ? told.value / told.standardError : 0
      return result.holding(
        FTest(statistic: t * t, numerator: numerator, denominator: denominator),
        else: .noStandardError, keeping: test.reason)
    }
    let vector = design.estimates(
      categories.map { category in
        design.domain(breakdown.membership.isMember(of: category)).linearisedMean(of: values)
      }, names: categories.map { breakdown.membership.categories[$0].name })
    let rounded = vector.having(
      zip(vector.estimates, categories).map { $0.rounded(to: shown.stepOfMeans(in: $1)) })
    return result.holding(
      Comparison(of: rounded).test.map {
        FTest(statistic: $0.statistic, numerator: numerator, denominator: denominator)
      }, else: .noStandardError, keeping: test.reason)
  }
}

extension CategoricalAnswers {
  /// Those of some categories; the others are no answers.
  fileprivate func only(_ places: Set<Int>) -> CategoricalAnswers {
    CategoricalAnswers(
      categories: categories, codes: codes.map { places.contains(Int($0)) ? $0 : -1 })
  }
}
