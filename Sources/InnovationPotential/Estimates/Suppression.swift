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
  /// A neighbour is hidden for its few interviews, and could be computed from this one.
  case secondary
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

extension SuppressionRule {
  /// For cells that add up to a known total: those of few interviews, and as many of the smallest
  /// others as keep the hidden ones from being computed. Together the hidden cells then hold nobody,
  /// or at least as many interviews as one may show.
  ///
  /// - Parameter counts: Interviews of each cell.
  public func suppressions(ofCells counts: [Int]) -> [Suppression?] {
    var suppressions = counts.map(suppression(ofMeanOver:))
    var hidden = zip(counts, suppressions).reduce(0) { $0 + ($1.1 == nil ? 0 : $1.0) }
    guard suppressions.contains(where: { $0 != nil }) else { return suppressions }
    while hidden > 0, hidden < minimumCell,
      let next = counts.indices.filter({ suppressions[$0] == nil })
        .min(by: { counts[$0] < counts[$1] })
    {
      suppressions[next] = .secondary
      hidden += counts[next]
    }
    return suppressions
  }
}
