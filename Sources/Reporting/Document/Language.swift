/// A language in which a report is written; it decides words, number signs and dates.
public enum Language: String, Hashable, Sendable, CaseIterable {
  case ru
  case en

  /// Chooses between two wordings: `language.pick("город", "city")`.
  public func pick(_ russian: String, _ english: String) -> String {
    switch self {
    case .ru: russian
    case .en: english
    }
  }

  /// The decimal mark: comma in Russian, point in English.
  var decimalMark: Unicode.Scalar {
    switch self {
    case .ru: ","
    case .en: "."
    }
  }
}
