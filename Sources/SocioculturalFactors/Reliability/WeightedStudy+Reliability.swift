import FactorAnalysis
import Parallelism
import StructuralModels
import SurveyAnalysis
import SurveyModel

extension WeightedStudy {
  /// Reliability by wave, then by scale in the order of `factors.csv`: all cities together, then
  /// each.
  public var reliabilities: [ScaleReliability] { reliabilities(of: nil) }

  /// The same of some factors and their facets.
  ///
  /// - Parameter names: The factors; nil for all.
  public func reliabilities(of names: Set<String>?) -> [ScaleReliability] {
    study.waves.flatMap { wave in
      ScaleReliability.all(
        samples.filter { $0.wave == wave.name }, wave: wave.name, factors: names, in: study)
    }
  }

  /// The coefficients of a scale, each with its error under the design of its samples. They are
  /// computed when asked for, since ω_h and polychoric correlations take time.
  ///
  /// - Throws: `FactorAnalysisError` where nobody answered an item.
  public func coefficients(
    of scale: ScaleReliability,
    _ coefficients: [ReliabilityCoefficient] = ReliabilityCoefficient.allCases
  ) throws(FactorAnalysisError) -> ScaleCoefficients {
    let pool = PooledItems(
      samples.filter { $0.wave == scale.wave && (scale.city == nil || $0.city == scale.city) })
    let items = scale.definition.items.filter { $0.kind == .reflective }
    let answers = try pool.answers(to: items.map { (scale.id.factor, $0) })
    return ScaleCoefficients(answers, design: pool.design, coefficients: coefficients)
  }

  /// The coefficients of several scales, on all cores; each as ``coefficients(of:_:)`` has them.
  public func coefficients(
    ofEach scales: [ScaleReliability],
    _ coefficients: [ReliabilityCoefficient] = ReliabilityCoefficient.allCases
  ) -> [Result<ScaleCoefficients, FactorAnalysisError>] {
    concurrentMap(scales.count) { place in
      Result { () throws(FactorAnalysisError) in
        try self.coefficients(of: scales[place], coefficients)
      }
    }
  }

  /// HTMT of each pair of factors of a wave, all cities together; factors without two reflective
  /// items of their own are left out, and so are the items of several factors.
  ///
  /// - Parameter names: Factors of which one at least is in a pair; nil for all.
  /// - Throws: `FactorAnalysisError` where an item has no variance, or two have no interviews in
  ///   common.
  public func discriminantValidity(
    wave: String, with names: Set<String>? = nil
  ) throws(FactorAnalysisError) -> [HeterotraitMonotrait] {
    let pool = PooledItems(samples.filter { $0.wave == wave })
    let items = study.factors.flatMap { factor in
      factor.reflectiveItems.map { (factor: factor.name, item: $0) }
    }
    let answers = try pool.answers(to: items)
    let covariance = try ItemCovariance(answers, missing: .pairwise)
    let uses = Dictionary(grouping: items) { $0.item.question }
    let scales = study.factors.map { factor in
      // An item of two factors would correlate with itself.
      let own = Set(factor.reflectiveItems.map(\.question)).filter { uses[$0]?.count == 1 }
      return (
        name: factor.name, items: answers.names.indices.filter { own.contains(answers.names[$0]) }
      )
    }
    return try HeterotraitMonotrait.all(
      of: scales, with: names, covariance, answers: answers, design: pool.design)
  }
}
