import Estimation

/// A figure that can be made of several completed data sets.
protocol ImputedFigure {
  /// What tells the figure from the others of one query.
  associatedtype Key: Hashable
  var imputationKey: Key { get }

  /// The figure by Rubin's rules, with the base of the observed answers and what they hide.
  ///
  /// - Parameter completed: One for each completed data set; fewer where some have no such figure.
  /// - Parameter count: How many completed data sets there are.
  func combining(_ completed: [Self], of count: Int) -> Self
}

extension WeightedStudy {
  /// What a query answers: of the study's answers, or, where missing ones were imputed, of the
  /// completed data sets together.
  ///
  /// - Parameter query: Asked of the observed answers, then of each completed data set.
  func combiningImputations<Figure: ImputedFigure>(
    _ query: (WeightedStudy) throws(EstimateQuery.Failure) -> [Figure]
  ) throws(EstimateQuery.Failure) -> [Figure] {
    let observed = try query(self)
    guard !imputations.isEmpty else { return observed }
    var completed: [Figure.Key: [Figure]] = [:]
    for imputation in imputations {
      for figure in try query(imputation) {
        completed[figure.imputationKey, default: []].append(figure)
      }
    }
    return observed.map {
      $0.combining(completed[$0.imputationKey] ?? [], of: imputations.count)
    }
  }
}

/// What tells an estimate from others of one query.
struct FigureKey: Hashable {
  let question: String
  let choice: String?
  let city: String
  let wave: String
  let by: [EstimateRecord.Cell]
  let statistic: EstimateRecord.Statistic

  init(_ record: EstimateRecord) {
    question = record.question
    choice = record.choice
    city = record.city
    wave = record.wave
    by = record.by
    statistic = record.statistic
  }
}

extension EstimateRecord: ImputedFigure {
  var imputationKey: FigureKey { FigureKey(self) }

  func combining(_ completed: [EstimateRecord], of count: Int) -> EstimateRecord {
    guard suppression == nil, !isWithheld, self.count > 0 else { return self }
    let parts = completed.compactMap(\.asEstimate)
    let base = Estimate.Base(
      count: self.count, weightedCount: weightedCount, effectiveCount: Double(self.count))
    guard parts.count == count, let estimate = Estimate.combining(imputations: parts, base: base)
    else { return withoutFigure }
    if case .contrast = statistic { return combinedContrast(estimate) }
    let isAtTheEdge = estimate.kind == .proportion && estimate.standardError == 0
    var record =
      statistic == .total
      ? withoutFigure.holding(
        estimate, roundedToStepOfMean: step.map { $0 / max(weightedCount, 1) }, unless: nil)
      : withoutFigure.holding(estimate, unless: nil, roundedTo: step)
    if isAtTheEdge { (record.lower, record.upper) = (lower, upper) }
    return record
  }

  /// A contrast of rounded figures is hidden: of the exact ones it would tell more than they do.
  private func combinedContrast(_ estimate: Estimate) -> EstimateRecord {
    var record = withoutFigure
    guard step == nil else {
      record.suppression = .secondary
      return record
    }
    record = record.holding(estimate, unless: nil)
    record.pValue = estimate.tTest()?.pValue
    return record
  }

  /// The record of the same figure without its value.
  private var withoutFigure: EstimateRecord {
    var record = self
    (record.estimate, record.standardError, record.degreesOfFreedom) = (nil, nil, nil)
    (record.lower, record.upper, record.designEffect) = (nil, nil, nil)
    (record.pValue, record.adjustedPValue, record.isFixedByWeighting) = (nil, nil, false)
    return record
  }

  private var asEstimate: Estimate? {
    guard let estimate else { return nil }
    let isShare = statistic == .proportion
    return Estimate(
      value: estimate, standardError: isFixedByWeighting ? 0 : standardError ?? .nan,
      degreesOfFreedom: degreesOfFreedom ?? 0,
      base: .init(count: count, weightedCount: weightedCount, effectiveCount: Double(count)),
      kind: isShare ? .proportion : .number, isFixedByWeighting: isFixedByWeighting)
  }
}

extension FigureCorrelation: ImputedFigure {
  var imputationKey: [String] {
    [first, second, city, wave] + by.flatMap { [$0.group, $0.category] }
  }

  func combining(_ completed: [FigureCorrelation], of count: Int) -> FigureCorrelation {
    guard suppression == nil, let estimate else { return self }
    let parts = completed.compactMap(\.estimate)
    var record = self
    record.estimate =
      parts.count == count ? Estimate.combining(imputations: parts, base: estimate.base) : nil
    record.pValue = record.estimate?.tTest()?.pValue
    return record
  }
}

extension ModelTerm: ImputedFigure {
  var imputationKey: [String] { [city, against ?? "", wave, part.rawValue, term] }

  func combining(_ completed: [ModelTerm], of count: Int) -> ModelTerm {
    guard reason == nil else { return self }
    var term = self
    (term.estimate, term.test, term.adjustedPValue) = (nil, nil, nil)
    guard let estimate else {
      term.reason = .testNotCombined
      return term
    }
    let parts = completed.compactMap(\.estimate)
    term.estimate =
      parts.count == count ? Estimate.combining(imputations: parts, base: estimate.base) : nil
    if term.estimate == nil { term.reason = .imputationsDiffer }
    guard step == nil else {
      // Of rounded means that the coefficients are made from, exact ones would tell more.
      term.estimate = nil
      term.reason = .roundedMeansNotCombined
      return term
    }
    return term
  }
}
