import Estimation
import FactorAnalysis
import LavaanSyntax
import StructuralModels

extension CrossLaggedModel {
  /// Estimates a model of a panel's scores.
  ///
  /// - Parameters:
  ///   - kind: With lasting differences between people told apart, or not.
  ///   - variables: Two scores or more, each known in every wave.
  ///   - panel: The waves, at least as many as the kind needs, at even distances in time.
  ///   - estimator: MLR, or ML where the answers are a simple random sample's.
  ///   - missing: Full information by default: those who left count with what they answered.
  /// - Throws: ``CrossLaggedError``. An improper solution is returned and named in `fit.problems`.
  ///
  /// O(people × variables² × waves²).
  public init(
    _ kind: Kind, of variables: [String], _ panel: PanelAnswers,
    estimator: ModelEstimator = .mlr, missing: MissingInModel = .fiml
  ) throws(CrossLaggedError) {
    let table = CrossLaggedTable(kind, variables, waves: panel.waves.map(\.name))
    let sample = try CrossLaggedSample(table, panel, missing)
    let start = CrossLaggedStart(table, sample.answers.groups[0].answers)
    do throws(ModelError) {
      fit = try ConfirmatoryFit(
        table.table.starting(at: start), sample.answers, estimator: estimator, missing: missing)
    } catch {
      throw .model(error)
    }
    self.kind = kind
    self.variables = variables
    waves = table.waves
    linkedCount = sample.linkedCount
    guard fit.problems.allSatisfy(\.concernsErrorsOnly) else {
      (associations, contrasts, lastingShares) = ([], [], [])
      return
    }
    let results = CrossLaggedResults(table, fit, sample)
    associations = results.associations
    contrasts = results.contrasts
    lastingShares = results.lastingShares
  }
}

/// The people that a cross-lagged model is fitted to.
struct CrossLaggedSample {
  let answers: GroupedAnswers
  let linkedCount: Int
  /// Clusters minus strata of those who count; people minus strata without clusters.
  let degreesOfFreedom: Int
  let base: Estimate.Base

  init(
    _ table: CrossLaggedTable, _ panel: PanelAnswers, _ missing: MissingInModel
  ) throws(CrossLaggedError) {
    try Self.check(table, panel)
    let columns = panel.waves.flatMap { wave in
      table.variables.map { wave.columns[$0] ?? [] }
    }
    let size = table.variables.count
    let rows = panel.weights.indices.filter { row in
      guard panel.weights[row] > 0 else { return false }
      return missing == .listwise
        ? columns.allSatisfy { $0[row].isFinite } : columns.contains { $0[row].isFinite }
    }
    linkedCount = rows.count { row in
      let known = panel.waves.indices.count { wave in
        columns[wave * size..<(wave + 1) * size].contains { $0[row].isFinite }
      }
      return known > 1
    }
    let needed = table.table.freeCount + 1
    guard linkedCount >= needed else {
      throw .tooFewPeople(found: linkedCount, needed: needed)
    }
    do throws(FactorAnalysisError) {
      answers = GroupedAnswers(groups: [
        .init(
          name: "",
          answers: try ItemAnswers(
            names: table.table.observed, columns: columns, weights: panel.weights),
          strata: panel.strata, clusters: panel.clusters)
      ])
    } catch {
      throw .answers(error)
    }
    let strata = Set(rows.map { panel.strata?[$0] ?? 0 }).count
    let units = panel.clusters.map { clusters in Set(rows.map { clusters[$0] }).count }
    degreesOfFreedom = max(0, (units ?? rows.count) - strata)
    base = Estimate.Base(rows.map { panel.weights[$0] })
  }

  private static func check(
    _ table: CrossLaggedTable, _ panel: PanelAnswers
  ) throws(CrossLaggedError) {
    guard Set(table.variables).count == table.variables.count, table.variables.count > 1 else {
      throw .tooFewVariables(table.variables)
    }
    guard panel.waves.count >= table.kind.neededWaves else {
      throw .tooFewWaves(table.kind, found: panel.waves.count)
    }
    for variable in table.variables {
      for wave in panel.waves {
        let known = zip(wave.columns[variable] ?? [], panel.weights)
          .filter { $0.isFinite && $1 > 0 }.map(\.0)
        guard let first = known.first else { throw .notAsked(variable, wave: wave.name) }
        guard known.contains(where: { $0 != first }) else {
          throw .withoutVariance(variable, wave: wave.name)
        }
      }
    }
  }
}

extension Estimate.Base {
  fileprivate init(_ weights: [Double]) {
    let total = weights.reduce(0, +)
    self.init(
      count: weights.count, weightedCount: total,
      effectiveCount: total * total / weights.reduce(0) { $0 + $1 * $1 })
  }
}

/// What a fitted cross-lagged model says.
private struct CrossLaggedResults {
  private let table: CrossLaggedTable
  private let fit: ConfirmatoryFit
  private let sample: CrossLaggedSample
  private let standardised: [ParameterName: StandardisedEstimate]

  init(_ table: CrossLaggedTable, _ fit: ConfirmatoryFit, _ sample: CrossLaggedSample) {
    self.table = table
    self.fit = fit
    self.sample = sample
    standardised = Dictionary(
      fit.standardised(.all).map { ($0.parameter.name, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  private func estimate(_ value: Double, _ error: Double) -> Estimate {
    Estimate(
      value: value, standardError: error, degreesOfFreedom: sample.degreesOfFreedom,
      base: sample.base)
  }

  private var intervals: Range<Int> { table.waves.indices.dropFirst() }

  var associations: [LaggedAssociation] {
    intervals.flatMap { wave in
      table.variables.indices.flatMap { predictor in
        table.variables.indices.compactMap { association(predictor, $0, wave) }
      }
    }
  }

  private func association(
    _ predictor: Int, _ outcome: Int, _ wave: Int
  ) -> LaggedAssociation? {
    let name = ParameterName(
      table.moving(outcome, wave), .regression, table.moving(predictor, wave - 1))
    guard let found = standardised[name] else { return nil }
    let own = fit.estimate(of: found.parameter)
    return LaggedAssociation(
      predictor: table.variables[predictor], outcome: table.variables[outcome],
      earlier: table.waves[wave - 1], later: table.waves[wave],
      estimate: estimate(own.value, own.standardError),
      standardised: estimate(found.value, found.standardError))
  }

  var contrasts: [LagContrast] {
    let names = table.variables
    return intervals.flatMap { wave in
      names.indices.flatMap { first in
        names.indices.dropFirst(first + 1).compactMap { second -> LagContrast? in
          let found = standardised.values.first {
            $0.parameter.left == table.contrast(first, second, wave)
          }
          return found.map {
            LagContrast(
              first: names[first], second: names[second], earlier: table.waves[wave - 1],
              later: table.waves[wave], difference: estimate($0.value, $0.standardError))
          }
        }
      }
    }
  }

  /// λ² of the standardised loading of the lasting difference.
  var lastingShares: [LastingShare] {
    guard table.kind == .randomIntercept else { return [] }
    return table.variables.indices.flatMap { variable in
      table.waves.indices.compactMap { wave in
        let name = ParameterName(
          table.lasting(variable), .loading, table.observed(variable, wave))
        return standardised[name].map {
          LastingShare(
            variable: table.variables[variable], wave: table.waves[wave],
            share: $0.value * $0.value)
        }
      }
    }
  }
}
