import SurveyModel

/// What the questionnaires of several waves do not have alike.
struct VersionDifferences {
  private let reworded: [String]
  private let reshaped: [[QuestionVersions]]
  private let samples: [Sample]
  /// Lists with choices that not every wave calls alike, with the questions that have them.
  private var lists: [(name: String, changes: [String: [ExportVariable.Wording]])] = []
  private var questions: [String: [String]] = [:]

  init(_ variables: [ExportVariable], _ stacking: QuestionStacking, _ samples: [Sample]) {
    reworded = stacking.reworded
    reshaped = stacking.reshaped
    self.samples = samples
    var told: Set<String> = []
    for variable in variables where !variable.choiceWordings.isEmpty {
      guard let question = variable.question, let list = question.choices,
        told.insert(variable.name).inserted
      else { continue }
      if !lists.contains(where: { $0.name == list.name && $0.changes == variable.choiceWordings }) {
        lists.append((list.name, variable.choiceWordings))
      }
      if questions[list.name]?.last != question.name {
        questions[list.name, default: []].append(question.name)
      }
    }
  }

  func diagnostics(at place: SourceLocation) -> [Diagnostic] {
    var found = lists.map { list in
      let codes = list.changes.keys.sorted { a, b in
        (Double(a) ?? .infinity, a) < (Double(b) ?? .infinity, b)
      }
      let waves = codes.reduce(into: [String]()) { waves, code in
        for wording in list.changes[code] ?? [] where !waves.contains(wording.wave) {
          waves.append(wording.wave)
        }
      }
      return Diagnostic(
        .warning, "choice-label-changed",
        "codes of the list '\(list.name)' (\((questions[list.name] ?? []).someJoined)) have other"
          + " labels in some of the waves \(waves.joined(separator: ", ")):"
          + " \(codes.someJoined); labels are those of the first",
        fix: "the codebook gives each wave's label; give answers of another meaning codes of their"
          + " own", at: place)
    }
    found += reshaped.map { note(reshaped: $0, at: place) }
    if !reworded.isEmpty {
      found.append(
        Diagnostic(
          .note, "wording-changed",
          "not every wave was asked \(reworded.joined(separator: ", ")) in the same words; labels"
            + " are those of the first",
          fix: "the codebook gives the words of each wave", at: place))
    }
    return found
  }

  /// "typ is a select_one in w1 (100 interviews), an integer in w2 (100)".
  private func note(reshaped stacks: [QuestionVersions], at place: SourceLocation) -> Diagnostic {
    let name = stacks.first?.name ?? ""
    let parts = stacks.map { stack in
      let own = samples.indices.filter { stack.columns[$0] != nil }
      let waves = own.reduce(into: [String]()) { waves, place in
        if waves.last != samples[place].wave { waves.append(samples[place].wave) }
      }
      let count = own.reduce(0) { $0 + samples[$1].responses.count }
      return "\(stack.question.kind.typeName) in \(waves.joined(separator: ", "))"
        + " (\(count) interviews)"
    }
    return Diagnostic(
      .warning, "kind-changed",
      "\(name) was asked as \(parts.joined(separator: ", as ")): each kind has columns of its own,"
        + " and was not asked elsewhere",
      fix: "the codebook says which column is of which kind", at: place)
  }
}

extension [String] {
  /// The first ten, and how many more there are.
  var someJoined: String {
    prefix(10).joined(separator: ", ") + (count > 10 ? " and \(count - 10) more" : "")
  }
}
