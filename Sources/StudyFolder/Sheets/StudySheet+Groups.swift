import SurveyModel

extension StudySheet {
  /// `groups.csv`.
  static let groups = StudySheet(
    "groups",
    ru: "Группы респондентов (возраст, образование): по строке на категорию",
    en: "Groups of respondents (bands of age, education), one row a category",
    columns: [
      .required(
        "group", .name, ru: "Имя группы, одно для всех её категорий", en: "The group's name",
        example: "age"),
      .text(
        "group-label", ru: "Название группы", en: "How the group is called", example: "Age",
        inRussian: "Возраст"),
      .required(
        "category", .name, ru: "Имя категории", en: "The category's name", example: "18-24"),
      .text(
        "label", ru: "Название категории", en: "How the category is called", example: "18–24",
        inRussian: "18–24 года"),
      .required(
        "question", .nameOf("questionnaires/"), ru: "Вопрос, по которому делят респондентов",
        en: "The question that divides the group", example: "SD2"),
      SheetColumn(
        "choices", .names, ru: "Коды ответов категории: каждый в одной категории группы",
        en: "Codes of the category's choices: each in one category of the group",
        example: "4 5 6"),
      SheetColumn(
        "from", .number, ru: "Или наименьшее значение; интервалы группы не пересекаются",
        en: "Or the smallest number; bands of a group do not overlap",
        standard: Label(["ru": "без предела", "en": "no limit"]), example: "18"),
      SheetColumn(
        "to", .number, ru: "Наибольшее значение, включительно", en: "The largest number, included",
        standard: Label(["ru": "без предела", "en": "no limit"]), example: "24"),
    ])

  /// `factors.csv`.
  static let factors = StudySheet(
    "factors", ru: "Факторы и индекс: по строке на вопрос",
    en: "Factors and the index, one row a question",
    columns: factorColumns + itemColumns)

  private static let factorColumns: [SheetColumn] = [
    .required(
      "factor", .name, ru: "Имя фактора, одно для всех его вопросов", en: "The factor's name",
      example: "SOC"),
    .text(
      "label", ru: "Название фактора", en: "How the factor is called", example: "Trust",
      inRussian: "Доверие"),
    .text(
      "by", ru: "Название в родительном падеже", en: "The name after \"of\"", example: "trust",
      inRussian: "доверия"),
    .text(
      "in", ru: "Название с предлогом «в»", en: "The name after \"in\"", example: "trust",
      inRussian: "в доверии"),
    .required(
      "layer", .words(of: Factor.Layer.self),
      ru: "Слой: гений места, дух времени или итог (индекс, один на исследование)",
      en: "The layer: genius of place, spirit of time, or the outcome (the index, one a study)",
      example: "place"),
    SheetColumn(
      "kind", .words(of: Factor.Kind.self),
      ru: "Отражают вопросы фактор или составляют его; α и ω — только у отражающих",
      en: "Whether questions reflect the factor or make it up; α and ω only where they reflect it",
      standard: Label("reflective"), example: "formative"),
    SheetColumn("facet", .name, ru: "Составляющая фактора", en: "The factor's facet", example: "A"),
    .text(
      "facet-label", ru: "Название составляющей", en: "How the facet is called",
      example: "Attitude to what is new", inRussian: "Отношение к новому"),
    SheetColumn(
      "model", ru: "Модель измерения в записи lavaan или файл .lav с нею",
      en: "The measurement model in lavaan's syntax, or a .lav file that holds it",
      standard: Label(["ru": "по составляющим", "en": "by the facets"]), example: "models/SOC.lav"),
  ]

  private static let itemColumns: [SheetColumn] = [
    .required(
      "question", .nameOf("questionnaires/"), ru: "Вопрос, один в строке",
      en: "A question, one a row", example: "SOC01"),
    SheetColumn(
      "keying", .words(["+", "-"]), ru: "+, если согласие — больше фактора; - , если меньше",
      en: "+ where agreement means more of the factor, - where less", standard: Label("+"),
      example: "-"),
    SheetColumn(
      "scoring", .words(of: Factor.Scoring.self),
      ru: "mean — среднее ответов; count — доля выбранных вариантов",
      en: "mean of the answers; count: the share of choices that were chosen",
      standard: Label("mean"), example: "count"),
    SheetColumn(
      "minimum", .number, ru: "Наименьший возможный ответ", en: "The smallest possible answer",
      standard: limits, example: "1"),
    SheetColumn(
      "maximum", .number, ru: "Наибольший возможный ответ", en: "The largest possible answer",
      standard: limits, example: "5"),
  ]

  private static let limits = Label([
    "ru": "по кодам ответов", "en": "that of the choices' codes",
  ])

  /// `margins.csv`.
  static let margins = StudySheet(
    "margins",
    ru: "Население по группам, к которому взвешиваются ответы: по строке на категорию",
    en: "The population by groups that answers are weighted to, one row a category",
    columns: [
      .required("city", .nameOf("cities.csv"), ru: "Город", en: "The city", example: "pskov"),
      .required("wave", .nameOf("waves.csv"), ru: "Волна", en: "The wave", example: "2025"),
      .required(
        "group", .nameOf("groups.csv"), ru: "Группа; пересечение — через *",
        en: "The group; crossed ones are joined by *", example: "sex*age"),
      .required(
        "category", .nameOf("groups.csv"),
        ru: "Категория; пересечение — через *, объединение — через |",
        en: "The category; crossed ones are joined by *, merged ones by |", example: "1*18-24"),
      .required(
        "population", .number,
        ru: "Число людей; или проценты, которые в группе составляют 100 ± 0,5",
        en: "How many people; or per cent, which add up to 100 ± 0.5 in a group",
        example: "8700"),
      SheetColumn(
        "source", ru: "Источник", en: "Where it comes from", example: "census",
        inRussian: "Росстат"),
      SheetColumn(
        "date", ru: "Дата, на которую приведены данные", en: "Of what date", example: "2025-01-01"),
    ])
}
