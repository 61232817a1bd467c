import Estimation
import SurveyModel

/// Shares and means side by side, each marked with the letters of the columns that it exceeds.
public struct LetteredTable: Sendable {
  public struct Row: Sendable {
    /// Nil for the mean.
    public var choice: String?
    /// One for each column; nil where it may not be shown.
    public var estimates: [Estimate?]
    /// One for each column: what the figure was rounded to; nil where it is exact.
    public var steps: [Double?]
    /// One for each column: letters of the columns that are established to be lower.
    public var letters: [String]
  }

  public var question: String
  /// Nil where the columns are cities.
  public var city: String?
  public var wave: String
  /// The name of the group, or `city`.
  public var group: String
  public var columns: [String]
  public var rows: [Row]
  public var adjustment: Adjustment

  /// The rule, to be printed under the table.
  public var rule: String {
    let words =
      switch adjustment {
      case .holm: "adjusted by Holm over the pairs of the table"
      case .benjaminiHochberg: "adjusted by Benjamini–Hochberg over the pairs of the table"
      case .none: "not adjusted"
      }
    return "Exploratory. A letter beside a figure names a column whose figure is lower: two-sided "
      + "design-based t test, p < \(AnalysisConventions.standard.significance), \(words)."
  }
}

extension WeightedStudy {
  /// Tables with the categories of the query's one group as columns, in each sample; without a
  /// group, with the cities of each wave.
  ///
  /// - Throws: ``EstimateQuery/Failure``.
  public func letteredTables(
    _ query: EstimateQuery, adjustment: Adjustment = .benjaminiHochberg
  ) throws(EstimateQuery.Failure) -> [LetteredTable] {
    try check(query)
    guard query.by.isEmpty else {
      return query.names.flatMap { name in
        samples.flatMap { sample in
          query.by.compactMap { sample.table(of: name, by: $0, query, study, adjustment) }
        }
      }
    }
    let beside = sideBySide(query.names)
    try beside.checkComparable(query.names)
    return query.names.flatMap { name in
      waves.compactMap { cityTable(of: name, wave: $0, query, adjustment, beside) }
    }
  }

  private func cityTable(
    of name: String, wave: String, _ query: EstimateQuery, _ adjustment: Adjustment,
    _ beside: ScoresSideBySide
  ) -> LetteredTable? {
    let comparisons = comparisons(
      of: name, wave: wave, query, adjustment, without: beside.freed(of: name))
    guard let first = comparisons.first else { return nil }
    let adjusted = Comparison.adjusted(overRows: comparisons.map(\.comparison))
    return LetteredTable(
      question: name, city: nil, wave: wave, group: "city", columns: first.comparison.names,
      rows: zip(comparisons, adjusted).map { LetteredTable.Row(choice: $0.choice, $1) },
      adjustment: adjustment)
  }
}

extension LetteredTable.Row {
  init(choice: String?, _ comparison: Comparison) {
    self.choice = choice
    estimates = comparison.estimates.map { $0.value.isFinite ? $0 : nil }
    steps = comparison.estimates.map { _ in nil }
    letters = comparison.letters(significance: AnalysisConventions.standard.significance)
  }
}

extension AnalysedSample {
  fileprivate func table(
    of name: String, by group: String, _ query: EstimateQuery, _ study: Study,
    _ adjustment: Adjustment
  ) -> LetteredTable? {
    guard let breakdown = Breakdown(by: group, of: sample, in: study) else { return nil }
    let membership = breakdown.membership
    let allowed = self.shown(name, query, breakdown)
    let domains = membership.categories.indices.map { design.domain(membership.isMember(of: $0)) }
    let slots = slots(of: name, query)
    let shown = slots.map { slot in
      domains.indices.filter { slot.isShown(in: domains[$0], allowed, $0) }
    }
    let vectors = zip(slots, shown).map { slot, shown in
      design.estimates(
        shown.map { slot.statistic(in: domains[$0]) },
        names: shown.map { membership.categories[$0].name })
    }
    // What may not be shown takes no part, so that no letter tells of it.
    let comparisons = Comparison.adjusted(
      overRows: vectors.map { Comparison(of: $0, adjustment: adjustment) })
    let rows = slots.indices.map { place -> LetteredTable.Row in
      let (slot, shown, vector) = (slots[place], shown[place], vectors[place])
      let exceeded = comparisons[place].exceeded(
        significance: AnalysisConventions.standard.significance)
      var row = LetteredTable.Row(
        choice: slot.choice, estimates: domains.map { _ in nil }, steps: domains.map { _ in nil },
        letters: domains.map { _ in "" })
      for (place, column) in shown.enumerated() {
        row.estimates[column] = slot.rounded(vector[place], allowed, in: column)
        row.steps[column] = slot.step(allowed, in: column, of: vector[place])
        row.letters[column] = exceeded[place].map { Comparison.letter(shown[$0]) }
          .joined(separator: " ")
      }
      return row
    }
    guard !rows.isEmpty else { return nil }
    return LetteredTable(
      question: name, city: city, wave: wave, group: group, columns: membership.categoryNames,
      rows: rows, adjustment: adjustment)
  }
}
