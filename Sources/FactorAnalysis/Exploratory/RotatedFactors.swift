import NumericalMethods

/// Factors after rotation: Λ and Φ with ΛΦΛᵀ as before.
struct RotatedFactors: Hashable, Sendable {
  /// Items × factors: the pattern.
  private(set) var loadings: Matrix
  /// Factors × factors: Φ.
  private(set) var correlations: Matrix
  /// The varimax loadings that promax set out from, in the order and with the signs of its own.
  private(set) var beforePromax: Matrix?
  /// Nil where nothing was rotated.
  private(set) var search: RotationSearch?

  /// - Throws: Where no start converged, or a target is missing or of another shape.
  init(
    _ extracted: Matrix, rotation: FactorRotation, options: RotationOptions
  ) throws(FactorAnalysisError) {
    loadings = extracted
    correlations = .identity(extracted.columns)
    let criterion = try RotationCriterion(rotation, options, loadings: extracted)
    if let criterion, extracted.columns > 1 {
      try rotate(criterion, rotation, options)
      if rotation == .promax { try turnTowardsPowers(options.promaxPower) }
    }
    if !rotation.hasTarget { arrange() }
  }

  private mutating func rotate(
    _ criterion: RotationCriterion, _ rotation: FactorRotation, _ options: RotationOptions
  ) throws(FactorAnalysisError) {
    let isNormalised = options.isNormalised ?? rotation.isNormalisedByHabit
    let lengths = loadings.rowSumsOfSquares.map {
      isNormalised && $0 > 0 ? $0.squareRoot() : 1
    }
    let projection = GradientProjection(
      loadings: loadings.scalingRows(lengths.map { 1 / $0 }), criterion: criterion,
      isOrthogonal: rotation.isOrthogonal || rotation == .promax)
    let found = try projection.search(starts: options.starts, seed: options.seed)
    search = found.search
    loadings = found.state.loadings.scalingRows(lengths)
    guard !projection.isOrthogonal else { return }
    correlations = found.state.transformation.crossProduct
    correlations.setDiagonal(to: 1)
  }

  private mutating func turnTowardsPowers(_ power: Double) throws(FactorAnalysisError) {
    guard let turned = Promax(loadings, power: power) else {
      throw .notConverged(gradient: .infinity)
    }
    beforePromax = loadings
    loadings = turned.loadings
    correlations = turned.correlations
  }

  /// The variance that each factor explains: the diagonal of ΦΛᵀΛ.
  var sumsOfSquaredLoadings: [Double] { (correlations * loadings.crossProduct).diagonal }

  /// The variance of each item that the factors explain: the diagonal of ΛΦΛᵀ.
  var communalities: [Double] {
    let structure = loadings * correlations
    return (0..<loadings.rows).map { item in
      (0..<loadings.columns).reduce(0) { $0 + structure[item, $1] * loadings[item, $1] }
    }
  }

  /// Puts the factors into the order of the variance they explain, each so signed that the squares
  /// of its positive loadings outweigh those of its negative ones.
  private mutating func arrange() {
    let explained = sumsOfSquaredLoadings
    let order = explained.indices.sorted {
      explained[$0] == explained[$1] ? $0 < $1 : explained[$0] > explained[$1]
    }
    let signs = order.map { factor -> Double in
      loadings.column(factor).reduce(0) { $0 + $1 * abs($1) } < 0 ? -1 : 1
    }
    let arrangement = FactorArrangement(order: order, signs: signs)
    loadings = arrangement.columns(of: loadings)
    correlations = arrangement.both(of: correlations)
    beforePromax = beforePromax.map(arrangement.columns)
  }
}

/// An order of factors, and a sign for each.
struct FactorArrangement: Hashable, Sendable {
  /// Which factor stands at each place.
  let order: [Int]
  /// By place, 1 or −1.
  let signs: [Double]

  func columns(of loadings: Matrix) -> Matrix {
    Matrix(columns: order.map(loadings.column)).scalingColumns(signs)
  }

  /// Rows and columns.
  func both(of correlations: Matrix) -> Matrix {
    Matrix(rows: order.count, columns: order.count) {
      correlations[order[$0], order[$1]]
    }.scaled(by: signs)
  }
}

extension RotationCriterion {
  /// - Returns: Nil for no rotation.
  /// - Throws: Where a target is missing or of another shape than the loadings.
  init?(
    _ rotation: FactorRotation, _ options: RotationOptions, loadings: Matrix
  ) throws(FactorAnalysisError) {
    switch rotation {
    case .none: return nil
    case .varimax, .promax: self = .varimax
    case .quartimax: self = .quartimax
    case .oblimin: self = .quartimin
    case .geomin, .geominOrthogonal: self = .geomin(epsilon: options.geominEpsilon)
    case .target, .targetOrthogonal:
      let rows = options.target?.loadings ?? []
      guard rows.count == loadings.rows, rows.first?.count == loadings.columns else {
        throw .unusableTarget(
          items: rows.count, factors: rows.first?.count ?? 0,
          neededItems: loadings.rows, neededFactors: loadings.columns)
      }
      func matrix(_ element: (Double?) -> Double) -> Matrix {
        Matrix(rows: loadings.rows, columns: loadings.columns) { element(rows[$0][$1]) }
      }
      self = .target(matrix { $0 ?? 0 }, weights: matrix { $0 == nil ? 0 : 1 })
    }
  }
}
