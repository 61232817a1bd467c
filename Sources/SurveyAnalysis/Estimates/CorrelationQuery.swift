import Estimation
import SurveyModel

/// The correlation of two questions or scores in a sample or a part of it.
public struct FigureCorrelation: Sendable {
  public var first: String
  public var second: String
  public var city: String
  public var wave: String
  public var by: [EstimateRecord.Cell]
  /// Nil where it may not be shown, or an answer is the same for everybody.
  public var estimate: Estimate?
  public var suppression: Suppression?
  /// That it is 0, two-sided; nil where there is no test.
  public var pValue: Double?
  /// Over the pairs of one sample and cell.
  public var adjustedPValue: Double?
}

extension WeightedStudy {
  /// Pearson's correlations of all pairs of questions and scores, in each city and wave, by groups.
  ///
  /// - Throws: ``EstimateQuery/Failure``, such as for a question without numbers.
  public func correlations(
    of names: [String], by groups: [String], adjustment: Adjustment
  ) throws(EstimateQuery.Failure) -> [FigureCorrelation] {
    var query = EstimateQuery(names: names, by: groups)
    query.statistic = .mean
    try check(query)
    return try combiningImputations { $0.ownCorrelations(of: names, by: groups) }
      .adjusted(by: adjustment)
  }

  private func ownCorrelations(
    of names: [String], by groups: [String]
  ) -> [FigureCorrelation] {
    samples.flatMap { $0.correlations(of: names, by: groups, in: study) }
  }
}

extension [FigureCorrelation] {
  /// The p values adjusted over the pairs of each sample and cell.
  fileprivate func adjusted(by adjustment: Adjustment) -> [FigureCorrelation] {
    var records = self
    let families = Dictionary(grouping: indices) { place in
      [self[place].city, self[place].wave] + self[place].by.map(\.category)
    }
    for places in families.values {
      let tested = places.filter { self[$0].pValue != nil }
      let adjusted = adjustment.adjusted(tested.compactMap { self[$0].pValue })
      for (place, pValue) in zip(tested, adjusted) { records[place].adjustedPValue = pValue }
    }
    return records
  }
}

extension AnalysedSample {
  fileprivate func correlations(
    of names: [String], by groups: [String], in study: Study
  ) -> [FigureCorrelation] {
    let breakdown = Breakdown(by: groups, of: sample, in: study)
    guard groups.isEmpty || breakdown != nil else { return [] }
    let cells: [Int?] = breakdown.map { $0.membership.categories.indices.map { $0 } } ?? [nil]
    return cells.flatMap { cell -> [FigureCorrelation] in
      let domain = cell.flatMap { cell in
        breakdown.map { design.domain($0.membership.isMember(of: cell)) }
      }
      let by = cell.map { cell in
        zip(groups, breakdown?.membership.categories[cell].categories.first?.parts ?? []).map {
          EstimateRecord.Cell(group: $0, category: $1)
        }
      }
      var found: [FigureCorrelation] = []
      for (place, first) in names.enumerated() {
        for second in names[(place + 1)...] {
          var record = FigureCorrelation(
            first: first, second: second, city: city, wave: wave, by: by ?? [])
          guard let own = quantity(first), let other = quantity(second), let x = own.values,
            let y = other.values
          else { continue }
          let count = x.indices.count {
            x[$0].isFinite && y[$0].isFinite && (domain ?? design).isMember[$0]
          }
          record.suppression =
            [(own, y), (other, x)].lazy.compactMap { quantity, denominator in
              ShownFigures(
                quantity, denominator: denominator, breakdown, base: .asked, design: self.design,
                rule: self.disclosure
              ).suppression(ofRatioOver: count, in: cell)
            }.first
          if record.suppression == nil {
            record.estimate = (domain ?? design).correlation(of: x, with: y)
            record.pValue = record.estimate?.tTest()?.pValue
          }
          found.append(record)
        }
      }
      return found
    }
  }
}
