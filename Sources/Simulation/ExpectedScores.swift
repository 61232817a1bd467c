import NumericalMethods
import SurveyModel

/// What a score comes to over the whole simulated population.
public struct ExpectedScore: Hashable, Sendable {
  public var city: String
  public var wave: String
  /// ``Factor/name``.
  public var factor: String
  /// The facet; nil for the factor's score, and for the index.
  public var facet: String?
  /// 0–100.
  public var value: Double
}

/// What share of the simulated population is in a category.
public struct ExpectedShare: Hashable, Sendable {
  public var city: String
  public var wave: String
  public var group: String
  public var category: String
  /// 0…1.
  public var value: Double
}

extension StudySimulation {
  /// The truth: for each city, wave, factor and facet the expected observed score of the whole
  /// population, the falsifying interviewer left out.
  ///
  /// Within a cell of the population the normal answer behind a code has mean m = a + Σ λμ and
  /// variance 1, so that P(code ≥ k) = Φ(m − τₖ): the expectation is a finite sum, without
  /// simulation error. Answers are missing independently of what they would have been and as often
  /// for all items of a scale, so that they do not move it. A factor's score is the mean of its
  /// items, the index the equal mean of its facets.
  ///
  /// - Returns: 0–100 points; a factor with an item that is no rating or multiple choice is left
  ///   out.
  public func expectedScores() -> [ExpectedScore] {
    scenarios.flatMap { scenario in study.factors.flatMap { scores(of: $0, scenario) } }
  }

  private func scores(of factor: Factor, _ scenario: Scenario) -> [ExpectedScore] {
    var items: [(facet: String?, score: Double)] = []
    for item in factor.items {
      guard let score = scenario.expectedScore(of: item) else { return [] }
      items.append((item.facet, score))
    }
    let facets = factor.facets.map { facet in
      (facet: facet, score: mean(items.filter { $0.facet == facet }.map(\.score)))
    }
    let isIndex = factor.layer == .outcome && !facets.isEmpty
    let whole = mean(isIndex ? facets.map(\.score) : items.map(\.score))
    let place = scenario.place
    return [
      ExpectedScore(
        city: place.city, wave: place.wave, factor: factor.name, facet: nil, value: whole)
    ]
      + facets.map {
        ExpectedScore(
          city: place.city, wave: place.wave, factor: factor.name, facet: $0.facet, value: $0.score)
      }
  }

  /// The share of each category of the groups that the population is made of.
  public func expectedShares() -> [ExpectedShare] {
    scenarios.flatMap { scenario in
      scenario.population.groups.enumerated().flatMap { index, group in
        zip(group.categories, scenario.population.sizes(of: index)).map {
          ExpectedShare(
            city: scenario.place.city, wave: scenario.place.wave, group: group.name,
            category: $0.name, value: $1 / scenario.population.size)
        }
      }
    }
  }

  /// The population's margins, to be raked to: the groups that are counted jointly, crossed, and
  /// each of the others.
  public func margins() -> [Margin] {
    scenarios.flatMap { scenario in
      let population = scenario.population
      let joint = Array(0..<population.jointCount)
      let others = (population.jointCount..<population.groups.count).map { [$0] }
      return ([joint] + others).flatMap { scenario.margin(of: $0) }
    }
  }
}

private func mean(_ values: [Double]) -> Double {
  values.reduce(0, +) / Double(values.count)
}

extension Scenario {
  /// nil where the question's rule is of another kind, or the answer has no limits.
  fileprivate func expectedScore(of item: Factor.Item) -> Double? {
    guard let rule = rules.first(where: { $0.question.name == item.question }) else { return nil }
    let share: Double?
    switch rule.kind {
    case .ordinal(let response, let thresholds):
      share = expectedRating(response, thresholds, rule.question, item)
    case .multiple(let responses, _, nil) where item.scoring == .count:
      share = expectedCount(responses, rule.question)
    default: share = nil
    }
    return share.map { 100 * (item.keying == .positive ? $0 : 1 - $0) }
  }

  /// Σ over cells of size · (x₀ + Σₖ (xₖ − xₖ₋₁)·Φ(m − τₖ)), as a share of the answer's limits.
  private func expectedRating(
    _ response: AnswerRule.Response, _ thresholds: [Double], _ question: Question,
    _ item: Factor.Item
  ) -> Double? {
    guard let list = question.choices,
      let low = item.minimum ?? list.numericLimits?.lowerBound,
      let high = item.maximum ?? list.numericLimits?.upperBound
    else { return nil }
    let values = list.substantive.compactMap { list.choices[$0].value }
    guard values.count == thresholds.count + 1 else { return nil }
    let expected = expectation { means in
      let centre = mean(of: response, means)
      return thresholds.indices.reduce(values[0]) { sum, k in
        let above = Distribution.standardNormal.lowerTail(centre - thresholds[k])
        return sum + (values[k + 1] - values[k]) * above
      }
    }
    return (expected - low) / (high - low)
  }

  private func expectedCount(
    _ responses: [AnswerRule.Response], _ question: Question
  ) -> Double? {
    guard let list = question.choices else { return nil }
    let countable = list.choices.indices.filter {
      !list.choices[$0].isExclusive && list.choices[$0].missing == nil
    }
    return expectation { means in
      responses.filter { countable.contains($0.choice) }
        .reduce(0) { $0 + Distribution.standardNormal.lowerTail(mean(of: $1, means)) }
        / Double(countable.count)
    }
  }

  private func mean(of response: AnswerRule.Response, _ means: [Double]) -> Double {
    response.loadings.reduce(response.intercept) { $0 + $1.value * means[$1.latent] }
  }

  private func expectation(_ value: ([Double]) -> Double) -> Double {
    var sum = 0.0
    for (cell, means) in zip(population.cells, model.cellMeans) { sum += cell.size * value(means) }
    return sum / population.size
  }

  fileprivate func margin(of groups: [Int]) -> [Margin] {
    var categories: [CrossedCategory] = []
    var sizes: [CrossedCategory: Double] = [:]
    for cell in population.cells {
      let category = CrossedCategory(
        groups.map { population.groups[$0].categories[cell.categories[$0]].name })
      if sizes[category] == nil { categories.append(category) }
      sizes[category, default: 0] += cell.size
    }
    let group = Crossing(groups.map { population.groups[$0].name })
    return categories.map {
      Margin(
        city: place.city, wave: place.wave, group: group, category: MergedCategory([$0]),
        population: (sizes[$0] ?? 0).rounded(),
        source: "моделируемая совокупность (simulated population)",
        at: SourceLocation(file: "margins.csv"))
    }
  }
}
