import QuestionnaireDefinition
import SurveyModel

/// The rows of `crosswalk.csv` as they are applied: what is wrong left out and refused, what follows for
/// further waves added, and a question under the name that the study's sheets use.
struct AppliedCrosswalk {
  private let study: Study
  private var applied: [Crosswalk.Row]
  private let refused: [Crosswalk.Refusal]
  private var commonNames: [String: String] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  init(_ findings: CrosswalkFindings) {
    study = findings.study
    let decided = study.crosswalk.rows.filter(\.isDecided)
    applied = decided.filter { !findings.wrong.contains($0) }
    refused =
      study.crosswalk.refused
      + decided.filter(findings.wrong.contains).map { row in
        Crosswalk.Refusal(
          names: [row.question, row.from],
          wave: findings.study.wave(row.wave) == nil ? nil : row.wave)
      }
    addCounterparts()
    takeNamesOfSheets()
    for row in applied where row.verdict != .notComparable {
      for name in [row.from, row.to].compactMap(\.self) where name != row.question {
        if !isKept(name, besides: row.question) { commonNames[name] = row.question }
      }
    }
  }

  var crosswalk: Crosswalk {
    Crosswalk(
      study.crosswalk.rows, applied: applied, refused: refused, commonNames: commonNames)
  }

  /// A row that names its counterpart in 'to' makes it the same question.
  private mutating func addCounterparts() {
    for row in applied where row.verdict != .notComparable {
      guard let to = row.to, to != row.question else { continue }
      for wave in study.waves.map(\.name) where wave != row.wave {
        let isTold = study.crosswalk.rows.contains {
          $0.wave == wave && $0.from == to && ($0.isDecided || $0.question != row.question)
        }
        guard !isTold, asks(to, in: wave), !asks(row.question, in: wave) else { continue }
        add(row.question, from: to, in: wave, like: row)
      }
    }
  }

  private mutating func add(
    _ question: String, from: String, in wave: String, like row: Crosswalk.Row
  ) {
    guard !applied.contains(where: { $0.wave == wave && [$0.from, $0.question].contains(from) })
    else { return }
    var implied = Crosswalk.Row(
      question: question, wave: wave, from: from, decidedBy: row.decidedBy, at: row.location)
    implied.isImplied = true
    applied.append(implied)
  }

  private func asks(_ name: String, in wave: String) -> Bool {
    study.versions(of: wave).contains { $0[name] != nil }
  }

  /// Whether a wave has a question of the name that is not made the given one.
  private func isKept(_ name: String, besides question: String) -> Bool {
    study.waves.contains { wave in
      asks(name, in: wave.name)
        && !applied.contains {
          $0.wave == wave.name && $0.from == name && $0.question == question
        }
    }
  }

  /// Where the sheets know a question by the name of one wave alone, it is analysed under that name.
  private mutating func takeNamesOfSheets() {
    let used = Dictionary(
      study.namesInSheets.map { ($0.name, $0.location) }, uniquingKeysWith: { a, _ in a })
    let renamed = applied.filter { $0.from != $0.question && $0.verdict != .notComparable }
    var seen: Set<String> = []
    for question in renamed.map(\.question) where seen.insert(question).inserted {
      let names = Set(renamed.filter { $0.question == question }.map(\.from)).sorted()
        .filter { used[$0] != nil && !isKept($0, besides: question) }
      guard let name = names.first, let place = used[name] else { continue }
      guard names.count == 1, used[question] == nil else {
        let all = (used[question] == nil ? names : names + [question]).sorted()
        diagnostics.append(
          Diagnostic(
            .error, "question-under-two-names",
            "the study's sheets use \(SheetName.listed(all)), which crosswalk.csv makes one question",
            fix: "write '\(question)' in all of them", at: place))
        continue
      }
      diagnostics.append(
        Diagnostic(
          .note, "name-of-the-sheets",
          "crosswalk.csv calls '\(name)' '\(question)'; it is analysed as '\(name)', the name that"
            + " \(place.file) uses", at: place))
      rename(question, to: name)
    }
  }

  private mutating func rename(_ question: String, to name: String) {
    let like = applied.first { $0.question == question }
    for place in applied.indices where applied[place].question == question {
      applied[place].question = name
    }
    for wave in study.waves.map(\.name) where asks(question, in: wave) {
      if let like { add(name, from: question, in: wave, like: like) }
    }
    commonNames[question] = name
  }
}

extension Study {
  /// Names of questions that factors, groups and marks are about, with the first place of each.
  fileprivate var namesInSheets: [(name: String, location: SourceLocation)] {
    factors.flatMap { $0.items.map { ($0.question, $0.location) } }
      + groupings.compactMap { grouping in
        grouping.categories.first.map { (grouping.question, $0.location) }
      } + (questionMarks ?? []).map { ($0.question, $0.location) }
  }
}
