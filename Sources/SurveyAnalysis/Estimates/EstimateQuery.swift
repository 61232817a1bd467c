import Estimation
import MeasurementInvariance
import SurveyModel

/// What `loci estimate` asks for: questions or scores, by groups, in all cities and waves.
public struct EstimateQuery: Hashable, Sendable {
  public enum Statistic: String, Hashable, Sendable, CaseIterable {
    case mean, proportion, total, ratio, quantile
  }

  /// Names of questions or scores.
  public var names: [String]
  /// Names of groups of `groups.csv`, or of `select_one` questions, crossed with each other.
  public var by: [String]
  /// What is estimated; nil for what suits the question: shares, and the mean of numbers.
  public var statistic: Statistic?
  /// The question or score that a ratio is taken to.
  public var denominator: String?
  /// Whom shares are shares of: ``EstimateBase/asked`` or ``EstimateBase/opinion``.
  public var base: EstimateBase
  /// Quantiles of numbers, beside means and shares.
  public var quantiles: [Double]
  /// Whether to add how many people that is: right only where weights add up to people.
  public var totals: Bool
  /// How intervals of shares are made.
  public var interval: ProportionInterval
  /// Of all intervals.
  public var level: Double

  /// How replicates are made, and where their deviations are measured from; see
  /// ``WeightedStudy/replicated(by:)``.
  public struct Replication: Hashable, Sendable {
    public var method: ReplicationMethod
    public var centre: ReplicateCentre

    public init(_ method: ReplicationMethod, centre: ReplicateCentre = .replicateMean) {
      self.method = method
      self.centre = centre
    }
  }

  public init(
    names: [String], by: [String] = [], base: EstimateBase = .asked, quantiles: [Double] = [],
    totals: Bool = false
  ) {
    self.names = names
    self.by = by
    self.base = base
    self.quantiles = quantiles
    self.totals = totals
    interval = .logit
    level = 0.95
  }

  /// What cannot be answered.
  public enum Failure: Error, Hashable, Sendable {
    case unknownQuestion(String)
    case unknownGroup(String)
    /// The study has the question or score, and no answers that a figure could be made of.
    case noAnswers(String)
    /// The group puts people into two categories.
    case overlappingGroup(String)
    /// The question has no numbers to make a mean, a quantile or a ratio of.
    case noNumbers(String)
    /// Replicates cannot be made of a sample; why, in words.
    case noReplicates(city: String, wave: String, reason: String)
    /// A contrast names neither categories of the group, nor cities, nor waves.
    case unknownTerm(String, known: [String])
    /// A contrast without a group names neither cities nor waves.
    case noCategories(String, known: [String])
    /// A contrast names cities and waves at once.
    case mixedTerms
    /// A predictor allows several answers; its choices are predictors, `QUESTION=CHOICE`.
    case severalAnswers(String, choices: [String])
    /// The score does not measure the same in cities or waves that would be set side by side.
    case notComparable(String)
    /// Quantiles have no trends.
    case noContrast
    /// Margins are of groups that are predictors of the model.
    case notAGroupOfTheModel(String)
    /// Cities cannot count by their people.
    case populationUnknown([String])
    /// A question or group of the study has the name by which samples would be meant.
    case aQuestionIsCalled(String)
    /// Answers that are given no share to be tested against.
    case sharesLack([String])
    /// Of several waves it is not said which is the first one after.
    case noFirstWave([String])
  }
}

extension WeightedStudy {
  /// Estimates by wave, city, name and category.
  ///
  /// - Throws: ``EstimateQuery/Failure``, such as for a name that is neither a question nor a score
  ///   of any sample, or a group that no interview can be put into.
  public func estimates(
    _ query: EstimateQuery
  ) throws(EstimateQuery.Failure) -> [EstimateRecord] {
    try combiningImputations { study throws(EstimateQuery.Failure) in
      try study.ownEstimates(query)
    }
  }

  private func ownEstimates(
    _ query: EstimateQuery
  ) throws(EstimateQuery.Failure) -> [EstimateRecord] {
    try check(query)
    let beside = sideBySide(query.names)
    return query.names.flatMap { name in
      let allowed = beside[name: name]
      return samples.indices.flatMap { place in
        samples[place].estimates(
          of: name, query, in: study,
          comparability: allowed?.verdicts[place], freed: allowed?.freed ?? [])
      }
    }
  }

