import Estimation
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel
import Testing

@testable import Simulation

/// The estimates, held against a truth that they do not know.
@Suite struct CoverageTests {
  /// Studies drawn, each from a seed of its own.
  static let studies: Range<UInt64> = 1_000..<1_200

  /// What one study says of one truth.
  private struct Finding {
    var isCovered: Bool
    var error: Double
    var standardError: Double
  }

  /// Of the studies, 95 % cover the truth: for each single truth within four simulation errors,
  /// those of a share of 200 studies; pooled over all truths within three, those of the mean of the
  /// studies' own shares, since the truths of one study are covered or missed together.
  ///
  /// In the long run the share is 94.6 % (1000 studies): the residuals of raking to thirteen
  /// totals are smaller than the errors that they stand for, by 1–2 % with 600 interviews. The
  /// standard errors agree with those of R's survey, which would cover as often.
  @Test func `intervals cover the planted truths as often as they say`() async throws {
    let truths = try ModelStudy.simulation().expectedScores()
    let findings = try await Self.findings.value
    let simulationError = (0.95 * 0.05 / Double(findings.count)).squareRoot()
    for (index, truth) in truths.enumerated() {
      let share = Self.mean(findings.map { $0[index].isCovered ? 1 : 0 })
      #expect(abs(share - 0.95) < 4 * simulationError, "\(truth): covered in \(share)")
    }
    let shares = findings.map { study in Self.mean(study.map { $0.isCovered ? 1 : 0 }) }
    let pooled = Self.mean(shares)
    let deviation = Self.mean(shares.map { ($0 - pooled) * ($0 - pooled) }).squareRoot()
    let pooledError = deviation / Double(shares.count).squareRoot()
    #expect(abs(pooled - 0.95) < 3 * pooledError, "pooled coverage \(pooled) ± \(pooledError)")
  }

  @Test func `estimates are unbiased, and err as much as their standard errors say`() async throws {
    let truths = try ModelStudy.simulation().expectedScores()
    let findings = try await Self.findings.value
    let count = Double(findings.count)
    var ratio = 0.0
    for (index, truth) in truths.enumerated() {
      let errors = findings.map { $0[index].error }
      let bias = Self.mean(errors)
      let deviation = Self.mean(errors.map { ($0 - bias) * ($0 - bias) }).squareRoot()
      #expect(abs(bias) < 4 * deviation / count.squareRoot(), "\(truth): \(bias) too much")
      let stated = Self.mean(findings.map { $0[index].standardError })
      ratio += stated / deviation / Double(truths.count)
    }
    #expect((0.95...1.05).contains(ratio), "standard errors are \(ratio) of the deviations")
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// Study by study, in the order of the expected scores; drawn once for both tests.
  private static let findings = Task {
    let simulation = try ModelStudy.simulation()
    let study = try ModelStudy.study()
    return try await withThrowingTaskGroup(of: [Finding].self) { group in
      for seed in studies {
        group.addTask { try findings(of: study, drawnBy: simulation, seed: seed) }
      }
      return try await group.reduce(into: [[Finding]]()) { $0.append($1) }
    }
  }

  private static func findings(
    of study: Study, drawnBy simulation: StudySimulation, seed: UInt64
  ) throws -> [Finding] {
    let estimates = try estimates(of: study, drawnBy: simulation, seed: seed)
    return try simulation.expectedScores().map { truth in
      let key = ScoreKey(
        city: truth.city, wave: truth.wave,
        score: ScoreID(factor: truth.factor, part: truth.facet.map { .facet($0) } ?? .whole))
      let estimate = try #require(estimates[key], "\(key)")
      return Finding(
        isCovered: estimate.confidenceInterval()?.contains(truth.value) ?? false,
        error: estimate.value - truth.value, standardError: estimate.standardError)
    }
  }

  private static func estimates(
    of study: Study, drawnBy simulation: StudySimulation, seed: UInt64
  ) throws -> [ScoreKey: Estimate] {
    let questions = study.factors.flatMap(\.items).map(\.question)
    let groups = study.groupings.filter { $0.name != "cs_user" }.map(\.question)
    let samples = simulation.draw(
      seed: seed, questions: Set(questions + groups), withFalsifier: false)
    let scoring = Scoring(factors: study.factors)
    var estimates: [ScoreKey: Estimate] = [:]
    for sample in samples {
      let design = try WeightedSample.make(sample, in: study).get().design
      for score in scoring.score(sample).scores {
        let key = ScoreKey(city: sample.city, wave: sample.wave, score: score.id)
        estimates[key] = design.mean(of: score.values)
      }
    }
    return estimates
  }

  private struct ScoreKey: Hashable {
    var city: String
    var wave: String
    var score: ScoreID
  }
}
