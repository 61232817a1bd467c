import SurveyModel

extension Sheet {
  /// The columns that hold a text by language: `label::ru`, `label::Русский (ru)`, or `label` alone.
  ///
  /// - Parameter name: The part before `::`.
  /// - Returns: Column names with their language codes in the sheet's order; "" for a column without
  ///   a language.
  public func languageColumns(_ name: String) -> [(column: String, language: String)] {
    header.compactMap { cell in
      if cell.text == name { return (cell.text, "") }
      guard cell.text.hasPrefix(name + "::") else { return nil }
      return (cell.text, Sheet.languageCode(cell.text.dropFirst(name.count + 2)))
    }
  }

  /// The code in `Русский (ru)`; a text without parentheses is its own code.
  public static func languageCode(_ language: some StringProtocol) -> String {
    guard language.hasSuffix(")"), let open = language.lastIndex(of: "(") else {
      return String(language)
    }
    return String(language[language.index(after: open)...].dropLast())
  }
}

extension Sheet.Row {
  /// The texts of the columns that ``Sheet/languageColumns(_:)`` found.
  public func label(_ columns: [(column: String, language: String)]) -> Label {
    var texts: [String: String] = [:]
    for (column, language) in columns {
      if let text = self[column], texts[language] == nil { texts[language] = text }
    }
    return Label(texts)
  }
}
