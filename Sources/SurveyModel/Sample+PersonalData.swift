extension Sequence<Sample> {
  /// What identifies a person in the answers to a question: by its type, name or labels, else by the
  /// values of an open one.
  public func personalData(_ question: Question) -> PersonalData? {
    if let what = question.personalData { return what }
    switch question.kind {
    case .text, .integer, .decimal, .barcode, .calculation: break
    default: return nil
    }
    return PersonalData(
      values: lazy.compactMap { $0.responses[question.name] }.flatMap { $0.values.shortTexts })
  }
}

extension Column.Values {
  /// Texts, and whole numbers as long as a telephone's.
  fileprivate var shortTexts: [String] {
    switch self {
    case .texts(let texts): texts
    case .numbers(let numbers):
      numbers.map { Int(exactly: $0).map(String.init) ?? "" }
    case .choices, .choiceSets: []
    }
  }
}
