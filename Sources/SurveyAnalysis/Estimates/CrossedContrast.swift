import Estimation
import LavaanSyntax
import SurveyModel

extension WeightedStudy {
  /// A contrast of cells that several groupings make, `city` and `wave` among them, such as
  /// `alpha:1 - beta:1`; over the samples that those put together, with what returning points make
  /// them have in common.
  ///
  /// - Throws: ``EstimateQuery/Failure``.
  func crossedContrast(
    _ contrast: EstimateContrast, _ query: EstimateQuery, _ beside: ScoresSideBySide
  ) throws(EstimateQuery.Failure) -> [EstimateRecord] {
    let ofSamples = query.by.filter(isOfSamples)
    if !ofSamples.isEmpty { try beside.checkComparable(query.names) }
    let isOfCities = ofSamples.contains(ModelScope.city)
    let isOfWaves = ofSamples.contains(ModelScope.wave)
    let keys = unique(samples.map { crossingKey($0, isOfCities, isOfWaves) })
    let scopes = keys.map { key in
      samples.filter { crossingKey($0, isOfCities, isOfWaves) == key }
    }
    let known = unique(
      scopes.flatMap { scope in
        scope.flatMap { SampleCells($0, by: query.by, of: self)?.names ?? [] }
      })
    for term in contrast.terms where !known.contains(term.name) {
      throw .unknownTerm(term.name, known: known)
    }
    return query.names.flatMap { name in
      scopes.flatMap { scope -> [EstimateRecord] in
        let freed = ofSamples.isEmpty ? [] : beside.freed(of: name)
        guard let crossed = CrossedCells(scope, name, query, of: self, without: freed) else {
          return []
        }
        return crossed.records(of: contrast).map { record in
          var record = record
          if isOfCities { record.city = "" }
          if isOfWaves { record.wave = "" }
          return record
        }
      }
    }
  }

  /// What the samples of one scope have in common.
  private func crossingKey(
    _ sample: AnalysedSample, _ isOfCities: Bool, _ isOfWaves: Bool
  ) -> String {
    (isOfCities ? "" : sample.city) + "\u{1F}" + (isOfWaves ? "" : sample.wave)
  }
}

/// The cells of one sample, named by the categories of the groupings in their order.
private struct SampleCells {
  let names: [String]
  /// Nil where the groupings are of samples only: then the whole sample is the cell.
  let breakdown: Breakdown?

  init?(_ sample: AnalysedSample, by groups: [String], of study: WeightedStudy) {
    let own = groups.filter { !study.isOfSamples($0) }
    guard !own.isEmpty else {
      breakdown = nil
      names = [
        groups.map { $0 == ModelScope.city ? sample.city : sample.wave }.joined(separator: ":")
      ]
      return
    }
    guard let breakdown = Breakdown(by: own, of: sample.sample, in: study.study) else { return nil }
    self.breakdown = breakdown
    names = breakdown.membership.categories.map { category in
      let parts = category.categories.first?.parts ?? []
      var next = parts.makeIterator()
      return groups.map { group in
        study.isOfSamples(group)
          ? (group == ModelScope.city ? sample.city : sample.wave) : next.next() ?? ""
      }.joined(separator: ":")
    }
  }
}

/// One quantity in all cells of some samples that are taken together.
private struct CrossedCells {
  private struct Part {
    let sample: AnalysedSample
    let cells: SampleCells
    let slots: [EstimateSlot]
    let shown: ShownFigures?
    let rows: Range<Int>
  }

  private let parts: [Part]
  private let design: SurveyDesign
  private let context: EstimateRecord.Context

  /// - Returns: Nil where no sample has the quantity and the groupings.
  init?(
    _ samples: [AnalysedSample], _ name: String, _ query: EstimateQuery, of study: WeightedStudy,
    without freed: [String]
  ) {
    let usable = samples.filter {
      !$0.slots(of: name, query, without: freed, in: study.study).isEmpty
        && SampleCells($0, by: query.by, of: study) != nil
    }
    // Totals are of people: weights stay as they are.
    guard let first = usable.first,
      let stack = try? StackedSamples(
        usable, in: study.study, counting: { $0.design.weights.reduce(0, +) })
    else { return nil }
    var start = 0
    parts = stack.samples.compactMap { sample in
      let rows = start..<(start + sample.design.count)
      start = rows.upperBound
      return SampleCells(sample, by: query.by, of: study).map { cells in
        Part(
          sample: sample, cells: cells,
          slots: sample.slots(of: name, query, without: freed, in: study.study),
          shown: sample.shown(name, query, cells.breakdown), rows: rows)
      }
    }
    design = stack.design
    var context = first.context(of: name, by: [], query, study.study)
    context.freed = freed
    self.context = context
  }

  func records(of contrast: EstimateContrast) -> [EstimateRecord] {
    let chosen = contrast.terms.compactMap { term in
      parts.lazy.compactMap { part in
        part.cells.names.firstIndex(of: term.name).map { (part, $0) }
      }.first
    }
    guard chosen.count == contrast.terms.count else { return [] }
    return (chosen.first?.0.slots ?? []).compactMap { slot in
      record(of: contrast, chosen, slot)
    }
  }

  private func record(
    of contrast: EstimateContrast, _ chosen: [(Part, Int)], _ first: EstimateSlot
  ) -> EstimateRecord? {
    var statistics: [LinearisedStatistic] = []
    var isShown = true
    var steps: [Double] = []
    var rounded = 0.0
    for (term, (part, place)) in zip(contrast.terms, chosen) {
      guard
        let slot = part.slots.first(where: { $0.choice == first.choice && $0.kind == first.kind })
      else { return nil }
      let category = part.cells.breakdown == nil ? nil : place
      let isMember =
        part.cells.breakdown?.membership.isMember(of: place)
        ?? Array(repeating: true, count: part.sample.design.count)
      let domain = part.sample.design.domain(isMember)
      isShown = isShown && slot.isShown(in: domain, part.shown, category)
      if let category, let step = slot.step(part.shown, in: category) { steps.append(step) }
      let own = spread(slot, part).statistic(in: design.domain(spread(isMember, part)))
      statistics.append(own)
      let exact = design.estimate(own)
      rounded +=
        term.coefficient
        * (category.map { slot.rounded(exact, part.shown, in: $0) } ?? exact).value
    }
    let exact = design.estimate(
      .combination(zip(contrast.terms, statistics).map { ($0.coefficient, $1) }))
    let step = steps.max()
    // Made from rounded parts, the contrast tells nothing that they do not.
    return first.record(
      contrast, exact.having(step == nil ? exact.value : rounded, digits: step), context,
      isShown: isShown, step: step)
  }

  private func spread(_ isMember: [Bool], _ part: Part) -> [Bool] {
    var all = Array(repeating: false, count: design.count)
    all.replaceSubrange(part.rows, with: isMember)
    return all
  }

  private func spread(_ slot: EstimateSlot, _ part: Part) -> EstimateSlot {
    func spread(_ values: [Double]) -> [Double] {
      var all = Array(repeating: Double.nan, count: design.count)
      all.replaceSubrange(part.rows, with: values)
      return all
    }
    return EstimateSlot(
      kind: slot.kind, choice: slot.choice, row: slot.row, values: spread(slot.values),
      denominator: slot.denominator.map(spread))
  }
}
