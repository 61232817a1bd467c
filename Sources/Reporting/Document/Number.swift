/// A number on its way into a report: it stays a number until a renderer writes it for its
/// language, with the rounding that its unit asks for.
///
///     Number.score(61.2)                          61,2
///     Number.share(0.123)                         12 % in prose, 12,3 in a table
///     Number.interval(58.31, 64.07, .score)       58,3–64,1
///     Number.estimate(61.2, 58.3, 64.1, .score)   61,2 (58,3–64,1)
public struct Number: Hashable, Sendable {
  /// What a number measures; it decides digits and signs.
  public enum Unit: Hashable, Sendable {
    /// Points of a 0–100 score: one decimal.
    case score
    /// A difference of scores, in points: one decimal, with its sign.
    case scoreDifference
    /// A share, 0…1, printed in per cent: whole in prose, one decimal in tables; below one per
    /// cent «<1».
    case share
    /// A difference of shares, −1…1, printed in percentage points with its sign.
    case shareDifference
    /// A whole number of interviews, questions, bytes.
    case count
    /// A probability under a null hypothesis: three decimals, below 0.001 «<0,001».
    case pValue
    /// A regression coefficient, loading, reliability or correlation: two decimals.
    case coefficient
    /// Any other number, with so many digits after the decimal mark.
    case decimal(Int)
  }

  /// One value, the two ends of an interval, or a value with its interval.
  public enum Extent: Hashable, Sendable {
    case value(Double)
    case interval(lower: Double, upper: Double)
    case estimate(Double, lower: Double, upper: Double)
  }

  public var extent: Extent
  public var unit: Unit

  public init(_ extent: Extent, _ unit: Unit) {
    self.extent = extent
    self.unit = unit
  }

  /// One value in a unit.
  public init(_ value: Double, _ unit: Unit) { self.init(.value(value), unit) }

  /// Points of a 0–100 score.
  public static func score(_ value: Double) -> Number { Number(value, .score) }

  /// A difference of two scores, in points, always with its sign.
  public static func scoreDifference(_ value: Double) -> Number { Number(value, .scoreDifference) }

  /// A share, 0…1.
  public static func share(_ value: Double) -> Number { Number(value, .share) }

  /// A difference of two shares, −1…1, always with its sign.
  public static func shareDifference(_ value: Double) -> Number { Number(value, .shareDifference) }

  /// A whole number.
  public static func count(_ value: Int) -> Number { Number(Double(value), .count) }

  /// A p-value: «p = 0,012» in prose, «0,012» in a table.
  public static func pValue(_ value: Double) -> Number { Number(value, .pValue) }

  /// A coefficient, with two decimals.
  public static func coefficient(_ value: Double) -> Number { Number(value, .coefficient) }

  /// Any other number.
  public static func decimal(_ value: Double, digits: Int) -> Number {
    Number(value, .decimal(digits))
  }

  /// The two ends of an interval, in the unit's own scale (shares 0…1).
  public static func interval(_ lower: Double, _ upper: Double, _ unit: Unit) -> Number {
    Number(.interval(lower: lower, upper: upper), unit)
  }

  /// A value and its interval in parentheses.
  public static func estimate(
    _ value: Double, _ lower: Double, _ upper: Double, _ unit: Unit
  ) -> Number {
    Number(.estimate(value, lower: lower, upper: upper), unit)
  }
}
