import SurveyModel

/// Answers that no category of a group takes, counted and named.
public struct GroupFindings: Sendable {
  /// One for each group that leaves answers out.
  public private(set) var diagnostics: [Diagnostic] = []

  /// - Complexity: O(interviews × groups).
  public init(_ study: Study, samples: [Sample]) {
    for grouping in study.groupings {
      let outside = samples.compactMap { OutsideAnswers(grouping, in: $0) }
      let count = outside.reduce(0) { $0 + $1.count }
      guard count > 0, let place = grouping.categories.first?.location else { continue }
      let all = outside.reduce(0) { $0 + $1.answered }
      let isMargin = study.margins.contains { $0.group.groups.contains(grouping.name) }
      let samples = outside.filter { $0.count > 0 }
      let places = samples.prefix(6).map { "city \($0.city), wave \($0.wave): \($0.count)" }
      let more = samples.count > 6 ? "; and \(samples.count - 6) more" : ""
      diagnostics.append(
        Diagnostic(
          .warning, "answers-in-no-category",
          "\(count) of \(all) answers to \(grouping.question) are in no category of group "
            + "'\(grouping.name)'\(Self.named(outside)) (\(places.joined(separator: "; "))\(more))"
            + (isMargin ? "; weighting lets them keep their share of the base weights" : ""),
          fix: "widen a category of groups.csv or add one", at: place))
    }
  }

  /// The values of all samples after a colon; nothing where they cannot be told.
  private static func named(_ outside: [OutsideAnswers]) -> String {
    let numbers = Set(outside.flatMap(\.numbers)).sorted()
    let codes = outside.flatMap(\.codes).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    let names = runs(numbers) + codes.map { "'\($0)'" }
    let more = names.count > 8 ? " and \(names.count - 8) more" : ""
    return names.isEmpty ? "" : ": " + names.prefix(8).joined(separator: ", ") + more
  }

  /// Whole numbers in runs, `25…44`; other numbers by the smallest and the largest.
  private static func runs(_ numbers: [Double]) -> [String] {
    guard let least = numbers.first, let most = numbers.last else { return [] }
    guard numbers.allSatisfy({ $0 == $0.rounded() && $0.magnitude < 10_000 }) else {
      let isShort = numbers.allSatisfy { $0.magnitude < 10_000 }
      return isShort ? ["\(Int(least.rounded(.down)))…\(Int(most.rounded(.up)))"] : []
    }
    var runs: [(from: Int, to: Int)] = []
    for number in numbers.map({ Int($0) }) {
      if let last = runs.last, last.to + 1 == number {
        runs[runs.count - 1].to = number
      } else {
        runs.append((number, number))
      }
    }
    return runs.map { $0.from == $0.to ? "\($0.from)" : "\($0.from)…\($0.to)" }
  }
}

/// The answers of a sample that a group has no category for.
private struct OutsideAnswers {
  let city: String
  let wave: String
  /// How many answers there are, and how many are in no category.
  private(set) var answered = 0
  private(set) var count = 0
  private(set) var numbers: Set<Double> = []
  private(set) var codes: [String] = []

  /// - Returns: nil where the sample has no answers to the group's question.
  init?(_ grouping: Grouping, in sample: Sample) {
    guard let membership = GroupMembership(grouping, in: sample),
      let question = sample.questionnaire[grouping.question],
      let column = sample.responses[grouping.question]
    else { return nil }
    (city, wave) = (sample.city, sample.wave)
    switch (question.kind, column.values) {
    case (.selectOne(let list), .choices(let choices)):
      tally(membership) { row in
        guard choices[row] >= 0, list.choices[Int(choices[row])].missing == nil else { return nil }
        return .code(list.choices[Int(choices[row])].name)
      }
    case (.selectMultiple(let list), .choiceSets(let sets)):
      tally(membership) { row in
        list.substantive.contains { sets.contains($0, row: row) } ? .other : nil
      }
    case (_, .numbers(let values)):
      tally(membership) { values[$0].isNaN ? nil : .number(values[$0]) }
    case (_, .texts(let texts)): tally(membership) { texts[$0].isEmpty ? nil : .other }
    default: return nil
    }
  }

  private enum Answer {
    case number(Double)
    case code(String)
    /// Of several choices or of words, which are not named.
    case other
  }

  private mutating func tally(_ membership: GroupMembership, answer: (Int) -> Answer?) {
    for (row, category) in membership.indices.enumerated() {
      guard let answer = answer(row) else { continue }
      answered += 1
      guard category < 0 else { continue }
      count += 1
      switch answer {
      case .number(let number): numbers.insert(number)
      case .code(let code): if !codes.contains(code) { codes.append(code) }
      case .other: break
      }
    }
  }
}
