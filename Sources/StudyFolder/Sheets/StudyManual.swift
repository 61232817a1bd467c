import SurveyModel
import TextFormats

/// The manual page *A study, sheet by sheet*, written from the table of sheets and columns.
///
/// It is Markdown that reads well on a terminal too.
public struct StudyManual: Sendable {
  public enum Language: String, Hashable, Sendable, CaseIterable {
    case ru, en
  }

  private let language: Language

  public init(in language: Language) { self.language = language }

  /// The page, in lines of at most 100 columns.
  public var text: String {
    paragraph("# " + pick("Исследование: лист за листом", "A study, sheet by sheet"))
      + paragraph(introduction)
      + StudySheet.all.map { section($0, file: "\($0.name).csv") }.joined()
      + StudySheet.forms.map { section($0, file: "questionnaires/<version>/\($0.name).csv") }
      .joined()
      + paragraph("## " + pick("Что ещё может лежать в папке", "What else the folder may hold"))
      + paragraph(further)
  }

  private var introduction: String {
    pick(
      """
      Исследование — папка листов. Лист — файл CSV (UTF-8) или лист с тем же именем в книге \
      study.xlsx. Столбец вида `label::ru` есть для каждого языка. Незнакомое имя столбца, ключа, \
      листа или файла — ошибка, если оно похоже на знакомое, иначе предупреждение. Страницу печатает \
      `loci help study --language ru`.
      """,
      """
      A study is a folder of sheets. A sheet is a CSV file (UTF-8), or the sheet of the same name in \
      the workbook study.xlsx. There is a column such as `label::ru` for each language. An unknown \
      name of a column, key, sheet or file is an error where it is like a known one, else a warning. \
      `loci help study` prints this page.
      """)
  }

  private var further: String {
    let sheets = StudySheet.further.map { "`\($0).csv`" }.joined(separator: ", ")
    return pick(
      """
      `responses/` — файлы ответов, как они пришли; `models/` и файлы `.lav` — модели; `passport/`, \
      `districts.geojson`, `report-template.docx`; `README`, `LICENSE`; всё, что начинается с точки; \
      листы \(sheets); черновики `<лист>.draft.csv`.
      """,
      """
      `responses/`, the field files as they came; `models/` and `.lav` files, models; `passport/`, \
      `districts.geojson`, `report-template.docx`; `README`, `LICENSE`; what begins with a dot; the \
      sheets \(sheets); drafts `<sheet>.draft.csv`.
      """)
  }

  private func section(_ sheet: StudySheet, file: String) -> String {
    let need = sheet.isRequired ? pick(" Лист обязателен.", " The sheet must be there.") : ""
    let columns = sheet.keys.isEmpty ? sheet.columns : sheet.keys
    let heading =
      sheet.keys.isEmpty
      ? "" : paragraph(pick("Столбцы `key` и `value`; ключи:", "Columns `key` and `value`; keys:"))
    return paragraph("## \(file)")
      + paragraph((sheet.meaning[language.rawValue] ?? "") + ".\(need)")
      + heading + columns.map(entry).joined() + "\n"
  }

  private func entry(_ column: SheetColumn) -> String {
    let name = column.isByLanguage ? "\(column.name)::\(language.rawValue)" : column.name
    var parts = ["`\(name)`" + (column.isRequired ? pick(" (обязателен)", " (required)") : "")]
    parts.append((column.meaning[language.rawValue] ?? "") + ".")
    if let values = values(column.values) { parts.append(values + ".") }
    if let standard = column.standard.text(in: language.rawValue) {
      parts.append(pick("Если пусто: ", "Where blank: ") + standard + ".")
    }
    parts.append(pick("Например: ", "Example: ") + "`\(column.example[language.rawValue] ?? "")`.")
    let lines = parts.joined(separator: " ").wrapped(to: 97)
    return lines.enumerated().map { ($0.offset == 0 ? "* " : "  ") + $0.element + "\n" }.joined()
  }

  /// What may stand in a cell; nil for any text.
  private func values(_ values: SheetColumn.Values) -> String? {
    switch values {
    case .text: nil
    case .name: pick("Короткое имя", "A short name")
    case .nameOf(let sheet): pick("Имя из \(sheet)", "A name of \(sheet)")
    case .names: pick("Имена через точку с запятой", "Names between semicolons")
    case .fieldColumn: pick("Столбец файла ответов", "A column of the field file")
    case .number: pick("Число", "A number")
    case .wholeNumber: pick("Целое число от 0", "A whole number from 0 on")
    case .date: pick("День: год-месяц-число", "A day: year-month-day")
    case .words(let words):
      pick("Одно из: ", "One of: ") + words.map { "`\($0)`" }.joined(separator: " ")
    }
  }

  private func paragraph(_ text: String) -> String {
    text.wrapped(to: 99).joined(separator: "\n") + "\n\n"
  }

  private func pick(_ russian: String, _ english: String) -> String {
    language == .ru ? russian : english
  }
}
