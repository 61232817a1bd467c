import Estimation
import SurveyModel

/// The answers to a question by groups side by side, as far as they may be shown: column shares, the
/// letters of the columns that each exceeds, Rao and Scott's test of each group.
///
/// What may not be shown takes no part in letters and tests, so that none of them tells of it.
public struct QuestionBanner: Sendable {
  public struct Column: Sendable {
    /// ``Grouping/Category/name``.
    public var category: String
    /// By which other columns of the group name it.
    public var letter: String
    /// Interviews in its base; nil where it is hidden.
    public var count: Int?
    /// Kish's effective size of the base, (Σw)²/Σw²; nil where it is hidden.
    public var effectiveCount: Double?
    /// Why nothing of it is shown; nil where something is.
    public var suppression: Suppression?

    /// Whether the base is so small that its shares stand in brackets.
    public var isThin: Bool { (count ?? .max) < AnalysisConventions.standard.thinBase }
  }

  public struct Cell: Sendable {
    /// Rounded to what may be told; nil where it may not be shown.
    public var share: Estimate?
    /// Letters of the columns whose share is established to be lower.
    public var letters: [String] = []
    public var suppression: Suppression?
  }

  /// The columns of one group.
  public struct Group: Sendable {
    /// ``Grouping/name``.
    public var name: String
    public var columns: [Column]
    /// By answer, then column.
    public var cells: [[Cell]]
    /// Rao and Scott's; nil where there is none, ``noTest`` saying why.
    public var independence: FTest?
    public var noTest: NoTest?
    /// Of the t tests between its columns.
    public var degreesOfFreedom: Int

    public var isShown: Bool { columns.contains { $0.suppression == nil } }
  }

  /// Why columns are not tested.
  public enum NoTest: String, Hashable, Sendable, CaseIterable {
    /// The question is one of sex, age, education, district, occupation, or identifies somebody.
    case sociodemographic
    /// Several answers may be given.
    case severalAnswers = "several-answers"
    /// Some of the shares in columns that are shown may not be.
    case hiddenCells = "hidden-cells"
    /// Fewer than two columns or answers have anybody, or there are too few clusters.
    case tooFew = "too-few"
  }

  public var question: String
  /// The rows.
  public var answers: [Answer]
  /// All who were asked.
  public var total: QuestionDistribution
  public var groups: [Group]
  /// Comparisons between columns, over which the p values of the letters were adjusted.
  public var comparisons: Int
}

/// The groups that questions are set against in one sample.
public struct BannerGroups: Sendable {
  let breakdowns: [Breakdown]
  /// The question that each is made from.
  let questions: [String]
  /// Groups with so many categories that their pairs would be too many.
  public let tooWide: [String]

  /// - Parameter groupings: In the order of the columns; those that the sample lacks are left out.
  public init(_ groupings: [Grouping], of sample: Sample, in study: Study) {
    let most = AnalysisConventions.standard.mostBannerColumns
    tooWide = groupings.filter { $0.categories.count > most }.map(\.name)
    let made = groupings.filter { $0.categories.count <= most }.compactMap { grouping in
      Breakdown(by: grouping.name, of: sample, in: study).map { ($0, grouping.question) }
    }
    breakdowns = made.map(\.0)
    questions = made.map(\.1)
  }

  /// Without those that are made from a question itself.
  func apart(from question: String) -> [Breakdown] {
    zip(breakdowns, questions).filter { $0.1 != question }.map(\.0)
  }
}

extension AnalysedSample {
  /// The questions with choices among some, each by groups.
  ///
  /// - Parameter distributions: Of the sample's questions.
  /// - Complexity: As ``Estimation/SurveyDesign/banner(of:areExclusive:by:)``, for each question.
  public func banners(
    of distributions: [QuestionDistribution], by groups: BannerGroups, in study: Study
  ) -> [QuestionBanner] {
    distributions.compactMap { distribution in
      guard let question = sample.questionnaire[distribution.question], question.choices != nil,
        question.isPutToRespondents, distribution.suppression == nil,
        let column = AnswerColumn(distribution.question, in: sample)
      else { return nil }
      return QuestionBanner(
        column, distribution, groups.apart(from: question.name), in: design, rule: disclosure,
        isTested: study.trait(of: question.name) == nil)
    }
  }
}

