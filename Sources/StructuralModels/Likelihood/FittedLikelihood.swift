import NumericalMethods

/// A model at the maximum of its likelihood, with the covariance of its parameters.
package struct FittedLikelihood: Sendable {
  package let search: LikelihoodSearch
  let maximum: LikelihoodSearch.Maximum
  /// The inverse of the information, by groups; nil where it is singular.
  let factor: ArrowFactor?
  /// The covariance of parameters, robust where asked; nil where they are not identified.
  let covariance: ParameterCovariance?
  /// tr(A₀⁻¹ B₀), where errors are robust.
  package let trace: Double?

  var logLikelihood: Double { -maximum.point.value }

  /// How errors are had.
  struct Inference: Hashable, Sendable {
    /// By second derivatives instead of what is expected of them.
    var isObserved: Bool
    /// Huber and White's sandwich.
    var isRobust: Bool

    init(_ estimator: ModelEstimator, _ missing: MissingInModel) {
      isRobust = estimator == .mlr
      isObserved = isRobust || missing == .fiml
    }
  }

  /// - Parameter starts: Where to begin; the next one is tried where the search does not converge.
  /// - Returns: Nil where no start has a likelihood.
  init?(_ search: LikelihoodSearch, from starts: [[Double]], _ inference: Inference) {
    guard let best = search.maximum(fromFirstOf: starts) else { return nil }
    self.search = search
    maximum = best
    let information =
      inference.isObserved
      ? search.observedInformation(best.point) : search.expectedInformation(best.point)
    factor = information.isSingular ? nil : ArrowFactor(information)
    guard let factor else {
      (covariance, trace) = (nil, nil)
      return
    }
    let inverse = ParameterCovariance(ArrowCovariance(inverting: factor, search.partition))
    (covariance, trace) =
      inference.isRobust ? Self.robust(search, best.point, factor, inverse) : (inverse, nil)
  }

  /// tr(A₀⁻¹ B₀) at other values of θ; nil where the information is singular there.
  package func trace(at estimates: [Double]) -> Double? {
    guard let point = search.point(at: estimates),
      let factor = ArrowFactor(search.observedInformation(point))
    else { return nil }
    let inverse = ParameterCovariance(ArrowCovariance(inverting: factor, search.partition))
    return Self.robust(search, point, factor, inverse).1
  }

  private static func robust(
    _ search: LikelihoodSearch, _ point: LikelihoodSearch.Point, _ factor: ArrowFactor,
    _ inverse: ParameterCovariance
  ) -> (ParameterCovariance, Double) {
    let hasMeans = search.structure.table.hasMeanStructure
    let scores = concurrently(point.groups.count) {
      point.groups[$0].scores(search.samples[$0], hasMeans: hasMeans)
    }
    switch ScoreCovariance(scores, search.samples, search.structure) {
    case .byGroup(let meat):
      let traces = concurrently(meat.count) { group in
        inverse.matrix(of: search.structure.groups[group].freeIndices).innerProduct(meat[group])
      }
      let sandwich = ArrowCovariance(sandwiching: meat, factor, search.partition)
      return (ParameterCovariance(sandwich), traces.reduce(0, +))
    case .linked(let meat):
      let bread = inverse.matrix(of: Array(0..<meat.rows))
      return (ParameterCovariance(bread * meat * bread), bread.innerProduct(meat))
    }
  }
}

extension ArrowMatrix {
  /// Whether some parameter is a function of others, to 1e-9 of its own information.
  var isSingular: Bool {
    let scaled = scaledToUnitDiagonal.damped(by: -1e-9)
    return ArrowFactor(scaled) == nil
  }

  /// A parameter without information keeps its zeros.
  var scaledToUnitDiagonal: ArrowMatrix {
    func scale(_ matrix: Matrix) -> [Double] {
      matrix.diagonal.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
    }
    let shared = scale(corner)
    return ArrowMatrix(
      blocks: blocks.map { $0.scaled(by: scale($0)) },
      borders: zip(blocks, borders).map { $1.scalingRows(scale($0)).scalingColumns(shared) },
      corner: corner.scaled(by: shared))
  }
}
