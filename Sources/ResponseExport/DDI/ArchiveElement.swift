import SurveyModel

/// An element of DDI-Codebook that archives ask for, and where a study says it.
///
/// > CESSDA ERIC (2021). *CESSDA Data Catalogue DDI 2.5 profile (monolingual)*, 1.0.4. GESIS, *Study
/// > description*: mandatory descriptive elements. UK Data Service, *Data deposit form*: steps 1–3.
/// > What these pages do not say of an element is `nil` here.
public struct ArchiveElement: Hashable, Sendable {
  public enum Archive: String, Hashable, Sendable, CaseIterable {
    case cessda = "CESSDA"
    case gesis = "GESIS"
    case ukda = "UKDA"
  }

  public enum Demand: String, Hashable, Sendable {
    case mandatory, recommended, optional
  }

  /// The path below `codeBook`.
  public let path: String
  public let meaning: Label
  /// What each archive asks; an archive that says nothing of the element is absent.
  public let demands: [Archive: Demand]
  /// Where the study says it.
  public let source: Label
  /// The section of `texts.csv` that says it; nil where the study knows it otherwise.
  public let section: String?

  init(
    _ path: String, ru: String, en: String, _ demands: [Archive: Demand], section: String
  ) {
    self.init(
      path, ru: ru, en: en, demands, fromRu: "`texts.csv`: `\(section)`",
      from: "`texts.csv`: `\(section)`", section: section)
  }

  init(
    _ path: String, ru: String, en: String, _ demands: [Archive: Demand], fromRu: String,
    from: String, section: String? = nil
  ) {
    self.path = path
    meaning = Label(["ru": ru, "en": en])
    self.demands = demands
    source = Label(["ru": fromRu, "en": from])
    self.section = section
  }
}

extension ArchiveElement {
  private static let citation = "stdyDscr/citation/"
  private static let summary = "stdyDscr/stdyInfo/sumDscr/"
  private static let collection = "stdyDscr/method/dataColl/"

  /// All elements that are written or asked for, in the order of the document.
  public static let all = citationElements + contentElements + methodElements + fileElements

  private static let citationElements = [
    ArchiveElement(
      citation + "titlStmt/titl", ru: "Название исследования", en: "Title of the study",
      [.cessda: .mandatory, .gesis: .mandatory, .ukda: .mandatory],
      fromRu: "`study.csv`: `title`", from: "`study.csv`: `title`"),
    ArchiveElement(
      citation + "titlStmt/IDNo/@agency",
      ru: "Постоянный идентификатор и его вид (DOI, URN, Handle, ARK)",
      en: "Persistent identifier and its kind (DOI, URN, Handle, ARK)",
      [.cessda: .mandatory, .gesis: .mandatory], section: "identifier"),
    ArchiveElement(
      citation + "rspStmt/AuthEnty", ru: "Авторы исследования", en: "Principal investigators",
      [.cessda: .recommended, .gesis: .mandatory, .ukda: .mandatory], section: "authors"),
    ArchiveElement(
      citation + "prodStmt/producer", ru: "Исполнитель", en: "Producer", [:], section: "contractor"),
    ArchiveElement(
      citation + "prodStmt/fundAg", ru: "Источник финансирования", en: "Funder",
      [.ukda: .optional], section: "funder"),
    ArchiveElement(
      citation + "distStmt/distrbtr", ru: "Распространитель данных (архив)",
      en: "Distributor of the data (the archive)", [.cessda: .mandatory], section: "distributor"),
    ArchiveElement(
      citation + "distStmt/depositr", ru: "Кто передаёт данные", en: "Depositor",
      [.ukda: .mandatory], section: "depositor"),
    ArchiveElement(
      citation + "verStmt/version", ru: "Версия данных", en: "Version of the data",
      [.ukda: .optional], section: "version"),
    ArchiveElement(
      citation + "holdings/@URI", ru: "Адрес страницы с описанием у архива",
      en: "Address of the archive's page of the study", [.cessda: .mandatory],
      section: "address"),
    ArchiveElement(
      "stdyDscr/studyAuthorization/authorizingAgency", ru: "Заказчик", en: "Who commissioned it",
      [:], section: "customer"),
  ]

