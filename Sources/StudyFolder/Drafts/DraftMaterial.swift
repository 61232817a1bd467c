import QuestionnaireDefinition
import SurveyModel
import TabularFiles

/// What a draft is made from, read: field files with what is said of their columns, or a form.
struct DraftMaterial {
  /// Field files in the order in which they were named.
  private(set) var drafts: [(file: String, draft: FieldFileDraft)] = []
  /// The bytes of the field files.
  private(set) var contents: [FileContents] = []
  private(set) var form = DraftForm()
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var hasCodebook = false
  /// What the user says of the field files' form.
  let said: [Source.FormProperty: String]

  init(
    _ sources: [FileContents], labels: [FileContents], including columns: [String],
    form said: [Source.FormProperty: String]
  ) throws(StudyDraft.Failure) {
    self.said = said
    var tables: [FieldTable] = []
    try Self.requireOnce(sources + labels)
    do {
      let options = try ReadingOptions(said, at: SourceLocation(file: "the command's options"))
      for source in sources {
        if let file = try FormFile(source) {
          try form.add(source, as: file.sheet)
        } else {
          let table = try FieldTable.reading(source, options: options)
          diagnostics += table.diagnostics.map(Self.drafted)
          tables.append(table)
          contents.append(source)
        }
      }
    } catch {
      throw StudyDraft.Failure(diagnostics + error.diagnostics)
    }
    let codebooks = try codebooks(labels, known: tables.flatMap { $0.header.map(\.text) })
    hasCodebook = codebooks.contains { !$0.codebook.isEmpty }
    try Self.require(columns, in: tables, after: diagnostics)
    try Self.requireOwn(codebooks, of: tables)
    guard tables.allSatisfy({ $0.rowCount > 0 }) else {
      throw StudyDraft.Failure(diagnostics + tables.filter { $0.rowCount == 0 }.map(Self.noRecord))
    }
    drafts = tables.map {
      (
        $0.file,
        FieldFileDraft($0, including: Set(columns), codebook: Self.sum(of: codebooks, for: $0))
      )
    }
    try requireEffect(of: columns, codebooks)
  }

  /// Refuses to allow columns that a draft has anyway.
  private func requireEffect(
    of columns: [String], _ codebooks: [(file: String, codebook: Codebook)]
  ) throws(StudyDraft.Failure) {
    guard !columns.isEmpty else { return }
    let plain = drafts.map { entry in
      FieldFileDraft(
        entry.draft.table, codebook: Self.sum(of: codebooks, for: entry.draft.table))
    }
    let asked = plain.flatMap(\.questions).map(\.name)
    let included = Set(drafts.flatMap(\.draft.questions).map(\.name))
    for column in columns where asked.contains(column) && included.contains(column) {
      throw StudyDraft.Failure(
        diagnostics, misuse: "--with \(column) allows nothing: it identifies nobody; leave it out")
    }
  }

  /// What `sources.csv` says of a file's form: what the user said, and the sheet of a workbook that has
  /// others, so that the import reads the same one.
  func form(of table: FieldTable) -> [Source.FormProperty: String] {
    var form = said
    if said[.sheet] == nil, let sheet = table.container?.sheet,
      table.ledger.nonData.contains(where: { $0.kind == .otherSheet })
    {
      form[.sheet] = sheet
    }
    return form
  }

  /// What codebooks say of a file: an export's own before those of other exports, which may have
  /// numbered the choices otherwise.
  private static func sum(
    of codebooks: [(file: String, codebook: Codebook)], for table: FieldTable
  ) -> Codebook {
    let own = "\(table.file.lastComponent).codebook.csv"
    let isOwn = codebooks.map { $0.file.lastComponent == own }
    var sum = Codebook()
    for (entry, isOwn) in zip(codebooks, isOwn) where isOwn { sum.add(entry.codebook) }
    for (entry, isOwn) in zip(codebooks, isOwn) where !isOwn { sum.add(entry.codebook) }
    return sum
  }

  private mutating func codebooks(
    _ labels: [FileContents], known: [String]
  ) throws(StudyDraft.Failure) -> [(file: String, codebook: Codebook)] {
    var codebooks: [(file: String, codebook: Codebook)] = []
    for contents in labels {
      do throws(TabularFileError) {
        switch try LabelFile(contents, known: known) {
        case .form(let file): try form.add(file, as: nil)
        case .formSheet(let sheet, let file): try form.add(file, as: sheet)
        case .codebook(let codebook):
          let faults = codebook.contradictionsTold(file: contents.file)
          guard faults.isEmpty else { throw TabularFileError(faults) }
          codebooks.append((contents.file, codebook))
          note(codebook, of: contents, known: known)
        }
      } catch {
        throw StudyDraft.Failure(diagnostics + error.diagnostics)
      }
    }
    return codebooks
  }

