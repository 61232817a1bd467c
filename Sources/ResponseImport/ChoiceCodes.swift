import SurveyModel

/// Finds the choice that a text means: by its code, a code written otherwise, or a label.
struct ChoiceCodes {
  let list: ChoiceList
  private let folded: [String: Int]
  private let labels: [String: Int]
  /// Labels from the longest to the shortest, to take labels with commas apart.
  private let longestLabels: [(text: String, choice: Int)]

  init(_ list: ChoiceList) {
    self.list = list
    folded = Self.unambiguous(list.choices.map { [Self.folding($0.name)] })
    let texts = list.choices.map { choice in
      Array(Set(choice.label.texts.values.map { $0.trimmingSpace }.filter { !$0.isEmpty }))
    }
    labels = Self.unambiguous(texts)
    longestLabels = labels.map { (text: $0.key, choice: $0.value) }.sorted {
      ($1.text.count, $0.text) < ($0.text.count, $1.text)
    }
  }

  /// A choice, and what was done to find it.
  struct Match {
    var choice: Int
    var repair: Repair?
  }

  func match(_ text: String) -> Match? {
    if let choice = list.index(of: text) { return Match(choice: choice) }
    let trimmed = text.trimmingSpace
    if let choice = list.index(of: trimmed) ?? folded[Self.folding(trimmed)] {
      return Match(choice: choice, repair: .codeNormalised)
    }
    return labels[trimmed].map { Match(choice: $0, repair: .labelAsCode) }
  }

  /// Takes apart several labels joined by `, `, `;` or `|`, of which a label may itself have some.
  func matchLabels(_ text: String) -> [Int]? {
    var rest = text[...]
    var found: [Int] = []
    while true {
      rest = rest.drop { Self.isLabelSeparator($0) || $0.isWhitespace }
      guard !rest.isEmpty else { return found.isEmpty ? nil : found }
      guard let next = longestLabels.first(where: { begins(rest, with: $0.text) }) else {
        return nil
      }
      found.append(next.choice)
      rest = rest.dropFirst(next.text.count)
    }
  }

  private func begins(_ text: Substring, with label: String) -> Bool {
    guard text.hasPrefix(label) else { return false }
    let next = text.dropFirst(label.count).drop { $0.isWhitespace }.first
    return next.map(Self.isLabelSeparator) ?? true
  }

  private static func isLabelSeparator(_ character: Character) -> Bool {
    character == "," || character == ";" || character == "|" || character.isNewline
  }

  /// Texts that belong to one choice only.
  private static func unambiguous(_ texts: [[String]]) -> [String: Int] {
    var found: [String: Int?] = [:]
    for (choice, texts) in texts.enumerated() {
      for text in texts { found.updateValue(found[text] == nil ? choice : nil, forKey: text) }
    }
    return found.compactMapValues(\.self)
  }

  /// `01`, `1.0` and `1,0` are `1`; letters lose their case.
  private static func folding(_ text: String) -> String {
    guard let number = NumberCell(text, mark: .point), number.repairs != [.percentDropped] else {
      return text.lowercased()
    }
    return Int(exactly: number.value).map(String.init) ?? "\(number.value)"
  }

  /// What may be answered: `0…10`, or codes, or the number of choices.
  var expectation: String {
    let codes = list.substantive.map { list.choices[$0].name }
    let whole = codes.compactMap { Int($0) }
    if whole.count == codes.count, whole.count > 2, let low = whole.min(), let high = whole.max(),
      high - low == whole.count - 1
    {
      return "\(low)…\(high)"
    }
    if let last = codes.last, (2...8).contains(codes.count) {
      return codes.dropLast().joined(separator: ", ") + " or " + last
    }
    if codes.count == 1 { return codes[0] }
    return "one of the \(codes.count) codes of \(list.name)"
  }
}
