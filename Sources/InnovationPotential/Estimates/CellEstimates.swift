import Estimation
import SurveyModel

/// The estimates of one quantity in one cell.
struct CellEstimates {
  let design: SurveyDesign
  /// Where errors come from replicates.
  let replicates: ReplicateDesign?
  let rule: SuppressionRule
  let context: EstimateRecord.Context
  let query: EstimateQuery
  let denominator: [Double]?

  func records(of quantity: AnalysedSample.Quantity) -> [EstimateRecord] {
    switch query.statistic {
    case nil:
      switch quantity {
      case .score(let score): means(of: score.values) + quantiles(of: score.values)
      case .question(let column):
        shares(of: column)
          + (column.values.map(means) ?? []).filter { $0.suppression == nil }
          + (query.totals ? totals(of: column) : [])
          + (query.quantiles.isEmpty ? [] : column.values.map(quantiles) ?? [])
      }
    case .mean: quantity.values.map(means) ?? []
    case .proportion:
      if case .question(let column) = quantity { shares(of: column) } else { [] }
    case .total:
      switch quantity {
      case .question(let column) where column.values == nil || column.unit == .points:
        totals(of: column)
      default: quantity.values.map(total) ?? []
      }
    case .ratio: quantity.values.map(ratio) ?? []
    case .quantile: quantity.values.map(quantiles) ?? []
    }
  }

  private func means(of values: [Double]) -> [EstimateRecord] {
    let mean = replicates?.mean(of: values) ?? design.mean(of: values)
    let record = EstimateRecord(context, .mean, base: .answered)
    let suppression = rule.suppression(ofMeanOver: mean.count)
    return [record.holding(mean, unless: suppression)]
  }

  private func shares(of column: AnswerColumn) -> [EstimateRecord] {
    let distribution = column.distribution(in: design, base: query.base, rule: rule)
    let isInBase = replicates.map { _ in column.isInBase(query.base) }
    return distribution.rows.map { row in
      var record = EstimateRecord(
        context, choice: row.answer.name, .proportion, base: distribution.base)
      record.count = distribution.count
      record.weightedCount = distribution.weightedCount
      record.suppression = row.suppression
      guard let share = row.share, row.suppression == nil else { return record }
      guard let replicates, let isInBase, let place = column.answers.firstIndex(of: row.answer)
      else { return record.holding(share, unless: nil) }
      let indicator = column.indicators[place]
      return record.holding(
        replicates.proportion(
          of: indicator.indices.map { isInBase[$0] ? indicator[$0] : .nan }), unless: nil)
    }
  }

  private func quantiles(of values: [Double]) -> [EstimateRecord] {
    let isAsked = query.statistic == .quantile && query.quantiles.isEmpty
    return (isAsked ? [0.5] : query.quantiles).map { probability in
      let record = EstimateRecord(context, .quantile(probability), base: .answered)
      if let replicates {
        let quantile = replicates.quantile(probability, of: values)
        return record.holding(quantile, unless: rule.suppression(ofMeanOver: quantile.count))
      }
      let quantile = design.quantile(probability, of: values, level: query.level)
      return record.holding(quantile, unless: rule.suppression(ofMeanOver: quantile.base.count))
    }
  }

  private func ratio(of values: [Double]) -> [EstimateRecord] {
    guard let denominator, let name = query.denominator else { return [] }
    let ratio =
      replicates?.ratio(of: values, to: denominator) ?? design.ratio(of: values, to: denominator)
    return [
      EstimateRecord(context, .ratio(to: name), base: .answered)
        .holding(ratio, unless: rule.suppression(ofMeanOver: ratio.count))
    ]
  }

  private func total(of values: [Double]) -> [EstimateRecord] {
    let total = replicates?.total(of: values) ?? design.total(of: values)
    return [
      EstimateRecord(context, .total, base: .answered)
        .holding(total, unless: rule.suppression(ofMeanOver: total.count))
    ]
  }

  private func totals(of column: AnswerColumn) -> [EstimateRecord] {
    column.answers.indices.map { place in
      let indicator = column.indicators[place]
      let total = replicates?.total(of: indicator) ?? design.total(of: indicator)
      let cell = design.isMember.indices.count { design.isMember[$0] && indicator[$0] == 1 }
      return EstimateRecord(
        context, choice: column.answers[place].name, .total, base: .asked
      ).holding(total, unless: rule.concernsCells ? rule.suppression(ofMeanOver: cell) : nil)
    }
  }
}