  /// A codebook that speaks of nothing in the files is another study's.
  private mutating func note(_ codebook: Codebook, of contents: FileContents, known: [String]) {
    let names = codebook.variables.map(\.name)
    let columns = Set(known.map { $0.lowercased() })
    let found = names.count { columns.contains($0.lowercased()) }
    let place = SourceLocation(file: contents.file)
    if found == 0, !names.isEmpty {
      diagnostics.append(
        Diagnostic(
          .warning, "codebook-without-columns",
          "none of the \(names.count) variables of the codebook is a column of the answers",
          fix: "compare the names, or give the codebook of these files", at: place))
    }
    let strange = names.filter { !columns.contains($0.lowercased()) }
    guard found > 0, !strange.isEmpty else { return }
    let described = Set(names.map { $0.lowercased() })
    let free = known.filter { !described.contains($0.lowercased()) }
    let meant = strange.map { Spelling.nearest(to: $0, among: free) }
    // Those that are likely to be misspelt come first.
    let told = zip(strange, meant).map { name, near in
      near.map { "'\(name)' (did you mean '\($0)'?)" } ?? "'\(name)'"
    }
    let listed = zip(told, meant).filter { $1 != nil } + zip(told, meant).filter { $1 == nil }
    diagnostics.append(
      Diagnostic(
        meant.contains { $0 != nil } ? .warning : .note, "codebook-variable-unknown",
        "\(strange.count) of the \(names.count) variables of the codebook"
          + " \(strange.count == 1 ? "is no column" : "are no columns") of the answers: "
          + DraftQuestions.list(listed.map(\.0)),
        fix: "correct the names in the codebook, if they are meant for columns", at: place))
  }

  /// Two columns of one name are two questions.
  private static func drafted(_ diagnostic: Diagnostic) -> Diagnostic {
    guard diagnostic.code == "duplicate-column" else { return diagnostic }
    return Diagnostic(
      .warning, diagnostic.code, "\(diagnostic.message); each is drafted as a question of its own",
      fix: "tell them apart by their labels in survey.csv", at: diagnostic.location)
  }

  /// The same answers under two names would count twice.
  private static func requireOnce(_ files: [FileContents]) throws(StudyDraft.Failure) {
    for (place, file) in files.enumerated() {
      guard !file.bytes.isEmpty, let twin = files[..<place].first(where: { $0.bytes == file.bytes })
      else { continue }
      throw StudyDraft.Failure([
        Diagnostic(
          .error, "file-given-twice",
          twin.file == file.file
            ? "the file is named twice" : "the file holds the very bytes of \(twin.file)",
          fix: "name each file once", at: SourceLocation(file: file.file))
      ])
    }
  }

  /// Codebooks of two exports say different things of one column, and none is a file's own by its name.
  private static func requireOwn(
    _ codebooks: [(file: String, codebook: Codebook)], of tables: [FieldTable]
  ) throws(StudyDraft.Failure) {
    for table in tables {
      let own = "\(table.file.lastComponent).codebook.csv"
      guard !codebooks.contains(where: { $0.file.lastComponent == own }) else { continue }
      for (place, entry) in codebooks.enumerated() {
        for former in codebooks[..<place] {
          guard
            let column = table.header.lazy.map(\.text).first(where: {
              entry.codebook.contradicts(former.codebook, on: $0)
            })
          else { continue }
          throw StudyDraft.Failure([
            Diagnostic(
              .error, "codebooks-differ",
              "the codebook gives '\(column)' other codes than \(former.file), and neither is called"
                + " \(own)",
              fix: "name the codebook of \(table.file.lastComponent) \(own)",
              at: SourceLocation(file: entry.file))
          ])
        }
      }
    }
  }

  private static func noRecord(_ table: FieldTable) -> Diagnostic {
    Diagnostic(
      .error, "no-record", "the file has a header and no record that could be read",
      fix: "name a file with answers", at: SourceLocation(file: table.file))
  }

  private static func require(
    _ names: [String], in tables: [FieldTable], after diagnostics: [Diagnostic]
  ) throws(StudyDraft.Failure) {
    let known = tables.flatMap { $0.header.map(\.text) }
    guard !tables.isEmpty else { return }
    for name in names where !known.contains(name) {
      let near = Spelling.nearest(to: name, among: known)
      throw StudyDraft.Failure(
        diagnostics,
        misuse: "\(tables.map(\.file).joined(separator: ", ")) has no column '\(name)'"
          + (near.map { "; did you mean '\($0)'?" } ?? ""))
    }
  }
}

