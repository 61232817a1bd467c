import Estimation
import FactorAnalysis
import SurveyModel

/// What `loci estimate` asks for: questions or scores, by groups, in all cities and waves.
public struct EstimateQuery: Hashable, Sendable {
  /// Names of questions or scores.
  public var names: [String]
  /// Names of groups of `groups.csv`, or of `select_one` questions, crossed with each other.
  public var by: [String]
  /// Whom shares are shares of: ``EstimateBase/asked`` or ``EstimateBase/opinion``.
  public var base: EstimateBase
  /// Quantiles of numbers, beside means and shares.
  public var quantiles: [Double]
  /// Whether to add how many people that is: right only where weights add up to people.
  public var totals: Bool

  public init(
    names: [String], by: [String] = [], base: EstimateBase = .asked, quantiles: [Double] = [],
    totals: Bool = false
  ) {
    self.names = names
    self.by = by
    self.base = base
    self.quantiles = quantiles
    self.totals = totals
  }

  /// A name that no sample has.
  public enum Failure: Error, Hashable, Sendable {
    case unknownQuestion(String)
    case unknownGroup(String)
  }
}

extension StudyAnalysis {
  /// Estimates by wave, city, name and category.
  ///
  /// - Throws: ``EstimateQuery/Failure`` for a name that is neither a question nor a score of any
  ///   sample, or a group that no interview can be put into.
  public func estimates(
    _ query: EstimateQuery
  ) throws(EstimateQuery.Failure) -> [EstimateRecord] {
    for name in query.names where !samples.contains(where: { $0.quantity(name) != nil }) {
      throw .unknownQuestion(name)
    }
    for name in query.by where !samples.contains(where: { $0.membership(name, study) != nil }) {
      throw .unknownGroup(name)
    }
    return query.names.flatMap { name in
      let allowed = scoreID(name).map(sideBySide)
      return samples.indices.flatMap { place in
        samples[place].estimates(
          of: name, query, in: study, comparability: allowed?.verdicts[place],
          freed: allowed?.freed ?? [])
      }
    }
  }
}

extension StudyAnalysis {
  private func scoreID(_ name: String) -> ScoreID? {
    samples.lazy.compactMap { sample -> ScoreID? in
      guard case .score(let score) = sample.quantity(name) else { return nil }
      return score.id
    }.first
  }
}

extension AnalysedSample {
  enum Quantity {
    case question(AnswerColumn)
    case score(Score)
  }

  func quantity(_ name: String) -> Quantity? {
    AnswerColumn(name, in: sample).map { .question($0) }
      ?? scored.scores.first { $0.id.name == name }.map { .score($0) }
  }

  /// The categories of a group of the study, or of a question with one answer.
  func membership(_ name: String, _ study: Study) -> GroupMembership? {
    if let grouping = study.groupings.first(where: { $0.name == name }) {
      return GroupMembership(grouping, in: sample)
    }
    guard let question = sample.questionnaire[name], case .selectOne(let list) = question.kind
    else { return nil }
    let categories = list.substantive.map { list.choices[$0] }.map {
      Grouping.Category(
        name: $0.name, label: $0.label, rule: .choices([$0.name]), at: $0.location)
    }
    return GroupMembership(
      Grouping(name: name, label: question.label, question: name, categories: categories),
      in: sample)
  }

  func estimates(
    of name: String, _ query: EstimateQuery, in study: Study,
    comparability: ComparabilityVerdict?, freed: [String]
  ) -> [EstimateRecord] {
    guard let quantity = quantity(name).flatMap({ self.quantity($0, without: freed, study) })
    else { return [] }
    let memberships = query.by.compactMap { membership($0, study) }
    guard memberships.count == query.by.count else { return [] }
    return cells(of: memberships).flatMap { cell in
      let context = EstimateRecord.Context(
        question: name, city: city, wave: wave, by: cell.by,
        isSynthetic: study.settings.isSynthetic, comparability: comparability, freed: freed)
      let rule = SuppressionRule(study.settings, concernsCells: !cell.by.isEmpty)
      return CellEstimates(design: cell.design, rule: rule, context: context, query: query)
        .records(of: quantity)
    }
  }

  private func quantity(
    _ quantity: Quantity, without freed: [String], _ study: Study
  ) -> Quantity? {
    guard case .score(let score) = quantity, !freed.isEmpty else { return quantity }
    return self.score(score.id, without: freed, in: study).map { .score($0) }
  }

  /// The whole sample where there is nothing to divide it by; else each crossed category.
  private func cells(
    of memberships: [GroupMembership]
  ) -> [(by: [EstimateRecord.Cell], design: SurveyDesign)] {
    guard let last = memberships.last else { return [([], design)] }
    return cells(of: memberships.dropLast()).flatMap { outer in
      last.categories.indices.map { category in
        (
          outer.by + [.init(group: last.name, category: last.categories[category])],
          outer.design.domain(last.isMember(of: category))
        )
      }
    }
  }
}

/// The estimates of one quantity in one cell.
private struct CellEstimates {
  let design: SurveyDesign
  let rule: SuppressionRule
  let context: EstimateRecord.Context
  let query: EstimateQuery

  func records(of quantity: AnalysedSample.Quantity) -> [EstimateRecord] {
    switch quantity {
    case .score(let score):
      [.mean(ScoreEstimate(score, in: design, rule: rule), context)] + quantiles(of: score.values)
    case .question(let column):
      EstimateRecord.records(
        of: column.distribution(in: design, base: query.base, rule: rule), context)
        + (query.totals ? totals(of: column) : []) + (column.values.map(quantiles) ?? [])
    }
  }

  private func quantiles(of values: [Double]) -> [EstimateRecord] {
    query.quantiles.map { probability in
      let quantile = design.quantile(probability, of: values)
      return EstimateRecord(context, .quantile(probability), base: .answered).holding(
        quantile, unless: rule.suppression(ofMeanOver: quantile.base.count))
    }
  }

  private func totals(of column: AnswerColumn) -> [EstimateRecord] {
    column.answers.indices.map { place in
      let indicator = column.indicators[place]
      let total = design.total(of: indicator)
      let cell = design.isMember.indices.count { design.isMember[$0] && indicator[$0] == 1 }
      return EstimateRecord(
        context, choice: column.answers[place].name, .total, base: .asked
      ).holding(total, unless: rule.concernsCells ? rule.suppression(ofMeanOver: cell) : nil)
    }
  }
}
