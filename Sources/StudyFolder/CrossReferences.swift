import SurveyModel

/// Whether the names that one sheet uses are those that another defines.
struct CrossReferences {
  let study: Study
  private(set) var diagnostics: [Diagnostic] = []
  /// Choice lists whose scale has been remarked on: once is enough.
  private var remarkedScales: Set<String> = []

  init(_ study: Study) { self.study = study }

  /// All that does not fit together, sheet by sheet. What refers to a sheet that could not be read
  /// at all is not told again for each reference.
  ///
  /// - Parameter crosswalk: What is wrong with `crosswalk.csv`.
  static func check(_ study: Study, crosswalk: [Diagnostic]) -> [Diagnostic] {
    var references = CrossReferences(study)
    references.checkSources()
    references.diagnostics += ImputationFindings(study.sources).diagnostics
    if !study.questionnaires.isEmpty {
      references.checkGroups()
      references.checkFactors()
      references.diagnostics += QuestionMarkFindings(study).diagnostics
      references.diagnostics += MissingCodeFindings(study).diagnostics
      references.diagnostics += MisspeltNames(study).diagnostics
      references.diagnostics += UnmarkedChoices(study).diagnostics
      references.diagnostics += crosswalk
      references.diagnostics += ShiftedCodes(study).diagnostics
    }
    references.checkCorrections()
    references.checkColumnMappings()
    references.checkMargins()
    references.checkPlaces()
    references.checkReportGroups()
    references.diagnostics += CaseFindings(study).diagnostics
    references.checkLabels()
    return references.diagnostics
  }

  private func isUnknown(city: String) -> Bool {
    !study.cities.isEmpty && study.city(city) == nil
  }

  private func isUnknown(wave: String) -> Bool {
    !study.waves.isEmpty && study.wave(wave) == nil
  }

  private mutating func checkSources() {
    if study.sources.isEmpty {
      note(
        .warning, "no-sources", "the study has no field files yet",
        "put them into responses/ and name them in sources.csv",
        SourceLocation(file: "sources.csv"))
    }
    for source in study.sources {
      if FilePath(source.file.withSlashes).isOutside {
        note(
          .warning, "file-outside-study",
          "sources.csv names '\(source.file)', which lies outside the study's folder",
          "put it into responses/, so that the study is whole when it is copied", source.location)
      }
      if case .fixed(let city) = source.city, isUnknown(city: city) {
        note(
          .error, "unknown-city", "sources.csv names city '\(city)', which cities.csv lacks",
          "add a row for '\(city)' to cities.csv, or mend the name", source.location)
      }
      if case .fixed(let wave) = source.wave, isUnknown(wave: wave) {
        note(
          .error, "unknown-wave", "sources.csv names wave '\(wave)', which waves.csv lacks",
          "add a row for '\(wave)' to waves.csv, or mend the name", source.location)
      }
      if study.questionnaires[source.questionnaire] == nil {
        note(
          .error, "unknown-questionnaire",
          "sources.csv names questionnaire '\(source.questionnaire)', which cannot be used or is not there",
          "put it into questionnaires/\(source.questionnaire)/ or questionnaires/\(source.questionnaire).xlsx",
          source.location)
      }
    }
  }

  private mutating func checkGroups() {
    for grouping in study.groupings {
      guard let place = grouping.categories.first?.location else { continue }
      let questions = versions(of: grouping.question)
      if questions.isEmpty {
        note(
          .error, "unknown-question",
          "group '\(grouping.name)' uses question '\(grouping.question)', which no questionnaire has",
          "mend the name in groups.csv", place)
        continue
      }
      for category in grouping.categories { check(category, of: grouping, questions) }
    }
  }

  private mutating func check(
    _ category: Grouping.Category, of grouping: Grouping, _ questions: [Question]
  ) {
    switch category.rule {
    case .choices(let codes):
      let lists = questions.compactMap(\.choices)
      for code in codes where !lists.contains(where: { $0.index(of: code) != nil }) {
        note(
          .error, "unknown-choice",
          "category '\(category.name)' of group '\(grouping.name)' uses choice '\(code)', which \(grouping.question) lacks",
          "mend the code in groups.csv", category.location)
      }
    case .range:
      if questions.allSatisfy({ $0.choices != nil && $0.choices?.numericLimits == nil }) {
        note(
          .error, "not-a-number",
          "group '\(grouping.name)' divides \(grouping.question) by numbers, but its codes are none",
          "use 'choices' instead of 'from' and 'to'", category.location)
      }
    }
  }

  private mutating func checkFactors() {
    var owners: [String: String] = [:]
    for factor in study.factors {
      for item in factor.items {
        check(item, of: factor)
        if let owner = owners[item.question] {
          note(
            .warning, "item-in-two-factors",
            "'\(item.question)' is an item of '\(owner)' and of '\(factor.name)': it counts in both, "
              + "and ties them together",
            "leave it in the factor that it was written for", item.location)
        }
        owners[item.question] = owners[item.question] ?? factor.name
      }
    }
  }

