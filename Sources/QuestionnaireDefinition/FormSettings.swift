import SurveyModel
import TabularFiles

/// The sheet `settings`: what holds for the whole form.
struct FormSettings {
  private(set) var title = Label()
  private(set) var identifier: String?
  private(set) var version: String?
  private(set) var defaultLanguage = ""
  private var languageCell: Sheet.Cell?
  /// Whether a list may have one code twice, for choices that are filtered.
  private(set) var allowsDuplicateChoices = false
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameter sheet: nil for a form without settings.
  init(_ sheet: Sheet?) {
    guard let sheet else { return }
    let columns = FormColumns(sheet, known: .settings)
    diagnostics = columns.diagnostics
    guard let row = sheet.rows.first else { return }
    title = columns.label("form_title", row)
    identifier = columns.text("form_id", row)
    version = columns.text("version", row)
    defaultLanguage = columns.text("default_language", row).map(LanguageCode.code) ?? ""
    if defaultLanguage == "default" { defaultLanguage = "" }
    languageCell = columns.cell("default_language", row)
    if !defaultLanguage.isEmpty, let text = title[""] {
      title[""] = nil
      if title[defaultLanguage] == nil { title[defaultLanguage] = text }
    }
    allowsDuplicateChoices = columns.text("allow_choice_duplicates", row).map(YesNo.isYes) ?? false
  }
}

extension FormSettings {
  /// A default language that no column of the form names, where columns name others.
  ///
  /// - Parameter languages: Those of the form's columns.
  func findings(on languages: [String]) -> [Diagnostic] {
    guard let languageCell, !defaultLanguage.isEmpty else { return [] }
    let others = languages.filter { $0 != defaultLanguage }
    guard !others.isEmpty, !languages.contains(defaultLanguage) else { return [] }
    let near = Spelling.nearest(to: defaultLanguage, among: others)
    return [
      Diagnostic(
        .warning, "default-language-unknown",
        "default_language is '\(languageCell.text)', in which no column of the form is"
          + (near.map { "; did you mean '\($0)'?" } ?? ""),
        fix: "write one of \(others.joined(separator: ", "))", at: languageCell.location)
    ]
  }
}

/// The ways in which a form says yes.
enum YesNo {
  static func isYes(_ text: String) -> Bool {
    ["yes", "true", "true()", "1", "да"].contains(text.lowercased())
  }

  /// Whether the text is one of the two words; an expression is not.
  static func isClear(_ text: String) -> Bool {
    isYes(text) || ["no", "false", "false()", "0", "нет"].contains(text.lowercased())
  }
}
