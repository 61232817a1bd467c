/// What can be computed from published figures of sets of interviews by adding and subtracting them.
///
/// The interviews are divided into atoms, the finest parts that any of the sets tells apart. A
/// figure of a set is a sum over its atoms, so that the figures of all sets in the linear span of
/// the published ones can be computed.
struct PublishedSpan {
  /// Interviews in each atom.
  let people: [Int]
  /// Sets of fewer interviews are small.
  let minimum: Int
  /// Reduced rows: each has a 1 at its pivot, where all others have 0.
  private var rows: [(pivot: Int, row: [Double])] = []

  init(people: [Int], minimum: Int) {
    self.people = people
    self.minimum = minimum
  }

  /// Adds a set of atoms to what is published; O(atoms × sets).
  mutating func publish(_ atoms: [Int]) {
    var row = Array(repeating: 0.0, count: people.count)
    for atom in atoms { row[atom] = 1 }
    row = reduced(row)
    guard let pivot = row.indices.first(where: { abs(row[$0]) > Self.tolerance }) else { return }
    let scale = row[pivot]
    row = row.map { $0 / scale }
    for place in rows.indices {
      let factor = rows[place].row[pivot]
      guard factor != 0 else { continue }
      for atom in row.indices { rows[place].row[atom] -= factor * row[atom] }
    }
    rows.append((pivot, row))
  }

  /// A set of somebody, but of fewer people than the minimum, whose figure can be computed.
  ///
  /// Sets are looked for up to a number that keeps this short; beyond it those that elimination
  /// lays bare are found.
  ///
  /// - Parameter forgiven: Sets of nothing but these atoms do not count.
  func smallSet(except forgiven: Set<Int>) -> [Int]? {
    for (_, row) in rows {
      let atoms = row.indices.filter { abs(row[$0]) > Self.tolerance && people[$0] > 0 }
      let isSet = atoms.allSatisfy { abs(row[$0] - 1) < Self.tolerance }
      if isSet, isSmall(atoms), !forgiven.isSuperset(of: atoms) { return atoms }
    }
    let candidates = people.indices.filter { people[$0] > 0 && people[$0] < minimum }
    var search = Search(candidates: candidates, forgiven: forgiven)
    return smallSet(from: 0, [], 0, &search)
  }

  private static let tolerance = 1e-9
  private static let searchLimit = 4096

  private struct Search {
    let candidates: [Int]
    let forgiven: Set<Int>
    var visited = 0
  }

  private func smallSet(
    from start: Int, _ atoms: [Int], _ sum: Int, _ search: inout Search
  ) -> [Int]? {
    for place in start..<max(start, search.candidates.count) {
      let atom = search.candidates[place]
      let total = sum + people[atom]
      guard total < minimum, search.visited < Self.searchLimit else { continue }
      search.visited += 1
      let set = atoms + [atom]
      if !search.forgiven.isSuperset(of: set), spans(set) { return set }
      if let found = smallSet(from: place + 1, set, total, &search) { return found }
    }
    return nil
  }

  private func isSmall(_ atoms: [Int]) -> Bool {
    let sum = atoms.reduce(0) { $0 + people[$1] }
    return sum > 0 && sum < minimum
  }

  /// Whether the set's figure can be computed; atoms without people do not matter.
  private func spans(_ atoms: [Int]) -> Bool {
    var row = Array(repeating: 0.0, count: people.count)
    for atom in atoms { row[atom] = 1 }
    let rest = reduced(row)
    return rest.indices.allSatisfy { abs(rest[$0]) < Self.tolerance || people[$0] == 0 }
  }

  private func reduced(_ row: [Double]) -> [Double] {
    var row = row
    for (pivot, other) in rows {
      let factor = row[pivot]
      guard factor != 0 else { continue }
      for atom in row.indices { row[atom] -= factor * other[atom] }
    }
    return row
  }
}
