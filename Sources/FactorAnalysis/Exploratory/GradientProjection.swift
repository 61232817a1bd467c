import NumericalMethods

/// Rotation by gradient projection: a step against the gradient of the criterion, projected back
/// to orthogonal matrices, or to matrices with columns of length one.
///
/// The step's length is Barzilai and Borwein's, halved until the criterion is below the highest of
/// the last eight: plain halving and doubling stalls where more factors are asked for than there
/// are. It ends when the projected gradient's length
/// (Frobenius norm) is below 10⁻⁹, psych's and GPArotation's default being 10⁻⁵; where it cannot
/// be reached within 2,000 steps, 10⁻⁵ is accepted.
///
/// > R. I. Jennrich (2002). "A simple general method for oblique rotation". *Psychometrika* 67(1).
/// > C. A. Bernaards, R. I. Jennrich (2005). "Gradient projection algorithms and software for
/// > arbitrary rotation criteria in factor analysis". *Educational and Psychological
/// > Measurement* 65(5).
/// > Z. Wen, W. Yin (2013). "A feasible method for optimization with orthogonality constraints".
/// > *Mathematical Programming* 142.
struct GradientProjection {
  static let tolerance = 1e-9
  static let acceptedTolerance = 1e-5
  static let stepLimit = 2000
  /// How many of the last criterion values a step may not rise above.
  private static let memory = 8

  let loadings: Matrix
  let criterion: RotationCriterion
  /// Loadings AT with orthogonal T; otherwise A(Tᵀ)⁻¹ with columns of T of length one, where the
  /// factors correlate TᵀT.
  let isOrthogonal: Bool

  /// A transformation, the loadings it gives, and the criterion there.
  struct State: Sendable {
    var transformation: Matrix
    var loadings: Matrix
    var value: Double
    var projected: Matrix
    /// The length of the projected gradient.
    var length: Double

    var isConverged: Bool { length <= GradientProjection.acceptedTolerance }
  }

  /// Where the search from one start ended, converged or not.
  ///
  /// - Returns: Nil where the start is singular.
  func minimum(from start: Matrix) -> State? {
    guard var current = state(start) else { return nil }
    var step = 1.0
    var recent = [current.value]
    for _ in 0..<Self.stepLimit where current.length > Self.tolerance {
      let highest = recent.max() ?? current.value
      var next: State?
      for _ in 0..<60 where next == nil {
        next = projected(current.transformation - step * current.projected).flatMap(state)
        if let trial = next, !trial.improves(on: current, below: highest, step: step) {
          next = nil
          step /= 2
        }
      }
      guard let next else { break }
      step = next.stepLength(after: current) ?? 2 * step
      current = next
      recent = recent.suffix(Self.memory - 1) + [next.value]
    }
    return current
  }

  /// The nearest transformation.
  private func projected(_ matrix: Matrix) -> Matrix? {
    if isOrthogonal { return matrix.polarFactor }
    let lengths = matrix.crossProduct.diagonal.map { $0.squareRoot() }
    return lengths.contains(0) ? nil : matrix.scalingColumns(lengths.map { 1 / $0 })
  }

  private func state(_ transformation: Matrix) -> State? {
    isOrthogonal ? orthogonalState(transformation) : obliqueState(transformation)
  }

  private func orthogonalState(_ transformation: Matrix) -> State {
    let rotated = loadings * transformation
    let (value, slope) = criterion.value(at: rotated)
    let gradient = loadings.transposedTimes(slope)
    let inner = transformation.transposedTimes(gradient)
    let symmetric = 0.5 * (inner + inner.transposed)
    let projected = gradient - transformation * symmetric
    return State(
      transformation: transformation, loadings: rotated, value: value, projected: projected,
      length: projected.innerProduct(projected).squareRoot())
  }

  private func obliqueState(_ transformation: Matrix) -> State? {
    guard let inverse = transformation.inverse else { return nil }
    let rotated = loadings.timesTransposed(inverse)
    let (value, slope) = criterion.value(at: rotated)
    let gradient = -1 * (rotated.transposedTimes(slope) * inverse).transposed
    let along = transformation.transposedTimes(gradient).diagonal
    let projected = gradient - transformation.scalingColumns(along)
    return State(
      transformation: transformation, loadings: rotated, value: value, projected: projected,
      length: projected.innerProduct(projected).squareRoot())
  }
}

extension GradientProjection.State {
  /// Whether the criterion falls enough below the highest of the last few; where it no longer
  /// changes beyond rounding, the gradient must fall.
  fileprivate func improves(on previous: Self, below highest: Double, step: Double) -> Bool {
    let rounding = 1e-13 * abs(previous.value)
    if abs(value - previous.value) <= rounding, abs(highest - previous.value) <= rounding {
      return length < 2 * previous.length
    }
    return value < highest - 1e-3 * step * previous.length * previous.length
  }

  /// Barzilai and Borwein's step, ⟨s, s⟩/⟨s, y⟩ of the last steps of transformation and gradient;
  /// nil where the criterion does not curve upwards.
  fileprivate func stepLength(after previous: Self) -> Double? {
    let moved = transformation - previous.transformation
    let curvature = moved.innerProduct(projected - previous.projected)
    let length = moved.innerProduct(moved)
    return curvature > 1e-12 * length ? length / curvature : nil
  }
}
