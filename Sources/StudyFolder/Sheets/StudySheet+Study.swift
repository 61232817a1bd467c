import SurveyModel

extension StudySheet {
  /// `study.csv`.
  static let study = StudySheet(
    "study", isRequired: true,
    ru: "Что верно для всего исследования: по строке на ключ",
    en: "What holds for the whole study, one row a key",
    columns: [
      .required("key", .name, ru: "Ключ", en: "The key", example: "languages"),
      .required("value", ru: "Его значение", en: "Its value", example: "ru;en"),
    ], keys: identityKeys + disclosureKeys + analysisKeys)

  private static let identityKeys: [SheetColumn] = [
    .required(
      "id", .name, ru: "Короткое имя исследования латиницей; так называется папка отчётов",
      en: "A short name in Latin letters; the folder of reports is called so", example: "pilot-2025"
    ),
    .text(
      "title", ru: "Название исследования", en: "The study's title", example: "Pilot survey",
      inRussian: "Пилотный опрос"),
    SheetColumn(
      "languages", .names, ru: "Языки отчётов", en: "Languages of the reports",
      standard: Label("ru;en"), example: "ru;en"),
    SheetColumn(
      "synthetic", .yesOrNo,
      ru: "Созданы ли ответы программой; тогда об этом сказано на каждой странице",
      en: "Whether a program made the answers; then every page says so", standard: Label("no"),
      example: "yes"),
    SheetColumn(
      "interim", .yesOrNo, ru: "Идёт ли ещё опрос", en: "Whether interviews still come in",
      standard: Label("no"), example: "yes"),
    SheetColumn(
      "seed", .wholeNumber, ru: "Начальное число для всего, что решает случай",
      en: "The seed of all that is drawn by chance", standard: Label("1"), example: "20251022"),
    SheetColumn(
      "csv-style", .words(of: StudySettings.CSVStyle.self),
      ru: "Как записаны таблицы отчётов: excel-ru — с точкой с запятой и десятичной запятой",
      en: "How tables of reports are written: excel-ru has semicolons and decimal commas",
      standard: Label("standard"), example: "excel-ru"),
  ]

  private static let disclosureKeys: [SheetColumn] = [
    SheetColumn(
      "disclosure", .words(["survey", "strict"]),
      ru: "Защита сведений о малых группах: strict скрывает и малые ячейки",
      en: "What may be learnt of few people: strict hides small cells too",
      standard: Label("survey"), example: "strict"),
    SheetColumn(
      "minimum-base", .wholeNumber, ru: "Показатели по меньшему числу интервью не приводятся",
      en: "Figures on fewer interviews are not shown", standard: Label("30"), example: "30"),
    SheetColumn(
      "minimum-cell", .wholeNumber, ru: "При strict меньшие ячейки распределений скрыты",
      en: "Under strict, smaller cells of distributions are hidden", standard: Label("5"),
      example: "5"),
    SheetColumn(
      "partial-minimum", .wholeNumber,
      ru: "Доля ответов, %, ниже которой интервью прерванное и исключается",
      en: "Less of the due questions answered, in per cent, is a break-off, set aside",
      standard: Label("50"), example: "50"),
    SheetColumn(
      "complete-minimum", .wholeNumber, ru: "Доля ответов, %, с которой интервью полное",
      en: "As much answered, in per cent, makes an interview complete",
      standard: Label("80"), example: "80"),
    SheetColumn(
      "minors", .words(of: StudySettings.Minors.self),
      ru: "consent: родители опрошенных моложе 18 лет согласились письменно",
      en: "consent: parents of respondents under 18 have consented in writing", example: "consent"),
  ]

  private static let analysisKeys: [SheetColumn] = [
    SheetColumn(
      "equivalence-zone", .number,
      ru: "На сколько баллов (0–100) могут расходиться практически равные оценки",
      en: "By how many points (0–100) scores differ that are practically equal",
      standard: Label("5"), example: "5"),
    SheetColumn(
      "compared-waves", .names,
      ru:
        "Какие волны сравнивает отчёт: neighbours — каждую с прошлой волной того же города, all — все "
        + "со всеми, или пары волн через двоеточие",
      en:
        "Which waves reports compare: neighbours sets each against the one before in the same city, all "
        + "sets each against every other; or pairs of waves with a colon between",
      standard: Label("neighbours"), example: "2023:2025"),
    SheetColumn(
      "report-groups", .names,
      ru:
        "Группы из groups.csv, по которым отчёт делит результаты; вопросы всегда делятся и по полу, "
        + "возрасту, образованию и району",
      en:
        "Groups of groups.csv that reports break results down by; questions are always divided by sex, "
        + "age, education and district too",
      standard: Label(["ru": "все", "en": "all"]), example: "sex;age"),
    SheetColumn(
      "driver-controls", .names,
      ru: "Группы, по которым уравнивается анализ связей с индексом; none — без них",
      en: "Groups that the drivers of the index hold equal; none for none",
      standard: Label(["ru": "пол, возраст, образование", "en": "sex, age and education"]),
      example: "sex;age"),
    SheetColumn(
      "nonresponse", .words(of: StudySettings.Nonresponse.self),
      ru:
        "Как веса восполняют неответивших (по contacts.csv и cases.csv): classes — по классам, "
        + "propensity — по пятым долям вероятности ответа",
      en:
        "How weights make up for those who did not answer (by contacts.csv and cases.csv): classes, "
        + "or fifths of the chance of an answer",
      standard: Label(["ru": "не восполняют", "en": "they do not"]), example: "classes"),
    SheetColumn(
      "nonresponse-predictors", .names, ru: "Столбцы cases.csv, по которым это делается",
      en: "Columns of cases.csv by which that is done",
      standard: Label(["ru": "все", "en": "all"]), example: "house;district"),
    SheetColumn(
      "lonely-clusters", .words(of: StudySettings.LonelyClusters.self),
      ru: "Что добавляет к дисперсии страта с единственной точкой опроса",
      en: "What a stratum with a single sampling point adds to variances",
      standard: Label("adjust"), example: "average"),
  ]
}
