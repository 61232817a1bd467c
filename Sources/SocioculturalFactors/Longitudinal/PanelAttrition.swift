import Estimation
import SurveyAnalysis
import SurveyModel

/// Who of a wave's people was interviewed in the next wave, and how they differ from those who
/// were not.
///
/// Where those who stayed differ, what a panel says of change holds for those who stayed; the
/// weights of the later wave mend it as far as their margins know of it.
public struct PanelAttrition: Sendable {
  /// A score of the earlier wave: the mean of those who stayed minus that of those who left.
  public struct Contrast: Sendable {
    public var definition: ScoreDefinition
    public var difference: Difference
  }

  public let earlier: String
  public let later: String
  /// People of the earlier wave who have an identifier.
  public let earlierCount: Int
  /// Those of them who joined the panel after its first wave.
  public let joinedCount: Int
  /// Those of all of them who were interviewed in the later wave.
  public let stayedCount: Int
  /// Their share of the earlier wave's people, weighted as the earlier wave is, 0…1.
  public let retention: Estimate
  /// In the order of `factors.csv`; empty where all stayed or all left.
  public let contrasts: [Contrast]
  public let family: ComparisonFamily

  /// - Parameter first: The panel's first wave, which may be the earlier one.
  init(
    from earlier: PanelMembers, to later: PanelMembers, first: PanelMembers, in study: Study
  ) {
    let conventions = study.conventions
    let design = earlier.sample.design
    var stayed = [Double](repeating: .nan, count: design.count)
    for (person, row) in earlier.rows { stayed[row] = later.rows[person] == nil ? 0 : 1 }
    self.earlier = earlier.sample.wave
    self.later = later.sample.wave
    earlierCount = earlier.identifiers.count
    joinedCount = earlier.identifiers.count { first.rows[$0] == nil }
    stayedCount = stayed.count { $0 == 1 }
    retention = design.proportion(of: stayed)
    let pending = earlier.sample.scored.scores.compactMap { score in
      design.difference(of: score.values, between: stayed).map { (score.definition, $0) }
    }
    let differences = UntestedDifference.tested(
      pending.map { UntestedDifference($0.1, zone: conventions.scoreZone) }, by: conventions)
    contrasts = zip(pending, differences).map { Contrast(definition: $0.0, difference: $1) }
    family = ComparisonFamily(.attrition, [self.earlier, self.later], differences)
  }
}

extension SurveyDesign {
  /// The mean where an indicator is 1 minus the mean where it is 0; nil where there is no such
  /// difference to estimate.
  fileprivate func difference(of values: [Double], between indicator: [Double]) -> Estimate? {
    let regression = try? regression(
      of: values, on: [Predictor(name: "stayed", values: indicator)])
    return regression?.coefficients["stayed"]
  }
}
