/// Figures about too few people that simply stand there.
extension Attack {
  var printedFindings: [Finding] {
    var tally = BaseTally(truth: truth)
    var seen: Set<String> = []
    return figures.compactMap { figure in
      let name = "\(figure.place)\(figure.quantity)\(figure.measured?.description ?? "")"
      guard seen.insert(name + figure.cell.words).inserted, let people = tooFew(figure, &tally)
      else { return nil }
      return Finding(
        kind: .printed,
        words: "\(figure.place): \(figure.quantity) of \(figure.measured?.description ?? "people")"
          + " of \(figure.cell.words) in \(figure.source)",
        people: people, interval: figure.range, implied: figure.range)
    }
  }

  /// How many people a printed figure is about, where they are fewer than they have to be.
  private func tooFew(_ figure: PublishedFigure, _ tally: inout BaseTally) -> Int? {
    let base = sheets.minimumBase
    if figure.cell["@run"] != nil { return nil }
    func few(_ cell: Cell, _ measured: Measured?, under limit: Int) -> Int? {
      guard let count = tally.count(cell, measured, at: figure.place, sheets) else { return nil }
      return (1..<limit).contains(count) ? count : nil
    }
    switch figure.quantity {
    case .share, .assigned: return nil
    case .mean, .total, .count, .weight, .coefficient:
      return few(figure.cell, figure.measured, under: base)
    case .sampleShare:
      return few(figure.cell, nil, under: sheets.minimumCell)
    case .answers:
      let value = Int(figure.range.lowerBound)
      return (1..<base).contains(value) ? value : few(figure.cell, figure.measured, under: base)
    case .difference(let other):
      return few(figure.cell, figure.measured, under: base)
        ?? few(other, figure.measured, under: base)
    case .quantile:
      return tally.shorterSide(figure, sheets).flatMap { $0 < base ? $0 : nil }
    }
  }
}

/// Counts of interviews behind figures, each counted once.
private struct BaseTally {
  let truth: Truth
  private var counts: [String: Int?] = [:]

  init(truth: Truth) { self.truth = truth }

  mutating func count(
    _ cell: Cell, _ measured: Measured?, at place: Place, _ sheets: PublicSheets
  ) -> Int? {
    let key = "\(place)/\(measured?.description ?? "")/\(cell.words)"
    if let known = counts[key] { return known }
    let members = members(of: cell, at: place, sheets)
    let count = members.map { people in
      people.filter { person in measured.map { truth.value($0, of: person) != nil } ?? true }.count
    }
    counts[key] = .some(count)
    return count
  }

  /// Answers on the side of a quantile that has fewer, those equal to it counted on both.
  func shorterSide(_ figure: PublishedFigure, _ sheets: PublicSheets) -> Int? {
    guard let measured = figure.measured,
      let people = members(of: figure.cell, at: figure.place, sheets)
    else { return nil }
    let values = people.compactMap { truth.value(measured, of: $0) }
    let below = values.filter { $0 <= figure.range.upperBound }.count
    return values.isEmpty
      ? nil : min(below, values.filter { $0 >= figure.range.lowerBound }.count)
  }

  private func members(
    of cell: Cell, at place: Place, _ sheets: PublicSheets
  ) -> [Truth.Person]? {
    var people = truth.people[place] ?? []
    for (name, words) in cell {
      guard let group = sheets.group(name) else { return nil }
      let names = words.split(separator: "|").map(String.init)
      let categories = group.categories.filter { names.contains($0.name) }
      guard categories.count == names.count else { return nil }
      people = people.filter { person in
        let answer = person.answers[group.question] ?? ""
        return categories.contains { $0.holds(answer) }
      }
    }
    return people
  }
}
