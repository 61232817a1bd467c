import SurveyModel
import Testing

@testable import Simulation

/// The truth in numbers, against large draws and against what the study promises.
@Suite struct ExpectedScoresTests {
  @Test func `the margins are those of the population, and complete`() throws {
    let simulation = try ModelStudy.simulation()
    let margins = simulation.margins()
    #expect(margins.count == 4 * (12 + 3 + 6))
    for place in simulation.scenarios.map(\.place) {
      for group in ["sex*age", "education", "district"] {
        let sizes = margins.filter {
          $0.city == place.city && $0.wave == place.wave && $0.group.name == group
        }.map(\.population)
        #expect(sizes.reduce(0, +) == 100_000)
      }
    }
    let key = { (margin: Margin) in
      "\(margin.city) \(margin.wave) \(margin.group.name) \(margin.category.name) \(margin.population)"
    }
    #expect(try ModelStudy.study().margins.map(key) == margins.map(key))
  }

  @Test func `shares of a group add up to one and agree with the margins`() throws {
    let simulation = try ModelStudy.simulation()
    let shares = simulation.expectedShares()
    for margin in simulation.margins() where margin.group.name == "education" {
      let share = try #require(
        shares.first {
          $0.city == margin.city && $0.wave == margin.wave && $0.group == "education"
            && $0.category == margin.category.name
        })
      #expect(abs(share.value - margin.population / 100_000) < 1e-12)
    }
  }

  @Test(arguments: ["w1", "w2"])
  func `the cities' indices are equal and their facets opposite`(wave: String) throws {
    let scores = try ModelStudy.simulation().expectedScores()
    func score(_ city: String, _ facet: String?) throws -> Double {
      try #require(
        scores.first {
          $0.city == city && $0.wave == wave && $0.factor == "INN" && $0.facet == facet
        }
      ).value
    }
    #expect(abs(try score("pskov", nil) - score("petrozavodsk", nil)) < 0.001)
    for facet in ["A", "R"] {
      #expect(try score("pskov", facet) - score("petrozavodsk", facet) > 5)
    }
    for facet in ["C", "B"] {
      #expect(try score("petrozavodsk", facet) - score("pskov", facet) > 5)
    }
  }

  /// Post-stratified by all groups at once, so that unequal response is undone exactly: means of
  /// the items over the cells of the population, by nothing but sums.
  @Test func `means of many draws approach the expected scores`() throws {
    let simulation = try ModelStudy.simulation()
    let study = try ModelStudy.study()
    let factors = study.factors.filter { ["OPN", "CIVB", "CUL", "INN", "DIV"].contains($0.name) }
    let questions = Set(factors.flatMap(\.items).map(\.question))
    var draws: [String: [Double]] = [:]
    for seed in 100..<130 as Range<UInt64> {
      let samples = simulation.draw(seed: seed, questions: questions, withFalsifier: false)
      for (index, sample) in samples.enumerated() {
        let scenario = simulation.scenarios[index]
        let drawing = Drawing(scenario, seed: seed, withFalsifier: false)
        let weights = cellWeights(drawing.respondents, scenario)
        for factor in factors {
          let key = "\(sample.city) \(sample.wave) \(factor.name)"
          draws[key, default: []].append(weightedScore(factor, sample, weights))
        }
      }
    }
    for expected in simulation.expectedScores() where expected.facet == nil {
      let key = "\(expected.city) \(expected.wave) \(expected.factor)"
      guard let values = draws[key] else { continue }
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let error = (squares / Double(values.count - 1) / Double(values.count)).squareRoot()
      #expect(abs(mean - expected.value) < 4 * error, "\(key): \(mean), \(expected.value)")
      #expect(error < 0.5)
    }
  }

  /// The inverse of each respondent's probability of an interview, made to add up by stratum.
  private func cellWeights(_ respondents: Respondents, _ scenario: Scenario) -> [Double] {
    let sizes = scenario.population.sizes(of: scenario.population.stratum)
    let inverse = respondents.cells.map { 1 / scenario.population.cells[$0].response }
    var sums = sizes.map { _ in 0.0 }
    for row in inverse.indices { sums[respondents.strata[row]] += inverse[row] }
    return inverse.indices.map {
      inverse[$0] * sizes[respondents.strata[$0]] / sums[respondents.strata[$0]]
    }
  }

  private func weightedScore(_ factor: Factor, _ sample: Sample, _ weights: [Double]) -> Double {
    let items = factor.items.map { (facet: $0.facet ?? "", mean: mean($0, sample, weights)) }
    guard factor.layer == .outcome else {
      return items.reduce(0) { $0 + $1.mean } / Double(items.count)
    }
    let facets = factor.facets.map { facet in
      let means = items.filter { $0.facet == facet }.map(\.mean)
      return means.reduce(0, +) / Double(means.count)
    }
    return facets.reduce(0, +) / Double(facets.count)
  }

  private func mean(_ item: Factor.Item, _ sample: Sample, _ weights: [Double]) -> Double {
    var (sum, total) = (0.0, 0.0)
    for row in weights.indices {
      guard let share = share(item, sample, row) else { continue }
      sum += weights[row] * (item.keying == .positive ? share : 1 - share)
      total += weights[row]
    }
    return 100 * sum / total
  }

  /// The answer as a share of its limits; the model study's codes ascend by ones.
  private func share(_ item: Factor.Item, _ sample: Sample, _ row: Int) -> Double? {
    guard let column = sample.responses[item.question], column.missing[row] == nil,
      let list = sample.questionnaire[item.question]?.choices
    else { return nil }
    switch column.values {
    case .choices(let codes): return Double(codes[row]) / Double(list.substantive.count - 1)
    case .choiceSets(let sets):
      let countable = list.choices.count { !$0.isExclusive }
      let taken = sets.choices(row: row).count { !list.choices[$0].isExclusive }
      return Double(taken) / Double(countable)
    default: return nil
    }
  }
}
