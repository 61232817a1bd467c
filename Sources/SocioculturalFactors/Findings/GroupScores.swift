import Estimation
import SurveyAnalysis

/// The scores of the categories of a group.
public struct GroupScores: Sendable {
  public struct Category: Sendable {
    /// ``Grouping/Category/name``.
    public var name: String
    /// Interviews in it; nil where they are too few to be told.
    public var count: Int?
    /// Its share of the population; nil where it may not be shown.
    public var share: Estimate?
    /// Why the share is not shown; nil where it is.
    public var suppression: Suppression?
    /// Why the number of interviews is not shown; nil where it is.
    public var countSuppression: Suppression?
    /// Whether somebody is in it.
    public var hasPeople: Bool
    /// In the order of ``AnalysedSample/scores``.
    public var scores: [ScoreEstimate]
  }

  /// ``Grouping/name``.
  public var group: String
  public var categories: [Category]
  /// Interviews in none of the categories; nil where they are too few to be told.
  public var unknownCount: Int?
}

extension GroupScores {
  init(
    _ breakdown: Breakdown, scores: [Score], in design: SurveyDesign, rule: DisclosureRule
  ) {
    let membership = breakdown.membership
    let rule = breakdown.isDelicate ? rule.strict : rule
    let disclosures = scores.map { score in
      breakdown.disclosure(
        of: score.values.map(\.isFinite), weights: design.weights, rule: rule)
    }
    let everybody = breakdown.disclosure(
      of: design.isMember, weights: design.weights, rule: rule)
    let shares = design.shares(
      of: CategoricalAnswers(
        categories: membership.categoryNames, codes: membership.indices.map(Int32.init)))
    let composition = breakdown.composition(rule: rule)
    group = membership.name
    unknownCount = composition.outside
    categories = membership.categories.indices.map { index in
      let domain = design.domain(membership.isMember(of: index))
      let hidden = everybody.suppressions[index] ?? composition.counts[index]
      let share = composition.shares[index] == nil ? shares[index] : nil
      return Category(
        name: membership.categories[index].name, count: hidden == nil ? domain.memberCount : nil,
        share: share, suppression: composition.shares[index], countSuppression: hidden,
        hasPeople: domain.memberCount > 0,
        scores: zip(scores, disclosures).map { score, disclosure in
          ScoreEstimate(
            score.definition, domain.mean(of: score.values),
            unless: disclosure.suppressions[index], roundedTo: disclosure.step(onScale: 100))
        })
    }
  }
}
