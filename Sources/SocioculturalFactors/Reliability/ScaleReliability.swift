import FactorAnalysis
import Parallelism
import SurveyAnalysis
import SurveyModel

/// How well the reflective items of a factor or a facet measure one thing together.
public struct ScaleReliability: Sendable {
  public enum Warning: Hashable, Sendable {
    /// α is under ``AnalysisConventions/leastAlpha``: conclusions from the scale are weak.
    case lowAlpha(Double)
    /// Fewer than ``AnalysisConventions/fewestItems``: little can be said about what they have in
    /// common.
    case fewItems(Int)
    /// α or ω cannot be computed.
    case notComputed(FactorAnalysisError)
  }

  public var definition: ScoreDefinition
  public var wave: String
  /// nil for all cities of the wave together.
  public var city: String?
  /// Reflective items that were scored.
  public var itemCount: Int
  /// Of the interviews that answered all items, in points after keying, weighted.
  public var result: Result<Reliability, FactorAnalysisError>

  /// Cronbach's α of the covariances of all pairs of answers, so that interviews without some of the
  /// answers count too (psych's `alpha`); nil where it cannot be had.
  public var pairwiseAlpha: Double?

  public var id: ScoreID { definition.id }
  public var alpha: Double? { reliability?.alpha }
  /// McDonald's ω_t.
  public var omega: Double? { reliability.flatMap { try? $0.omega.get().value } }
  public var reliability: Reliability? { try? result.get() }

  private let conventions: AnalysisConventions

  public var warnings: [Warning] {
    var warnings: [Warning] = []
    if itemCount < conventions.fewestItems { warnings.append(.fewItems(itemCount)) }
    switch result {
    case .success(let reliability):
      if reliability.alpha < conventions.leastAlpha {
        warnings.append(.lowAlpha(reliability.alpha))
      }
    case .failure(let error):
      // A single item has no α: that it is single has been said.
      if itemCount > 1 { warnings.append(.notComputed(error)) }
    }
    return warnings
  }
}

extension ScaleReliability {
  /// All scales of a wave, first of all cities together, then city by city.
  ///
  /// - Parameter names: The factors whose scales are meant; nil for all.
  static func all(
    _ samples: [AnalysedSample], wave: String, factors names: Set<String>?, in study: Study
  ) -> [ScaleReliability] {
    let scales = study.factors.flatMap(ScoreDefinition.scores(of:)).filter {
      $0.kind == .reflective && !$0.isIndex && names?.contains($0.id.factor) != false
    }
    let pooled = PooledItems(samples)
    let conventions = study.conventions
    let own = samples.map { (sample: $0, items: PooledItems([$0])) }
    let places = scales.flatMap { scale in (0...own.count).map { (scale: scale, place: $0) } }
    return concurrentMap(places.count) { index in
      let (scale, place) = places[index]
      guard place > 0 else {
        return ScaleReliability(scale, samples, pooled, wave: wave, city: nil, conventions)
      }
      let (sample, items) = own[place - 1]
      return ScaleReliability(
        scale, [sample], items, wave: wave, city: sample.city, conventions)
    }.filter { $0.itemCount > 0 }
  }

  private init(
    _ scale: ScoreDefinition, _ samples: [AnalysedSample], _ items: PooledItems, wave: String,
    city: String?, _ conventions: AnalysisConventions
  ) {
    self.conventions = conventions
    let reflective = scale.items.filter { $0.kind == .reflective }
    definition = scale
    self.wave = wave
    self.city = city
    itemCount = reflective.count { item in
      samples.contains { sample in
        sample.scored.items.contains { $0.factor == scale.id.factor && $0.item == item }
      }
    }
    result = Result { () throws(FactorAnalysisError) in
      try Reliability(
        items.covariance(of: reflective.map { (scale.id.factor, $0) }, missing: .listwise))
    }
    pairwiseAlpha = Reliability.alpha(
      ofPairs: try? items.covariance(
        of: reflective.map { (scale.id.factor, $0) }, missing: .pairwise))
  }
}
