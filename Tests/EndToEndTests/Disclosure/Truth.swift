import Foundation

/// What the interviews really say: only to know which figures are hidden ones, and to check that
/// the attacker's intervals hold the true values.
struct Truth {
  struct Person {
    var place: Place
    var weight: Double
    /// Codes by question; several choices with blanks between.
    var answers: [String: String]
    /// Why there is no answer, by question, where the file says it: `refused`, `not-asked`, ….
    var reasons: [String: String] = [:]
    /// Whether an earlier run had this interview.
    var isOld = true
  }

  let sheets: PublicSheets
  private(set) var people: [Place: [Person]] = [:]

  /// From the answers that `loci export` wrote, or that a test drew.
  init(_ people: [Person], sheets: PublicSheets) {
    self.sheets = sheets
    self.people = Dictionary(grouping: people, by: \.place)
  }

  /// From plain field files: one row for each interview, codes as in the questionnaire.
  init(responsesOf sheets: PublicSheets) {
    var people: [Person] = []
    for source in sheets.sources {
      let place = Place(city: source["city"] ?? "", wave: source["wave"] ?? "")
      let file = sheets.folder.appending(path: source["file"] ?? "")
      let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
      var own = CSVRows.records(text).map { row in
        let weight = source["weight"].flatMap { row[$0] }.flatMap(Double.init) ?? 1
        return Person(place: place, weight: weight, answers: row.filter { $0.value != "" })
      }
      Raking(sheets).weigh(&own, at: place)
      people += own
    }
    self.init(people, sheets: sheets)
  }

  /// From an export of answers with weights, and its codebook of missing answers.
  init(export: String, codebook: String, sheets: PublicSheets) {
    var missing: [String: [String: String]] = [:]
    for row in CSVRows.records(codebook) where row["missing"] != "" {
      missing[row["variable"] ?? "", default: [:]][row["value"] ?? ""] = row["missing"]
    }
    let several = sheets.questions.values.filter { $0.type == "select_multiple" }
    let people = CSVRows.records(export).map { row in
      var reasons = row.reduce(into: [:]) { $0[$1.key] = missing[$1.key]?[$1.value] }
      var answers = row.filter { !$0.value.isEmpty && reasons[$0.key] == nil }
      for question in several {
        let columns = question.choices.filter { answers["\(question.name)_\($0.name)"] != nil }
        guard !columns.isEmpty else {
          reasons[question.name] =
            question.choices.lazy.compactMap { reasons["\(question.name)_\($0.name)"] }.first
          continue
        }
        answers[question.name] =
          columns.map(\.name).filter { answers["\(question.name)_\($0)"] == "1" }
          .joined(separator: " ")
      }
      let place = Place(city: row["city"] ?? "", wave: row["wave"] ?? "")
      return Person(
        place: place, weight: row["weight"].flatMap(Double.init) ?? 1, answers: answers,
        reasons: reasons)
    }
    self.init(people, sheets: sheets)
  }

  /// Marks those as new whom an earlier run of the same study did not have.
  func marking(newSince earlier: Truth) -> Truth {
    var result = self
    for (place, all) in people {
      let before = earlier.people[place]?.count ?? 0
      for row in all.indices { result.people[place]?[row].isOld = row < before }
    }
    return result
  }
}

extension Truth {
  /// What is measured in each interview, in the unit of ``Measured``; nil for who is not in its
  /// base.
  func values(_ measured: Measured, of people: [Person]) -> [Double?] {
    let isScore = measured.answer == nil && sheets.items.contains { $0.factor == measured.name }
    guard !isScore, let question = sheets.questions[measured.name] else {
      return scores(measured.name, of: people)
    }
    let missing = Dictionary(
      question.choices.compactMap { choice in choice.missing.map { (choice.name, $0) } },
      uniquingKeysWith: { first, _ in first })
    return people.map { person in
      guard wasAsked(question, person) else { return nil }
      let given = person.answers[question.name]
      guard let answer = measured.answer else { return number(question, given) }
      let isGiven: Bool
      if let reason = person.reasons[question.name] {
        if Self.outsideBase.contains(reason) { return nil }
        isGiven = reason == answer
      } else if let given {
        isGiven =
          answer == "answered"
          || (question.type == "select_multiple"
            ? given.split(separator: " ").contains { $0 == answer }
            : (missing[given] ?? given) == answer)
      } else {
        // Nobody knows what was lost; only an open question may be left out.
        guard question.mayBeLeftOut else { return nil }
        isGiven = answer == "no-answer"
      }
      return isGiven ? 1 : 0
    }
  }

  /// Reasons of those who were not asked, or of whose answer nobody knows what it was.
  private static let outsideBase: Set = ["not-asked", "not-asked-or-lost", "lost", "invalid"]

  func value(_ measured: Measured, of person: Person) -> Double? {
    values(measured, of: [person])[0]
  }

