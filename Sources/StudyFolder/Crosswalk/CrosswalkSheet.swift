import SurveyModel
import TabularFiles

extension StudySheet {
  /// `crosswalk.csv`.
  static let crosswalk = StudySheet(
    "crosswalk",
    ru:
      "Какие вопросы разных волн — один вопрос и можно ли их сравнивать: по строке на вопрос и волну; "
      + "черновик пишет loci compare --draft-crosswalk",
    en:
      "Which questions of several waves are one, and whether they may be compared, one row a question "
      + "and wave; loci compare --draft-crosswalk drafts it",
    columns: [
      .required(
        "question", .name, ru: "Имя, под которым анализируются ответы всех волн",
        en: "The name under which the answers of all waves are analysed", example: "SOC02"),
      .required(
        "wave", .nameOf("waves.csv"), ru: "Волна, об ответах которой строка",
        en: "The wave whose answers the row is about", example: "2023"),
      SheetColumn(
        "from", .nameOf("questionnaires/"), ru: "Имя вопроса в анкете этой волны",
        en: "What the question is called in that wave's questionnaire",
        standard: Label(["ru": "то же", "en": "the same"]), example: "Q17"),
      SheetColumn(
        "to", .nameOf("questionnaires/"),
        ru:
          "Имя вопроса в волне, с которой он сравнивается: в следующей, а для последней — в предыдущей",
        en:
          "What it is called in the wave that it is compared with: the next one, or the one before for "
          + "the last", standard: Label(["ru": "то же", "en": "the same"]), example: "SOC02"),
      SheetColumn(
        "map", ru: "Какие коды волны — какие коды общего вопроса; без карты коды остаются",
        en: "Which of the wave's codes are which of the common question; without a map they stay",
        example: "1=5; 2=4; 3=3; 4=2; 5=1"),
      SheetColumn(
        "verdict", .words(of: QuestionVerdict.self),
        ru:
          "Можно ли сравнивать: без изменений, изменения внешние, через общие коды, другая длина шкалы "
          + "(сравнивается в баллах), другая база, нельзя",
        en:
          "Whether it may be compared: identical, cosmetic, in common codes, a scale of another length "
          + "(compared in points), another base, not at all",
        standard: Label(["ru": "как найдено", "en": "as found"]), example: "recodable"),
      SheetColumn(
        "decided-by",
        ru: "Кто решил: без имени строка не действует; loci — так нашла программа",
        en: "Who decided it: without a name the row is not used; loci: as the program found",
        example: "M. P.", inRussian: "М. П."),
      SheetColumn(
        "reason", ru: "Почему", en: "Why", example: "the scale was turned round",
        inRussian: "шкала перевёрнута"),
    ])
}

extension Crosswalk {
  /// The rows of the sheet `crosswalk`.
  static func read(_ sheet: Sheet) -> ([Row], [Diagnostic]) {
    var rows = SheetRows(sheet, of: .crosswalk)
    guard rows.hasRequiredColumns() else { return ([], rows.diagnostics) }
    var seen: Set<[String]> = []
    let read = sheet.rows.compactMap { row -> Row? in
      guard let question = rows.text("question", row), let wave = rows.text("wave", row),
        row["verdict"] == nil || rows.word("verdict", row) != nil
      else { return nil }
      let (map, isUsable) = rows.map(row)
      guard isUsable else { return nil }
      guard seen.insert([question, wave]).inserted else {
        rows.note(
          .error, "duplicate-question", "'\(question)' stands twice for wave '\(wave)'",
          fix: "keep one of the rows", at: rows.place("question", row))
        return nil
      }
      return Row(
        question: question, wave: wave, from: row["from"] ?? question, to: row["to"], map: map,
        verdict: row["verdict"].flatMap(QuestionVerdict.init), decidedBy: row["decided-by"],
        reason: row["reason"] ?? "", at: rows.place("question", row))
    }
    return (read, rows.diagnostics)
  }
}

extension SheetRows {
  /// The cell `map`; nil where it is blank. What is no map is told, and the row is not used.
  fileprivate mutating func map(_ row: Sheet.Row) -> (AnswerMap?, isUsable: Bool) {
    guard let text = row["map"] else { return (nil, true) }
    do throws(AnswerMap.Fault) {
      return (try AnswerMap(parsing: text), true)
    } catch {
      let message =
        switch error {
        case .notAPair(let part): "'map' must be pairs of codes, found '\(part)'"
        case .twice(let code): "'map' has the code '\(code)' twice"
        }
      note(
        .error, "not-a-map", message,
        fix: "write each code of the wave once, with the code that it becomes: 1=5; 2=4",
        at: place("map", row))
      return (nil, false)
    }
  }
}
