import NumericalMethods

/// The standardised root mean square residual: residual covariances, and means where they are
/// modelled, in the sample's standard deviations.
///
///     SRMR² = Σ ((s − σ)/√(sᵢᵢ sⱼⱼ))² + Σ ((ȳ − μ)/√sᵢᵢ)²   over their number
///
/// Of several groups the mean is taken, weighted by their interviews.
///
/// > P. M. Bentler (1995). *EQS Structural Equations Program Manual*; as lavaan's `srmr`.
struct ResidualMeasure {
  private var sum = 0.0
  private var weight = 0.0

  var value: Double { weight > 0 ? sum / weight : 0 }

  mutating func add(_ moments: GroupMoments, _ covariance: Matrix, means: [Double]?) {
    let size = moments.means.count
    let scales = moments.covariance.diagonal.map { 1 / $0.squareRoot() }
    var squares = 0.0
    for column in 0..<size {
      for row in column..<size {
        let residual =
          (moments.covariance[row, column] - covariance[row, column]) * scales[row]
          * scales[column]
        squares += residual * residual
      }
    }
    var count = size * (size + 1) / 2
    if let means {
      for item in 0..<size {
        let residual = (moments.means[item] - means[item]) * scales[item]
        squares += residual * residual
      }
      count += size
    }
    sum += Double(moments.count) * (squares / Double(count)).squareRoot()
    weight += Double(moments.count)
  }
}
