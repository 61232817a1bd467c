import Estimation
import SurveyModel

/// The estimates of one quantity in one cell.
struct CellEstimates {
  let design: SurveyDesign
  let shown: ShownFigures
  /// The category of the breakdown; nil for the whole sample.
  let place: Int?
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
    let mean = design.mean(of: values)
    let record = EstimateRecord(context, .mean, base: .answered)
    return [
      record.holding(
        mean, unless: shown.suppression(ofNumbersOver: mean.count, in: place),
        roundedTo: shown.stepOfMeans(in: place))
    ]
  }

  private func shares(of column: AnswerColumn) -> [EstimateRecord] {
    let distribution = column.distribution(
      in: design, base: query.base, rule: shown.rule, cells: shown.column(place))
    return distribution.rows.map { row in
      var record = EstimateRecord(
        context, choice: row.answer.name, .proportion, base: distribution.base)
      record.count = distribution.count
      record.weightedCount = distribution.weightedCount
      record.suppression = row.suppression
      record.notRecordedCount = record.shownCount == nil ? nil : distribution.notRecordedCount
      let step = shown.column(place)?.step
      guard let share = row.share, row.suppression == nil else { return record }
      return record.holding(share, unless: nil, roundedTo: step)
    }
  }

  private func quantiles(of values: [Double]) -> [EstimateRecord] {
    let isAsked = query.statistic == .quantile && query.quantiles.isEmpty
    let answers = design.isMember.indices.compactMap {
      design.isMember[$0] && values[$0].isFinite ? values[$0] : nil
    }
    return (isAsked ? [0.5] : query.quantiles).map { probability in
      let record = EstimateRecord(context, .quantile(probability), base: .answered)
      let quantile = design.quantile(probability, of: values, level: query.level)
      let isTold = shown.isTold(quantile: probability, in: place)
      return record.holding(
        quantile,
        unless: suppression(of: quantile.value, among: answers) ?? (isTold ? nil : .secondary),
        roundedTo: shown.stepOfMeans(in: place))
    }
  }

  private func suppression(of quantile: Double, among answers: [Double]) -> Suppression? {
    shown.suppression(ofNumbersOver: answers.count, in: place)
      ?? shown.rule.suppression(ofQuantile: quantile, of: answers)
  }

  private func ratio(of values: [Double]) -> [EstimateRecord] {
    guard let denominator, let name = query.denominator else { return [] }
    let ratio = design.ratio(of: values, to: denominator)
    return [
      EstimateRecord(context, .ratio(to: name), base: .answered)
        .holding(
          ratio, unless: shown.suppression(ofRatioOver: ratio.count, in: place),
          roundedTo: shown.stepOfRatio(ratio.value, in: place))
    ]
  }

  private func total(of values: [Double]) -> [EstimateRecord] {
    let total = design.total(of: values)
    return [
      EstimateRecord(context, .total, base: .answered)
        .holding(
          total, roundedToStepOfMean: shown.stepOfMeans(in: place),
          unless: shown.suppression(ofNumbersOver: total.count, in: place))
    ]
  }

  /// How many people gave each answer: as coarse as its share, since one tells the other.
  private func totals(of column: AnswerColumn) -> [EstimateRecord] {
    let notRecorded = column.outsideBase(of: design).notRecorded(under: shown.rule)
    return column.answers.indices.map { answer in
      let indicator = column.indicators[answer]
      let total = design.total(of: indicator)
      let row = column.places(in: query.base).firstIndex(of: answer)
      let share = row.map { shown.share(of: $0, in: place) }
      var record = EstimateRecord(
        context, choice: column.answers[answer].name, .total, base: .asked
      ).holding(
        total, roundedToStepOfMean: share?.step,
        unless: share?.suppression ?? shown.rule.suppression(ofBase: total.count))
      record.notRecordedCount = record.shownCount == nil ? nil : notRecorded
      return record
    }
  }
}
