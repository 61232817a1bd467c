import QuestionnaireDefinition
import SurveyModel

/// What in `crosswalk.csv` does not fit the study: names that nobody has, maps that leave codes out,
/// rows that contradict themselves or each other.
struct CrosswalkFindings {
  private let study: Study
  private(set) var diagnostics: [Diagnostic] = []

  init(_ study: Study) {
    self.study = study
    for row in study.crosswalk.rows { check(row) }
    checkTakenTwice()
    checkNamesOfOthers()
    noteUndecided()
  }

  private mutating func check(_ row: Crosswalk.Row) {
    guard study.waves.isEmpty || study.wave(row.wave) != nil else {
      let near = Spelling.nearest(to: row.wave, among: study.waves.map(\.name))
      return note(
        .error, "unknown-wave", "crosswalk.csv names wave '\(row.wave)', which waves.csv lacks",
        near.map { "did you mean '\($0)'?" } ?? "mend the name", row)
    }
    let forms = study.versions(of: row.wave)
    guard !forms.isEmpty else {
      return note(
        .warning, "wave-without-answers",
        "crosswalk.csv has a row on wave '\(row.wave)', of which sources.csv names no file",
        "name the wave's files in sources.csv, or take the row out", row)
    }
    let asked = forms.compactMap { $0[row.from] }
    guard !asked.isEmpty else {
      let near = Spelling.nearest(to: row.from, among: forms.flatMap { $0.questions.map(\.name) })
      return note(
        .error, "unknown-question",
        "crosswalk.csv names question '\(row.from)', which the questionnaire of wave '\(row.wave)' lacks",
        near.map { "did you mean '\($0)'?" } ?? "mend the name in 'from'", row)
    }
    checkTarget(row)
    checkMap(row, asked)
    checkContradictions(row)
  }

  /// The name in the wave that the question is compared with.
  private mutating func checkTarget(_ row: Crosswalk.Row) {
    guard let to = row.to, to != row.question else { return }
    let others = study.waves.map(\.name).filter { $0 != row.wave }
    let isAsked = others.contains { wave in
      study.versions(of: wave).contains { $0[to] != nil }
    }
    let names = others.flatMap { study.versions(of: $0).flatMap { $0.questions.map(\.name) } }
    guard isAsked else {
      let near = Spelling.nearest(to: to, among: names)
      return note(
        .error, "unknown-question",
        "crosswalk.csv names question '\(to)' in 'to', which no other wave's questionnaire has",
        near.map { "did you mean '\($0)'?" } ?? "mend the name, or leave 'to' blank", row)
    }
    let isJoined = study.crosswalk.rows.contains {
      $0.wave != row.wave && $0.from == to && $0.question == row.question
    }
    if !isJoined {
      note(
        .error, "crosswalk-contradiction",
        "'\(row.from)' of wave '\(row.wave)' is to be '\(row.question)', but no row makes '\(to)' of "
          + "another wave the same",
        "write a row for '\(to)' with question '\(row.question)', or leave 'to' blank", row)
    }
  }

  private mutating func checkMap(_ row: Crosswalk.Row, _ asked: [Question]) {
    guard let map = row.map else { return }
    let lists = asked.compactMap(\.choices)
    guard !lists.isEmpty else {
      return note(
        .error, "map-without-choices", "'\(row.from)' has no choices that a map could be of",
        "leave 'map' blank", row)
    }
    for code in map.entries.map(\.code) where !lists.contains(where: { $0.index(of: code) != nil })
    {
      note(
        .error, "unknown-choice",
        "the map of '\(row.question)' names code '\(code)', which '\(row.from)' of wave '\(row.wave)' lacks",
        "write a code of its choices", row)
    }
    let left = Set(lists.flatMap { list in list.substantive.map { list.choices[$0].name } })
      .filter { map[$0] == nil }.sorted()
    if !left.isEmpty {
      note(
        .error, "map-incomplete",
        "the map of '\(row.question)' for wave '\(row.wave)' leaves out \(SheetName.listed(left))",
        "say of each code what it becomes", row)
    }
    checkTargets(map, row)
  }

