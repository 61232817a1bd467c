import SurveyModel
import TabularFiles

/// The columns of a form's sheet by the names that the XLSForm reference gives them.
///
/// Headers are read as pyxform reads them: in any case of letters, with spaces for underscores,
/// by their older names too (`caption`, `bind::relevant`), and with a language after `::` or `:`.
struct FormColumns {
  /// A column and the language of its texts; "" for one without a language.
  struct Translation: Hashable {
    let index: Int
    let language: String
  }

  private(set) var diagnostics: [Diagnostic] = []
  private var columns: [String: [Translation]] = [:]
  private let header: [Sheet.Cell]

  /// - Parameters:
  ///   - known: Names that the sheet's columns may have; others are kept and not looked at.
  ///   - defaultLanguage: The language of columns that name none.
  init(_ sheet: Sheet, known: FormVocabulary, defaultLanguage: String = "") {
    header = sheet.header
    let named = header.enumerated().map { ColumnName($0.element.text, known: known) }
    let stated = Set(named.map { "\($0.name)::\($0.language)" })
    for (index, name) in named.enumerated() where !name.name.isEmpty {
      let isOwnLanguage =
        name.language.isEmpty && !stated.contains("\(name.name)::\(defaultLanguage)")
      let language = isOwnLanguage && name.isTranslated ? defaultLanguage : name.language
      add(name.name, Translation(index: index, language: language))
    }
    diagnostics += known.misspellings(in: named, header)
  }

  private mutating func add(_ name: String, _ column: Translation) {
    if let first = columns[name]?.first(where: { $0.language == column.language }) {
      let language = column.language.isEmpty ? "" : " in the language '\(column.language)'"
      diagnostics.append(
        Diagnostic(
          .error, "duplicate-column",
          "two columns hold '\(name)'\(language); the first is at \(header[first.index].location)",
          fix: "delete one of them, or give it another name", at: header[column.index].location))
    } else {
      columns[name, default: []].append(column)
    }
  }

  /// Whether the sheet has a column.
  func has(_ name: String) -> Bool { columns[name] != nil }

  /// Languages of a column in the sheet's order; without the columns that name none.
  func languages(of name: String) -> [String] {
    (columns[name] ?? []).map(\.language).filter { !$0.isEmpty }
  }

  /// The cell of a row, trimmed; nil where there is no such column or it is blank.
  func cell(_ name: String, _ row: Sheet.Row) -> Sheet.Cell? {
    guard let column = columns[name]?.first else { return nil }
    return cell(column.index, row)
  }

  func text(_ name: String, _ row: Sheet.Row) -> String? { cell(name, row)?.text }

  /// The texts of all languages.
  func label(_ name: String, _ row: Sheet.Row) -> Label {
    var texts: [String: String] = [:]
    for column in columns[name] ?? [] { texts[column.language] = cell(column.index, row)?.text }
    return Label(texts)
  }

  /// Where a cell stands, or would stand.
  func place(_ name: String, _ row: Sheet.Row) -> SourceLocation {
    guard let index = columns[name]?.first?.index, index < row.cells.count else {
      return row.location
    }
    return row.cells[index].location
  }

  private func cell(_ index: Int, _ row: Sheet.Row) -> Sheet.Cell? {
    guard index < row.cells.count else { return nil }
    let text = row.cells[index].text.trimmed
    return text.isEmpty ? nil : Sheet.Cell(text, at: row.cells[index].location)
  }
}

/// A header taken apart: `bind::jr:constraintMsg::Русский (ru)`.
struct ColumnName: Hashable {
  /// As the XLSForm reference has it; the header's own first part where it is unknown there.
  let name: String
  /// Its code; "" where none is named.
  let language: String
  /// Whether the column holds texts that may be translated.
  let isTranslated: Bool
  let isKnown: Bool

  init(_ header: String, known: FormVocabulary) {
    var parts = Self.parts(header, known: known)
    if parts.count > 1, ["bind", "media", "control", "body", "instance"].contains(parts[0]) {
      parts.removeFirst()
    }
    let first = FormVocabulary.simplified(parts[0])
    name = known.aliases[first] ?? first
    isKnown = known.names.contains(name) || first.isEmpty || header.contains("::")
    isTranslated = known.translated.contains(name)
    language = parts.count > 1 && isTranslated ? LanguageCode.code(of: parts[1]) : ""
  }

  /// The parts between `::`; between `:` in forms that have not `::` yet.
  private static func parts(_ header: String, known: FormVocabulary) -> [String] {
    let trimmed = header.trimmed
    let parts = trimmed.split(separator: "::", omittingEmptySubsequences: false)
    if parts.count > 1 || !trimmed.contains(":") {
      return [FormVocabulary.simplified(String(parts[0]))]
        + parts.dropFirst().map { String($0).trimmed }
    }
    var words = trimmed.split(separator: ":").map { String($0).trimmed }
    guard !words.isEmpty else { return [""] }
    words[0] = FormVocabulary.simplified(words[0])
    if let place = words.firstIndex(of: "jr"), place + 1 < words.count {
      words.replaceSubrange(place...(place + 1), with: ["jr:\(words[place + 1])"])
    }
    return words
  }
}

/// Codes of languages as forms name them: `Русский (ru)`, `English`, `EN`.
enum LanguageCode {
  static func code(of name: String) -> String {
    let code = Sheet.languageCode(name.trimmed).trimmed
    let simple = code.lowercased()
    if let known = names[simple] { return known }
    let isCode = (2...3).contains(simple.count) && simple.utf8.allSatisfy { $0 > 96 && $0 < 123 }
    return isCode ? simple : code
  }

  private static let names = [
    "русский": "ru", "russian": "ru", "english": "en", "английский": "en", "french": "fr",
    "français": "fr", "german": "de", "deutsch": "de", "spanish": "es", "español": "es",
    "portuguese": "pt", "italian": "it", "polish": "pl", "finnish": "fi", "estonian": "et",
    "ukrainian": "uk", "belarusian": "be", "kazakh": "kk", "tatar": "tt", "татарский": "tt",
    "karelian": "krl", "arabic": "ar", "chinese": "zh", "turkish": "tr", "georgian": "ka",
    "armenian": "hy",
  ]
}
