import SurveyModel

/// A question of an earlier version and one of a later that count as the same, with all that differs.
public struct QuestionPair: Hashable, Sendable {
  /// What a person said of the pair, in the place of what was found.
  public struct Decision: Hashable, Sendable {
    public var verdict: QuestionVerdict
    public var by: String
    public var reason: String
    /// The waves of the step that was decided on, where these are not the pair's own.
    public var step: String?
    /// What was found of the pair before the map was applied that people gave.
    public var findings: [QuestionFinding]

    public init(
      verdict: QuestionVerdict, by: String, reason: String, step: String? = nil,
      findings: [QuestionFinding] = []
    ) {
      self.verdict = verdict
      self.by = by
      self.reason = reason
      self.step = step
      self.findings = findings
    }
  }

  /// The names in the earlier and in the later version; the same unless the pair is proposed.
  public let earlier: String
  public let later: String
  /// How the question's own text differs, language by language.
  public let wordings: [WordingDifference]
  /// How the choices differ; nil where the question has none in one of the versions.
  public let choices: ChoiceDifference?
  /// What was found of the pair as it stands, in the order of the aspects.
  public internal(set) var findings: [QuestionFinding]
  /// Who of both waves was asked in either; nil where the same people were.
  public internal(set) var base: CommonBase?
  /// The person's verdict, where there is one.
  public var decision: Decision?

  /// All that was found, also what a map that people gave has mended.
  public var allFindings: [QuestionFinding] {
    findings + (decision?.findings.filter { !findings.contains($0) } ?? [])
  }

  /// The least favourable of what was found.
  public var foundVerdict: QuestionVerdict { allFindings.map(\.verdict).max() ?? .identical }

  /// The verdict that counts: the person's, else what was found.
  public var verdict: QuestionVerdict { decision?.verdict ?? foundVerdict }

  /// Whether a person decided otherwise than was found.
  public var isOverruled: Bool { decision.map { $0.verdict != foundVerdict } ?? false }

  /// Whether the question's own words differ in substance.
  public var isReworded: Bool { wordings.contains(where: \.isOfSubstance) }

  /// Whether words of the question or of its choices differ in substance.
  public var isWordedOtherwise: Bool { isReworded || choices?.reworded.isEmpty == false }

  /// The codes of either wave in those that both have in common; nil where the codes are the same, or
  /// no map makes them so.
  public var maps: (earlier: AnswerMap, later: AnswerMap)? {
    guard let choices, let earlier = choices.earlierMap, let later = choices.laterMap,
      !earlier.isIdentity || !later.isIdentity || !choices.changedMeaning.isEmpty
    else { return nil }
    return (earlier, later)
  }

  /// Why the verdict is what it is, the least favourable first.
  public func reasons(in language: String) -> [String] {
    allFindings.enumerated().sorted {
      ($1.element.verdict, $0.offset) < ($0.element.verdict, $1.offset)
    }
    .compactMap { $0.element.reason.text(in: language) }
  }
}

extension QuestionPair {
  /// What decides the verdict, in a word or two: the person's reason, else the first of what was found.
  public func ground(in language: String) -> String {
    guard let decision else { return reasons(in: language).first ?? "" }
    let by = language == "ru" ? "решение: \(decision.by)" : "decided by \(decision.by)"
    let place = decision.step.map { " (\($0))" } ?? ""
    return by + place + (decision.reason.isEmpty ? "" : ": \(decision.reason)")
  }
}

/// Which interviews of two waves belong to the base that a question has in both.
public struct CommonBase: Hashable, Sendable {
  /// The condition of each version under which the question is asked; nil for all.
  public var earlier: Expression?
  public var later: Expression?
  /// Whether those who gave no opinion are left out, since only one wave offered that.
  public var leavesOutNoOpinion: Bool
  /// Whether both conditions can be told from the answers of both waves: what they ask about was asked
  /// in both under the same codes.
  public var isComputable: Bool
  /// What the conditions ask about and cannot be told of in both waves.
  public var obstacles: [String] = []
}

