import SurveyModel

/// How few interviews a published figure may rest on.
///
/// Means, totals, quantiles, contrasts and models rest on ``minimumBase`` interviews at least. In
/// the strict mode a distribution does not show cells of fewer than ``minimumCell`` interviews
/// either. ``Breakdown`` says what else must be hidden so that these cannot be computed.
public struct DisclosureRule: Hashable, Sendable {
  public var minimumCell: Int
  public var minimumBase: Int
  /// Whether small cells of distributions and crosstabs are hidden too.
  public var isStrict: Bool

  public init(minimumCell: Int, minimumBase: Int, isStrict: Bool = false) {
    self.minimumCell = minimumCell
    self.minimumBase = max(1, minimumBase)
    self.isStrict = isStrict
  }

  /// Hides nothing but figures that rest on nobody.
  public static let none = DisclosureRule(minimumCell: 0, minimumBase: 1)

  /// The rule of a sample: strict where the study asks for it, for panels, and for samples of more
  /// than a twentieth of the city's population.
  public init(_ study: Study, sample: SampleKey, interviews: Int) {
    let settings = study.settings
    guard settings.disclosure != .lifted else {
      self = .none
      return
    }
    let population = study.city(sample.city)?.population ?? .infinity
    self.init(
      minimumCell: settings.minimumCell, minimumBase: settings.minimumBase,
      isStrict: settings.disclosure == .strict || study.wave(sample.wave)?.sample == .panel
        || Double(interviews) > 0.05 * population)
  }

  /// The rule for a question, strict where its answers are sensitive.
  public func concerning(_ question: Question) -> DisclosureRule {
    question.isSensitive ? strict : self
  }

  /// The same rule with small cells hidden; a rule that hides nothing stays as it is.
  public var strict: DisclosureRule {
    var rule = self
    rule.isStrict = self != .none
    return rule
  }

  /// For every figure that rests on so many interviews.
  public func suppression(ofBase count: Int) -> Suppression? {
    count < minimumBase ? .base(minimum: minimumBase) : nil
  }

  /// For a quantile: enough answers on either side of it, the equal ones counted on both.
  ///
  /// - Parameters:
  ///   - value: The quantile.
  ///   - answers: The answers that it was made from.
  public func suppression(ofQuantile value: Double, of answers: [Double]) -> Suppression? {
    let below = answers.count { $0 <= value }
    let above = answers.count { $0 >= value }
    return suppression(ofBase: min(below, above))
  }

  /// For the answers to a question in one sample: all or nothing by the base; in the strict mode
  /// small cells too, with others so that none can be computed.
  ///
  /// - Parameters:
  ///   - counts: Interviews with each answer.
  ///   - base: Interviews that the shares are of.
  ///   - areExclusive: Whether the counts add up to the base.
  public func suppressions(
    ofAnswers counts: [Int], base: Int, areExclusive: Bool
  ) -> [Suppression?] {
    if let suppression = suppression(ofBase: base) { return counts.map { _ in suppression } }
    guard isStrict else { return counts.map { _ in nil } }
    guard areExclusive else {
      return counts.map { count in
        isSmall(count) || isSmall(base - count) ? .cell(minimum: minimumCell) : nil
      }
    }
    return StrictCells(minimum: minimumCell, rows: counts.map { [$0] }).suppressions.map { $0[0] }
  }

  /// Whether a cell has somebody in it, and fewer people than may be shown.
  func isSmall(_ count: Int) -> Bool { count > 0 && count < minimumCell }
}
