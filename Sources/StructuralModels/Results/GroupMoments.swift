import NumericalMethods

/// The sample moments of one group, in the order of the table's items.
public struct GroupMoments: Sendable {
  public let name: String
  /// The number of interviews used.
  public let count: Int
  /// The weighted means, in the unit of the answers.
  public let means: [Double]
  /// The covariances with the sum of weights as divisor (lavaan's `likelihood = "normal"`), items
  /// × items.
  package let covariance: Matrix

  package init(name: String, count: Int, means: [Double], covariance: Matrix) {
    self.name = name
    self.count = count
    self.means = means
    self.covariance = covariance
  }

  public var covariances: [[Double]] { covariance.rowValues }
}