/// The files of a form: one, or a CSV for each of its sheets.
struct DraftForm {
  private var whole: FileContents?
  private var sheets: [String: FileContents] = [:]

  var isEmpty: Bool { whole == nil && sheets.isEmpty }

  /// - Throws: `two-forms` where a sheet, or the whole form, was given before.
  mutating func add(_ contents: FileContents, as sheet: String?) throws(TabularFileError) {
    let former =
      sheet.map { sheets[$0] ?? whole } ?? whole ?? sheets.values.min { $0.file < $1.file }
    if let former {
      let what = sheet.map { "the sheet '\($0)' of a form" } ?? "a form"
      throw TabularFileError([
        Diagnostic(
          .error, "two-forms", "this is \(what), and \(former.file) is too",
          fix: "draft a study from one form; put the others into questionnaires/ by hand",
          at: SourceLocation(file: contents.file))
      ])
    }
    if let sheet { sheets[sheet] = contents } else { whole = contents }
  }

  private var reading: XLSForm.Reading {
    if let whole { return XLSForm.reading(whole, version: "v1") }
    return XLSForm.reading(files: sheets, folder: "the form", version: "v1")
  }

  /// The languages of the form that reports are written in; both where it has neither.
  var languages: [String] {
    let known = (reading.questionnaire?.languages ?? []).filter { ["ru", "en"].contains($0) }
    return known.isEmpty ? ["ru", "en"] : known
  }

  /// What the form is called; empty where it does not say, or cannot be read.
  var title: Label { reading.questionnaire?.title ?? Label() }

  /// The questions' names; none where the form cannot be read.
  var questions: Set<String> { Set((reading.questionnaire?.questions ?? []).map(\.name)) }

  /// What columns may be called, folded: the texts of the questions, alone or with a choice's behind.
  var columnTexts: Set<String> {
    Set(
      (reading.questionnaire?.questions ?? []).flatMap { question in
        let texts = question.label.texts.values.map(SheetName.plain)
        let labels = (question.choices?.choices ?? []).flatMap { $0.label.texts.values }
        return texts + texts.flatMap { text in labels.map { text + SheetName.plain($0) } }
      })
  }

  /// The form as a part of the study's folder.
  var files: [OutputFile] {
    get throws(StudyDraft.Failure) {
      if whole == nil, sheets["survey"] == nil, let other = sheets.values.first {
        throw StudyDraft.Failure([
          Diagnostic(
            .error, "form-incomplete",
            "this is a sheet of a form, and its sheet 'survey' is not given",
            fix: "name survey.csv and choices.csv together", at: SourceLocation(file: other.file))
        ])
      }
      let reading = reading
      guard reading.questionnaire != nil else { throw StudyDraft.Failure(reading.diagnostics) }
      if let whole {
        let isWorkbook = whole.bytes.starts(with: [0x50, 0x4B])
        return [
          OutputFile(path: "questionnaires/v1.\(isWorkbook ? "xlsx" : "csv")", bytes: whole.bytes)
        ]
      }
      return sheets.sorted { $0.key < $1.key }.map {
        OutputFile(path: "questionnaires/v1/\($0.key).csv", bytes: $0.value.bytes)
      }
    }
  }
}

extension Codebook {
  /// Whether two exports say different things of the codes of one column.
  fileprivate func contradicts(_ other: Codebook, on column: String) -> Bool {
    guard let own = self[column], let others = other[column], let said = own.exported,
      let told = others.exported
    else { return false }
    let values = Dictionary(
      zip(told.names, zip(told.values, others.codes.map(\.missing))),
      uniquingKeysWith: { first, _ in first })
    return zip(said.names, zip(said.values, own.codes.map(\.missing))).contains { name, known in
      values[name].map { $0 != known } ?? told.values.contains(known.0)
    }
  }

  /// Values that the codebook gives two labels.
  fileprivate func contradictionsTold(file: String) -> [Diagnostic] {
    let all =
      variables.flatMap { variable in variable.contradictions.map { (variable.name, $0) } }
      + listContradictions.map { ($0.list, $0.what) }
    return all.map { name, what in
      Diagnostic(
        .error, "codebook-contradictory",
        "the codebook gives the value \(what.value) of \(name) two labels: '\(what.first)' and"
          + " '\(what.second)'",
        fix: "delete the wrong one", at: SourceLocation(file: file))
    }
  }
}

extension String {
  /// Without folders.
  fileprivate var lastComponent: String {
    split(separator: "/").last.map(String.init) ?? self
  }
}
