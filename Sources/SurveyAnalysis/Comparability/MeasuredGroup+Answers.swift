import Estimation
import FactorAnalysis
import StructuralModels
import SurveyModel

extension [MeasuredGroup] {
  /// The item points of all groups with weights, strata and clusters; a group lacks the items that
  /// nobody of it answered.
  ///
  /// Each sample's weights are scaled to a mean of 1, so that a city counts by its interviews and
  /// not by its inhabitants. Points that were visited again are the same cluster in both waves.
  ///
  /// - Throws: `FactorAnalysisError` where a weight cannot be used.
  package func answers(
    to items: [Factor.Item], of factor: String, _ units: SampleUnits
  ) throws(FactorAnalysisError) -> GroupedAnswers {
    var groups: [GroupedAnswers.Group] = []
    for group in self {
      let answered = items.map { item in
        (
          name: item.question,
          column: group.samples.flatMap {
            $0.scored.values(of: item, in: factor, count: $0.design.count)
          }
        )
      }.filter { $0.column.contains(where: \.isFinite) }
      groups.append(
        GroupedAnswers.Group(
          name: group.name,
          answers: try ItemAnswers(
            names: answered.map(\.name), columns: answered.map(\.column),
            weights: group.samples.flatMap(\.scaledWeights)),
          strata: units.strata(of: group.samples), clusters: units.clusters(of: group.samples)))
    }
    return GroupedAnswers(groups: groups)
  }
}

extension ScoredSample {
  /// An item's points; NaN throughout where the sample was not asked.
  package func values(of item: Factor.Item, in factor: String, count: Int) -> [Double] {
    items.first { $0.factor == factor && $0.item == item }?.values
      ?? Array(repeating: .nan, count: count)
  }
}

extension AnalysedSample {
  /// The weights at a mean of 1.
  package var scaledWeights: [Double] {
    let mean = design.weightSpread.mean
    return design.weights.map { $0 / mean }
  }
}

/// The strata and clusters of a study's samples, as numbers: the same for the same place.
package struct SampleUnits: Sendable {
  package struct Units: Sendable {
    package var strata: [Int]
    package var clusters: [Int]
  }

  private let units: [SampleKey: Units]
  private let hasStrata: Bool
  private let hasClusters: Bool

  package init(of samples: [AnalysedSample], in study: Study) {
    var labels = SampleLabels(study)
    let designs = samples.map(\.sample.design)
    hasStrata = labels.hasLinkedWaves || designs.contains { $0.strata != nil }
    hasClusters = labels.hasLinkedWaves || designs.contains { $0.clusters != nil }
    var units: [SampleKey: Units] = [:]
    for sample in samples {
      units[sample.key] = Units(
        strata: labels.strata(of: sample), clusters: labels.clusters(of: sample))
    }
    self.units = units
  }

  package subscript(sample: AnalysedSample) -> Units {
    units[sample.key] ?? Units(strata: [], clusters: [])
  }

  /// The strata of a group of samples: those of the study, or else the samples; nil where there is
  /// one sample, so that errors are lavaan's.
  package func strata(of group: [AnalysedSample]) -> [Int]? {
    hasStrata || group.count > 1 ? group.flatMap { self[$0].strata } : nil
  }

  /// The clusters of a group of samples; nil where all interviews of the study were drawn singly.
  package func clusters(of group: [AnalysedSample]) -> [Int]? {
    hasClusters ? group.flatMap { self[$0].clusters } : nil
  }
}

/// Numbers for the strata and clusters of many samples, the same for the same place.
private struct SampleLabels {
  /// What is numbered; strata and points are those of the first of waves that went to the same.
  private enum Unit: Hashable {
    case stratum(String, of: SampleKey)
    case cluster(String, stratum: String, of: SampleKey)
    case person(String, of: SampleKey)
    case interview(row: Int, of: SampleKey)
  }

  private let study: Study
  private var numbers: [Unit: Int] = [:]

  package init(_ study: Study) { self.study = study }

  package mutating func strata(of sample: AnalysedSample) -> [Int] {
    let names = sample.sample.design.strata
    let first = firstLinked(to: sample)
    return (0..<sample.design.count).map { row in
      number(.stratum(names?[row] ?? "", of: first))
    }
  }

  /// An interview of its own where there are no points.
  package mutating func clusters(of sample: AnalysedSample) -> [Int] {
    let design = sample.sample.design
    let first = firstLinked(to: sample)
    return (0..<sample.design.count).map { row in
      if let clusters = design.clusters {
        number(.cluster(clusters[row], stratum: design.strata?[row] ?? "", of: first))
      } else if hasLinkedWaves, let identifiers = design.identifiers {
        number(.person(identifiers[row], of: first))
      } else {
        number(.interview(row: row, of: sample.key))
      }
    }
  }

  private mutating func number(_ unit: Unit) -> Int {
    if let number = numbers[unit] { return number }
    numbers[unit] = numbers.count
    return numbers.count - 1
  }

  package var hasLinkedWaves: Bool { study.waves.contains(where: \.isLinkedToTheLast) }

  /// The city in the first of an unbroken row of waves with the same points.
  private func firstLinked(to sample: AnalysedSample) -> SampleKey {
    guard var place = study.waves.firstIndex(where: { $0.name == sample.wave }) else {
      return sample.key
    }
    while place > 0, study.waves[place].isLinkedToTheLast { place -= 1 }
    return SampleKey(city: sample.city, wave: study.waves[place].name)
  }
}

extension Wave {
  /// Whether its points or people are those of the wave before.
  package var isLinkedToTheLast: Bool { points == .revisited || sample == .panel }
}
