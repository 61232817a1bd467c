import QuestionnaireDefinition
import SurveyModel
import TabularFiles
import TextFormats

/// A study made from field files: its questionnaires, sheets and open questions.
struct StudyMaking {
  private(set) var files: [OutputFile] = []
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var summary: [String] = []
  var questions = DraftQuestions()
  let material: DraftMaterial
  /// Questions that may have been asked of some only, where records would be set aside for them.
  private(set) var skipped: SkippedQuestions?
  private let places: DraftedPlaces

  init(id: String, _ material: DraftMaterial) throws(StudyDraft.Failure) {
    self.material = material
    let names = Self.fileNames(material.contents.map(\.file))
    places = DraftedPlaces(names)
    let versions = DraftVersions(material.drafts)
    let columns = versions.versions.flatMap(\.columns)
    let languages =
      material.form.isEmpty
      ? DraftLanguages.languages(of: columns, told: material.drafts.map(\.draft.codebook.languages))
      : material.form.languages
    var sheets = DraftSheets(
      id: id, languages: Self.reported(languages),
      title: material.form.isEmpty ? Label() : material.form.title)
    sheets.waves = Self.places(material.drafts.map(\.draft.waves), else: places.waves)
    sheets.cities = Self.places(material.drafts.map(\.draft.cities), else: places.cities)
    sheets.isSynthetic = material.drafts.contains { $0.draft.isSynthetic }
    sheets.isCounted = material.drafts.allSatisfy { $0.draft.waves != nil }
    skipped =
      material.form.isEmpty && !sheets.isCounted
      ? SkippedQuestions(material.drafts.map(\.draft)) : nil
    sheets.countsAll = sheets.isCounted || skipped != nil
    sheets.formColumns = Source.FormProperty.allCases.filter { property in
      material.drafts.contains { material.form(of: $0.draft.table)[property] != nil }
    }
    let formColumns = sheets.formColumns
    sheets.sources = material.drafts.enumerated().map { place, entry in
      let (wave, city) = (entry.draft.waves?.name, entry.draft.cities?.name)
      return [wave == nil ? places.waves[place] : "", wave ?? ""]
        + [city == nil ? places.cities[place] : "", city ?? "", "responses/\(names[place])"]
        + [material.form.isEmpty ? versions.names[place] : "v1"]
        + [wave == nil || entry.draft.table.container != nil ? "" : "codes"]
        + formColumns.map { material.form(of: entry.draft.table)[$0] ?? "" }
        + DraftSheets.roles.map { entry.draft.roles[$0] ?? "" }
    }
    questions = sheets.questions()
    let forms = try questionnaires(versions, languages, title: id)
    let groups = DraftGroups(forms, languages: sheets.languages)
    sheets.groups = groups.rows
    let markers = material.drafts.flatMap(\.draft.markers).unique.sorted()
    sheets.missing =
      markers.map { ["*", "*", $0, MissingReason.notAskedOrLost.rawValue] }
      + missing(of: forms, inFiles: Array(zip(names, versions.names)))
    sheets.presets = zip(names, material.drafts).compactMap { name, entry in
      entry.draft.missingPreset.map { ["*", "responses/\(name)", "", "", $0.rawValue] }
    }
    files = sheets.files + files
    files += zip(names, material.contents).map {
      OutputFile(path: "responses/\($0)", bytes: $1.bytes)
    }
    if let file = Self.columnMappings(material, names) { files.append(file) }
    let candidates = CandidateFactors(
      forms, material.drafts.map(\.draft), languages: sheets.languages)
    if let file = candidates.file { files.append(file) }
    ask(versions, groups, candidates, names: names)
    files.append(questions.file)
    summarise(versions, sheets, candidates)
  }

  /// The waves or cities of all files: those of their columns, else those that their names suggest.
  private static func places(
    _ columns: [FieldFileDraft.KeyColumn?], else names: [String]
  ) -> [DraftedPlace] {
    zip(columns, names).flatMap { $0?.places ?? [DraftedPlace(name: $1)] }.unique
  }

  /// Rows of `missing.csv`: what codebooks say of open questions.
  ///
  /// - Parameter files: Each with the version of its questionnaire: a value may mean one thing in the
  ///   files of one and another thing in those of the next.
  private func missing(
    of forms: [DraftedForm], inFiles files: [(name: String, version: String)]
  ) -> [[String]] {
    forms.flatMap { form in
      let own = files.filter { $0.version == form.questionnaire.version }.map {
        "responses/\($0.name)"
      }
      let sources = forms.count > 1 ? own : ["*"]
      return zip(form.questionnaire.questions, form.columns).flatMap { question, column in
        column.missingValues.flatMap { code in
          sources.map { [question.name, $0, code.name, (code.missing ?? .noAnswer).rawValue] }
        }
      }
    }.unique
  }

