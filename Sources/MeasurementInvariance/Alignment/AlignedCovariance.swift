import NumericalMethods

/// The covariance of what an alignment estimates, by the delta method from that of the configural
/// model, V.
///
/// With S = dz/dx of the scales less the first group's, M = dz/dx of the means, r = √ψ₁/√ψ and
/// z = α/√ψ, the derivatives by the configural parameters are, eₖ being the k-th unit vector,
///
///     of the mean         M_g/r_g − α_g S_g
///     of the loading      r_g (e_λ + λ S_g)
///     of the intercept    e_ν − z_g e_λ − λ M_g
///
/// Of loadings and intercepts only the covariances of one item over groups are wanted: they are had
/// from S V, M V and S V Sᵀ, M V Mᵀ, never as a matrix over all parameters.
struct AlignedCovariance: Sendable {
  /// Of the factor's means, groups × groups.
  let means: Matrix

  private let place: AlignmentPlace
  private let loadings: Matrix
  private let configural: ConfiguralCovariance
  /// S V and S V Sᵀ.
  private let scales: Products
  /// M V and M V Mᵀ.
  private let shifts: Products

  private struct Products {
    let weighted: Matrix
    let square: Matrix

    init(_ derivatives: Matrix, _ covariance: ConfiguralCovariance) {
      weighted = covariance.product(derivatives)
      square = weighted.timesTransposed(derivatives)
    }
  }

  init(
    of place: AlignmentPlace, _ problem: AlignmentProblem,
    _ sensitivities: (scales: Matrix, means: Matrix), _ covariance: ConfiguralCovariance
  ) {
    let first = sensitivities.scales.row(0)
    var relative = sensitivities.scales
    for column in first.indices {
      for row in 0..<relative.rows { relative[row, column] -= first[column] }
    }
    self.place = place
    loadings = problem.loadings
    configural = covariance
    scales = Products(relative, covariance)
    shifts = Products(sensitivities.means, covariance)
    let inverse = place.means.indices.map { 1 / place.relativeScale($0) }
    let factorMeans = place.factorMeans
    let crossed = shifts.weighted.timesTransposed(relative)
    let (scales, shifts) = (scales, shifts)
    means = Matrix(rows: inverse.count, columns: inverse.count) { a, b in
      inverse[a] * inverse[b] * shifts.square[a, b]
        + factorMeans[a] * factorMeans[b] * scales.square[a, b]
        - inverse[a] * factorMeans[b] * crossed[a, b] - inverse[b] * factorMeans[a] * crossed[b, a]
    }
  }

  /// Of one loading or intercept, groups × groups.
  func matrix(of kind: AlignedParameter.Kind, _ item: Int) -> Matrix {
    let groups = loadings.rows
    let loading = loadings.column(item)
    let byLoading = (0..<groups).map { configural.column(.loading, $0, item) }
    func covariance(
      _ a: AlignedParameter.Kind, _ first: Int, _ b: AlignedParameter.Kind, _ second: Int
    ) -> Double {
      configural.element((a, first), (b, second), item: item)
    }
    switch kind {
    case .loading:
      let relative = (0..<groups).map(place.relativeScale)
      return Matrix(rows: groups, columns: groups) { a, b in
        let direct = covariance(.loading, a, .loading, b)
        let mixed =
          loading[b] * scales.weighted[b, byLoading[a]]
          + loading[a] * scales.weighted[a, byLoading[b]]
        let both = loading[a] * loading[b] * scales.square[a, b]
        return relative[a] * relative[b] * (direct + mixed + both)
      }
    case .intercept:
      let byIntercept = (0..<groups).map { configural.column(.intercept, $0, item) }
      let z = place.means
      /// The covariance of the mean's scale of one group with e_ν − z e_λ of another.
      func mixed(_ group: Int, _ other: Int) -> Double {
        shifts.weighted[group, byIntercept[other]]
          - z[other] * shifts.weighted[group, byLoading[other]]
      }
      return Matrix(rows: groups, columns: groups) { a, b in
        let direct =
          covariance(.intercept, a, .intercept, b) - z[b] * covariance(.intercept, a, .loading, b)
          - z[a] * covariance(.loading, a, .intercept, b)
          + z[a] * z[b] * covariance(.loading, a, .loading, b)
        return direct - loading[b] * mixed(b, a) - loading[a] * mixed(a, b)
          + loading[a] * loading[b] * shifts.square[a, b]
      }
    }
  }
}