  private mutating func check(_ item: Factor.Item, of factor: Factor) {
    let questions = versions(of: item.question)
    if questions.isEmpty {
      note(
        .error, "unknown-question",
        "factor '\(factor.name)' uses question '\(item.question)', which no questionnaire has",
        "mend the name in factors.csv, or add the question", item.location)
    }
    for question in questions { check(item, question) }
  }

  /// A 9 after 1…5 is nearly always "don't know"; scored, it would be the top of the scale.
  private mutating func checkScale(_ item: Factor.Item, _ question: Question, _ list: ChoiceList) {
    let declared = study.missingCodes.filter { [nil, question.name].contains($0.question) }
    let codes = list.substantive.map { list.choices[$0] }
      .filter { choice in !declared.contains { $0.value == choice.name } }
      .compactMap(\.value).sorted()
    guard item.minimum == nil || item.maximum == nil, codes.count > 2, let apart = codes.last else {
      return
    }
    let below = codes.dropLast()
    let isRun = zip(below, below.dropFirst()).allSatisfy { $1 - $0 == 1 }
    guard isRun, apart - codes[codes.count - 2] > 1, remarkedScales.insert(list.name).inserted
    else { return }
    let code = list.choices.first { $0.value == apart }?.name ?? ""
    note(
      .warning, "code-apart-from-scale",
      "the code \(code) of \(item.question) (choices \(list.name)) stands apart from its scale and "
        + "counts as the top of it",
      "if it means no answer, write it into missing.csv or the column 'missing' of the choices; if it is one, give 'minimum' and 'maximum'",
      item.location)
  }

  private mutating func check(_ item: Factor.Item, _ question: Question) {
    switch (item.scoring, question.kind) {
    case (.count, .selectMultiple), (.mean, .integer), (.mean, .decimal), (.mean, .range),
      (.mean, .calculation):
      break
    case (.mean, .selectOne(let list)):
      if list.numericLimits == nil, item.minimum == nil || item.maximum == nil {
        note(
          .error, "no-limits",
          "\(item.question) cannot be scored: its codes are not all numbers and no limits are given",
          "give 'minimum' and 'maximum', or number the choices", item.location)
      }
      checkScale(item, question, list)
      return
    case (.count, _):
      note(
        .error, "scoring-unfit",
        "'count' scores a select_multiple question; \(item.question) is none",
        "write 'mean', or choose another question", item.location)
      return
    default:
      note(
        .error, "scoring-unfit", "\(item.question) has no number to take the mean of",
        "choose a select_one or a numeric question; for select_multiple write 'count'",
        item.location)
      return
    }
    if item.scoring == .mean, item.minimum == nil || item.maximum == nil {
      note(
        .error, "no-limits",
        "\(item.question) is a number without limits, and cannot be scored 0–100",
        "give 'minimum' and 'maximum' in factors.csv", item.location)
    }
  }

  private mutating func checkMargins() {
    for margin in study.margins {
      if isUnknown(city: margin.city) {
        note(
          .error, "unknown-city", "margins.csv names city '\(margin.city)', which cities.csv lacks",
          "mend the name", margin.location)
      }
      if isUnknown(wave: margin.wave) {
        note(
          .error, "unknown-wave", "margins.csv names wave '\(margin.wave)', which waves.csv lacks",
          "mend the name", margin.location)
      }
      for category in margin.category.categories { check(category, of: margin) }
    }
    diagnostics += MarginTotals(study).diagnostics
  }

  private mutating func check(_ category: CrossedCategory, of margin: Margin) {
    let groups = margin.group.groups
    guard groups.count == category.parts.count else {
      note(
        .error, "crossing-differs",
        "group '\(margin.group.name)' and category '\(category.name)' are crossed differently",
        "write as many categories as groups, joined by *", margin.location)
      return
    }
    for (group, category) in zip(groups, category.parts) {
      guard let grouping = study.grouping(group) else {
        note(
          .error, "unknown-group", "margins.csv uses group '\(group)', which groups.csv lacks",
          "define it in groups.csv, or mend the name", margin.location)
        continue
      }
      if !grouping.categories.contains(where: { $0.name == category }) {
        note(
          .error, "unknown-category", "group '\(group)' has no category '\(category)'",
          "use one of \(grouping.categories.map(\.name).joined(separator: ", "))",
          margin.location)
      }
    }
  }

  private mutating func checkCorrections() {
    for correction in study.corrections
    where !study.sources.contains(where: { $0.isNamed(correction.file) }) {
      note(
        .error, "unknown-source",
        "corrections.csv names file '\(correction.file)', which sources.csv lacks",
        "mend the name", correction.location)
    }
  }

