import SurveyModel

/// How one text differs from another in a language.
public struct WordingDifference: Hashable, Sendable {
  /// A run of a text, and whether it stands in one of the two texts alone.
  public struct Run: Hashable, Sendable {
    public var text: String
    public var isMarked: Bool
  }

  /// "" for a text without a language.
  public var language: String
  public var before: String
  public var after: String
  /// Whether words differ, and not only case, punctuation, spacing, numbering and typographic signs.
  public var isOfSubstance: Bool
  /// The words of the earlier and of the later text with those marked that the other lacks.
  public var markedBefore: [Run]
  public var markedAfter: [Run]
  /// What the marked words are about, as far as known; in the order of ``WordingAspect``.
  public var aspects: [WordingAspect]
}

extension WordingDifference {
  /// - Returns: nil where the texts are the same.
  init?(_ before: String, _ after: String, in language: String, _ texts: FoldedTexts) {
    guard before != after else { return nil }
    let (first, second) = (texts[before], texts[after])
    self.language = language
    self.before = before
    self.after = after
    isOfSubstance = !first.hasSameWords(as: second)
    guard isOfSubstance else {
      (markedBefore, markedAfter) = (
        [Run(text: before, isMarked: false)], [Run(text: after, isMarked: false)]
      )
      aspects = []
      return
    }
    let common = CommonWords(first.words.map(\.folded), second.words.map(\.folded))
    markedBefore = Self.runs(first.words, kept: common.inFirst)
    markedAfter = Self.runs(second.words, kept: common.inSecond)
    aspects = Self.aspects(
      zip(first.words, common.inFirst).filter { !$0.1 }.map(\.0.folded),
      zip(second.words, common.inSecond).filter { !$0.1 }.map(\.0.folded),
      kept: Set(zip(first.words, common.inFirst).filter(\.1).map(\.0.folded)))
  }

  private static func runs(_ words: [Wording.Word], kept: [Bool]) -> [Run] {
    var runs: [Run] = []
    for (word, isKept) in zip(words, kept) {
      if let last = runs.last, last.isMarked == !isKept {
        runs[runs.count - 1].text += " " + word.shown
      } else {
        runs.append(Run(text: word.shown, isMarked: !isKept))
      }
    }
    return runs
  }

  private static func aspects(
    _ removed: [String], _ added: [String], kept: Set<String>
  ) -> [WordingAspect] {
    var found: Set<WordingAspect> = []
    for word in removed + added { found.formUnion(WordKinds.aspects(of: word)) }
    if removed.contains(where: { old in added.contains { WordKinds.isDenial(old, of: $0) } }) {
      found.insert(.negation)
    }
    // "How many years" and "how many months" are counted in other units; "last year" and "last month"
    // are other times.
    if found.contains(.timeFrame), !removed.isEmpty, !added.isEmpty,
      (removed + added).allSatisfy(WordKinds.isOfTime),
      !kept.contains(where: WordKinds.framesTime)
    {
      found.remove(.timeFrame)
      found.insert(.unit)
    }
    return WordingAspect.allCases.filter(found.contains)
  }
}

/// The longest run of words, gaps allowed, that two texts have in common.
struct CommonWords {
  let inFirst: [Bool]
  let inSecond: [Bool]

  /// - Complexity: O(words of the one × words of the other).
  init(_ first: [String], _ second: [String]) {
    let width = second.count + 1
    var lengths = [Int](repeating: 0, count: (first.count + 1) * width)
    for i in first.indices.reversed() {
      for j in second.indices.reversed() {
        lengths[i * width + j] =
          first[i] == second[j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
      }
    }
    var kept = (
      [Bool](repeating: false, count: first.count), [Bool](repeating: false, count: second.count)
    )
    var (i, j) = (0, 0)
    while i < first.count, j < second.count {
      if first[i] == second[j] {
        (kept.0[i], kept.1[j]) = (true, true)
        i += 1
        j += 1
      } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
        i += 1
      } else {
        j += 1
      }
    }
    (inFirst, inSecond) = kept
  }
}

/// Texts as they are compared, each folded once.
final class FoldedTexts {
  private var folded: [String: Wording] = [:]

  subscript(text: String) -> Wording {
    if let known = folded[text] { return known }
    let wording = Wording(text)
    folded[text] = wording
    return wording
  }
}

/// The languages in which two labels can be set against each other.
struct CommonLanguages {
  /// What is compared in each: the language and both texts.
  let texts: [(language: String, before: String, after: String)]
  /// Whether one label has a text and the other has none in any of its languages.
  let isOneSided: Bool

  init(_ before: Label, _ after: Label) {
    let common = before.texts.keys.filter { after.texts[$0] != nil }.sorted()
    if !common.isEmpty {
      texts = common.compactMap { language in
        guard let old = before[language], let new = after[language] else { return nil }
        return (language, old, new)
      }
      isOneSided = false
    } else if !before.isEmpty, !after.isEmpty, before[""] != nil || after[""] != nil {
      // A text without a language stands for whatever language the other is in.
      let language = before[""] == nil ? before.texts.keys.min() : after.texts.keys.min()
      let name = language ?? ""
      texts = [(name, before.text(in: name) ?? "", after.text(in: name) ?? "")]
      isOneSided = false
    } else {
      texts = []
      isOneSided = before.isEmpty != after.isEmpty || !before.isEmpty
    }
  }
}
