import SurveyModel

extension StudySheet {
  /// `cities.csv`.
  static let cities = StudySheet(
    "cities", isRequired: true, ru: "Города: по строке на город", en: "Cities, one row each",
    columns: [
      .required(
        "city", .name, ru: "Имя города в других листах и в именах страниц",
        en: "The name in other sheets and in names of pages", example: "pskov"),
      SheetColumn(
        "code", ru: "Значение в столбце города в файле ответов",
        en: "Its value in the field file's column of cities",
        standard: Label(["ru": "имя из city", "en": "the name in city"]), example: "60"),
      .text("label", ru: "Название", en: "How it is called", example: "Pskov", inRussian: "Псков"),
      .text(
        "in", ru: "Название с предлогом «в»", en: "The name after \"in\"", example: "Pskov",
        inRussian: "в Пскове"),
      .text(
        "of", ru: "Название в родительном падеже", en: "The name after \"of\"", example: "Pskov",
        inRussian: "Пскова"),
      SheetColumn(
        "population", .number, ru: "Число жителей", en: "How many people live there",
        example: "187000"),
    ])

  /// `waves.csv`.
  static let waves = StudySheet(
    "waves", isRequired: true, ru: "Волны опроса в порядке времени: по строке на волну",
    en: "Waves in the order of time, one row each",
    columns: [
      .required(
        "wave", .name, ru: "Имя волны в других листах и в именах папок",
        en: "The name in other sheets and in names of folders", example: "2025"),
      SheetColumn(
        "code", ru: "Значение в столбце волны в файле ответов",
        en: "Its value in the field file's column of waves",
        standard: Label(["ru": "имя из wave", "en": "the name in wave"]), example: "1"),
      .text(
        "label", ru: "Название", en: "How it is called", example: "First wave",
        inRussian: "Первая волна"),
      .text(
        "in", ru: "Название с предлогом «в»", en: "The name after \"in\"",
        example: "the first wave", inRussian: "в первой волне"),
      .text(
        "of", ru: "Название в родительном падеже", en: "The name after \"of\"",
        example: "the first wave", inRussian: "первой волны"),
      SheetColumn(
        "start", .date, ru: "Первый день опроса", en: "The first day of interviews",
        example: "2025-05-12"),
      SheetColumn(
        "end", .date, ru: "Последний день опроса", en: "The last day of interviews",
        example: "2025-06-08"),
      .required(
        "sample", .words(of: Wave.SampleKind.self),
        ru: "Как отобраны респонденты: вероятностно, по квотам, из панели, все желающие",
        en: "How respondents were chosen: by chance, by quotas, from a panel, whoever came",
        example: "probability"),
      SheetColumn(
        "points", .words(of: Wave.Points.self),
        ru: "Новые точки опроса или те же, что в прошлой волне",
        en: "New sampling points, or those of the wave before", standard: Label("fresh"),
        example: "revisited"),
    ])

  /// `sources.csv`.
  static let sources = StudySheet(
    "sources", isRequired: true, ru: "Файлы ответов: по строке на файл",
    en: "Field files, one row each",
    columns: sourceFiles + sourceForm + sourceRoles + laterStages)

  private static let sourceFiles: [SheetColumn] = [
    SheetColumn(
      "wave", .nameOf("waves.csv"), ru: "Волна, если она у всего файла одна",
      en: "The wave, where the whole file is of one", example: "2025"),
    SheetColumn(
      "wave-column", .fieldColumn, ru: "Иначе столбец с кодом волны",
      en: "Else the column with the wave's code", example: "year"),
    SheetColumn(
      "city", .nameOf("cities.csv"), ru: "Город, если он у всего файла один",
      en: "The city, where the whole file is of one", example: "pskov"),
    SheetColumn(
      "city-column", .fieldColumn, ru: "Иначе столбец с кодом города",
      en: "Else the column with the city's code", example: "town"),
    .required(
      "file", ru: "Путь от папки исследования; * и ? в имени — несколько файлов",
      en: "The file, from the study's folder; * and ? in its name for several",
      example: "responses/2025-pskov.csv"),
    .required(
      "questionnaire", .name, ru: "Версия из папки questionnaires",
      en: "The version in the folder questionnaires", example: "2025"),
    SheetColumn(
      "imputation", .wholeNumber,
      ru:
        "Номер множественной импутации: 0 — файл с ответами как есть, 1, 2, … — файлы с "
        + "восполненными ответами тех же людей",
      en: "Of multiple imputation: 0 for the file as observed, 1, 2, … for the completed files of"
        + " the same people",
      standard: Label(["ru": "ответы не восполнялись", "en": "nothing is imputed"]), example: "0"),
  ]