  private mutating func checkColumnMappings() {
    for mapping in study.columnMappings {
      guard let file = mapping.file, !study.sources.contains(where: { $0.isNamed(file) }) else {
        continue
      }
      let near = Spelling.nearest(to: file, among: study.sources.map(\.file))
      note(
        .error, "unknown-source",
        "columns.csv names file '\(file)', which sources.csv lacks"
          + (near.map { "; did you mean '\($0)'?" } ?? ""), "mend the name", mapping.location)
    }
    let open = study.columnMappings.filter { !$0.isConfirmed }
    guard let first = open.first else { return }
    let names = open.prefix(12).map { "'\($0.column)' for \($0.question ?? "no question")" }
    let rest = open.count > names.count ? " and \(open.count - names.count) more" : ""
    note(
      .warning, "column-not-confirmed",
      "nobody has confirmed \(open.count) \(open.count == 1 ? "row" : "rows") of columns.csv, and"
        + " \(open.count == 1 ? "it is" : "they are") not used: \(names.joined(separator: ", "))\(rest)",
      "write yes as 'confirmed' where the column is that question's, or take the row out",
      first.location)
  }

  /// Contacts and texts of cities and waves that there are, in languages of the reports.
  private mutating func checkPlaces() {
    let places =
      study.fieldwork.map { ("fieldwork.csv", Optional($0.city), Optional($0.wave), $0.location) }
      + study.texts.map { ("texts.csv", $0.city, $0.wave, $0.location) }
    for (sheet, city, wave, location) in places {
      if let city, isUnknown(city: city) {
        note(
          .error, "unknown-city", "\(sheet) names city '\(city)', which cities.csv lacks",
          "mend the name", location)
      }
      if let wave, isUnknown(wave: wave) {
        note(
          .error, "unknown-wave", "\(sheet) names wave '\(wave)', which waves.csv lacks",
          "mend the name", location)
      }
    }
    for text in study.texts where !study.settings.languages.contains(text.language) {
      note(
        .warning, "unknown-language",
        "texts.csv has a text in '\(text.language)', in which no report is written",
        "write one of \(study.settings.languages.joined(separator: ", ")), or add the language to"
          + " 'languages' in study.csv", text.location)
    }
  }

  private mutating func checkComparedWaves() {
    guard case .pairs(let pairs) = study.settings.comparedWaves else { return }
    for name in pairs.flatMap({ [$0.first, $0.second] }) where study.wave(name) == nil {
      note(
        .error, "unknown-wave", "'compared-waves' names '\(name)', which waves.csv lacks",
        "write one of \(study.waves.map(\.name).joined(separator: ", "))",
        SourceLocation(file: "study.csv"))
    }
  }

  private mutating func checkReportGroups() {
    checkComparedWaves()
    let keys = [
      ("report-groups", study.settings.reportGroups),
      ("driver-controls", study.settings.driverControls ?? []),
    ]
    for (key, names) in keys {
      for name in names where !study.groupings.contains(where: { $0.name == name }) {
        note(
          .error, "unknown-group", "'\(key)' names '\(name)', which groups.csv lacks",
          "define it in groups.csv, or mend the name", SourceLocation(file: "study.csv"))
      }
    }
  }

  private mutating func checkLabels() {
    for language in study.settings.languages {
      let cities = study.cities.filter { $0.label[language] == nil }.map(\.name)
      let waves = study.waves.filter { $0.label[language] == nil }.map(\.name)
      let factors = study.factors.filter { $0.label.lacks(language) }.map(\.name)
      let categories = study.groupings.flatMap { grouping in
        grouping.categories.filter { $0.label.lacks(language) }.map {
          "\(grouping.name)=\($0.name)"
        }
      }
      let sheets = [
        ("cities.csv", cities), ("waves.csv", waves), ("factors.csv", factors),
        ("groups.csv", categories),
      ]
      for (sheet, names) in sheets where !names.isEmpty {
        note(
          .warning, "missing-translation",
          "\(sheet) has no label in '\(language)' for \(SheetName.listed(names))",
          "fill in 'label::\(language)'", SourceLocation(file: sheet))
      }
    }
    for (version, questionnaire) in study.questionnaires.sorted(by: { $0.key < $1.key }) {
      for language in questionnaire.languages {
        guard let near = LanguageSpelling.meant(by: language, in: study.settings.languages) else {
          continue
        }
        note(
          .error, "unknown-language",
          "the questionnaire \(version) has texts in '\(language)', a language of no report; did you"
            + " mean '\(near)'?",
          "write '::\(near)' in the headers of its sheets",
          SourceLocation(file: "questionnaires/\(version)"))
      }
    }
  }

  /// The question of a name in each version that has it, in the order of the versions.
  private func versions(of question: String) -> [Question] {
    let own = study.questionnaires.sorted { $0.key < $1.key }.compactMap { $0.value[question] }
    guard own.isEmpty else { return own }
    return study.waves.map(\.name).flatMap { wave in
      study.versions(of: wave).compactMap { $0[study.crosswalk.name(of: question, in: wave)] }
    }
  }

  private mutating func note(
    _ severity: Diagnostic.Severity, _ code: String, _ message: String, _ fix: String,
    _ place: SourceLocation
  ) {
    diagnostics.append(Diagnostic(severity, code, message, fix: fix, at: place))
  }
}

extension Label {
  /// Whether there are texts, and none in a language.
  fileprivate func lacks(_ language: String) -> Bool { !texts.isEmpty && self[language] == nil }
}