  func check(_ query: EstimateQuery) throws(EstimateQuery.Failure) {
    let needsNumbers = [.mean, .ratio, .quantile].contains(query.statistic)
    for name in query.names + [query.denominator].compactMap(\.self) {
      let quantities = samples.compactMap { $0.quantity(name) }
      guard !quantities.isEmpty else { throw failure(forLackOf: name) }
      if needsNumbers, quantities.allSatisfy({ $0.values == nil }) { throw .noNumbers(name) }
    }
    for name in query.by
    where !samples.contains(where: { GroupMembership(name, in: $0.sample, study) != nil }) {
      throw failure(forLackOfGroup: name)
    }
    for name in query.by where unmade.contains(where: { $0.part == .group(name) }) {
      throw .overlappingGroup(name)
    }
  }

  /// Why no sample has a question or score.
  func failure(forLackOf name: String) -> EstimateQuery.Failure {
    let isAsked = study.questionnaires.values.contains { questionnaire in
      questionnaire[name].map { $0.enclosingRepeat == nil } ?? false
    }
    let isScore = study.factors.contains { factor in
      factor.name == name
        || factor.items.contains { item in item.facet.map { "\(factor.name).\($0)" } == name }
    }
    return isAsked || isScore ? .noAnswers(name) : .unknownQuestion(name)
  }

  private func failure(forLackOfGroup name: String) -> EstimateQuery.Failure {
    if unmade.contains(where: { $0.part == .group(name) }) { return .overlappingGroup(name) }
    return study.grouping(name) == nil ? .unknownGroup(name) : .noAnswers(name)
  }
}

extension AnalysedSample {
  enum Quantity {
    case question(AnswerColumn)
    case score(Score)

    /// NaN for none; nil where the answers are no numbers.
    var values: [Double]? {
      switch self {
      case .question(let column): column.values
      case .score(let score): score.values
      }
    }
  }

  func quantity(_ name: String) -> Quantity? {
    AnswerColumn(name, in: sample).map { .question($0) }
      ?? scored.scores.first { $0.id.name == name }.map { .score($0) }
  }

  func estimates(
    of name: String, _ query: EstimateQuery, in study: Study,
    comparability: ComparabilityVerdict?, freed: [String]
  ) -> [EstimateRecord] {
    guard let quantity = quantity(name).flatMap({ self.quantity($0, without: freed, study) })
    else { return [] }
    let memberships = query.by.compactMap { GroupMembership($0, in: sample, study) }
    guard memberships.count == query.by.count else { return [] }
    let denominator = query.denominator.flatMap { self.quantity($0)?.values }
    let breakdown = Breakdown(by: query.by, of: sample, in: study)
    let shown = ShownFigures(
      quantity, denominator: denominator, breakdown, base: query.base, design: design,
      rule: disclosure)
    return cells(of: memberships).enumerated().flatMap { place, cell in
      var context = context(of: name, by: cell.by, query, study)
      context.comparability = comparability
      context.freed = freed
      let estimates = CellEstimates(
        design: cell.domain.map { design.domain($0) } ?? design,
        shown: shown, place: breakdown == nil ? nil : place,
        context: context, query: query, denominator: denominator)
      let remark = estimates.remark(on: quantity)
      return estimates.records(of: quantity).map { record in
        var record = record
        record.remark = remark
        record.errors = weighted.errors
        if case .replicates(let counts) = weighted.errors { record.replicates = counts }
        return record
      }
    }
  }

  func quantity(
    _ quantity: Quantity, without freed: [String], _ study: Study
  ) -> Quantity? {
    guard case .score(let score) = quantity, !freed.isEmpty else { return quantity }
    return self.score(score.id, without: freed, in: study).map { .score($0) }
  }

  func context(
    of name: String, by: [EstimateRecord.Cell], _ query: EstimateQuery, _ study: Study
  ) -> EstimateRecord.Context {
    EstimateRecord.Context(
      question: name, city: city, wave: wave, by: by,
      isSynthetic: study.settings.isSynthetic, level: query.level, interval: query.interval,
      isModelBased: !(study.wave(wave)?.sample.isProbability ?? true))
  }

  /// The whole sample where there is nothing to divide it by; else each crossed category.
  func cells(
    of memberships: [GroupMembership]
  ) -> [(by: [EstimateRecord.Cell], domain: [Bool]?)] {
    guard let last = memberships.last else { return [([], nil)] }
    return cells(of: memberships.dropLast()).flatMap { outer in
      last.categories.indices.map { category in
        let isMember = last.isMember(of: category)
        return (
          outer.by + [.init(group: last.name, category: last.categories[category].name)],
          outer.domain.map { zip($0, isMember).map { $0 && $1 } } ?? isMember
        )
      }
    }
  }
}
