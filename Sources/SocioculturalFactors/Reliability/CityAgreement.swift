import FactorAnalysis
import SurveyAnalysis
import SurveyModel

/// Whether two cities of a wave have the same factors: the loadings of each are turned towards
/// those of all cities together, obliquely for correlated factors, and compared by Tucker's
/// congruence of each factor.
///
/// It says whether the items go together alike; whether means may be compared is a matter of
/// invariance.
public struct CityAgreement: Sendable {
  public var city: String
  /// nil for all cities together, to which each is set where there are more than four.
  public var other: String?
  public var result: Result<FactorAgreement, FactorAnalysisError>

  /// The most cities of which every pair is compared.
  static let mostForPairs = 4

  static func all(
    _ samples: [AnalysedSample], like pooled: ExploratoryFactorAnalysis,
    items: [(factor: String, item: Factor.Item)], options: ExplorationOptions
  ) -> [CityAgreement] {
    guard samples.count > 1 else { return [] }
    let turn: FactorAgreement.Turn = options.rotation.isOrthogonal ? .orthogonal : .oblique
    let own = samples.map { sample in
      Result { () throws(FactorAnalysisError) in
        let covariance = try options.covariance(PooledItems([sample]).answers(to: items))
        let plain = try ExploratoryFactorAnalysis(
          covariance, factors: pooled.factorCorrelations.count, method: options.method,
          rotation: .none)
        return try FactorAgreement(plain, towards: pooled, turn: turn)
      }
    }
    guard samples.count <= mostForPairs else {
      return zip(samples, own).map { CityAgreement(city: $0.city, other: nil, result: $1) }
    }
    return samples.indices.flatMap { first in
      (first + 1..<samples.count).map { second in
        CityAgreement(
          city: samples[first].city, other: samples[second].city,
          result: Result { () throws(FactorAnalysisError) in
            try FactorAgreement(
              own[first].get().loadings, own[second].get().loadings, turn: .none)
          })
      }
    }
  }
}
