import Estimation
import SurveyModel

/// What may be shown of the answers to a question within one category of a group.
struct CrosstabColumn {
  /// One for each row of the distribution.
  var suppressions: [Suppression?]
  /// What shares are rounded to; nil where nothing is hidden in the study.
  var step: Double?
  /// Whether exact shares would tell of the few people in no category.
  var isCoarse = false
}

extension Breakdown {
  /// What may be shown of a question's shares, category by category: whole per cents on a base that
  /// is large enough; in the strict mode no small cells, nor those that would tell them.
  ///
  /// - Parameters:
  ///   - places: The answers of the distribution, as places among those of the column.
  ///   - isInBase: For each interview, whether shares are of it too.
  /// - Complexity: O(interviews × answers).
  func columns(
    of column: AnswerColumn, places: [Int], isInBase: [Bool], weights: [Double],
    rule: DisclosureRule
  ) -> [CrosstabColumn] {
    let isInBase = zip(isInBase, weights).map { $0 && $1 > 0 }
    guard rule != .none else {
      return membership.counts.map { _ in CrosstabColumn(suppressions: places.map { _ in nil }) }
        .enumerated().map { category, column in
          emptied(column, isInBase: isInBase, category: category)
        }
    }
    let rule = isDelicate ? rule.strict : rule.concerning(column.question)
    var bases = disclosure(of: isInBase, weights: weights, rule: rule)
    if bases.coarseness > 0 {
      let rounding = CrosstabRounding(
        membership, isInBase: isInBase, weights: weights,
        step: max(0.01, bases.step(onScale: 1) ?? 0))
      if !places.allSatisfy({ rounding.keepsOutsideOpen(column.indicators[$0]) }) {
        bases = disclosure(of: isInBase, weights: weights, rule: rule, allowsCoarse: false)
      }
    }
    let cells = strictCells(of: column, places, isInBase, rule)
    let step = max(0.01, bases.step(onScale: 1) ?? 0)
    return membership.categories.indices.map { category in
      CrosstabColumn(
        suppressions: places.indices.map { bases.suppressions[category] ?? cells[$0][category] },
        step: step, isCoarse: bases.coarseness > 0)
    }
  }

  private func emptied(
    _ column: CrosstabColumn, isInBase: [Bool], category: Int
  ) -> CrosstabColumn {
    let count = isInBase.indices.count { isInBase[$0] && membership.indices[$0] == category }
    guard count == 0 else { return column }
    return CrosstabColumn(suppressions: column.suppressions.map { _ in .base(minimum: 1) })
  }

  /// For each answer, each category.
  private func strictCells(
    of column: AnswerColumn, _ places: [Int], _ isInBase: [Bool], _ rule: DisclosureRule
  ) -> [[Suppression?]] {
    let width = membership.categories.count
    guard rule.isStrict else { return places.map { _ in Array(repeating: nil, count: width) } }
    // The people in no category make a further column, which nothing shows.
    let counts = places.map { place in
      var counts = Array(repeating: 0, count: width + 1)
      for row in isInBase.indices where isInBase[row] && column.indicators[place][row] == 1 {
        let category = membership.indices[row]
        counts[category < 0 ? width : category] += 1
      }
      return counts
    }
    let outside: Set<Int> = counts.contains { $0[width] > 0 } ? [width] : []
    if column.codes != nil {
      return StrictCells(minimum: rule.minimumCell, rows: counts, unpublished: outside)
        .suppressions.map { Array($0.dropLast()) }
    }
    // Each of several answers is a table of its own, of those who gave it and those who did not.
    var bases = Array(repeating: 0, count: width + 1)
    for row in isInBase.indices where isInBase[row] {
      let category = membership.indices[row]
      bases[category < 0 ? width : category] += 1
    }
    return counts.map { given in
      let others = zip(bases, given).map { $0 - $1 }
      let cells = StrictCells(
        minimum: rule.minimumCell, rows: [given, others], unpublished: outside)
      return Array(cells.suppressions[0].dropLast())
    }
  }
}
