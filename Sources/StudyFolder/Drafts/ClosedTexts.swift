import QuestionnaireDefinition

/// Texts that are the choices of a closed question: few, and each given again and again.
struct ClosedTexts {
  private static let (most, longest, least) = (20, 150, 3)
  let kind: DraftColumn.Kind?

  init(_ texts: [String]) {
    let answers = texts.filter { !$0.isEmpty }
    let whole = Self.codes(answers)
    let several = [", ", ";", " "].lazy.compactMap { sign -> [DraftColumn.Code]? in
      let parts = Self.joined(
        answers.map { $0.split(separator: sign).map(\.trimmingSpaces).filter { !$0.isEmpty } },
        by: sign)
      let all = parts.flatMap(\.self)
      // Words of labels have spaces between them; only names of choices are divided by one.
      guard all.count > answers.count, sign != " " || all.allSatisfy(Self.isName) else {
        return nil
      }
      return Self.codes(all)
    }.first { codes in whole.map { codes.count < $0.count } ?? true }
    kind = several.map { .codeSets($0) } ?? whole.map { .codes($0) }
  }

  /// The parts of answers, those put together that never stand without each other: a choice's own text
  /// has the sign too.
  private static func joined(_ answers: [[String]], by sign: String) -> [[String]] {
    var (followers, leaders): ([String: Set<String>], [String: Set<String>]) = ([:], [:])
    for parts in answers {
      for (place, part) in parts.enumerated() {
        let next = place + 1 < parts.count ? parts[place + 1] : ""
        followers[part, default: []].insert(next)
        leaders[part, default: []].insert(place > 0 ? parts[place - 1] : "")
      }
      guard followers.count <= 2 * most else { return answers }
    }
    func isOne(_ first: String, _ second: String) -> Bool {
      followers[first] == [second] && leaders[second] == [first]
    }
    return answers.map { parts in
      var joined: [String] = []
      for (place, part) in parts.enumerated() {
        if place > 0, isOne(parts[place - 1], part), let last = joined.popLast() {
          joined.append(last + sign + part)
        } else {
          joined.append(part)
        }
      }
      return joined
    }
  }

  private static func isName(_ text: String) -> Bool {
    text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) }
  }

  /// A choice for each text; nil where they are too many, or one is given too seldom.
  private static func codes(_ answers: [String]) -> [DraftColumn.Code]? {
    var counts: [String: Int] = [:]
    for answer in answers {
      counts[answer, default: 0] += 1
      if counts.count > most { return nil }
    }
    guard counts.count > 1, answers.count >= 4 * counts.count,
      counts.values.allSatisfy({ $0 >= least }), counts.keys.allSatisfy({ $0.count <= longest })
    else { return nil }
    let ordered = counts.keys.sorted()
    let areNames = ordered.allSatisfy(isName)
    return ordered.enumerated().map { place, text in
      DraftColumn.Code(areNames ? text : "\(place + 1)", label: text)
    }
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