extension QuestionPair {
  init(_ before: PlacedQuestion, _ after: PlacedQuestion, _ texts: FoldedTexts) {
    let (old, new) = (before.question, after.question)
    earlier = old.name
    later = new.name
    let hasSameKind = old.kind.typeName == new.kind.typeName
    choices =
      hasSameKind
      ? old.choices.flatMap { list in
        new.choices.flatMap { list.saysTheSame(as: $0) ? nil : ChoiceDifference(list, $0, texts) }
      } : nil
    wordings = Self.wordings(old.label, new.label, texts)
    findings = []
    noteWording(old, new, texts)
    noteInstruction(old, new, texts)
    noteBattery(before, after, texts)
    noteSurroundings(before, after, texts)
    noteKind(old, new)
    if let choices { findings += choices.findings }
    noteMeasure(old, new)
    if choices?.addedMissing.contains(.dontKnow) ?? false
      || choices?.removedMissing.contains(.dontKnow) ?? false
    {
      base = CommonBase(
        earlier: nil, later: nil, leavesOutNoOpinion: true, isComputable: true)
    }
  }

  private static func wordings(
    _ before: Label, _ after: Label, _ texts: FoldedTexts
  ) -> [WordingDifference] {
    guard before != after else { return [] }
    return CommonLanguages(before, after).texts.compactMap {
      WordingDifference($0.before, $0.after, in: $0.language, texts)
    }
  }

  private mutating func noteWording(_ old: Question, _ new: Question, _ texts: FoldedTexts) {
    let common = CommonLanguages(old.label, new.label)
    if common.isOneSided {
      findings.append(
        QuestionFinding(
          .wording, .notComparable,
          ru: "нет языка, на котором текст вопроса известен в обеих волнах",
          en: "the question's text is not known in one language in both waves"))
    }
    if isAnotherQuestion(common, texts) {
      findings.append(
        QuestionFinding(
          .name, .notComparable, ru: "под этим именем задан другой вопрос",
          en: "the name stands for another question"))
    }
    for difference in wordings {
      findings.append(
        .wording(
          difference, of: .wording, isScaleLength: isOfScaleLength(difference, old, new)))
    }
  }

  /// Whether the texts have little in common in every language.
  private func isAnotherQuestion(_ common: CommonLanguages, _ texts: FoldedTexts) -> Bool {
    guard earlier == later, !common.texts.isEmpty, isReworded else { return false }
    return common.texts.allSatisfy {
      texts[$0.before].likeness(to: texts[$0.after]) < QuestionMatching.anotherQuestion
    }
  }

  /// Whether the marked words are the ends of a scale of another length.
  private func isOfScaleLength(
    _ difference: WordingDifference, _ old: Question, _ new: Question
  ) -> Bool {
    guard choices?.isRescaled ?? false, difference.isOfSubstance else { return false }
    func areEnds(_ runs: [WordingDifference.Run], _ question: Question) -> Bool {
      let ends = question.choices?.numericLimits
      return runs.filter(\.isMarked).allSatisfy { run in
        let number = Double(run.text.filter { $0.isNumber })
        return run.text.allSatisfy { !$0.isLetter }
          && (number == ends?.lowerBound || number == ends?.upperBound)
      }
    }
    return areEnds(difference.markedBefore, old) && areEnds(difference.markedAfter, new)
  }

  private mutating func noteMeasure(_ old: Question, _ new: Question) {
    if old.measure != new.measure {
      findings.append(
        QuestionFinding(
          .measure, .cosmetic,
          ru:
            "другая шкала измерения в описании: \(old.measure.rawValue) → \(new.measure.rawValue)",
          en: "described by another measure: \(old.measure.rawValue) → \(new.measure.rawValue)"))
    }
    if old.isRequired != new.isRequired {
      findings.append(
        QuestionFinding(
          .kind, .cosmetic, ru: "обязательность ответа задана иначе",
          en: "whether an answer is required differs"))
    }
  }
}
