import SurveyModel

/// A sheet of a study: its name and columns. What the sheets' readers, `loci check` and the manual
/// page *A study, sheet by sheet* know of it stands here and nowhere else.
public struct StudySheet: Hashable, Sendable {
  /// The file's name without its ending, and the workbook's sheet.
  public let name: String
  public let isRequired: Bool
  /// In Russian and English, a sentence without a full stop.
  public let meaning: Label
  public let columns: [SheetColumn]
  /// Whether columns of other names are used too.
  public let takesFurtherColumns: Bool
  /// What may stand in the column `key`; none but in `study.csv`.
  public let keys: [SheetColumn]

  init(
    _ name: String, isRequired: Bool = false, ru: String, en: String, columns: [SheetColumn],
    keys: [SheetColumn] = [], takesFurtherColumns: Bool = false
  ) {
    self.name = name
    self.isRequired = isRequired
    meaning = Label(["ru": ru, "en": en])
    self.columns = columns
    self.keys = keys
    self.takesFurtherColumns = takesFurtherColumns
  }

  /// All sheets that are read, in the order of the manual.
  public static let all: [StudySheet] = [
    study, cities, waves, sources, groups, factors, margins, missing, corrections,
    columnMappings, fieldwork, contacts, cases, texts, questions, crosswalk, draft,
  ]

  /// Those that figures rest on: without one of them they would be others.
  static let underFigures = [
    sources, groups, factors, margins, missing, corrections, columnMappings, contacts, cases,
    crosswalk,
  ]

  /// Names of sheets that belong to a study and that reading it does not need.
  static let further = [
    "truth", "families", "actions", "points",
    "quotas", "schedule", "backchecks", "exclusions", "rules",
  ]

  /// A column by its name; nil where the sheet has none of that name.
  subscript(column name: String) -> SheetColumn? { columns.first { $0.name == name } }

  /// Names of the columns that must be there.
  var requiredColumns: [String] { columns.filter(\.isRequired).map(\.name) }
}
