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
      SheetColumn(
        "bridge", .nameOf("questionnaires/"),
        ru:
          "Вопрос той же волны, который в прежней формулировке задан другой части респондентов, отобранной "
          + "случайно: по нему из изменения вычитается эффект формулировки",
        en:
          "The question of the same wave that asked another part of people, drawn at random, in the "
          + "earlier words: by it the effect of the words is subtracted from the change",
        standard: Label(["ru": "вопрос задан всем одинаково", "en": "everybody had the same words"]
        ),
        example: "SOC02_old"),
    ])
}

extension Crosswalk {
  /// The sheet `crosswalk`. A row that cannot be read, and rows that stand twice, refuse their question
  /// unless nobody has decided them.
  static func read(_ sheet: Sheet) -> (Crosswalk, [Diagnostic]) {
    var rows = SheetRows(sheet, of: .crosswalk)
    guard rows.hasRequiredColumns() else { return (Crosswalk(), rows.diagnostics) }
    var (read, refused): ([Row], [Refusal]) = ([], [])
    for row in sheet.rows {
      if let whole = rows.crosswalkRow(row) {
        read.append(whole)
      } else if row["decided-by"].map({ $0 != program }) ?? false {
        let names = Set([row["question"], row["from"]].compactMap(\.self))
        if !names.isEmpty { refused.append(Refusal(names: names, wave: row["wave"])) }
      }
    }
    let groups = Dictionary(grouping: read, by: { [$0.question, $0.wave] })
    for row in read {
      guard let same = groups[[row.question, row.wave]], same.count > 1, row == same.last else {
        continue
      }
      let lines = same.compactMap(\.location.line).map(String.init).joined(separator: " and ")
      rows.note(
        .error, "duplicate-question",
        "'\(row.question)' stands twice for wave '\(row.wave)', in lines \(lines): none of them is used",
        fix: "keep one of the rows", at: row.location)
      if same.contains(where: \.isDecided) {
        refused.append(
          Refusal(names: Set(same.map(\.from) + [row.question]), wave: row.wave))
      }
    }
    let single = read.filter { groups[[$0.question, $0.wave]]?.count == 1 }
    return (Crosswalk(single, refused: refused), rows.diagnostics)
  }
}

extension SheetRows {
  /// A row of `crosswalk.csv`; nil where a cell that must be there is blank or cannot be read.
  fileprivate mutating func crosswalkRow(_ row: Sheet.Row) -> Crosswalk.Row? {
    guard let question = text("question", row), let wave = text("wave", row),
      row["verdict"] == nil || word("verdict", row) != nil
    else { return nil }
    let (map, isUsable) = map(row)
    guard isUsable else { return nil }
    return Crosswalk.Row(
      question: question, wave: wave, from: row["from"] ?? question, to: row["to"], map: map,
      verdict: row["verdict"].flatMap(QuestionVerdict.init), decidedBy: row["decided-by"],
      reason: row["reason"] ?? "", bridge: row["bridge"], at: place("question", row))
  }

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
