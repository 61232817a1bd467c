import Estimation
import SurveyModel

/// A margin that a sample was weighted to, as far as a report may show it: without counts, the
/// sample's own shares in whole per cents, and none of few people.
public struct PublishedMargin: Hashable, Sendable {
  public struct Category: Hashable, Sendable {
    public var category: MergedCategory
    /// Of the population.
    public var target: Double
    /// Of the sample with its base weights, in whole per cents; nil where it may not be shown.
    public var before: Double?
    public var after: Double
    /// Why the share before weighting is not shown.
    public var suppression: Suppression?
  }

  public var group: Crossing
  public var categories: [Category]
}

extension AnalysedSample {
  /// The margins of the weights; none where the base weights stand.
  public var publishedMargins: [PublishedMargin] {
    zip(weighted.margins, weighted.passport?.margins ?? []).map { used, margin in
      let counts = margin.categories.map(\.count)
      let hidden = disclosure.strict.suppressions(
        ofAnswers: counts, base: counts.reduce(0, +), areExclusive: true)
      return PublishedMargin(
        group: used.group,
        categories: margin.categories.indices.map { place in
          let category = margin.categories[place]
          return PublishedMargin.Category(
            category: used.categories[place], target: category.targetShare,
            before: hidden[place] == nil ? category.baseShare.roundedShare : nil,
            after: category.weightedShare, suppression: hidden[place])
        })
    }
  }
}

extension Double {
  /// A share in whole per cents; that of somebody is not rounded to nobody.
  fileprivate var roundedShare: Double {
    self > 0 && self < 1 ? min(max(rounded(toStep: 0.01), 0.01), 0.99) : self
  }
}
