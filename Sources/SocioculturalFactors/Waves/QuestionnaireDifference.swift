import SurveyAnalysis
import SurveyModel

/// What changed between two versions of a questionnaire. Names identify: a question of the same
/// name in both is the same question.
///
/// Only questions whose answers people give are compared: notes and what the device records are
/// left out.
public struct QuestionnaireDifference: Hashable, Sendable {
  /// One text before and after.
  public struct Rewording: Hashable, Sendable {
    public var language: String
    public var before: String
    public var after: String
  }

  /// A question that both versions have, and what is not the same about it.
  public struct Change: Hashable, Sendable {
    public var question: String
    /// The question's own text, in each language that both versions have.
    public var rewordings: [Rewording]
    /// Codes that only the later list has, in its order.
    public var addedChoices: [String]
    /// Codes that only the earlier list has, in its order.
    public var removedChoices: [String]
    /// Codes of both lists that are an answer in one and a missing or exclusive one in the other.
    public var recodedChoices: [String]
    /// Texts of choices that both lists have, by code.
    public var rewordedChoices: [String: [Rewording]]
    /// Whether an answer of one kind was asked for before, and of another after.
    public var changedKind: Bool

    public var isReworded: Bool { !rewordings.isEmpty }

    public var changedChoices: Bool {
      !addedChoices.isEmpty || !removedChoices.isEmpty || !recodedChoices.isEmpty
        || !rewordedChoices.isEmpty
    }

    /// Whether the answers of the two versions can stand side by side: the same kind of answer
    /// and the same codes. A changed text does not forbid it, but must be said.
    public var isComparable: Bool {
      !changedKind && addedChoices.isEmpty && removedChoices.isEmpty && recodedChoices.isEmpty
    }
  }

  /// Questions that only the later version has, in its order.
  public var added: [String]
  /// Questions that only the earlier version has, in its order.
  public var removed: [String]
  /// In the later version's order.
  public var changed: [Change]
  /// Questions that are the same in both, in the later version's order.
  public var unchanged: [String]

  public init(from earlier: Questionnaire, to later: Questionnaire) {
    let before = earlier.questions.filter(\.isAnswered)
    let after = later.questions.filter(\.isAnswered)
    let earlierNames = Set(before.map(\.name))
    let laterNames = Set(after.map(\.name))
    added = after.map(\.name).filter { !earlierNames.contains($0) }
    removed = before.map(\.name).filter { !laterNames.contains($0) }
    changed = []
    unchanged = []
    let earlierQuestions = Dictionary(uniqueKeysWithValues: before.map { ($0.name, $0) })
    for question in after {
      guard let old = earlierQuestions[question.name] else { continue }
      if let change = Change(from: old, to: question) {
        changed.append(change)
      } else {
        unchanged.append(question.name)
      }
    }
  }

  /// Questions whose text is not the same.
  public var reworded: [Change] { changed.filter(\.isReworded) }

  /// Questions whose choices are not the same.
  public var withChangedChoices: [Change] { changed.filter(\.changedChoices) }

  public subscript(question: String) -> Change? { changed.first { $0.question == question } }

  /// Questions that both versions have with the same kind of answer and the same codes.
  public var comparable: [String] {
    changed.filter(\.isComparable).map(\.question) + unchanged
  }
}

extension QuestionnaireDifference.Change {
  /// - Returns: nil where nothing changed.
  init?(from earlier: Question, to later: Question) {
    question = later.name
    rewordings = Self.rewordings(from: earlier.label, to: later.label)
    changedKind = earlier.kind.typeName != later.kind.typeName
    let before = changedKind ? [] : earlier.choices?.choices ?? []
    let after = changedKind ? [] : later.choices?.choices ?? []
    let earlierCodes = Set(before.map(\.name))
    let laterCodes = Set(after.map(\.name))
    addedChoices = after.map(\.name).filter { !earlierCodes.contains($0) }
    removedChoices = before.map(\.name).filter { !laterCodes.contains($0) }
    let old = Dictionary(before.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    recodedChoices = after.filter { choice in
      old[choice.name].map { !$0.meansTheSame(as: choice) } ?? false
    }.map(\.name)
    rewordedChoices = [:]
    for choice in after {
      guard let old = old[choice.name] else { continue }
      let rewordings = Self.rewordings(from: old.label, to: choice.label)
      if !rewordings.isEmpty { rewordedChoices[choice.name] = rewordings }
    }
    guard isReworded || changedChoices || changedKind else { return nil }
  }

  /// In each language that both labels have, by language code; spaces around do not count.
  private static func rewordings(
    from earlier: Label, to later: Label
  ) -> [QuestionnaireDifference.Rewording] {
    earlier.texts.keys.sorted().compactMap { language in
      guard let before = earlier[language], let after = later[language], before != after,
        before.split(whereSeparator: \.isWhitespace) != after.split(whereSeparator: \.isWhitespace)
      else { return nil }
      return QuestionnaireDifference.Rewording(language: language, before: before, after: after)
    }
  }
}

extension Choice {
  fileprivate func meansTheSame(as other: Choice) -> Bool {
    missing == other.missing && isExclusive == other.isExclusive
  }
}

extension Question {
  /// Whether a person's answer is expected.
  fileprivate var isAnswered: Bool {
    switch kind {
    case .note, .metadata, .calculation: false
    default: true
    }
  }
}
