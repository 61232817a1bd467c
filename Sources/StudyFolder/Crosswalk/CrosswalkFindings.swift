import QuestionnaireDefinition
import SurveyModel

/// What in `crosswalk.csv` does not fit the study: names that nobody has, maps that leave codes out,
/// rows that contradict themselves or each other.
struct CrosswalkFindings {
  let study: Study
  private(set) var diagnostics: [Diagnostic] = []
  /// Rows with an error: they are not applied.
  private(set) var wrong: Set<Crosswalk.Row> = []

  init(_ study: Study) {
    self.study = study
    for row in study.crosswalk.rows { check(row) }
    checkTakenTwice()
    checkNamesOfOthers()
    checkLastStep()
    noteUndecided()
    noteOtherThanFound()
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
    checkBridge(row, forms)
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
    let other = study.crosswalk.rows.first {
      $0.wave != row.wave && $0.from == to && $0.question != row.question && $0.isDecided
    }
    if let other, row.isDecided {
      note(
        .error, "crosswalk-contradiction",
        "'\(row.from)' of wave '\(row.wave)' is to be '\(row.question)' and is compared with '\(to)', "
          + "which \(other.line) makes '\(other.question)'",
        "write the same 'question' in both rows, or leave 'to' blank", row)
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
    if row.isDecided, row.verdict == nil, row.map == nil, row.from == row.question,
      row.bridge == nil
    {
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
          "'\(row.from)' of wave '\(row.wave)' is to be '\(other.question)' (\(other.line)) and"
            + " '\(row.question)' (\(row.line)): neither is used",
          "keep one of the rows", row)
        wrong.insert(other)
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

  /// Rows on both sides of the step to the last wave say the same of it.
  private mutating func checkLastStep() {
    let asked = study.waves.map(\.name).filter { !study.versions(of: $0).isEmpty }
    guard let last = asked.last, let before = asked.dropLast().last else { return }
    for row in study.crosswalk.rows where row.wave == last && row.isDecided {
      guard let verdict = row.verdict,
        let other = study.crosswalk.rows.first(where: {
          $0.wave == before && $0.question == row.question && $0.isDecided
        }), let own = other.verdict, own != verdict
      else { continue }
      note(
        .error, "crosswalk-contradiction",
        "'\(row.question)' from '\(before)' to '\(last)' is \(own.rawValue) in \(other.line) and"
          + " \(verdict.rawValue) in \(row.line): neither is used",
        "write one verdict in both rows, or leave one of them blank", row)
      wrong.insert(other)
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

  /// Rows that say of the program what it did not find.
  private mutating func noteOtherThanFound() {
    let rows = study.crosswalk.rows.filter { $0.decidedBy == Crosswalk.program }
    guard !rows.isEmpty else { return }
    let found = CrosswalkDraft(of: study).rows
    for row in rows where !wrong.contains(row) {
      let own = found.first { $0.wave == row.wave && $0.from == row.from }
      guard own?.verdict != row.verdict || own?.map != row.map || own?.question != row.question
      else { continue }
      let finding =
        own.map { [$0.verdict?.rawValue, $0.map?.text].compactMap(\.self).joined(separator: ", ") }
        ?? "nothing to decide"
      note(
        .warning, "not-as-found",
        "crosswalk.csv says that the program decided on '\(row.question)', wave '\(row.wave)', but it"
          + " finds \(finding): the row is not used",
        "write who decided it in the place of 'loci', or draft the sheet again", row)
    }
  }

  mutating func note(
    _ severity: Diagnostic.Severity, _ code: String, _ message: String, _ fix: String,
    _ row: Crosswalk.Row
  ) {
    if severity == .error { wrong.insert(row) }
    diagnostics.append(Diagnostic(severity, code, message, fix: fix, at: row.location))
  }
}

extension Crosswalk.Row {
  /// Where it stands, in words.
  var line: String { location.line.map { "line \($0)" } ?? "another row" }
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
