import NumericalMethods

/// How rotated loadings Λ and factor correlations Φ change where the common part ΛΦΛᵀ does.
///
/// The loadings move by a part E that follows from the common part, and turn by a small X so that
/// the rotation's condition holds again, G being the criterion's gradient by the loadings:
///
///     Λ + E − ΛXᵀ,  Φ + XᵀΦ + ΦX,  ΛᵀGΦ⁻¹ diagonal            (correlated factors)
///     Λ + E + ΛX,   X = −Xᵀ,       ΛᵀG symmetric              (uncorrelated)
///
/// With Kaiser's normalisation this holds of the normalised loadings.
///
/// > R. I. Jennrich (1973). "Standard errors for obliquely rotated factor loadings".
/// > *Psychometrika* 38(4). — C. W. Archer, R. I. Jennrich (1973). "Standard errors for rotated
/// > factor loadings". *Psychometrika* 38(4).
struct RotationChange: Sendable {
  private let turned: TurnedLoadings?
  /// Λ, or what promax set out from.
  private let loadings: Matrix
  /// The roots of the communalities where items were normalised, otherwise 1.
  private let lengths: [Double]
  private let isNormalised: Bool
  /// ΛΦ(ΦΛᵀΛΦ)⁻¹.
  private let dual: Matrix
  private let structure: Matrix
  private let promaxPower: Double?

  /// - Returns: Nil where the rotation is not determined locally, or several factors were not
  ///   rotated.
  init?(_ rotated: RotatedFactors, rotation: FactorRotation, options: RotationOptions) {
    let factors = rotated.loadings.columns
    guard factors == 1 || rotation != .none else { return nil }
    let loadings = rotated.beforePromax ?? rotated.loadings
    let correlations =
      rotated.beforePromax == nil ? rotated.correlations : Matrix.identity(factors)
    let isNormalised = factors > 1 && (options.isNormalised ?? rotation.isNormalisedByHabit)
    self.isNormalised = isNormalised
    lengths = rotated.communalities.map { isNormalised && $0 > 0 ? $0.squareRoot() : 1 }
    self.loadings = loadings
    structure = loadings * correlations
    guard let inner = CholeskyFactor(structure.crossProduct)?.inverse else { return nil }
    dual = structure * inner
    promaxPower = rotated.beforePromax == nil ? nil : options.promaxPower
    guard factors > 1 else {
      turned = nil
      return
    }
    let criterion = try? RotationCriterion(rotation, options, loadings: loadings)
    guard let criterion else { return nil }
    let isOrthogonal = rotation.isOrthogonal || rotation == .promax
    let turned = TurnedLoadings(
      loadings.scalingRows(lengths.map { 1 / $0 }), correlations, criterion,
      isOrthogonal: isOrthogonal)
    guard let turned else { return nil }
    self.turned = turned
  }

  /// What becomes of Λ and Φ.
  ///
  /// - Parameter common: A small change of the common part that keeps its rank.
  func along(_ common: Matrix) -> (loadings: Matrix, correlations: Matrix) {
    let outer = common * dual
    let part = outer - 0.5 * (structure * dual.transposedTimes(outer))
    guard let turned else {
      return (part, Matrix(rows: part.columns, columns: part.columns))
    }
    var growth = lengths.map { _ in 0.0 }
    if isNormalised {
      growth = zip(common.diagonal, lengths).map { $0 / (2 * $1 * $1) }
    }
    let normalised = (part - loadings.scalingRows(growth)).scalingRows(lengths.map { 1 / $0 })
    let change = turned.along(normalised)
    let moved = change.loadings.scalingRows(lengths) + loadings.scalingRows(growth)
    guard let promaxPower else { return (moved, change.correlations) }
    return Promax.change(of: loadings, along: moved, power: promaxPower)
      ?? (moved, change.correlations)
  }
}

/// Loadings at a minimum of a rotation's criterion, and how they turn to stay at it.
private struct TurnedLoadings: Sendable {
  private let loadings, correlations, inverse: Matrix
  private let criterion: RotationCriterion
  private let isOrthogonal: Bool
  /// ∂Q/∂Λ.
  private let gradient: Matrix
  /// The small turns X that are possible, and what restores the conditions.
  private let turns: [Matrix]
  private var response = Matrix(rows: 0, columns: 0)

  init?(
    _ loadings: Matrix, _ correlations: Matrix, _ criterion: RotationCriterion, isOrthogonal: Bool
  ) {
    guard let inverse = CholeskyFactor(correlations)?.inverse else { return nil }
    self.loadings = loadings
    self.correlations = correlations
    self.inverse = inverse
    self.criterion = criterion
    self.isOrthogonal = isOrthogonal
    gradient = criterion.value(at: loadings).gradient
    turns = isOrthogonal ? Self.rotations(correlations.rows) : Self.turns(correlations)
    let slopes = Matrix(columns: turns.map { turn in conditions(turned(turn)) })
    guard let response = slopes.inverse else { return nil }
    self.response = response
  }

  /// How loadings move by themselves, and with the turn that it takes to stay at the minimum.
  func along(_ part: Matrix) -> (loadings: Matrix, correlations: Matrix) {
    let none = Matrix(rows: correlations.rows, columns: correlations.columns)
    let amounts = response * conditions((part, none)).map { -$0 }
    var turn = none
    for (amount, direction) in zip(amounts, turns) { turn = turn + amount * direction }
    let change = turned(turn)
    return (part + change.loadings, change.correlations)
  }

  private func turned(_ turn: Matrix) -> (loadings: Matrix, correlations: Matrix) {
    guard !isOrthogonal else {
      return (loadings * turn, Matrix(rows: turn.rows, columns: turn.columns))
    }
    let half = correlations * turn
    return (-1 * loadings.timesTransposed(turn), half + half.transposed)
  }

  /// How the conditions of the minimum change where loadings and factor correlations do.
  private func conditions(_ change: (loadings: Matrix, correlations: Matrix)) -> [Double] {
    let slope = criterion.gradientChange(at: loadings, along: change.loadings)
    let product =
      change.loadings.transposedTimes(gradient) + loadings.transposedTimes(slope)
    let size = correlations.rows
    guard !isOrthogonal else {
      return Self.pairs(size).map { product[$0.0, $0.1] - product[$0.1, $0.0] }
    }
    let inner = loadings.transposedTimes(gradient) * inverse
    let whole = product * inverse - inner * change.correlations * inverse
    return Self.pairs(size).flatMap { [whole[$0.0, $0.1], whole[$0.1, $0.0]] }
  }

  private static func pairs(_ size: Int) -> [(Int, Int)] {
    (0..<size).flatMap { first in (first + 1..<size).map { (first, $0) } }
  }

  /// Antisymmetric matrices.
  private static func rotations(_ size: Int) -> [Matrix] {
    pairs(size).map { first, second in
      var turn = Matrix(rows: size, columns: size)
      turn[first, second] = 1
      turn[second, first] = -1
      return turn
    }
  }

  /// Matrices X with diag(ΦX) = 0, which keep the factors' variances.
  private static func turns(_ correlations: Matrix) -> [Matrix] {
    let size = correlations.rows
    return pairs(size).flatMap { [$0, ($0.1, $0.0)] }.map { row, column in
      var turn = Matrix(rows: size, columns: size)
      turn[row, column] = 1
      turn[column, column] = -correlations[column, row]
      return turn
    }
  }
}
