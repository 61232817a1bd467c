import QuestionnaireDefinition
import SurveyModel

/// Texts that are the choices of a closed question: few, and each given again and again.
struct ClosedTexts {
  private static let (most, longest, least) = (20, 150, 3)
  let kind: DraftColumn.Kind?

  /// Different texts, and how many respondents gave each.
  typealias Answers<Text> = [(text: Text, count: Int)]

  /// Costs a look at each text; for open answers, at the first few of them.
  init(_ texts: Answers<String>) {
    let answers = texts.filter { !$0.text.isEmpty }
    let given = answers.reduce(0) { $0 + $1.count }
    let whole = Self.codes(answers)
    let several = [", ", ";", ",", "|", "/", "+", "\n", " "].compactMap {
      sign -> [DraftColumn.Code]? in
      guard let parts = Self.parts(of: answers, by: sign) else { return nil }
      let all = parts.flatMap { answer in answer.text.map { ($0, answer.count) } }
      // Words of labels have spaces between them; only names of choices are divided by one.
      guard all.reduce(0, { $0 + $1.1 }) > given,
        sign != " " || all.allSatisfy({ Self.isName($0.0) }) && !Self.haveCommonPart(parts),
        sign != "," || all.allSatisfy({ Double($0.0) == nil })
      else { return nil }
      return Self.codes(all)
    }.min { $0.count < $1.count }.flatMap { codes in
      whole.map { codes.count < $0.count } ?? true ? codes : nil
    }
    // Who says that he does not know among several answers has given one.
    kind =
      several.map { .codeSets($0.map { DraftColumn.Code($0.name, label: $0.label) }) }
      ?? whole.map { .codes($0) }
  }

  /// The parts of answers, those put together that never stand without each other, or that go on in
  /// small letters where answers begin with capitals: a choice's own text has the sign too. nil where
  /// the parts are too many to be choices.
  private static func parts(
    of answers: Answers<String>, by sign: String
  ) -> Answers<[String]>? {
    var (followers, leaders): ([String: Set<String>], [String: Set<String>]) = ([:], [:])
    var divided: Answers<[String]> = []
    let haveCapitals = answers.allSatisfy { $0.text.first?.isLowercase == false }
    for answer in answers {
      var parts: [String] = []
      for part in Self.divided(answer.text, by: sign) where !part.isEmpty {
        if haveCapitals, part.first?.isLowercase == true, let last = parts.popLast() {
          parts.append(last + sign + part)
        } else {
          parts.append(part)
        }
      }
      for (place, part) in parts.enumerated() {
        let next = place + 1 < parts.count ? parts[place + 1] : ""
        followers[part, default: []].insert(next)
        leaders[part, default: []].insert(place > 0 ? parts[place - 1] : "")
      }
      guard followers.count <= 2 * most else { return nil }
      divided.append((parts, answer.count))
    }
    func isOne(_ first: String, _ second: String) -> Bool {
      followers[first] == [second] && leaders[second] == [first]
    }
    return divided.map { answer in
      var joined: [String] = []
      for (place, part) in answer.text.enumerated() {
        if place > 0, isOne(answer.text[place - 1], part), let last = joined.popLast() {
          joined.append(last + sign + part)
        } else {
          joined.append(part)
        }
      }
      return (joined, answer.count)
    }
  }

  /// Whether a word stands in all of three answers and more: it belongs to what is called so.
  private static func haveCommonPart(_ answers: Answers<[String]>) -> Bool {
    guard answers.count > 2, let first = answers.first else { return false }
    return first.text.contains { part in answers.allSatisfy { $0.text.contains(part) } }
  }

  /// A text's parts without the spaces around them; a comma alone divides where neither a space nor, in
  /// a number, a digit follows it.
  private static func divided(_ text: String, by sign: String) -> [String] {
    guard sign == "," else { return text.split(separator: sign).map(\.trimmingSpaces) }
    var parts: [Substring] = []
    var start = text.startIndex
    for place in text.indices where text[place] == "," {
      let next = text.index(after: place)
      guard next < text.endIndex, text[next] != " ",
        !(text[next].isNumber && text[..<place].last?.isNumber == true)
      else { continue }
      parts.append(text[start..<place])
      start = next
    }
    return (parts + [text[start...]]).map(\.trimmingSpaces)
  }

  /// Whether a text may be the name of a choice as it stands.
  static func isName(_ text: String) -> Bool {
    text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) }
  }

  /// A choice for each text; nil where they are too many, or one is given too seldom.
  private static func codes(_ answers: Answers<String>) -> [DraftColumn.Code]? {
    var counts: [String: Int] = [:]
    for (text, count) in answers {
      counts[text, default: 0] += count
      if counts.count > most { return nil }
    }
    guard counts.count > 1, counts.values.reduce(0, +) >= 4 * counts.count,
      counts.values.allSatisfy({ $0 >= least }), counts.keys.allSatisfy({ $0.count <= longest })
    else { return nil }
    return TextChoices(Array(counts.keys)).codes
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    var rest = drop { $0 == " " }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
