import SurveyModel

/// Whom a share is a share of.
public enum EstimateBase: String, Hashable, Sendable, CaseIterable {
  /// All who were asked, "don't know" and refusals included: the rule of the house for shares.
  case asked
  /// Those who gave a substantive answer.
  case opinion = "with-opinion"
  /// Those who have the number that a mean or a quantile is made from.
  case answered
}

/// Why a figure is not shown.
public enum Suppression: Hashable, Sendable {
  /// Fewer interviews in the cell than may be shown.
  case cell(minimum: Int)
  /// Fewer interviews in the base than a percentage needs.
  case base(minimum: Int)
}

/// Which figures are too few to show.
///
/// Linear distributions follow the rule for bases only; tables by groups the rule for cells too.
public struct SuppressionRule: Hashable, Sendable {
  public var minimumCell: Int
  public var minimumBase: Int
  /// Whether cells of few interviews are hidden too.
  public var concernsCells: Bool

  public init(minimumCell: Int, minimumBase: Int, concernsCells: Bool) {
    self.minimumCell = minimumCell
    self.minimumBase = minimumBase
    self.concernsCells = concernsCells
  }

  public init(_ settings: StudySettings, concernsCells: Bool) {
    self.init(
      minimumCell: settings.minimumCell, minimumBase: settings.minimumBase,
      concernsCells: concernsCells)
  }

  /// For all shares of a base: an empty one has none.
  public func suppression(ofSharesOf base: Int) -> Suppression? {
    base < max(1, minimumBase) ? .base(minimum: minimumBase) : nil
  }

  /// For the share that a cell is of a base.
  public func suppression(cell: Int, base: Int) -> Suppression? {
    if let suppression = suppression(ofSharesOf: base) { return suppression }
    return concernsCells && cell < minimumCell ? .cell(minimum: minimumCell) : nil
  }

  /// For a mean, a total or a quantile, which needs no base of percentages.
  public func suppression(ofMeanOver count: Int) -> Suppression? {
    count < max(1, minimumCell) ? .cell(minimum: minimumCell) : nil
  }
}
