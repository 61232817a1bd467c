import SurveyModel

/// Finds the choice that a text means: by its code, a code written otherwise, or a label.
struct ChoiceCodes {
  let list: ChoiceList
  private let folded: [String: Int]
  private let labels: [String: Int]
  /// Labels without differences of writing.
  private let folding: LabelSegmentation
  /// Whether some label is the code of another choice, so that a text alone does not tell what it
  /// means.
  let areExclusive: Bool

  init(_ list: ChoiceList) {
    self.list = list
    folded = Self.unambiguous(list.choices.map { [Self.folding($0.name)] })
    let texts = list.choices.map { choice in
      Array(Set(choice.label.texts.values.map { $0.trimmingSpace }.filter { !$0.isEmpty }))
    }
    labels = Self.unambiguous(texts)
    folding = LabelSegmentation(
      Self.unambiguous(texts.map { Array(Set($0.map(LabelSegmentation.folded))) }))
    let codes = folded
    areExclusive = texts.enumerated().contains { choice, labels in
      labels.contains { codes[Self.folding($0)].map { $0 != choice } ?? false }
    }
  }

  /// A choice, and what was done to find it.
  struct Match {
    var choice: Int
    var repair: Repair?

    /// Whether the text is the code, however written, and no label.
    var isCode: Bool { repair == nil || repair == .codeNormalised }
  }

  /// The choice that a text means in a column of codes, or of labels.
  ///
  /// What is written in the other way is understood as well, unless some label of the list is the
  /// code of another choice: then no cell is read by itself.
  func match(_ text: String, as writing: AnswerWriting) -> Match? {
    let (own, other) =
      writing == .codes ? (codeMatch(text), labelMatch) : (labelMatch(text), codeMatch)
    return own ?? (areExclusive ? nil : other(text))
  }

  /// The choice whose code a text is.
  func codeMatch(_ text: String) -> Match? {
    if let choice = list.index(of: text) { return Match(choice: choice) }
    let trimmed = text.trimmingSpace
    return (list.index(of: trimmed) ?? folded[Self.folding(trimmed)]).map {
      Match(choice: $0, repair: .codeNormalised)
    }
  }

  /// The choice whose label a text is.
  func labelMatch(_ text: String) -> Match? {
    let trimmed = text.trimmingSpace
    if let choice = labels[trimmed] { return Match(choice: choice, repair: .labelAsCode) }
    return folding.labels[LabelSegmentation.folded(trimmed)].map {
      Match(choice: $0, repair: .labelLoosely)
    }
  }

  /// Takes apart several labels joined by `,`, `;`, `|` or line breaks, of which a label may itself
  /// have some.
  func matchLabels(_ text: String) -> LabelSegmentation.Outcome {
    folding.outcome(of: LabelSegmentation.folded(text))
  }

  /// The labels in a text that holds other words as well, in its order.
  func labels(besideWordsIn text: String) -> [Int] {
    folding.labels(among: LabelSegmentation.folded(text))
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
