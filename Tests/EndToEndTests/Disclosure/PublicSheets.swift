import Foundation

/// What everybody may know of a study: its own sheets without `responses/`.
struct PublicSheets {
  struct Category: Hashable {
    var name: String
    var choices: Set<String>
    var limits: ClosedRange<Double>?
    var labels: [String: String]
  }

  struct Group: Hashable {
    var name: String
    var question: String
    var categories: [Category]
  }

  struct Choice: Hashable {
    var name: String
    /// A reason of no answer, such as `dont-know`; nil for an answer of substance.
    var missing: String?
    var isExclusive: Bool
    var labels: [String: String]
  }

  struct Question {
    var name: String
    var type: String
    var choices: [Choice]
    var limits: ClosedRange<Double>?
    var relevant: String
    /// The answer that a plain condition `${Q} = 'x'` asks for.
    var condition: Condition?
    var isSensitive: Bool
    /// Whether it is open and not required.
    var mayBeLeftOut: Bool

    var substantive: [Choice] { choices.filter { $0.missing == nil } }
    /// Least and greatest number of a scale's choices; nil where they are no numbers.
    var scale: ClosedRange<Double>? {
      let numbers = substantive.compactMap { Double($0.name) }
      guard numbers.count == substantive.count, let low = numbers.min(), let high = numbers.max(),
        low < high
      else { return nil }
      return low...high
    }
  }

  struct Condition {
    var question: String
    var answer: String

    init?(_ relevant: String) {
      guard let match = relevant.firstMatch(of: /\$\{(\w+)\} = '?([^']+)'?/) else { return nil }
      (question, answer) = (String(match.1), String(match.2))
    }
  }

  struct Item {
    var factor: String
    var facet: String
    var question: String
    var isReversed: Bool
    var isFormative: Bool
    var isOutcome: Bool
    var limits: ClosedRange<Double>?
    var labels: [String: String]
    var facetLabels: [String: String]
  }

  let folder: URL
  let settings: [String: String]
  let groups: [Group]
  let questions: [String: Question]
  let items: [Item]
  let cities: [[String: String]]
  let waves: [[String: String]]
  let sources: [[String: String]]
  let margins: [[String: String]]

  var minimumBase: Int { settings["minimum-base"].flatMap(Int.init) ?? 30 }
  var minimumCell: Int { settings["minimum-cell"].flatMap(Int.init) ?? 5 }

  init(_ folder: URL) {
    func sheet(_ path: String) -> [[String: String]] {
      let text = try? String(contentsOf: folder.appending(path: path), encoding: .utf8)
      return CSVRows.records(text ?? "")
    }
    self.folder = folder
    settings = Dictionary(
      sheet("study.csv").map { ($0["key"] ?? "", $0["value"] ?? "") },
      uniquingKeysWith: { first, _ in first })
    cities = sheet("cities.csv")
    waves = sheet("waves.csv")
    sources = sheet("sources.csv")
    margins = sheet("margins.csv")
    groups = Self.groups(sheet("groups.csv"))
    items = sheet("factors.csv").map(Self.item)
    let versions = Set(sources.compactMap { $0["questionnaire"] }).sorted()
    var questions: [String: Question] = [:]
    for version in versions {
      let choices = Dictionary(
        grouping: sheet("questionnaires/\(version)/choices.csv"), by: { $0["list_name"] ?? "" })
      for row in sheet("questionnaires/\(version)/survey.csv") where row["name"] != "" {
        let question = Self.question(row, choices: choices)
        questions[question.name] = question
      }
    }
    self.questions = questions
  }

  static func labels(_ row: [String: String], _ column: String) -> [String: String] {
    ["ru": row["\(column)::ru"] ?? "", "en": row["\(column)::en"] ?? ""]
  }

  private static func range(_ low: String?, _ high: String?) -> ClosedRange<Double>? {
    let (from, to) = (low.flatMap(Double.init), high.flatMap(Double.init))
    guard from != nil || to != nil else { return nil }
    return (from ?? -.infinity)...(to ?? .infinity)
  }

  private static func groups(_ rows: [[String: String]]) -> [Group] {
    var groups: [Group] = []
    for row in rows {
      let category = Category(
        name: row["category"] ?? "",
        choices: Set((row["choices"] ?? "").split(separator: ";").map(String.init)),
        limits: range(row["from"], row["to"]), labels: labels(row, "label"))
      if let place = groups.firstIndex(where: { $0.name == row["group"] }) {
        groups[place].categories.append(category)
      } else {
        groups.append(
          Group(
            name: row["group"] ?? "", question: row["question"] ?? "", categories: [category]))
      }
    }
    return groups
  }

  private static func item(_ row: [String: String]) -> Item {
    Item(
      factor: row["factor"] ?? "", facet: row["facet"] ?? "", question: row["question"] ?? "",
      isReversed: row["keying"] == "-", isFormative: row["kind"] == "formative",
      isOutcome: row["layer"] == "outcome", limits: range(row["minimum"], row["maximum"]),
      labels: labels(row, "label"), facetLabels: labels(row, "facet-label"))
  }

  private static func question(
    _ row: [String: String], choices: [String: [[String: String]]]
  ) -> Question {
    let words = (row["type"] ?? "").split(separator: " ").map(String.init)
    let list = (words.count > 1 ? choices[words[1]] ?? [] : []).map { row in
      Choice(
        name: row["name"] ?? "", missing: row["missing"].flatMap { $0.isEmpty ? nil : $0 },
        isExclusive: row["exclusive"] == "yes", labels: labels(row, "label"))
    }
    let constraint = row["constraint"] ?? ""
    var limits: ClosedRange<Double>?
    if let match = constraint.firstMatch(of: /\. >= ([0-9.]+) and \. <= ([0-9.]+)/) {
      limits = range(String(match.1), String(match.2))
    }
    return Question(
      name: row["name"] ?? "", type: words.first ?? "", choices: list, limits: limits,
      relevant: row["relevant"] ?? "", condition: Condition(row["relevant"] ?? ""),
      isSensitive: row["sensitive"] == "yes",
      mayBeLeftOut: words.first == "text" && row["required"] != "yes")
  }
}

/// A city and wave.
struct Place: Hashable, CustomStringConvertible {
  var city: String
  var wave: String
  var description: String { "\(city) \(wave)" }
}

extension PublicSheets {
  /// Whether the interviews of a place all weigh the same: no weights, no margins, no replicates.
  func isUnweighted(_ place: Place) -> Bool {
    let source = sources.first { $0["city"] == place.city && $0["wave"] == place.wave }
    return (source?["weight"] ?? "").isEmpty && population(of: place) == nil
  }

  /// The people that the weights of a place add up to: those of its margins; nil without margins.
  func population(of place: Place) -> Double? {
    let rows = margins.filter { $0["city"] == place.city && $0["wave"] == place.wave }
    guard let group = rows.first?["group"] else { return nil }
    return rows.filter { $0["group"] == group }.compactMap { $0["population"].flatMap(Double.init) }
      .reduce(0, +)
  }

  func group(_ name: String) -> Group? {
    if let group = groups.first(where: { $0.name == name }) { return group }
    guard let question = questions[name], !question.choices.isEmpty else { return nil }
    return Group(
      name: name, question: name,
      categories: question.substantive.map {
        Category(name: $0.name, choices: [$0.name], limits: nil, labels: $0.labels)
      })
  }
}
