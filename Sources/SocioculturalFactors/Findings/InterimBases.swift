import Estimation
import SurveyAnalysis

/// The interviews that the figures of an unfinished survey rested on when they were last published.
///
/// The difference of two versions of a figure is a figure about the interviews that came in between:
/// it is published anew only where these are none, or as many as a base needs.
public struct InterimBases: Hashable, Sendable {
  /// Interviews, by the figure.
  public private(set) var counts: [String: Int]

  public init(_ counts: [String: Int] = [:]) { self.counts = counts }

  fileprivate func allows(_ figure: Figure, _ rule: DisclosureRule) -> Bool {
    guard let earlier = counts[figure.name] else { return true }
    let growth = abs(figure.count - earlier)
    return growth == 0 || growth >= rule.minimumBase
  }

  fileprivate mutating func take(_ figures: [Figure]) {
    for figure in figures { counts[figure.name] = figure.count }
  }

  fileprivate struct Figure {
    var name: String
    var count: Int
  }
}

/// A sample whose figures wait for more interviews.
public struct WaitingSample: Hashable, Sendable {
  public var city: String
  public var wave: String
  /// So far.
  public var interviews: Int
  /// When figures were last published.
  public var published: Int
}

extension SampleFindings {
  private typealias Figure = InterimBases.Figure

  private var prefix: String { "\(analysed.wave)/\(analysed.city)" }

  private var size: Figure {
    Figure(name: prefix, count: analysed.sample.responses.count)
  }

  private var scoreFigures: [Figure] {
    analysed.scores.compactMap { score in
      score.count.map { Figure(name: "\(prefix)/\(score.id.name)", count: $0) }
    }
  }

  private func figures(of group: GroupScores) -> [Figure] {
    group.categories.flatMap { category in
      category.scores.compactMap { score in
        score.count.map {
          Figure(
            name: "\(prefix)/\(group.group)=\(category.name)/\(score.id.name)", count: $0)
        }
      }
    }
  }

  private func figures(of distribution: QuestionDistribution) -> [Figure] {
    let name = "\(prefix)/\(distribution.question)"
    guard distribution.suppression == nil else { return [] }
    return [Figure(name: name, count: distribution.count)]
      + (distribution.mean.map { [Figure(name: name + "/mean", count: $0.count)] } ?? [])
  }

  /// The bases of the columns.
  private func bannerFigures(of banner: QuestionBanner) -> [Figure] {
    let name = "\(prefix)/\(banner.question)"
    return banner.groups.flatMap { group in
      group.columns.compactMap { column in
        column.count.map { Figure(name: "\(name)@\(group.name)=\(column.category)", count: $0) }
      }
    }
  }

  /// Why the sample waits; nil where its figures may be published.
  public func waiting(after published: InterimBases) -> WaitingSample? {
    guard !([size] + scoreFigures).allSatisfy({ published.allows($0, analysed.disclosure) }) else {
      return nil
    }
    return WaitingSample(
      city: analysed.city, wave: analysed.wave, interviews: analysed.sample.responses.count,
      published: published.counts[prefix] ?? 0)
  }

  /// The sample without the groups and distributions that wait for more interviews.
  public func waitingParts(after published: InterimBases) -> SampleFindings {
    var sample = self
    sample.groups = groups.map { group in
      figures(of: group).allSatisfy { published.allows($0, analysed.disclosure) }
        ? group : group.waiting
    }
    sample.distributions = distributions.map { distribution in
      figures(of: distribution).allSatisfy { published.allows($0, analysed.disclosure) }
        ? distribution : distribution.waiting
    }
    sample.banners = banners.compactMap { banner in
      guard sample.distribution(of: banner.question)?.suppression == nil else { return nil }
      return bannerFigures(of: banner).allSatisfy { published.allows($0, analysed.disclosure) }
        ? banner : banner.waiting
    }
    return sample
  }

  fileprivate var figures: [InterimBases.Figure] {
    [size] + scoreFigures + groups.flatMap(figures) + distributions.flatMap(figures)
      + banners.flatMap(bannerFigures)
  }
}

extension GroupScores {
  fileprivate var waiting: GroupScores {
    var group = self
    group.categories = categories.map { category in
      var category = category
      category.count = nil
      category.countSuppression = .interim
      category.scores = category.scores.map { $0.hidden(because: .interim) }
      return category
    }
    return group
  }
}

extension QuestionDistribution {
  fileprivate var waiting: QuestionDistribution {
    var distribution = self
    distribution.rows = rows.map { row in
      var row = row
      (row.count, row.share, row.suppression) = (nil, nil, .interim)
      return row
    }
    (distribution.mean, distribution.quartiles) = (nil, nil)
    return distribution
  }
}

extension QuestionBanner {
  /// Nothing of it is shown, nor remembered as published.
  fileprivate var waiting: QuestionBanner {
    var banner = self
    banner.isWaiting = true
    banner.groups = []
    return banner
  }
}

extension InterimBases {
  /// With the bases of what is published now; those of figures that wait stay as they were.
  public func updated(with samples: [SampleFindings]) -> InterimBases {
    var bases = self
    for sample in samples { bases.take(sample.figures) }
    return bases
  }
}