  private static let sourceForm: [SheetColumn] = [
    form(
      .delimiter, .words([",", ";", "|", "tab", "space"]), ru: "Разделитель столбцов",
      en: "What parts the columns", example: ";"),
    form(.encoding, .text, ru: "Кодировка", en: "The encoding", example: "windows-1251"),
    form(
      .decimalMark, .words([".", ","]), ru: "Десятичный знак", en: "The decimal mark", example: ","),
    form(
      .quote, .words(["double", "single", "none"]), ru: "Знак кавычек", en: "The quote",
      example: "single"),
    form(
      .escape, .words(["doubled", "backslash", "none"]), ru: "Как записана кавычка внутри кавычек",
      en: "How a quote between quotes is written", example: "backslash"),
    form(
      .preambleRows, .wholeNumber, ru: "Строк перед таблицей", en: "Rows before the table",
      example: "2"),
    form(
      .headerRows, .words(["0", "1", "2", "3"]), ru: "Строк в шапке таблицы",
      en: "Rows of the header", example: "1"),
    form(
      .sheet, .text, ru: "Лист книги .xlsx: имя или номер среди видимых листов",
      en: "The sheet of an .xlsx workbook: its name, or its number among those shown",
      example: "Ответы"),
    SheetColumn(
      "values", .words(of: AnswerWriting.self), ru: "В ответах коды или тексты вариантов",
      en: "Whether answers are codes of choices or their labels", standard: found,
      example: "labels"),
    SheetColumn(
      "dates", .words(of: DateOrder.self),
      ru: "Что стоит первым в датах вида 5/6/2025: день или месяц",
      en: "What comes first in dates such as 5/6/2025", standard: found, example: "day-first"),
  ]

  private static let found = Label(["ru": "видно из файла", "en": "told by the file"])

  private static func form(
    _ property: Source.FormProperty, _ values: SheetColumn.Values, ru: String, en: String,
    example: String
  ) -> SheetColumn {
    SheetColumn(property.rawValue, values, ru: ru, en: en, standard: found, example: example)
  }

  private static let sourceRoles: [SheetColumn] = [
    role(.identifier, ru: "Номер интервью", en: "The interview's number", example: "id"),
    role(.weight, ru: "Базовый вес", en: "The base weight", example: "w"),
    role(.stratum, ru: "Страта отбора", en: "The stratum that was drawn from", example: "district"),
    role(
      .cluster, ru: "Точка опроса (гнездо отбора)", en: "The sampling point (cluster)",
      example: "point"),
    role(
      .populationSize, ru: "Объём совокупности, из которой отбирали: точек или людей",
      en: "How many points (or people) there were to draw from", example: "N"),
    role(.interviewer, ru: "Интервьюер", en: "The interviewer", example: "interviewer"),
    role(.mode, ru: "Способ опроса", en: "The mode of the interview", example: "mode"),
    role(.started, ru: "Начало интервью", en: "When the interview began", example: "start"),
    role(.ended, ru: "Конец интервью", en: "When the interview ended", example: "end"),
    role(
      .disposition, ru: "Результат контакта, код AAPOR",
      en: "How the contact ended, AAPOR's code",
      example: "disposition"),
    role(
      .sample, ru: "Выборка, к которой относится респондент",
      en: "The sample that the respondent is from",
      example: "sample"),
    role(
      .replicates, ru: "Репликационные веса: от первого столбца до последнего",
      en: "Replicate weights: from the first column to the last", example: "rw1-rw80"),
    SheetColumn(
      "replicate-method",
      ru: "Как построены репликационные веса: jk1, jkn, brr, fay 0.3, bootstrap, sdr; factors, mse",
      en: "How replicates were made: jk1, jkn, brr, fay 0.3, bootstrap, sdr; factors, mse",
      example: "jk1"),
    SheetColumn(
      "replicate-scales",
      ru:
        "Множители репликаций метода jkn, (n − 1)/n их страты: по числу на репликацию, через пробел",
      en: "Scales of jkn's replicates, (n − 1)/n of their strata: a number each, spaces between",
      example: "0.75 0.75 0.8"),
  ]

  private static func role(
    _ role: ColumnRole, ru: String, en: String, example: String
  ) -> SheetColumn {
    SheetColumn(role.name, .fieldColumn, ru: ru, en: en, example: example)
  }

  private static let laterStages: [SheetColumn] = ColumnRole.allCases.compactMap { later in
    switch later {
    case .stratum(let stage) where stage > 1:
      role(
        later, ru: "Страта \(stage)-й ступени отбора",
        en: "The stratum at stage \(stage) of drawing",
        example: "block")
    case .cluster(let stage) where stage > 1:
      role(
        later, ru: "Гнездо \(stage)-й ступени отбора",
        en: "The cluster at stage \(stage) of drawing",
        example: "household")
    case .populationSize(let stage) where stage > 1:
      role(
        later, ru: "Сколько гнёзд было на \(stage)-й ступени",
        en: "How many clusters there were at stage \(stage)", example: "households")
    default: nil
    }
  }
}
