import Estimation
import SurveyAnalysis
import SurveyModel

/// The fitting of driver models of one sample.
struct DriverFit {
  private let index: Score?
  private let hasOutcome: Bool
  private let weighted: WeightedSample
  private let groups: [GroupMembership]
  private let rule: DisclosureRule
  private let conventions: AnalysisConventions

  init(scored: ScoredSample, weighted: WeightedSample, study: Study, rule: DisclosureRule) {
    index = scored.index
    hasOutcome = study.outcome != nil
    self.weighted = weighted
    self.rule = rule
    conventions = study.conventions
    groups = study.driverControls.compactMap { name in
      study.grouping(name).flatMap {
        GroupMembership($0, in: weighted.sample)
      }
    }
  }

  /// The model with the factors of `scored`; a predictor that follows from others is left out.
  func model(with scored: ScoredSample) throws(Drivers.NotEstimable) -> DriverModel {
    guard hasOutcome else { throw .noOutcome }
    guard let index else { throw .noIndex }
    let scores = scored.scores.filter(\.definition.isDriver).map {
      PredictorColumn(predictor: .score($0.id), values: $0.values.map { $0 / 10 })
    }
    guard !scores.isEmpty else { throw .noFactors }
    let controls = controls(beside: [index.values] + scores.map(\.values))
    let complete = index.values.indices.count { row in
      weighted.design.isMember[row] && index.values[row].isFinite
        && scores.allSatisfy { $0.values[row].isFinite }
    }
    guard rule.suppression(ofBase: complete) == nil else {
      throw .fewInterviews(needed: rule.minimumBase)
    }
    var columns = scores + controls.flatMap(\.columns)
    var leftOut: [DriverModel.Predictor] = []
    while true {
      do throws(RegressionError) {
        let regression = try weighted.design.regression(
          of: index.values, on: columns.map { Predictor(name: $0.name, values: $0.values) })
        return model(
          regression, columns.map(\.predictor), controls: controls.map(\.control),
          leftOut: leftOut)
      } catch {
        guard case .dependentPredictor(let name) = error,
          let place = columns.firstIndex(where: { $0.name == name }), columns.count > 1
        else { throw .notFitted(error) }
        leftOut.append(columns.remove(at: place).predictor)
      }
    }
  }

  private typealias ControlColumns = (control: DriverModel.Control, columns: [PredictorColumn])

  /// The controls, their categories joined until each has enough interviews in the model.
  private func controls(beside columns: [[Double]]) -> [ControlColumns] {
    let isComplete = (0..<weighted.sample.responses.count).map { row in
      columns.allSatisfy { $0[row].isFinite } && groups.allSatisfy { $0.indices[row] >= 0 }
    }
    return groups.compactMap { group in
      control(group.joined(to: rule.minimumBase, among: isComplete))
    }
  }

  /// 0/1 columns of all categories but the first that has interviews.
  private func control(_ group: GroupMembership) -> ControlColumns? {
    let counts = group.counts
    let present = group.categories.indices.filter { counts[$0] > 0 }
    guard let reference = present.first, present.count > 1 else { return nil }
    return (
      DriverModel.Control(group: group.name, reference: group.categories[reference]),
      present.dropFirst().map { category in
        PredictorColumn(
          predictor: .category(group: group.name, category: group.categories[category]),
          values: group.indices.map { $0 < 0 ? .nan : $0 == category ? 1 : 0 })
      }
    )
  }

  private func model(
    _ regression: Regression, _ predictors: [DriverModel.Predictor],
    controls: [DriverModel.Control], leftOut: [DriverModel.Predictor]
  ) -> DriverModel {
    let slopes = predictors.indices.map { regression.coefficients[$0 + 1] }
    let pValues = slopes.map { $0.tTest()?.pValue ?? .nan }
    let adjusted = adjustedByBenjaminiHochberg(
      zip(predictors, pValues).map { $0.isScore ? $1 : .nan })
    return DriverModel(
      terms: predictors.indices.map { place in
        DriverModel.Term(
          predictor: predictors[place], slope: slopes[place],
          standardised: regression.standardised[place],
          pValue: pValues[place].isNaN ? nil : pValues[place],
          adjustedPValue: adjusted[place].isNaN ? nil : adjusted[place],
          isEstablished: adjusted[place] < conventions.significance)
      }, controls: controls, leftOut: leftOut, rSquared: regression.rSquared,
      count: regression.base.count, degreesOfFreedom: regression.degreesOfFreedom,
      family: ComparisonFamily(
        kind: .drivers, waves: [weighted.sample.wave], size: adjusted.count { !$0.isNaN }))
  }
}

private struct PredictorColumn {
  var predictor: DriverModel.Predictor
  var values: [Double]

  var name: String {
    switch predictor {
    case .score(let id): id.name
    case .category(let group, let category): "\(group)=\(category.name)"
    }
  }
}

extension DriverModel.Predictor {
  fileprivate var isScore: Bool { if case .score = self { true } else { false } }
}

extension ScoreDefinition {
  /// Whether the index is set against it: a factor or its formative part, not a facet.
  var isDriver: Bool {
    if case .facet = id.part { return false }
    return layer != .outcome
  }
}
