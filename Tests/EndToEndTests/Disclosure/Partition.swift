/// The finest division of people by the groups of one or two questions: its *atoms*.
///
/// Every category of every group on those questions is a union of atoms, so that nested,
/// overlapping and crossed categories are sums of the same unknowns. The atoms of a question are
/// the sets of categories that an answer can belong to; one more holds whoever is in none.
struct Partition {
  struct Side {
    var question: String
    /// The categories of each group that an atom's people belong to, by atom; the last is the rest.
    var atoms: [Set<GroupCategory>]
    /// Groups on the question, with their categories.
    var groups: [String: [String]]
    /// The choices of each atom's people; none where the question is of another kind, or asked of
    /// some only, so that its distribution says nothing of all.
    var choices: [[String]] = []
  }

  struct GroupCategory: Hashable {
    var group: String
    var category: String
  }

  let sides: [Side]
  let count: Int

  init(_ sides: [Side]) {
    self.sides = sides
    count = sides.reduce(1) { $0 * $1.atoms.count }
  }

  var all: Set<Int> { Set(0..<count) }

  /// The place of an atom among all, from its place on each side.
  func atom(_ places: [Int]) -> Int {
    zip(sides, places).reduce(0) { $0 * $1.0.atoms.count + $1.1 }
  }

  func place(of atom: Int, on side: Int) -> Int {
    var rest = atom
    for later in sides[(side + 1)...] { rest /= later.atoms.count }
    return rest % sides[side].atoms.count
  }

  /// The atoms of a cell; nil where a group is of another question, or a category is unknown.
  ///
  /// `a|b` is the union of two categories.
  func atoms(of cell: Cell) -> Set<Int>? {
    var atoms = all
    for (group, words) in cell {
      guard let side = sides.firstIndex(where: { $0.groups[group] != nil }) else { return nil }
      let categories = words.split(separator: "|").map(String.init)
      let known = Set(sides[side].groups[group] ?? [])
      guard !categories.isEmpty, known.isSuperset(of: categories) else { return nil }
      let wanted = Set(categories.map { GroupCategory(group: group, category: $0) })
      atoms = atoms.filter {
        !sides[side].atoms[place(of: $0, on: side)].isDisjoint(with: wanted)
      }
    }
    return atoms
  }

  /// The cells of each group, and of each pair of groups of this partition.
  var cells: [String: [Cell]] {
    var result: [String: [Cell]] = [:]
    let groups = sides.enumerated().flatMap { side, value in
      value.groups.map { (side: side, name: $0.key, categories: $0.value) }
    }.sorted { $0.name < $1.name }
    for (index, first) in groups.enumerated() {
      result[first.name] = first.categories.map { [first.name: $0] }
      for second in groups[(index + 1)...] {
        result["\(first.name)*\(second.name)"] = first.categories.flatMap { one in
          second.categories.map { [first.name: one, second.name: $0] }
        }
      }
    }
    return result
  }
}

extension Partition.Side {
  /// The atoms of a question under the groups that divide by it.
  init(question: String, groups: [PublicSheets.Group], sheets: PublicSheets) {
    self.question = question
    self.groups = [:]
    for group in groups { self.groups[group.name] = group.categories.map(\.name) }
    var signatures: [Set<Partition.GroupCategory>] = []
    for answer in Self.possibleAnswers(to: question, groups: groups, sheets: sheets) {
      let signature = Self.categories(of: answer, in: groups)
      if !signature.isEmpty, !signatures.contains(signature) { signatures.append(signature) }
    }
    atoms = signatures + [[]]
    guard let asked = sheets.questions[question], asked.type == "select_one",
      asked.relevant.isEmpty
    else { return }
    choices = signatures.map { signature in
      asked.choices.map(\.name).filter { Self.categories(of: $0, in: groups) == signature }
    }
  }

  /// Every choice, or for a number both ends of every category and what lies beside them.
  private static func possibleAnswers(
    to question: String, groups: [PublicSheets.Group], sheets: PublicSheets
  ) -> [String] {
    let ends = groups.flatMap(\.categories).compactMap(\.limits)
      .flatMap { [$0.lowerBound, $0.upperBound] }.filter(\.isFinite)
    let numbers = Set(ends.flatMap { [$0 - 1, $0, $0 + 1] }).sorted()
    return (sheets.questions[question]?.choices.map(\.name) ?? []) + numbers.map { "\($0)" }
  }

  private static func categories(
    of answer: String, in groups: [PublicSheets.Group]
  ) -> Set<Partition.GroupCategory> {
    var result: Set<Partition.GroupCategory> = []
    for group in groups {
      for category in group.categories where category.holds(answer) {
        result.insert(Partition.GroupCategory(group: group.name, category: category.name))
      }
    }
    return result
  }

  /// The atom of a person who gave an answer; the rest without one.
  func atom(of answer: String?, groups: [PublicSheets.Group]) -> Int {
    guard let answer else { return atoms.count - 1 }
    let signature = Self.categories(of: answer, in: groups)
    return atoms.firstIndex(of: signature) ?? atoms.count - 1
  }
}

extension PublicSheets.Category {
  func holds(_ answer: String) -> Bool {
    if !choices.isEmpty {
      return choices.contains(answer)
    }
    guard let limits, let number = Double(answer) else { return false }
    return limits.contains(number)
  }
}
