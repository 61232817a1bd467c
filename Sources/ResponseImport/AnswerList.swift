import SurveyModel
import TextFormats

/// Several answers in one cell.
///
/// Codes are divided by spaces, `,`, `;`, `|`, line breaks, `/` or `+`, or are the texts of a JSON
/// list; labels are divided by all of these, by spaces only where no label has one, and may themselves
/// hold them.
enum AnswerList {
  /// What a cell comes to.
  enum Outcome {
    case matches([ChoiceCodes.Match])
    /// Labels that could be told apart in one way.
    case labels([Int])
    case ambiguous
    /// - Parameter part: What is no choice; the whole text where nothing is.
    case unknown(part: String)
  }

  /// The texts of `["a", "b"]`, `['a', 'b']` or `[a, b]`; nil for other texts.
  static func jsonList(_ text: String) -> [String]? {
    guard text.first == "[", text.last == "]" else { return nil }
    let inner = text.dropFirst().dropLast()
    var (parts, current, isEscaped) = ([String](), "", false)
    var quote: Character?
    for character in inner {
      if isEscaped {
        current.append(character)
        isEscaped = false
      } else if character == "\\", quote != nil {
        isEscaped = true
      } else if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'" {
        quote = character
      } else if quote == nil, character == "," {
        parts.append(current)
        current = ""
      } else {
        current.append(character)
      }
    }
    return quote != nil ? nil : (parts + [current]).map(\.trimmingSpace).filter { !$0.isEmpty }
  }

  /// The ways to divide a text into codes; the first that gives codes only is taken.
  static func divisions(of text: String) -> [[String]] {
    if let list = jsonList(text) { return [list] }
    func divided(_ marks: String) -> [String] {
      text.split { marks.contains($0) || $0.isWhitespace }.map(String.init)
    }
    let usual = divided(";,|")
    let rare = divided(";,|/+")
    return rare.count == usual.count ? [usual] : [usual, rare]
  }
}

extension ChoiceCodes {
  /// The choices that a cell of several answers names, where its column holds codes or labels.
  func choices(in text: String, as writing: AnswerWriting) -> AnswerList.Outcome {
    let ways: [AnswerWriting] =
      areExclusive ? [writing] : writing == .codes ? [.codes, .labels] : [.labels, .codes]
    for way in ways {
      switch way {
      case .codes: if let found = severalCodes(text) { return .matches(found) }
      case .labels:
        switch severalLabels(text) {
        case .unknown: break
        case let outcome: return outcome
        }
      }
    }
    let parts = AnswerList.divisions(of: text).first ?? []
    let matches = parts.map { match($0, as: writing) }
    let found = matches.compactMap(\.self)
    if !parts.isEmpty, found.count == parts.count { return .matches(found) }
    let unknown = zip(parts, matches).first { $0.1 == nil }?.0
    return .unknown(part: found.isEmpty ? text : unknown ?? text)
  }

  /// The choices of a cell that holds nothing but codes, or nothing but labels; nil for others.
  func onlyChoices(in text: String, as writing: AnswerWriting) -> [Int]? {
    switch writing {
    case .codes: severalCodes(text)?.map(\.choice)
    case .labels:
      switch severalLabels(text) {
      case .matches(let matches): matches.map(\.choice)
      case .labels(let labelled): labelled
      case .ambiguous, .unknown: nil
      }
    }
  }

  private func severalCodes(_ text: String) -> [Match]? {
    if let match = codeMatch(text) { return [match] }
    for parts in AnswerList.divisions(of: text) where !parts.isEmpty {
      let found = parts.compactMap(codeMatch)
      if found.count == parts.count { return found }
    }
    return nil
  }

  private func severalLabels(_ text: String) -> AnswerList.Outcome {
    let outcome = matchLabels(text)
    if let match = labelMatch(text), outcome != .several { return .matches([match]) }
    if let list = AnswerList.jsonList(text), !list.isEmpty {
      let found = list.compactMap(labelMatch)
      if found.count == list.count { return .matches(found) }
    }
    return switch outcome {
    case .one(let labelled): .labels(labelled)
    case .several: .ambiguous
    case .none: labelsOfOneWord(text).map { .matches($0) } ?? .unknown(part: text)
    }
  }

  /// Labels with spaces between them, where no label has one; nil for other texts.
  private func labelsOfOneWord(_ text: String) -> [Match]? {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count > 1 else { return nil }
    let labels = list.choices.flatMap(\.label.texts.values)
    guard !labels.contains(where: { $0.contains(where: \.isWhitespace) }) else { return nil }
    let matches = words.compactMap { labelMatch(String($0)) }
    return matches.count == words.count ? matches : nil
  }
}