extension QuestionBanner {
  init(
    _ column: AnswerColumn, _ distribution: QuestionDistribution, _ breakdowns: [Breakdown],
    in design: SurveyDesign, rule: DisclosureRule, isTested: Bool
  ) {
    let base = distribution.base
    let places = column.places(in: base)
    let isInBase = column.isInBase(base)
    let allowed = breakdowns.map {
      $0.columns(
        of: column, places: places, isInBase: isInBase, weights: design.weights, rule: rule)
    }
    let banner = design.banner(
      of: places.map { place in
        isInBase.indices.map { isInBase[$0] ? column.indicators[place][$0] : .nan }
      }, areExclusive: column.codes != nil,
      by: zip(breakdowns, allowed).map { $0.membership.answers(in: $1) })
    let exceeded = banner.exceeded(
      significance: AnalysisConventions.standard.significance,
      isCompared: { isTested && allowed[$0][$2].suppressions[$1] == nil })
    question = distribution.question
    answers = places.map { column.answers[$0] }
    total = distribution
    comparisons = exceeded.family
    groups = breakdowns.indices.map { place in
      Group(
        breakdowns[place].membership, allowed[place], banner.groupings[place],
        exceeded.places[place], isTested: isTested, areExclusive: column.codes != nil)
    }
  }
}

extension QuestionBanner.Group {
  fileprivate init(
    _ membership: GroupMembership, _ allowed: [CrosstabColumn], _ grouping: Banner.Grouping,
    _ exceeded: [[[Int]]], isTested: Bool, areExclusive: Bool
  ) {
    name = membership.name
    degreesOfFreedom = grouping.degreesOfFreedom
    columns = membership.categories.indices.map { place in
      let hidden = allowed[place].hidden
      let base = grouping.columns[place].base
      return QuestionBanner.Column(
        category: membership.categories[place].name, letter: Comparison.letter(place),
        count: hidden == nil ? base.count : nil,
        effectiveCount: hidden == nil ? base.effectiveCount : nil, suppression: hidden)
    }
    cells = exceeded.indices.map { answer in
      membership.categories.indices.map { place in
        let suppression = allowed[place].suppressions[answer]
        guard suppression == nil else { return QuestionBanner.Cell(suppression: suppression) }
        return QuestionBanner.Cell(
          share: grouping.columns[place].shares[answer].rounded(to: allowed[place].step),
          letters: exceeded[answer][place].map(Comparison.letter))
      }
    }
    let hidesCells = allowed.contains { column in
      column.hidden == nil && column.suppressions.contains { $0 != nil }
    }
    noTest =
      !isTested
      ? .sociodemographic
      : !areExclusive
        ? .severalAnswers : hidesCells ? .hiddenCells : grouping.independence == nil ? .tooFew : nil
    independence = noTest == nil ? grouping.independence : nil
  }
}

extension CrosstabColumn {
  /// Why nothing of the column is shown; nil where something is.
  fileprivate var hidden: Suppression? {
    suppressions.allSatisfy { $0 != nil } ? suppressions.first ?? nil : nil
  }
}

extension GroupMembership {
  /// The categories as answers; who is in one of which nothing is shown takes no part.
  fileprivate func answers(in columns: [CrosstabColumn]) -> CategoricalAnswers {
    let isShown = columns.map { $0.hidden == nil }
    return CategoricalAnswers(
      categories: categoryNames,
      codes: indices.map { $0 >= 0 && isShown[$0] ? Int32($0) : -1 })
  }
}
