/// What a group or a question tells of a person's place in society.
public enum SociodemographicTrait: String, Hashable, Sendable, CaseIterable {
  case sex, age, education, district, occupation

  /// Whole words by which it goes, in Russian and English.
  private var words: Set<String> {
    switch self {
    case .sex: ["sex", "gender", "пол"]
    case .age: ["age", "возраст"]
    case .education: ["education", "образование"]
    case .district: ["district", "район"]
    case .occupation: ["occupation", "занятость", "занятие"]
    }
  }

  /// The trait whose word a name or a label begins with: `age_group`, «Пол респондента».
  package init?(beginningOf text: String) {
    guard let first = Self.words(of: text).first else { return nil }
    self.init(word: first)
  }

  /// The trait that a short question asks for: «Ваш возраст», “What is your sex?”.
  package init?(askedBy text: String) {
    let words = Self.words(of: text)
    guard words.count < 6, let trait = words.lazy.compactMap(Self.init(word:)).first else {
      return nil
    }
    self = trait
  }

  private init?(word: String) {
    guard let trait = Self.allCases.first(where: { $0.words.contains(word) }) else { return nil }
    self = trait
  }

  private static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter }.map(String.init)
  }
}

extension Study {
  /// What a group of the study, or a question, tells of a person: by its name and labels, then by
  /// those of the question that the group is made from. Renaming a group alone changes nothing where
  /// its question says what it is.
  ///
  /// - Parameter name: ``Grouping/name`` or ``Question/name``.
  public func trait(of name: String) -> SociodemographicTrait? {
    let grouping = grouping(name)
    let labels = grouping.map(\.label.inOrder) ?? []
    if let trait = ([name] + labels).lazy.compactMap(SociodemographicTrait.init(beginningOf:)).first
    {
      return trait
    }
    let question = grouping?.question ?? name
    let versions = questionnaires.sorted { $0.key < $1.key }.compactMap { $0.value[question] }
    return SociodemographicTrait(beginningOf: question)
      ?? versions.lazy.flatMap(\.label.inOrder)
      .compactMap(SociodemographicTrait.init(askedBy:)).first
  }
}

extension Label {
  /// The texts by language code, so that every run looks at them alike.
  fileprivate var inOrder: [String] { texts.sorted { $0.key < $1.key }.map(\.value) }
}