  /// Codes that no other wave has under the question's name.
  private mutating func checkTargets(_ map: AnswerMap, _ row: Crosswalk.Row) {
    var known: Set<String> = []
    for wave in study.waves.map(\.name) where wave != row.wave {
      let other = study.crosswalk.rows.first { $0.wave == wave && $0.question == row.question }
      if let targets = other?.map {
        known.formUnion(targets.entries.map(\.target))
      } else {
        let name = other?.from ?? row.to ?? row.question
        known.formUnion(
          study.versions(of: wave).compactMap { $0[name]?.choices }
            .flatMap { $0.choices.map(\.name) })
      }
    }
    let strange = Set(map.entries.map(\.target)).subtracting(known).sorted()
    if !known.isEmpty, !strange.isEmpty {
      note(
        .error, "unknown-choice",
        "the map of '\(row.question)' for wave '\(row.wave)' leads to \(SheetName.listed(strange)), "
          + "which no other wave has",
        "write codes that the common question has in another wave", row)
    }
  }

  private mutating func checkContradictions(_ row: Crosswalk.Row) {
    if let map = row.map, !map.isIdentity, let verdict = row.verdict,
      verdict < .recodable || verdict == .notComparable
    {
      note(
        .error, "crosswalk-contradiction",
        "'\(row.question)' of wave '\(row.wave)' is \(verdict.rawValue), and yet has a map to other codes",
        "write 'recodable', or leave 'map' blank", row)
    }
    if row.isDecided, row.verdict == nil, row.map == nil, row.from == row.question {
      note(
        .warning, "row-without-effect",
        "the row of crosswalk.csv on '\(row.question)', wave '\(row.wave)', decides nothing",
        "write a verdict, a map or another name in 'from', or take it out", row)
    }
    if row.isDecided, row.reason.isEmpty, row.verdict != nil {
      note(
        .warning, "reason-missing",
        "nobody can tell why '\(row.question)' of wave '\(row.wave)' was decided so",
        "write the reason", row)
    }
  }

  private mutating func checkTakenTwice() {
    var taken: [[String]: Crosswalk.Row] = [:]
    for row in study.crosswalk.rows {
      if let other = taken[[row.wave, row.from]] {
        note(
          .error, "question-taken-twice",
          "'\(row.from)' of wave '\(row.wave)' is to be '\(other.question)' and '\(row.question)'",
          "keep one of the rows", row)
      }
      taken[[row.wave, row.from]] = row
    }
  }

  /// A wave that has a question of the common name which is not the one.
  private mutating func checkNamesOfOthers() {
    for row in study.crosswalk.rows where row.isDecided && row.from != row.question {
      let hasOwn = study.versions(of: row.wave).contains { $0[row.question] != nil }
      let isMoved = study.crosswalk.decided(in: row.wave).contains {
        $0.from == row.question && $0.question != row.question
      }
      if hasOwn, !isMoved {
        note(
          .error, "name-of-another-question",
          "wave '\(row.wave)' has a question '\(row.question)' of its own beside '\(row.from)'",
          "give that one another name by a row with from '\(row.question)'", row)
      }
    }
  }

  private mutating func noteUndecided() {
    let open = study.crosswalk.rows.filter { $0.decidedBy == nil }
    guard let first = open.first else { return }
    let names = SheetName.listed(open.map { "\($0.question), \($0.wave)" })
    note(
      .warning, "crosswalk-not-decided",
      "nobody has decided \(open.count) \(open.count == 1 ? "row" : "rows") of crosswalk.csv, and "
        + "\(open.count == 1 ? "it is" : "they are") not used: \(names)",
      "write who decided it as 'decided-by', or take the row out", first)
  }

  private mutating func note(
    _ severity: Diagnostic.Severity, _ code: String, _ message: String, _ fix: String,
    _ row: Crosswalk.Row
  ) {
    diagnostics.append(Diagnostic(severity, code, message, fix: fix, at: row.location))
  }
}

extension Study {
  /// The questionnaires that were used in a wave, in the order of `sources.csv`, each once.
  public func versions(of wave: String) -> [Questionnaire] {
    var seen: Set<String> = []
    return sources.filter { source in
      if case .fixed(let name) = source.wave { return name == wave }
      return true
    }.map(\.questionnaire).filter { seen.insert($0).inserted }.compactMap { questionnaires[$0] }
  }
}
