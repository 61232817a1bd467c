import Estimation
import NumericalMethods

/// The different combinations of group and answers, which is all that a latent class model needs
/// of the interviews.
struct AnswerPatterns: Sendable {
  /// For each interview its pattern; −1 where it does not count.
  let patternOfRow: [Int32]
  /// For each pattern its group.
  let groups: [Int]
  /// Patterns × chosen categories of all items: 1 where the pattern has the category.
  let indicators: Matrix
  /// For each item, the rows of its categories among those of all items.
  let blocks: [Range<Int>]
  /// For each item, the place of each category within its block; nil where nobody chose it.
  let places: [[Int?]]
  /// For each group, its weight among all.
  let groupCount: Int
  /// The weight of the interviews of each pattern.
  let weights: [Double]
  /// Interviews that count, and those without any answer.
  let rowCount, unansweredCount: Int

  var count: Int { groups.count }
  var isComplete: Bool {
    indicators.elements.reduce(0, +) == Double(count * blocks.count)
  }

  /// O(interviews × items).
  init(
    _ items: CategoricalItems, groups: CategoricalAnswers, weights: [Double]
  ) throws(TypologyError) {
    let counted = weights.indices.map { weights[$0] > 0 && groups.codes[$0] >= 0 }
    let places = try items.placesOfChosenCategories(where: counted)
    var starts = [0]
    for item in places { starts.append(starts[starts.count - 1] + item.count { $0 != nil }) }
    var table = PatternTable()
    patternOfRow = counted.indices.map { row in
      counted[row] ? table.pattern(of: items, row, group: groups.codes[row]) : -1
    }
    let keys = table.keys
    self.places = places
    blocks = zip(starts, starts.dropFirst()).map { $0..<$1 }
    self.groups = keys.map { Int($0[0]) }
    groupCount = groups.categories.count
    indicators = Matrix(rows: keys.count, columns: starts[starts.count - 1], repeating: 0)
      .marked(keys, places: places, starts: starts)
    self.weights = Self.sums(of: weights, patternOfRow, count: keys.count)
    rowCount = patternOfRow.count { $0 >= 0 }
    unansweredCount = counted.count { $0 } - rowCount
  }

  /// The patterns' weights where the interviews have these.
  func weights(ofRows weights: [Double]) -> [Double] {
    Self.sums(of: weights, patternOfRow, count: count)
  }

  private static func sums(
    of weights: [Double], _ patternOfRow: [Int32], count: Int
  ) -> [Double] {
    var sums = Array(repeating: 0.0, count: count)
    for (row, pattern) in patternOfRow.enumerated() where pattern >= 0 {
      sums[Int(pattern)] += weights[row]
    }
    return sums
  }
}

/// Gives combinations of group and answers whole numbers, in order of appearance.
private struct PatternTable {
  private var codes: [[Int32]: Int32] = [:]
  /// The group, then the answers.
  private(set) var keys: [[Int32]] = []

  /// - Returns: −1 where the interview has no answer.
  mutating func pattern(of items: CategoricalItems, _ row: Int, group: Int32) -> Int32 {
    let key = [group] + items.answers.map { $0.codes[row] }
    guard key.dropFirst().contains(where: { $0 >= 0 }) else { return -1 }
    if let code = codes[key] { return code }
    let code = Int32(keys.count)
    codes[key] = code
    keys.append(key)
    return code
  }
}

extension CategoricalItems {
  /// For each item, the place of each category among those that somebody chose.
  fileprivate func placesOfChosenCategories(
    where counted: [Bool]
  ) throws(TypologyError) -> [[Int?]] {
    var all: [[Int?]] = []
    for (name, item) in zip(names, answers) {
      var isChosen = Array(repeating: false, count: item.categories.count)
      for (row, code) in item.codes.enumerated() where code >= 0 && counted[row] {
        isChosen[Int(code)] = true
      }
      var next = 0
      let places = isChosen.map { chosen -> Int? in
        defer { next += chosen ? 1 : 0 }
        return chosen ? next : nil
      }
      guard next > 0 else { throw .itemWithoutAnswers(name) }
      guard next > 1 else { throw .itemWithOneCategory(name) }
      all.append(places)
    }
    return all
  }
}

extension Matrix {
  /// With 1 where a pattern has a category.
  fileprivate func marked(_ keys: [[Int32]], places: [[Int?]], starts: [Int]) -> Matrix {
    var matrix = self
    for (pattern, key) in keys.enumerated() {
      for (item, code) in key.dropFirst().enumerated() where code >= 0 {
        if let place = places[item][Int(code)] { matrix[pattern, starts[item] + place] = 1 }
      }
    }
    return matrix
  }
}
