import Estimation
import SurveyModel

/// The cells of one sample, named by the categories of the groupings in their order.
struct SampleCells {
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
struct CrossedCells {
  private struct Part {
    let sample: AnalysedSample
    let cells: SampleCells
    let slots: [EstimateSlot]
    let shown: ShownFigures?
    let rows: Range<Int>
  }

  private let parts: [Part]
  let design: SurveyDesign
  let context: EstimateRecord.Context

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
    context.isModelBased = usable.restOnAModel(study.study)
    self.context = context
  }

  /// The names of all cells, sample after sample.
  var names: [String] { parts.flatMap(\.cells.names) }

  /// The figures that the quantity has: its mean, or a share for each answer.
  var slots: [EstimateSlot] { parts.first?.slots ?? [] }

  /// One figure in some cells.
  struct Figures {
    let statistics: [LinearisedStatistic]
    /// The estimates as they may be told.
    let told: [Estimate]
    let isShown: Bool
    /// What the coarsest of the values is rounded to; nil where they are exact.
    let step: Double?
  }

  /// - Returns: Nil where a cell or its figure does not exist.
  func figures(_ names: [String], _ first: EstimateSlot) -> Figures? {
    var statistics: [LinearisedStatistic] = []
    var told: [Estimate] = []
    var isShown = true
    var steps: [Double] = []
    for name in names {
      guard let part = parts.first(where: { $0.cells.names.contains(name) }),
        let place = part.cells.names.firstIndex(of: name),
        let slot = part.slots.first(where: { $0.choice == first.choice && $0.kind == first.kind })
      else { return nil }
      let category = part.cells.breakdown == nil ? nil : place
      let isMember =
        part.cells.breakdown?.membership.isMember(of: place)
        ?? Array(repeating: true, count: part.sample.design.count)
      isShown =
        isShown && slot.isShown(in: part.sample.design.domain(isMember), part.shown, category)
      let own = spread(slot, part).statistic(in: design.domain(spread(isMember, part)))
      statistics.append(own)
      let exact = design.estimate(own)
      steps += [slot.step(part.shown, in: category, of: exact)].compactMap(\.self)
      told.append(slot.rounded(exact, part.shown, in: category))
    }
    return Figures(statistics: statistics, told: told, isShown: isShown, step: steps.max())
  }

  func records(of contrast: EstimateContrast) -> [EstimateRecord] {
    slots.compactMap { slot in
      guard let figures = figures(contrast.terms.map(\.name), slot) else { return nil }
      let exact = design.estimate(
        .combination(zip(contrast.terms, figures.statistics).map { ($0.coefficient, $1) }))
      // Made from rounded parts, the contrast tells nothing that they do not.
      let rounded = zip(contrast.terms, figures.told).reduce(0) {
        $0 + $1.0.coefficient * $1.1.value
      }
      return slot.record(
        contrast, exact.having(figures.step == nil ? exact.value : rounded, digits: figures.step),
        context, isShown: figures.isShown, step: figures.step)
    }
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

extension [AnalysedSample] {
  /// Whether some of the samples were not drawn by chance.
  func restOnAModel(_ study: Study) -> Bool {
    contains { !(study.wave($0.wave)?.sample.isProbability ?? true) }
  }
}