  /// `columns.csv`: what an export's codebook says of columns that are not called by their questions.
  private static func columnMappings(
    _ material: DraftMaterial, _ names: [String]
  ) -> OutputFile? {
    guard material.form.isEmpty else { return nil }
    let rows = zip(names, material.drafts).flatMap { name, entry in
      entry.draft.renamed.map { ["responses/\(name)", $0.column, $0.target, "yes", "", ""] }
    }
    guard !rows.isEmpty else { return nil }
    let header = StudySheet.columnMappings.columns.map(\.name)
    return OutputFile(
      path: "columns.csv", text: ([header] + rows).map(FieldQuoting.sheet.record).joined())
  }

  /// A report is in Russian or English.
  private static func reported(_ languages: [String]) -> [String] {
    let known = languages.filter { ["ru", "en"].contains($0) }
    return known.isEmpty ? ["ru", "en"] : known
  }

  /// The files' names without folders, each once.
  private static func fileNames(_ paths: [String]) -> [String] {
    var taken: Set<String> = []
    return paths.map { path in
      let parts = path.split(separator: "/").map(String.init)
      let name = parts.last ?? "answers.csv"
      let longer = (parts.dropLast().last.map { "\($0)-\(name)" }) ?? name
      let names = [name, longer] + (2...(taken.count + 2)).map { "\($0)-\(name)" }
      let free = names.first { !taken.contains($0.lowercased()) } ?? name
      taken.insert(free.lowercased())
      return free
    }
  }

  private mutating func questionnaires(
    _ versions: DraftVersions, _ languages: [String], title: String
  ) throws(StudyDraft.Failure) -> [DraftedForm] {
    guard material.form.isEmpty else {
      files += try material.form.files
      return []
    }
    var forms: [DraftedForm] = []
    for version in versions.versions {
      do {
        let questionnaire = try XLSForm.draft(
          title: Label([languages[0]: title]), version: version.name, languages: languages,
          columns: version.columns, header: version.header, file: version.file)
        files += XLSForm.sheets(of: questionnaire).map {
          OutputFile(path: "questionnaires/\(version.name)/\($0.name).csv", text: $0.text)
        }
        forms.append(DraftedForm(questionnaire: questionnaire, columns: version.columns))
      } catch {
        throw StudyDraft.Failure(error.diagnostics)
      }
    }
    return forms
  }
}

/// A questionnaire and the columns that its questions were made from, in the same order.
struct DraftedForm {
  let questionnaire: Questionnaire
  let columns: [DraftColumn]
}

// What is asked.
extension StudyMaking {
  private mutating func ask(
    _ versions: DraftVersions, _ groups: DraftGroups, _ candidates: CandidateFactors,
    names: [String]
  ) {
    askPlaces(versions, names)
    for told in material.diagnostics where told.code == "sheets-alike" {
      questions.ask(
        "Of \(told.location.file), \(told.message): are these waves or cities of the study? If so,"
          + " \(told.fix ?? "name them in sources.csv").", in: "sources.csv", row: "sheet")
    }
    askRoles()
    if material.form.isEmpty {
      for version in versions.versions {
        askCodes(version.columns.filter { !$0.isTold }, version.name)
      }
    } else {
      askStrangers()
    }
    if !groups.rows.isEmpty {
      questions.ask(
        "Groups were drafted from the labels of \(DraftQuestions.list(groups.questions)): are these"
          + " the groups that reports should divide people by?", in: "groups.csv")
    }
    if candidates.count > 0 {
      questions.ask(
        "\(candidates.count) batteries of a common scale may be factors (factors.draft.csv): which of"
          + " them are? Their rows belong here, with a layer (place, time, outcome).",
        in: "factors.csv")
    }
    let markers = material.drafts.flatMap(\.draft.markers).unique.sorted()
    if !markers.isEmpty {
      questions.ask(
        "\(DraftQuestions.list(markers)) stands among numbers and was taken for a blank: is it?",
        in: "missing.csv", row: markers.joined(separator: ", "))
    }
    askPersonal()
    askRouting()
  }

