import Estimation
import SurveyModel

/// Something that a report says in a numbered sentence. Which and in which order is decided here;
/// the words are the report's.
public enum Finding: Sendable {
  /// The index of the city.
  case index(ScoreEstimate)
  /// The study has no index, or the sample lacks a facet of it.
  case noIndex(Drivers.NotEstimable)
  /// The highest and the lowest facet of the index.
  case facets(highest: ScoreEstimate, lowest: ScoreEstimate)
  /// Scores whose difference from the other cities is established, largest first.
  case differsFromOthers([WaveProfile.Entry])
  /// There are other cities, and no difference from them is established; how many of the scores
  /// are practically equal.
  case noDifferenceEstablished(practicallyEqual: Int, compared: Int)
  /// Associations with the index that are established, largest standardised slope first.
  case associations([DriverModel.Term], model: DriverModel)
  /// The model was estimated, and no association is established.
  case noAssociationEstablished(model: DriverModel)
  /// Scores whose change since the earlier wave is established, largest first.
  case changes([ScoreChange], comparison: WaveComparison)
  /// There is an earlier wave, and no change is established.
  case noChangeEstablished(practicallyUnchanged: Int, compared: Int, comparison: WaveComparison)
  /// The highest and the lowest factor beside the index.
  case factors(highest: ScoreEstimate, lowest: ScoreEstimate)
  /// Scales that are to be read with care: α under 0.6, or fewer than three items.
  case weakScales([ScaleReliability])
}

extension StudyAnalysis {
  /// What is worth saying of a city in a wave, in the order of a report: the level, what it is
  /// made of, how it compares, what goes together with it, what changed, what to beware of.
  public func findings(city: String, wave: String) -> [Finding] {
    guard let sample = sample(city: city, wave: wave) else { return [] }
    return indexFindings(sample) + comparisonFindings(sample) + driverFindings(sample)
      + changeFindings(sample) + weaknessFindings(sample)
  }

  private func indexFindings(_ sample: AnalysedSample) -> [Finding] {
    var findings: [Finding] = []
    if let index = sample.index {
      findings.append(.index(index))
      let facets = index.definition.facets.compactMap { sample[$0] }
      if let (highest, lowest) = extremes(of: facets) {
        findings.append(.facets(highest: highest, lowest: lowest))
      }
    } else {
      findings.append(.noIndex(study.outcome == nil ? .noOutcome : .noIndex))
    }
    let factors = sample.scores.filter {
      $0.id.part == .whole && $0.definition.layer != .outcome
    }
    if let (highest, lowest) = extremes(of: factors) {
      findings.append(.factors(highest: highest, lowest: lowest))
    }
    return findings
  }

  /// The first of the highest and the first of the lowest; nil unless there are two.
  private func extremes(of scores: [ScoreEstimate]) -> (ScoreEstimate, ScoreEstimate)? {
    let shown = scores.compactMap { score in score.mean.map { (score, $0.value) } }
    guard shown.count > 1, let highest = shown.max(by: { $0.1 < $1.1 }),
      let lowest = shown.min(by: { $0.1 < $1.1 })
    else { return nil }
    return (highest.0, lowest.0)
  }

  private func comparisonFindings(_ sample: AnalysedSample) -> [Finding] {
    let entries = profile(wave: sample.wave)?.entries(of: sample.city) ?? []
    guard !entries.isEmpty else { return [] }
    let established = entries.filter(\.difference.isEstablished).sorted {
      abs($0.difference.value) > abs($1.difference.value)
    }
    guard established.isEmpty else { return [.differsFromOthers(established)] }
    let equal = entries.count { $0.difference.isPracticallyNone }
    return [.noDifferenceEstablished(practicallyEqual: equal, compared: entries.count)]
  }

  private func driverFindings(_ sample: AnalysedSample) -> [Finding] {
    guard let model = sample.drivers.models?.full else { return [] }
    let established = model.scores.filter(\.isEstablished).sorted {
      abs($0.standardised.value) > abs($1.standardised.value)
    }
    return established.isEmpty
      ? [.noAssociationEstablished(model: model)] : [.associations(established, model: model)]
  }

  private func changeFindings(_ sample: AnalysedSample) -> [Finding] {
    guard let comparison = waveComparisons.first(where: { $0.later == sample.wave }) else {
      return []
    }
    let changes = comparison.scoreChanges(in: sample.city)
    guard !changes.isEmpty else { return [] }
    let established = changes.filter(\.difference.isEstablished).sorted {
      abs($0.difference.value) > abs($1.difference.value)
    }
    guard established.isEmpty else { return [.changes(established, comparison: comparison)] }
    let unchanged = changes.count { $0.difference.isPracticallyNone }
    return [
      .noChangeEstablished(
        practicallyUnchanged: unchanged, compared: changes.count, comparison: comparison)
    ]
  }

  private func weaknessFindings(_ sample: AnalysedSample) -> [Finding] {
    let weak = reliabilities.filter {
      $0.wave == sample.wave && $0.city == sample.city && $0.id.part == .whole
        && !$0.warnings.isEmpty
    }
    return weak.isEmpty ? [] : [.weakScales(weak)]
  }
}

extension Difference {
  /// Higher or lower, the many comparisons considered and beyond the equivalence zone.
  public var isEstablished: Bool { verdict == .higher || verdict == .lower }

  /// Inside the equivalence zone.
  public var isPracticallyNone: Bool {
    verdict == .practicallyEqual || verdict == .differsBelowThreshold
  }
}
