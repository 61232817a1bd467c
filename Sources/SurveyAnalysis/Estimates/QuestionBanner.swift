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
    /// Those that somebody of the base is in.
    public var columns: [Column]
    /// By answer, then column.
    public var cells: [[Cell]]
    /// Rao and Scott's; nil where there is none, or where it would tell shares more exactly than they
    /// may be told.
    public var independence: FTest?
    /// The p value of the test by its class; nil where there is no test, ``noTest`` saying why.
    public var level: Level?
    public var noTest: NoTest?
    /// Of the t tests between its columns.
    public var degreesOfFreedom: Int

    /// Whether there are two columns to set beside each other; else nothing of the group is shown.
    public var isShown: Bool { columns.count { $0.suppression == nil } > 1 }
  }

  /// What a p value is under, so coarse that nothing follows from it.
  public enum Level: Double, Hashable, Sendable, CaseIterable {
    case thousandth = 0.001
    case hundredth = 0.01
    case twentieth = 0.05
    /// It is 0.05 or more.
    case none = 1

    init(_ pValue: Double) { self = Self.allCases.first { pValue < $0.rawValue } ?? .none }
  }

  /// Why columns are not tested.
  public enum NoTest: String, Hashable, Sendable, CaseIterable {
    /// Fewer than two of the columns may be shown.
    case nothingShown = "nothing-shown"
    /// The question is one of sex, age, education, district, occupation, or identifies somebody.
    case sociodemographic
    /// Several answers may be given.
    case severalAnswers = "several-answers"
    /// Some of the shares in columns that are shown may not be.
    case hiddenCells = "hidden-cells"
    /// Fewer than two columns or answers have anybody, too many cells are empty, or there are too few
    /// clusters.
    case tooFew = "too-few"
  }

  public var question: String
  /// The rows: answers that somebody gave.
  public var answers: [Answer]
  /// All who were asked.
  public var total: QuestionDistribution
  public var groups: [Group]
  /// Comparisons between columns, over which the p values of the letters were adjusted.
  public var comparisons: Int
  /// Whether it is not shown until more interviews have come in.
  public var isWaiting = false
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
    // A row of nobody would tell of hidden columns what the whole tells already.
    let rows = distribution.rows.indices.filter { distribution.rows[$0].hasOccurred }
    question = distribution.question
    answers = rows.map { distribution.rows[$0].answer }
    total = distribution
    comparisons = exceeded.family
    groups = breakdowns.indices.map { place in
      let membership = breakdowns[place].membership
      var isOccupied = membership.categories.map { _ in false }
      for (row, category) in membership.indices.enumerated()
      where category >= 0 && isInBase[row] && design.isMember[row] { isOccupied[category] = true }
      return Group(
        membership, allowed[place], banner.groupings[place], exceeded.places[place],
        rows: rows, columns: isOccupied.indices.filter { isOccupied[$0] },
        (isTested: isTested, areExclusive: column.codes != nil))
    }
  }
}

extension QuestionBanner.Group {
  fileprivate init(
    _ membership: GroupMembership, _ allowed: [CrosstabColumn], _ grouping: Banner.Grouping,
    _ exceeded: [[[Int]]], rows: [Int], columns places: [Int],
    _ question: (isTested: Bool, areExclusive: Bool)
  ) {
    name = membership.name
    degreesOfFreedom = grouping.degreesOfFreedom
    columns = places.map { place in
      let hidden = allowed[place].hidden
      let base = grouping.columns[place].base
      return QuestionBanner.Column(
        category: membership.categories[place].name, letter: Comparison.letter(place),
        count: hidden == nil ? base.count : nil,
        effectiveCount: hidden == nil ? base.effectiveCount : nil, suppression: hidden)
    }
    cells = rows.map { answer in
      places.map { place in
        let suppression = allowed[place].suppressions[answer]
        guard suppression == nil else { return QuestionBanner.Cell(suppression: suppression) }
        return QuestionBanner.Cell(
          share: grouping.columns[place].shares[answer].rounded(to: allowed[place].step),
          letters: exceeded[answer][place].map(Comparison.letter))
      }
    }
    let hidesCells = places.contains { place in
      allowed[place].hidden == nil && allowed[place].suppressions.contains { $0 != nil }
    }
    noTest = QuestionBanner.NoTest(
      [
        (.nothingShown, !isShown), (.sociodemographic, !question.isTested),
        (.severalAnswers, !question.areExclusive), (.hiddenCells, hidesCells),
        (.tooFew, grouping.independence == nil),
      ])
    let test = noTest == nil ? grouping.independence : nil
    level = test.map { QuestionBanner.Level($0.pValue) }
    independence = allowed.contains { $0.isCoarse } ? nil : test
  }
}

extension QuestionBanner.NoTest {
  /// The first of the reasons that holds.
  fileprivate init?(_ reasons: [(reason: Self, holds: Bool)]) {
    guard let first = reasons.first(where: \.holds) else { return nil }
    self = first.reason
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