  /// Asked of whoever gave the answer that a plain condition names, or of all; and of whom the file
  /// has an answer although the condition does not hold.
  private func wasAsked(_ question: PublicSheets.Question, _ person: Person) -> Bool {
    guard let condition = question.condition else { return true }
    return person.answers[condition.question] == condition.answer
      || (person.answers[question.name] != nil && person.reasons[question.name] == nil)
  }

  private func number(_ question: PublicSheets.Question, _ given: String?) -> Double? {
    guard let given, let number = Double(given) else { return nil }
    guard !question.choices.isEmpty else { return number }
    guard let scale = question.scale, scale.contains(number),
      question.choices.contains(where: { $0.name == given && $0.missing == nil })
    else { return nil }
    return 100 * (number - scale.lowerBound) / (scale.upperBound - scale.lowerBound)
  }

  /// The mean of at least two thirds of a score's items; of all facets for the index.
  private func scores(_ name: String, of people: [Person]) -> [Double?] {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    let own = sheets.items.filter { $0.factor == parts.first }
    guard let first = own.first else { return people.map { _ in nil } }
    if parts.count == 2 {
      let items = own.filter { parts[1] == "formative" ? $0.isFormative : $0.facet == parts[1] }
      return people.map { mean(of: items, $0) }
    }
    let facets = Set(own.map(\.facet).filter { !$0.isEmpty }).sorted()
    if first.isOutcome, !facets.isEmpty {
      let items = facets.map { facet in own.filter { $0.facet == facet } }
      return people.map { person in
        let known = items.compactMap { mean(of: $0, person) }
        return known.count == items.count ? known.reduce(0, +) / Double(known.count) : nil
      }
    }
    let reflective = own.filter { !$0.isFormative }
    return people.map { mean(of: reflective.isEmpty ? own : reflective, $0) }
  }

  private func mean(of items: [PublicSheets.Item], _ person: Person) -> Double? {
    let points = items.compactMap { self.points($0, person) }
    guard !points.isEmpty, 3 * points.count >= 2 * items.count else { return nil }
    return points.reduce(0, +) / Double(points.count)
  }

  private func points(_ item: PublicSheets.Item, _ person: Person) -> Double? {
    guard let question = sheets.questions[item.question], wasAsked(question, person),
      let given = person.answers[item.question]
    else { return nil }
    if question.type == "select_multiple" {
      let chosen = Set(given.split(separator: " ").map(String.init))
      if question.substantive.contains(where: { $0.isExclusive && chosen.contains($0.name) }) {
        return 0
      }
      let counted = question.substantive.filter { !$0.isExclusive }
      return 100 * Double(counted.filter { chosen.contains($0.name) }.count)
        / Double(counted.count)
    }
    guard let limits = item.limits ?? question.scale ?? question.limits,
      let number = Double(given), limits.contains(number),
      question.choices.isEmpty || question.substantive.contains(where: { $0.name == given })
    else { return nil }
    let points =
      100 * (number - limits.lowerBound) / (limits.upperBound - limits.lowerBound)
    return item.isReversed ? 100 - points : points
  }
}

/// Weights that meet margins, by iterative proportional fitting.
///
/// > W. E. Deming, F. F. Stephan (1940). "On a least squares adjustment of a sampled frequency
/// > table". *Annals of Mathematical Statistics* 11 (4), 427–444.
struct Raking {
  let sheets: PublicSheets
  init(_ sheets: PublicSheets) { self.sheets = sheets }

  func weigh(_ people: inout [Truth.Person], at place: Place) {
    let rows = sheets.margins.filter { $0["city"] == place.city && $0["wave"] == place.wave }
    guard !rows.isEmpty else { return }
    let margins = Dictionary(grouping: rows, by: { $0["group"] ?? "" }).sorted { $0.key < $1.key }
    let cells = margins.map { margin in
      margin.value.map { row in members(of: row, among: people) }
    }
    for _ in 0..<500 {
      for (margin, memberships) in zip(margins, cells) {
        for (row, members) in zip(margin.value, memberships) {
          let target = row["population"].flatMap(Double.init) ?? 0
          let sum = members.reduce(0) { $0 + people[$1].weight }
          for member in members where sum > 0 { people[member].weight *= target / sum }
        }
      }
    }
  }

  private func members(of row: [String: String], among people: [Truth.Person]) -> [Int] {
    let groups = (row["group"] ?? "").split(separator: "*").compactMap {
      sheets.group(String($0))
    }
    let categories = (row["category"] ?? "").split(separator: "*").map(String.init)
    return people.indices.filter { index in
      zip(groups, categories).allSatisfy { group, category in
        let answer = people[index].answers[group.question] ?? ""
        return group.categories.contains { $0.name == category && $0.holds(answer) }
      }
    }
  }
}
