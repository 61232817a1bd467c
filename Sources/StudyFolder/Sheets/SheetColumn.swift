import SurveyModel

/// A column of a study's sheet, or a key of `study.csv`: what it means and what may stand in it.
public struct SheetColumn: Hashable, Sendable {
  /// What may stand in its cells.
  public enum Values: Hashable, Sendable {
    case text
    /// A short name, by which other sheets refer to the row.
    case name
    /// The name that another sheet's column gives, such as `cities.csv`.
    case nameOf(String)
    /// Names between semicolons.
    case names
    /// A column of the field file.
    case fieldColumn
    case number
    case wholeNumber
    /// `2025-05-31`.
    case date
    case words([String])
  }

  public let name: String
  /// Whether there is a column for each language: `label::ru`.
  public let isByLanguage: Bool
  /// Whether the sheet cannot be read without it.
  public let isRequired: Bool
  /// In Russian and English, a sentence without a full stop.
  public let meaning: Label
  public let values: Values
  /// What holds where the cell is blank; empty where nothing does.
  public let standard: Label
  public let example: Label

  init(
    _ name: String, _ values: Values = .text, isByLanguage: Bool = false, isRequired: Bool = false,
    ru: String, en: String, standard: Label = Label(), example: String,
    inRussian russianExample: String? = nil
  ) {
    self.name = name
    self.isByLanguage = isByLanguage
    self.isRequired = isRequired
    self.values = values
    meaning = Label(["ru": ru, "en": en])
    self.standard = standard
    self.example = Label(["ru": russianExample ?? example, "en": example])
  }

  /// The column that must be there.
  static func required(
    _ name: String, _ values: Values = .text, ru: String, en: String, example: String,
    inRussian russianExample: String? = nil
  ) -> SheetColumn {
    SheetColumn(
      name, values, isRequired: true, ru: ru, en: en, example: example, inRussian: russianExample)
  }

  /// A text with a column for each language.
  static func text(
    _ name: String, ru: String, en: String, example: String, inRussian russianExample: String
  ) -> SheetColumn {
    SheetColumn(
      name, isByLanguage: true, ru: ru, en: en, example: example, inRussian: russianExample)
  }
}

extension SheetColumn.Values {
  /// The words of an enumeration.
  static func words<Words: RawRepresentable & CaseIterable>(of type: Words.Type) -> Self
  where Words.RawValue == String { .words(type.allCases.map(\.rawValue)) }

  static let yesOrNo = Self.words(["yes", "no"])
}
