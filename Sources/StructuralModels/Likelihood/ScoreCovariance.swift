import NumericalMethods
import Parallelism

/// The covariance of the sums of scores over the interviews, by clusters and strata.
///
///     Σ s sᵀ                                                   over interviews
///     n/(n − 1) Σ s sᵀ                                         over n clusters
///     Σ_h n_h/(n_h − 1) Σ (s − s̄_h)(s − s̄_h)ᵀ                  over n_h clusters of stratum h
///
/// where s sums the weighted scores of a cluster; with strata an interview is one where none are
/// given. A stratum with one cluster is not centred. Clusters and strata are counted within each
/// group unless clusters link groups.
///
/// > D. A. Binder (1983). "On the variances of asymptotically normal estimators from complex
/// > surveys". *International Statistical Review* 51; lavaan takes the first two forms.
package enum ScoreCovariance: Sendable {
  /// No cluster is in two groups: one matrix for each group, over its own parameters.
  case byGroup([Matrix])
  /// Some cluster links groups: one matrix over θ.
  case linked(Matrix)

  /// - Parameter scores: For each group, over its parameters.
  package init(_ scores: [GroupScores], _ samples: [ModelSample], _ structure: ModelStructure) {
    guard let links = samples.first?.links else {
      self = .byGroup(
        concurrently(samples.count) { group in
          let units = samples[group].units
          return units.scaled(units.sums(of: scores[group])).crossProduct
        })
      return
    }
    var joint = Matrix(rows: links.units.count, columns: structure.table.freeCount)
    for (place, group) in structure.groups.enumerated() {
      links.add(
        scores[place], of: place, samples[place].units, to: &joint, columns: group.freeIndices)
    }
    self = .linked(links.units.scaled(joint).crossProduct)
  }

  static func areLinked(_ samples: [ModelSample]) -> Bool { UnitLinks(samples) != nil }
}

/// The scores of one group's interviews at some values of its parameters.
package enum GroupScores: Sendable {
  /// Interviews × the group's parameters.
  case interviews(Matrix)
  /// Summed over each sampling unit, in the order of the sample's ``SamplingUnits``: units × the
  /// group's parameters.
  case units(Matrix)

  /// The interviews' scores less their mean.
  package func centred(_ sample: ModelSample) -> GroupScores {
    switch self {
    case .interviews(var scores):
      for column in 0..<scores.columns {
        let range = column * scores.rows..<(column + 1) * scores.rows
        let mean = scores.elements[range].reduce(0, +) / Double(max(1, scores.rows))
        for place in range { scores.elements[place] -= mean }
      }
      return .interviews(scores)
    case .units(var sums):
      guard let counts = sample.unitMoments?.counts else { return self }
      for column in 0..<sums.columns {
        let range = column * sums.rows..<(column + 1) * sums.rows
        let mean = sums.elements[range].reduce(0, +) / Double(max(1, sample.count))
        for (count, place) in zip(counts, range) { sums.elements[place] -= count * mean }
      }
      return .units(sums)
    }
  }
}