  private mutating func askPlaces(_ versions: DraftVersions, _ names: [String]) {
    if places.isGuess, material.drafts.contains(where: { $0.draft.waves == nil }) {
      questions.ask(
        "By their names, \(DraftQuestions.list(names)) are of the waves"
          + " \(DraftQuestions.list(places.waves.unique)) and the cities"
          + " \(DraftQuestions.list(places.cities.unique)): is that so?", in: "sources.csv")
    }
    if versions.versions.count > 1 {
      questions.ask(
        "The files' columns differ so much that they were given \(versions.versions.count)"
          + " questionnaires: are they different surveys?", in: "sources.csv", row: "questionnaire")
    }
    if !versions.differing.isEmpty {
      questions.ask(
        "The files answer \(DraftQuestions.list(versions.differing.unique)) in different ways or with"
          + " different labels: is the question the same?", in: "questionnaires/v1/survey.csv")
    }
  }

  private mutating func askRoles() {
    var asked: Set<[String]> = []
    for (_, draft) in material.drafts {
      for guess in draft.design.guesses
      where asked.insert([guess.role.name, guess.column]).inserted {
        questions.ask(
          "The column '\(guess.column)' was taken for the \(guess.role.name): \(guess.reason). Is it?",
          in: "sources.csv", row: guess.role.name)
      }
      for rival in draft.design.rivals
      where asked.insert([rival.role.name] + rival.columns).inserted {
        questions.ask(
          "Which column is the \(rival.role.name): \(DraftQuestions.list(rival.columns))? None was"
            + " taken.", in: "sources.csv", row: rival.role.name)
      }
      if !draft.nameless.isEmpty, asked.insert(["nameless", draft.table.file]).inserted {
        questions.ask(
          "\(draft.nameless.count) columns of \(draft.table.file) have answers and no name, and were"
            + " not drafted: what are they?", in: "sources.csv", row: draft.table.file)
      }
    }
    if material.drafts.contains(where: { $0.draft.roles[.identifier] == nil }) {
      questions.ask(
        "No column tells interviews apart by itself: is there one (identifier)? Without it, one that"
          + " stands twice in different files is counted twice.", in: "sources.csv",
        row: "identifier")
    }
  }

  /// Columns that a form given beside the answers does not know are told by the import.
  private mutating func askStrangers() {
    let known = material.form.questions
    let texts = material.form.columnTexts
    let strange = material.drafts.flatMap { $0.draft.questions }
      .filter { !known.contains($0.name) && !texts.contains(SheetName.plain($0.column)) }
      .map(\.name).unique
    guard !strange.isEmpty else { return }
    questions.ask(
      "The form does not know \(DraftQuestions.list(strange)), which the answers have: are these"
        + " questions of it?", in: "questionnaires/v1", row: "survey")
  }

  private mutating func askPersonal() {
    for (file, draft) in material.drafts {
      for column in draft.personal {
        questions.ask(
          "The column '\(column.name)' of \(file) seems to hold \(column.what.words) and was not"
            + " drafted. Does the study need it?", in: "questionnaires/v1/survey.csv")
      }
    }
    let columns = material.drafts.flatMap(\.draft.personal)
    guard let first = columns.first else { return }
    let names = columns.map { "'\($0.name)' (\($0.what.words))" }.unique.joined(separator: ", ")
    diagnostics.append(
      Diagnostic(
        .note, "personal-columns", "what identifies a person was not drafted: \(names)",
        fix: "name a column with --with if the study needs it", at: first.location))
  }

  private mutating func summarise(
    _ versions: DraftVersions, _ sheets: DraftSheets, _ candidates: CandidateFactors
  ) {
    let records = material.drafts.reduce(0) { $0 + $1.draft.table.rowCount - $1.draft.headerRows }
    let columns = versions.versions.flatMap(\.columns)
    let labelled = columns.count { $0.label != Label($0.column) }
    let closed = columns.filter { !$0.codes.isEmpty }
    let meant = closed.count { $0.codes.allSatisfy { !$0.isUnlabelled } }
    summary = [
      "files      \(material.drafts.count), \(records) records",
      "questions  \(columns.count), \(labelled) with a text; \(closed.count) closed,"
        + " \(meant) with all codes labelled",
      "languages  \(sheets.languages.joined(separator: ", "))",
      "ordinal    \(columns.count { $0.measure == .ordinal }) by their labels",
      "design     "
        + (material.drafts[0].draft.roles.sorted { $0.key.name < $1.key.name }
          .map { "\($0.key.name) \($0.value)" }.joined(separator: ", ")),
      "batteries  \(candidates.count) in factors.draft.csv",
      "open       \(questions.rows.count) questions in draft.csv",
    ]
  }
}

extension Array where Element: Hashable {
  /// Each element once, in the order of the first.
  var unique: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