  private static let contentElements = [
    ArchiveElement(
      "stdyDscr/stdyInfo/subject/keyword", ru: "Ключевые слова", en: "Keywords",
      [.cessda: .recommended], section: "keywords"),
    ArchiveElement(
      "stdyDscr/stdyInfo/subject/topcClas", ru: "Рубрики", en: "Topics",
      [.cessda: .recommended], section: "topics"),
    ArchiveElement(
      "stdyDscr/stdyInfo/abstract", ru: "Аннотация", en: "Abstract", [.cessda: .mandatory],
      section: "abstract"),
    ArchiveElement(
      summary + "collDate", ru: "Сроки полевых работ", en: "Dates of data collection",
      [.cessda: .optional], fromRu: "`waves.csv`: `start`, `end`",
      from: "`waves.csv`: `start`, `end`"),
    ArchiveElement(
      summary + "nation", ru: "Страна", en: "Country", [.cessda: .recommended],
      section: "nation"),
    ArchiveElement(
      summary + "geogCover", ru: "Города", en: "Cities", [:], fromRu: "`cities.csv`",
      from: "`cities.csv`"),
    ArchiveElement(
      summary + "anlyUnit", ru: "Единица анализа", en: "Unit of analysis",
      [.cessda: .recommended], fromRu: "всегда человек", from: "always a person"),
    ArchiveElement(
      summary + "universe", ru: "Генеральная совокупность словами", en: "Universe in words", [:],
      section: "universe"),
  ]

  private static let methodElements = [
    ArchiveElement(
      collection + "timeMeth", ru: "Временная схема", en: "Time dimension",
      [.cessda: .recommended], fromRu: "`waves.csv`: число волн, `sample`",
      from: "`waves.csv`: number of waves, `sample`"),
    ArchiveElement(
      collection + "dataCollector", ru: "Кто собирал данные", en: "Data collector",
      [.ukda: .optional], section: "contractor"),
    ArchiveElement(
      collection + "sampProc", ru: "Построение выборки", en: "Sampling procedure",
      [.cessda: .optional], fromRu: "`waves.csv`: `sample`; страты и точки опроса",
      from: "`waves.csv`: `sample`; strata and sampling points"),
    ArchiveElement(
      collection + "sampleFrame/txt", ru: "Основа выборки", en: "Sampling frame", [:],
      section: "frame"),
    ArchiveElement(
      collection + "collMode", ru: "Способ опроса", en: "Mode of data collection",
      [.cessda: .recommended], section: "mode"),
    ArchiveElement(
      collection + "weight", ru: "Взвешивание", en: "Weighting", [.ukda: .mandatory],
      fromRu: "`margins.csv`, `sources.csv`: `weight`",
      from: "`margins.csv`, `sources.csv`: `weight`"),
    ArchiveElement(
      "stdyDscr/method/anlyInfo/respRate", ru: "Доля ответивших", en: "Response rate", [:],
      fromRu: "`fieldwork.csv`", from: "`fieldwork.csv`"),
    ArchiveElement(
      "stdyDscr/dataAccs/useStmt/restrctn", ru: "Условия доступа", en: "Terms of access",
      [.cessda: .recommended, .gesis: .mandatory, .ukda: .mandatory], section: "access"),
    ArchiveElement(
      "stdyDscr/dataAccs/useStmt/citReq", ru: "Как ссылаться", en: "How to cite", [:],
      section: "citation"),
  ]

  private static let fileElements = [
    ArchiveElement(
      "fileDscr/fileTxt/fileName", ru: "Файл данных", en: "Data file", [.cessda: .recommended],
      fromRu: "`--to`", from: "`--to`"),
    ArchiveElement(
      "fileDscr/fileTxt/fileType", ru: "Вид файла и кодировка", en: "File type and encoding",
      [.ukda: .mandatory], fromRu: "всегда CSV в UTF-8", from: "always CSV in UTF-8"),
    ArchiveElement(
      "dataDscr/var/qstn/qstnLit", ru: "Тексты вопросов", en: "Question texts", [:],
      fromRu: "анкета", from: "the questionnaire"),
    ArchiveElement(
      "dataDscr/var/catgry/labl", ru: "Метки кодов", en: "Labels of codes",
      [.ukda: .mandatory], fromRu: "анкета", from: "the questionnaire"),
  ]
}
