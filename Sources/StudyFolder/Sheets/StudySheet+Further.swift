import SurveyModel

extension StudySheet {
  /// `missing.csv`.
  static let missing = StudySheet(
    "missing",
    ru: "Значения, означающие отсутствие ответа: по строке на значение",
    en: "Values that mean no answer, one row each",
    columns: [
      .required(
        "question", .nameOf("questionnaires/"), ru: "Вопрос; * — все",
        en: "The question; * for all", example: "*"),
      SheetColumn(
        "source", .nameOf("sources.csv"), ru: "Файл из sources.csv; * — все",
        en: "The file of sources.csv; * for all", standard: Label("*"),
        example: "responses/2025-pskov.csv"),
      SheetColumn(
        "value", ru: "Значение, как оно записано в файле", en: "The value as the file has it",
        example: "99"),
      SheetColumn(
        "reason", .words(of: MissingReason.self), ru: "Почему нет ответа",
        en: "Why there is no answer", example: "refused"),
      SheetColumn(
        "preset", .words(of: MissingPreset.self),
        ru: "Или обычные коды программы опроса, вместо value и reason",
        en: "Or the usual codes of a program, in the place of value and reason", example: "ess"),
    ])

  /// `corrections.csv`.
  static let corrections = StudySheet(
    "corrections", ru: "Исправления ответов: по строке на ответ",
    en: "Answers that are corrected, one row each",
    columns: [
      .required(
        "file", .nameOf("sources.csv"), ru: "Файл из sources.csv", en: "The file of sources.csv",
        example: "responses/2025-pskov.csv"),
      .required("record", ru: "Номер интервью", en: "The interview's number", example: "118"),
      .required(
        "question", .nameOf("questionnaires/"), ru: "Вопрос", en: "The question", example: "SD2"),
      .required("old", ru: "Ответ в файле", en: "The answer in the file", example: "230"),
      .required("new", ru: "Верный ответ", en: "The right answer", example: "23"),
      .required(
        "who", ru: "Кто исправил", en: "Who corrected it", example: "M. P.", inRussian: "М. П."),
      .required("why", ru: "Почему", en: "Why", example: "audio record", inRussian: "аудиозапись"),
    ])

  /// `columns.csv`.
  static let columnMappings = StudySheet(
    "columns", ru: "Столбцы файлов под чужими именами: по строке на столбец",
    en: "Columns of field files under other names, one row each",
    columns: [
      .required(
        "file", .nameOf("sources.csv"), ru: "Файл из sources.csv; * — все",
        en: "The file of sources.csv; * for all", example: "responses/2025-pskov.csv"),
      .required(
        "column", .fieldColumn, ru: "Столбец, как он назван в файле",
        en: "The column as the file calls it", example: "Q17"),
      SheetColumn(
        "question", .nameOf("questionnaires/"),
        ru: "Вопрос, на который в столбце ответы, или вопрос/вариант",
        en: "The question that it answers, or question/choice",
        standard: Label(["ru": "столбец не о вопросе", "en": "it answers none"]), example: "SD2"),
      SheetColumn(
        "confirmed", .yesOrNo, ru: "Проверено ли: без yes строка не действует",
        en: "Whether somebody has confirmed it: without yes the row is not used",
        standard: Label("no"), example: "yes"),
      SheetColumn(
        "score", .number, ru: "Насколько похоже, от 0 до 1", en: "How alike they are, 0 to 1",
        example: "0.87"),
      SheetColumn(
        "reason", ru: "Чем похоже", en: "In what they are alike", example: "label 0.9, answers 1"),
    ])

  /// `fieldwork.csv`.
  static let fieldwork = StudySheet(
    "fieldwork", ru: "Результаты контактов: по строке на код AAPOR",
    en: "How contacts ended, one row an outcome",
    columns: [
      .required("wave", .nameOf("waves.csv"), ru: "Волна", en: "The wave", example: "2025"),
      .required("city", .nameOf("cities.csv"), ru: "Город", en: "The city", example: "pskov"),
      .required(
        "disposition", ru: "Код AAPOR", en: "AAPOR's code", example: "2.11"),
      .required(
        "count", .wholeNumber, ru: "Сколько контактов", en: "How many contacts", example: "323"),
    ])

  /// `contacts.csv`.
  static let contacts = StudySheet(
    "contacts", ru: "Попытки связаться с отобранными: по строке на попытку",
    en: "Attempts to reach those who were drawn, one row each",
    columns: [
      .required("wave", .nameOf("waves.csv"), ru: "Волна", en: "The wave", example: "2025"),
      .required("city", .nameOf("cities.csv"), ru: "Город", en: "The city", example: "pskov"),
      .required(
        "case", .nameOf("cases.csv"), ru: "Отобранный адрес или человек",
        en: "The address or person drawn", example: "A-0117"),
      .required(
        "attempt", .wholeNumber, ru: "Которая попытка, от 1", en: "Which attempt, from 1",
        example: "2"),
      SheetColumn(
        "time", ru: "Когда она была", en: "When it was made", example: "2025-05-31T18:20"),
      SheetColumn(
        "interviewer", ru: "Условный номер интервьюера", en: "The interviewer's pseudonym",
        example: "i07"),
      SheetColumn("mode", ru: "Как связывались", en: "How it was made", example: "capi"),
      .required(
        "disposition", ru: "Код AAPOR, которым она кончилась",
        en: "AAPOR's code of how it ended", example: "2.21"),
    ])

