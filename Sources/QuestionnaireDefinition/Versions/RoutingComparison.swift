import SurveyModel

/// Whether the same people were asked: the conditions of both versions, and what they ask about.
struct RoutingComparison {
  private let earlier: Questionnaire
  private let later: Questionnaire
  /// Pairs by the name in the later version, and in the earlier one.
  private let pairs: [String: QuestionPair]

  init(_ earlier: Questionnaire, _ later: Questionnaire, _ pairs: [QuestionPair]) {
    self.earlier = earlier
    self.later = later
    self.pairs = Dictionary(
      pairs.map { ($0.later, $0) }, uniquingKeysWith: { a, _ in a })
  }

  func note(in pairs: inout [QuestionPair]) {
    var known: [String: Bool] = [:]
    for place in pairs.indices { note(&pairs[place], &known) }
  }

  private func note(_ pair: inout QuestionPair, _ known: inout [String: Bool]) {
    let (before, after) = (earlier[pair.earlier]?.relevant, later[pair.later]?.relevant)
    let isSame = before?.plainSource == after?.plainSource
    let names = Set((before?.references ?? []) + (after?.references ?? [])).sorted()
    let shifted = names.filter { name in isShifted(name, &known) }
    guard !isSame || !shifted.isEmpty else { return }
    // Conditions are about a wave's own codes, which are no longer there once answers were mapped.
    let obstacles = names.filter {
      !isTold($0) || earlier.recodings[$0] != nil || later.recodings[$0] != nil
    }
    let leavesOut = pair.base?.leavesOutNoOpinion ?? false
    pair.base = CommonBase(
      earlier: before, later: after, leavesOutNoOpinion: leavesOut,
      isComputable: obstacles.isEmpty, obstacles: obstacles)
    var finding = finding(before, after, isSame: isSame, shifted)
    if !obstacles.isEmpty {
      let names = obstacles.joined(separator: ", ")
      finding.reason = Label([
        "ru": (finding.reason["ru"] ?? "")
          + "; общую базу определить нельзя: \(names) — нет в одной из волн или ответы под другими кодами",
        "en": (finding.reason["en"] ?? "")
          + "; the common base cannot be told: one wave lacks \(names), or has other codes",
      ])
    }
    pair.findings.append(finding)
  }

  private func finding(
    _ before: Expression?, _ after: Expression?, isSame: Bool, _ shifted: [String]
  ) -> QuestionFinding {
    if isSame {
      let names = shifted.joined(separator: ", ")
      return QuestionFinding(
        .routing, .baseDiffers,
        ru: "условие то же, но изменился вопрос, от которого оно зависит: \(names)",
        en: "the condition is the same, but what it asks about changed: \(names)")
    }
    let conditions = (before?.source, after?.source)
    let all = ("всем", "all")
    return QuestionFinding(
      .routing, .baseDiffers,
      ru: "вопрос задавали не тем же: \(conditions.0 ?? all.0) → \(conditions.1 ?? all.0)",
      en: "other people were asked: \(conditions.0 ?? all.1) → \(conditions.1 ?? all.1)")
  }

  /// Whether a condition on a question may pick other people in the later wave, though its text is the
  /// same: its codes mean something else, it is another question, or it was itself asked of others.
  private func isShifted(_ name: String, _ known: inout [String: Bool]) -> Bool {
    if let known = known[name] { return known }
    known[name] = false
    guard let pair = pairs[name] else {
      // A group's name, or a value that the form computes.
      let isInOne = (earlier[name] == nil) != (later[name] == nil)
      known[name] = isInOne
      return isInOne
    }
    let (before, after) = (earlier[name]?.relevant, later[name]?.relevant)
    let names = Set((before?.references ?? []) + (after?.references ?? [])).sorted()
    let result =
      !isTold(name) || before?.plainSource != after?.plainSource
      || names.contains { isShifted($0, &known) } || pair.verdict > .recodable
    known[name] = result
    return result
  }

  /// Whether a question's answers say the same under the same codes in both waves.
  private func isTold(_ name: String) -> Bool {
    guard earlier.recodings[name] == later.recodings[name] else { return false }
    if let pair = pairs[name] {
      return pair.maps == nil
        && pair.findings.allSatisfy { $0.verdict < .rescaled || $0.aspect == .routing }
    }
    guard let before = earlier[name], let after = later[name] else {
      // A group, whose name says nothing about answers.
      return earlier[name] == nil && later[name] == nil
    }
    return before.kind == after.kind
  }
}
