import SurveyModel

extension ChoiceList {
  /// The list with labels that do not begin with their own code: «1 — совсем не согласен» is «совсем не
  /// согласен».
  var withoutNumbering: ChoiceList {
    ChoiceList(
      name: name,
      choices: choices.map { choice in
        var bare = choice
        bare.label = Label(
          choice.label.texts.mapValues { Self.text($0, withoutCode: choice.name) })
        return bare
      }, allowsOther: allowsOther)
  }

  /// A text without the code before it, where a sign parts them and words follow.
  private static func text(_ text: String, withoutCode code: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    guard start.hasPrefix(code) else { return text }
    let rest = start.dropFirst(code.count)
    let afterSpace = rest.drop(while: \.isWhitespace)
    guard let sign = afterSpace.first else { return text }
    let afterSign = afterSpace.dropFirst()
    let words = afterSign.drop(while: \.isWhitespace)
    let isApart =
      afterSpace.startIndex != rest.startIndex || words.startIndex != afterSign.startIndex
    let isParted = dashes.contains(sign) ? isApart : signs.contains(sign)
    guard isParted, let first = words.first, first.isLetter || "«\"“(".contains(first) else {
      return text
    }
    return String(words)
  }

  private static let dashes: Set<Character> = ["—", "–", "-", "−"]
  private static let signs: Set<Character> = [".", ")", ":", "="]
}
