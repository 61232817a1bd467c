import NumericalMethods
import Parallelism

/// One half of an alignment: loadings by the factors' scales, or intercepts by their means.
///
///     F(z) = Σⱼ Σ_{a<b} w_ab f(mₐⱼ(zₐ) − m_bⱼ(z_b)),  f(x) = (x² + ε)^{p/2}
///
/// With z = ln(1/√ψ) the loadings are m = λ⁰eᶻ; with z = α/√ψ the intercepts are m = ν⁰ − zλ⁰: so
/// written, the two halves share no unknown, and each group's parameters depend on its own z only.
struct AlignmentSearch {
  /// Loadings or intercepts of the configural model, groups × items.
  enum Half {
    case scales(loadings: Matrix)
    case means(intercepts: Matrix, loadings: Matrix)
  }

  let half: Half
  /// √(nₐn_b) over their sum, groups × groups.
  let weights: Matrix
  let loss: Alignment.Loss
  /// What identifies the half.
  let constraint: AlignmentConstraint

  private var shape: Matrix {
    switch half {
    case .scales(let loadings), .means(let loadings, _): loadings
    }
  }

  /// m, dm/dz and d²m/dz² of one group's item.
  func parameter(_ group: Int, _ item: Int, at z: Double)
    -> (value: Double, first: Double, second: Double)
  {
    switch half {
    case .scales(let loadings):
      let aligned = loadings[group, item] * Elementary.exp(z)
      return (aligned, aligned, aligned)
    case .means(let intercepts, let loadings):
      let loading = loadings[group, item]
      return (intercepts[group, item] - z * loading, -loading, 0)
    }
  }

  /// F with its derivatives by z, groups × groups.
  ///
  /// - Complexity: O(groups² × items).
  func point(at z: [Double]) -> BoundedNewton.Point {
    var sums = PairSums(count: z.count)
    for item in 0..<shape.columns {
      sums.add(z.indices.map { parameter($0, item, at: z[$0]) }, weights, loss)
    }
    return sums.point
  }

  /// F as a function of the unknowns θ.
  private func reduced(at theta: [Double]) -> BoundedNewton.Point? {
    let point = point(at: constraint.place(theta))
    guard point.value.isFinite else { return nil }
    return BoundedNewton.Point(
      value: point.value, gradient: constraint.reduced(point.gradient),
      hessian: constraint.reduced(bothSides: point.hessian))
  }

  /// The lowest of the minima from several starts (values of θ), and all their values.
  func minimum(from starts: [[Double]]) -> (z: [Double], values: [Double]) {
    let unknowns = constraint.unknowns(of: shape.rows)
    guard unknowns > 0 else {
      let z = Array(repeating: 0.0, count: shape.rows)
      return (z, [point(at: z).value])
    }
    let newton = BoundedNewton(lower: -50, upper: 50, tolerance: 1e-12)
    let found = concurrentMap(starts.count) { newton.minimum(from: starts[$0], of: reduced) }
      .compactMap(\.self)
    let best = found.min { $0.value < $1.value }?.place
    let theta = best ?? Array(repeating: 0, count: unknowns)
    return (constraint.place(theta), found.map(\.value))
  }

  /// dz/dx of the minimum by the configural parameters, groups × parameters.
  ///
  /// - Parameter slopes: The derivative of the gradient by the configural parameters.
  func sensitivity(at z: [Double], slopes: Matrix) -> Matrix? {
    guard constraint.unknowns(of: shape.rows) > 0 else {
      return Matrix(rows: slopes.rows, columns: slopes.columns)
    }
    let hessian = constraint.reduced(bothSides: point(at: z).hessian)
    guard let inverse = hessian.inverse else { return nil }
    return -1 * constraint.places(inverse * constraint.reduced(slopes))
  }
}

extension AlignmentSearch {
  /// The derivative of dF/dz by the items' values: groups × (groups · items), the items of one
  /// group together; by values held in `m`, the parameter's own slope dm/dz held still.
  ///
  /// - Returns: With it, dF/dm by group and item, which a change of dm/dz is multiplied by.
  func slopes(at z: [Double]) -> (byValue: Matrix, gradient: Matrix) {
    let items = shape.columns
    var byValue = Matrix(rows: z.count, columns: z.count * items)
    var gradient = Matrix(rows: z.count, columns: items)
    for item in 0..<items {
      let parameters = z.indices.map { parameter($0, item, at: z[$0]) }
      for a in z.indices {
        for b in z.indices where a != b {
          let f = loss.derivatives(at: parameters[a].value - parameters[b].value)
          let curvature = weights[a, b] * f.second * parameters[a].first
          byValue[a, a * items + item] += curvature
          byValue[a, b * items + item] -= curvature
          gradient[a, item] += weights[a, b] * f.first
        }
      }
    }
    return (byValue, gradient)
  }
}

extension Alignment.Loss {
  /// f, f′ and f″.
  func derivatives(at x: Double) -> (value: Double, first: Double, second: Double) {
    isRoot
      ? rootDerivatives(at: x)
      : derivatives(at: x, value: Elementary.pow(x * x + epsilon, power / 2))
  }

  /// Whether f is √√(x² + ε).
  var isRoot: Bool { power == 0.5 }

  /// The same where f is √√(x² + ε): two roots take a fifth of the time of a power, and several are
  /// drawn at a time.
  @inline(__always)
  func rootDerivatives(at x: Double) -> (value: Double, first: Double, second: Double) {
    derivatives(at: x, value: (x * x + epsilon).squareRoot().squareRoot())
  }

  @inline(__always)
  private func derivatives(
    at x: Double, value: Double
  ) -> (value: Double, first: Double, second: Double) {
    let base = x * x + epsilon
    let first = power * x * value / base
    let second = power * value / (base * base) * (epsilon + (power - 1) * x * x)
    return (value, first, second)
  }
}
