/// Values and categories of all interviews, each worked out once.
final class TruthTally {
  let truth: Truth
  private var values: [Place: [Measured: [Double?]]] = [:]
  private var answers: [Place: [Cell: [Bool]?]] = [:]
  private var atoms: [Place: [String: [Int]]] = [:]
  private var counts: [Place: [Cell: [Measured?: Int?]]] = [:]

  init(_ truth: Truth) { self.truth = truth }

  func people(at place: Place) -> [Truth.Person] { truth.people[place] ?? [] }

  /// What is measured in each interview of a place; nil for who is not in the base.
  func values(of measured: Measured, at place: Place) -> [Double?] {
    if let known = values[place]?[measured] { return known }
    let found = truth.values(measured, of: people(at: place))
    values[place, default: [:]][measured] = found
    return found
  }

  /// The atom of one side of a partition that each interview of a place is in.
  func atoms(
    of side: Partition.Side, groups: [PublicSheets.Group], at place: Place
  ) -> [Int] {
    let name = "\(side.question) \(side.groups.keys.sorted())"
    if let known = atoms[place]?[name] { return known }
    var byAnswer: [String: Int] = [:]
    let found = people(at: place).map { person in
      if side.question == "@run" { return person.isOld ? 0 : 1 }
      let answer = person.answers[side.question] ?? ""
      if let known = byAnswer[answer] { return known }
      let atom = side.atom(of: answer, groups: groups)
      byAnswer[answer] = atom
      return atom
    }
    atoms[place, default: [:]][name] = found
    return found
  }

  /// Whether each interview of a place is in a cell; nil where the cell is of an unknown group.
  private func members(of cell: Cell, at place: Place) -> [Bool]? {
    if let known = answers[place]?[cell] { return known }
    let found = membersAnew(of: cell, at: place)
    answers[place, default: [:]][cell] = .some(found)
    return found
  }

  private func membersAnew(of cell: Cell, at place: Place) -> [Bool]? {
    let people = people(at: place)
    var members = Array(repeating: true, count: people.count)
    for (name, words) in cell {
      guard let group = truth.sheets.group(name) else { return nil }
      let names = words.split(separator: "|").map(String.init)
      let categories = group.categories.filter { names.contains($0.name) }
      guard categories.count == names.count else { return nil }
      for (index, person) in people.enumerated() where members[index] {
        let answer = person.answers[group.question] ?? ""
        members[index] = categories.contains { $0.holds(answer) }
      }
    }
    return members
  }

  /// How many interviews a figure about a cell rests on.
  func count(_ cell: Cell, _ measured: Measured?, at place: Place) -> Int? {
    if let known = counts[place]?[cell]?[measured] { return known }
    let count = members(of: cell, at: place).map { members in
      guard let measured else { return members.filter { $0 }.count }
      return zip(members, values(of: measured, at: place)).filter { $0 && $1 != nil }.count
    }
    counts[place, default: [:]][cell, default: [:]][measured] = .some(count)
    return count
  }

  /// Answers on the side of a quantile that has fewer, those equal to it counted on both.
  func shorterSide(_ figure: PublishedFigure) -> Int? {
    guard let measured = figure.measured,
      let members = members(of: figure.cell, at: figure.place)
    else { return nil }
    let values = zip(members, values(of: measured, at: figure.place))
      .compactMap { $0 ? $1 : nil }
    let below = values.filter { $0 <= figure.range.upperBound }.count
    return values.isEmpty
      ? nil : min(below, values.filter { $0 >= figure.range.lowerBound }.count)
  }
}
