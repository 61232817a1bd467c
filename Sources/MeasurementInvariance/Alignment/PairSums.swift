import NumericalMethods

/// The sum of losses over pairs of groups, with its derivatives by each group's unknown.
///
/// Most of the time of an alignment of many groups is spent here: the loops are over plain buffers,
/// those that are no sums apart from those that are, so that two groups at a time are reckoned.
struct PairSums {
  private var value = 0.0
  private var gradient: [Double]
  /// The second derivatives by one unknown.
  private var diagonal: [Double]
  /// Those by two, above the diagonal.
  private var hessian: Matrix
  /// f, f′ and f″ of one group's differences from others.
  private var losses: [Double]
  private var slopes: [Double]
  private var curvatures: [Double]

  init(count: Int) {
    gradient = Array(repeating: 0, count: count)
    hessian = Matrix(rows: count, columns: count)
    (diagonal, losses, slopes, curvatures) = (gradient, gradient, gradient, gradient)
  }

  var point: BoundedNewton.Point {
    var whole = hessian
    for column in gradient.indices {
      for row in 0..<column { whole[column, row] = whole[row, column] }
      whole[column, column] = diagonal[column]
    }
    return BoundedNewton.Point(value: value, gradient: gradient, hessian: whole)
  }

  /// Adds one item.
  ///
  /// - Parameters:
  ///   - parameters: m, dm/dz and d²m/dz² of each group.
  ///   - weights: Groups × groups.
  mutating func add(
    _ parameters: [(value: Double, first: Double, second: Double)], _ weights: Matrix,
    _ loss: Alignment.Loss
  ) {
    let values = parameters.map(\.value)
    let (firsts, seconds) = (parameters.map(\.first), parameters.map(\.second))
    for b in parameters.indices {
      fill(values, b, loss)
      addOthers(firsts, seconds, b, weights)
      addOwn(parameters[b], b, weights)
    }
  }

  /// The losses of the groups before `b` against it.
  private mutating func fill(_ values: [Double], _ b: Int, _ loss: Alignment.Loss) {
    let own = values[b]
    values.withUnsafeBufferPointer { values in
      losses.withUnsafeMutableBufferPointer { losses in
        slopes.withUnsafeMutableBufferPointer { slopes in
          curvatures.withUnsafeMutableBufferPointer { curvatures in
            if loss.isRoot {
              for a in 0..<b {
                (losses[a], slopes[a], curvatures[a]) = loss.rootDerivatives(at: values[a] - own)
              }
            } else {
              for a in 0..<b {
                (losses[a], slopes[a], curvatures[a]) = loss.derivatives(at: values[a] - own)
              }
            }
          }
        }
      }
    }
  }

  /// What the pairs add to the derivatives by the groups before `b`.
  private mutating func addOthers(
    _ firsts: [Double], _ seconds: [Double], _ b: Int, _ weights: Matrix
  ) {
    let (column, own) = (b * weights.rows, firsts[b])
    let (slopes, curvatures) = (slopes, curvatures)
    weights.elements.withUnsafeBufferPointer { weights in
      gradient.withUnsafeMutableBufferPointer { gradient in
        diagonal.withUnsafeMutableBufferPointer { diagonal in
          hessian.elements.withUnsafeMutableBufferPointer { hessian in
            firsts.withUnsafeBufferPointer { firsts in
              seconds.withUnsafeBufferPointer { seconds in
                for a in 0..<b {
                  let (weight, first) = (weights[column + a], firsts[a])
                  gradient[a] += weight * slopes[a] * first
                  hessian[column + a] -= weight * curvatures[a] * first * own
                  diagonal[a] +=
                    weight * (curvatures[a] * first * first + slopes[a] * seconds[a])
                }
              }
            }
          }
        }
      }
    }
  }

  /// What the pairs add to the sum and to the derivatives by `b`.
  private mutating func addOwn(
    _ own: (value: Double, first: Double, second: Double), _ b: Int, _ weights: Matrix
  ) {
    let column = b * weights.rows
    var (value, gradient, curvature) = (value, gradient[b], diagonal[b])
    for a in 0..<b {
      let weight = weights.elements[column + a]
      value += weight * losses[a]
      gradient -= weight * slopes[a] * own.first
      curvature +=
        weight * (curvatures[a] * own.first * own.first - slopes[a] * own.second)
    }
    (self.value, self.gradient[b], diagonal[b]) = (value, gradient, curvature)
  }
}