  /// `cases.csv`.
  static let cases = StudySheet(
    "cases",
    ru:
      "Все отобранные, ответившие и нет: по строке на адрес или человека; прочие столбцы говорят, кто "
      + "чаще отвечает (nonresponse в study.csv)",
    en:
      "All who were drawn, whether they answered or not, one row each; further columns tell who "
      + "answers (nonresponse of study.csv)",
    columns: [
      .required("wave", .nameOf("waves.csv"), ru: "Волна", en: "The wave", example: "2025"),
      .required("city", .nameOf("cities.csv"), ru: "Город", en: "The city", example: "pskov"),
      .required(
        "case", .name, ru: "Адрес или человек; у ответивших — номер интервью",
        en: "The address or person; of those who answered the interview's identifier",
        example: "A-0117"),
      SheetColumn(
        "weight", .number, ru: "Исходный вес", en: "The base weight",
        standard: Label(["ru": "у всех равный", "en": "the same for all"]), example: "412.5"),
      SheetColumn("stratum", ru: "Страта", en: "The stratum", example: "D1"),
      SheetColumn("cluster", ru: "Точка опроса", en: "The sampling point", example: "P014"),
    ], takesFurtherColumns: true)

  /// Sections of `texts.csv` that only a description for an archive takes.
  private static let archiveSections = [
    "authors", "distributor", "depositor", "funder", "identifier", "version", "address",
    "abstract", "keywords", "topics", "nation", "universe", "mode", "access", "citation",
  ]

  /// `texts.csv`.
  static let texts = StudySheet(
    "texts", ru: "Тексты исследователя для отчётов: по строке на текст",
    en: "The researcher's own words for reports, one row a text",
    columns: [
      .required(
        "section",
        .words(
          ["customer", "contractor", "dates", "frame", "conclusions", "options"]
            + Self.archiveSections),
        ru: "Место в отчёте: заказчик, исполнитель, сроки, основа выборки, выводы, возможные шаги; "
          + "в описании для архива: авторы, распространитель, кто передаёт данные, источник "
          + "финансирования, постоянный идентификатор, версия, адрес страницы, аннотация, ключевые "
          + "слова, рубрики, страна, генеральная совокупность, способ опроса, условия доступа, "
          + "как ссылаться",
        en: "Where it goes in a report: customer, contractor, dates, sampling frame, conclusions, "
          + "options; in a description for an archive: authors, distributor, depositor, funder, "
          + "persistent identifier, version, address of the page, abstract, keywords, topics, "
          + "country, universe, mode, access, citation",
        example: "conclusions"),
      SheetColumn(
        "city", .nameOf("cities.csv"), ru: "Город; * — все", en: "The city; * for all",
        standard: Label("*"), example: "pskov"),
      SheetColumn(
        "wave", .nameOf("waves.csv"), ru: "Волна; * — все", en: "The wave; * for all",
        standard: Label("*"), example: "2025"),
      .required("language", .name, ru: "Язык текста", en: "The text's language", example: "ru"),
      .required(
        "text", ru: "Текст", en: "The text", example: "Trust has grown.",
        inRussian: "Доверие выросло."),
      SheetColumn(
        "author", ru: "Автор", en: "Who wrote it", example: "M. P.", inRussian: "М. П."),
    ])

  /// `questions.csv`.
  static let questions = StudySheet(
    "questions",
    ru:
      "Какие вопросы ключевые: их ответы, в том числе по группам, стоят в самом отчёте по городу; "
      + "без листа ключевые — вопросы индекса",
    en:
      "Which questions are key ones: their answers, by groups too, stand in the city report itself; "
      + "without the sheet, the questions of the index",
    columns: [
      .required(
        "question", .nameOf("questionnaires/"), ru: "Вопрос, один в строке",
        en: "A question, one a row", example: "INA1"),
      .required(
        "key", .yesOrNo, ru: "Ключевой ли вопрос", en: "Whether it is a key question",
        example: "yes"),
    ])

  /// `draft.csv`.
  static let draft = StudySheet(
    "draft",
    ru: "Что ещё не выяснено: пока лист есть, страницы помечены как черновик",
    en: "What a draft could not know: while the sheet is there, pages are marked as a draft",
    columns: [
      .required(
        "sheet", ru: "Лист, о котором вопрос", en: "The sheet that the question is about",
        example: "waves"),
      SheetColumn("row", ru: "Строка листа", en: "The row of that sheet", example: "w1"),
      .required(
        "question", ru: "Вопрос", en: "The question", example: "how was the sample drawn?",
        inRussian: "как построена выборка?"),
    ])
}
