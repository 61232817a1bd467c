import SurveyModel

/// What of `missing.csv` cannot mean what it says.
struct MissingCodeFindings {
  private(set) var diagnostics: [Diagnostic] = []

  /// - Complexity: O(rows × questions).
  init(_ study: Study) {
    let questions = study.questionnaires.sorted { $0.key < $1.key }.flatMap(\.value.questions)
    for code in study.missingCodes {
      checkNames(code, study, questions.map(\.name))
      if !code.isPreset { checkValue(code, questions) }
    }
    checkRepetition(study.missingCodes.filter { !$0.isPreset })
  }

  private mutating func checkNames(_ code: MissingCode, _ study: Study, _ known: [String]) {
    if let question = code.question, !known.contains(question) {
      let near = Spelling.nearest(to: question, among: known)
      note(
        near == nil ? .warning : .error, "unknown-question",
        "missing.csv names question '\(question)', which no questionnaire has" + Self.meant(near),
        "mend the name, or take the row out", code)
    }
    if let source = code.source, !study.sources.contains(where: { $0.isNamed(source) }) {
      let near = Spelling.nearest(to: source, among: study.sources.map(\.file))
      note(
        near == nil ? .warning : .error, "unknown-source",
        "missing.csv names file '\(source)', which sources.csv lacks" + Self.meant(near),
        "mend the name, or write *", code)
    }
  }

  private mutating func checkValue(_ code: MissingCode, _ questions: [Question]) {
    let concerned = questions.filter { code.question == nil || $0.name == code.question }
    let choices = concerned.flatMap { $0.choices?.choices ?? [] }
    if let ends = Self.range(code.value), !choices.contains(where: { $0.name == code.value }) {
      note(
        .error, "value-is-range",
        "missing.csv gives '\(code.value)' as one value; a range is not understood",
        "write a row for each value from \(ends.0) to \(ends.1)", code)
    }
    let own = concerned.filter { question in
      question.choices?.choices.contains { $0.name == code.value && $0.missing == nil } ?? false
    }
    if code.question == nil, !own.isEmpty {
      let names = own.prefix(5).map(\.name).joined(separator: ", ")
      let rest = own.count > 5 ? " and \(own.count - 5) more" : ""
      note(
        .warning, "missing-code-is-choice",
        "missing.csv gives '\(code.value)' for every question, yet it is a choice of \(names)\(rest):"
          + " there it stays an answer",
        "name the questions in which it means no answer, each in a row", code)
    }
  }

  /// Rows of one question, source and value.
  private mutating func checkRepetition(_ codes: [MissingCode]) {
    var first: [[String?]: MissingCode] = [:]
    for code in codes {
      let key = [code.question, code.source, code.value]
      guard let other = first[key] else {
        first[key] = code
        continue
      }
      let isSame = other.reason == code.reason
      note(
        isSame ? .warning : .error, "missing-code-twice",
        "'\(code.value)' stands in row \(other.location.line ?? 0) of missing.csv too"
          + (isSame
            ? ""
            : ", as \(other.reason.rawValue); here it is \(code.reason.rawValue), which is not used"),
        "keep one of the rows", code)
    }
  }

  /// The ends of `998-999`; nil for other texts.
  private static func range(_ text: String) -> (Int, Int)? {
    let ends = text.split { $0 == "-" || $0 == "–" || $0 == "…" || $0 == ":" }
      .map { Int($0.filter { $0 != " " }) }
    guard ends.count == 2, let low = ends[0], let high = ends[1], low < high else { return nil }
    return (low, high)
  }

  private static func meant(_ name: String?) -> String {
    name.map { "; did you mean '\($0)'?" } ?? ""
  }

  private mutating func note(
    _ severity: Diagnostic.Severity, _ code: String, _ message: String, _ fix: String,
    _ row: MissingCode
  ) {
    diagnostics.append(Diagnostic(severity, code, message, fix: fix, at: row.location))
  }
}

/// Values of `missing.csv` that no field file has.
struct UnusedMissingCodes {
  private(set) var diagnostics: [Diagnostic] = []

  /// - Complexity: O(rows × questions × samples).
  init(_ study: Study, in samples: [Sample]) {
    guard !samples.isEmpty else { return }
    let codes = study.missingCodes.filter { !$0.isPreset }
    // Of "don't know", "refused" and "no answer" of one question, some may never be given.
    let used = Set(
      codes.filter { code in samples.contains { $0.has(code) } }.map { [$0.question, $0.source] })
    for code in codes where !samples.contains(where: { $0.has(code) }) {
      let labelled = study.questionnaires.values.flatMap(\.questions).lazy.filter {
        [nil, $0.name].contains(code.question)
      }.compactMap { question in
        question.choices?.choices.first { choice in
          choice.label.texts.values.contains {
            $0.lowercased() == code.value.lowercased()
          }
        }
      }.first
      guard labelled != nil || !used.contains([code.question, code.source]) else { continue }
      let meant = labelled.map { ", which is a label; did you mean its code '\($0.name)'?" } ?? ""
      diagnostics.append(
        Diagnostic(
          labelled == nil ? .note : .warning, "missing-code-unused",
          "no answer is '\(code.value)'\(meant)",
          fix: "nothing, if it may still come; else mend the row of missing.csv, or take it out",
          at: code.location))
    }
  }
}

extension Sample {
  /// Whether an answer is a value that means none.
  fileprivate func has(_ code: MissingCode) -> Bool {
    responses.columns.contains { name, column in
      (code.question ?? name) == name && column.missingCodes?.names.contains(code.value) ?? false
    }
  }
}
