import QuestionnaireDefinition
import ResponseImport
import SurveyModel
import TabularFiles
import TextFormats

/// What a field file tells of the questionnaire that it answers, and of its own columns.
struct FieldFileDraft {
  /// A question each, in the file's order.
  private(set) var questions: [DraftColumn] = []
  /// Columns by their roles, as far as they are told.
  var roles: [ColumnRole: String] { design.roles }
  /// The program that wrote the file; nil where none is sure.
  let producer: Producer?

  /// Codes of missing answers that the program itself writes, as it documents them.
  var missingPreset: MissingPreset? { producer == .surveySolutions ? .surveySolutions : nil }

  /// Columns that identify a person, and are no questions of the draft.
  private(set) var personal: [PersonalColumn] = []
  /// Columns with answers and without a name.
  private(set) var nameless: [SourceLocation] = []
  /// What stands for no answer among numbers, as it is written.
  private(set) var markers: Set<String> = []
  /// Questions whose cells hold several answers in words, which were divided at their signs.
  private(set) var divided: [String] = []
  /// The columns of waves and cities, where an export's codebook tells them.
  private(set) var waves: KeyColumn?
  private(set) var cities: KeyColumn?
  /// Whether the file says that a program made the answers.
  let isSynthetic: Bool
  let design: DesignRoles

  /// A column that was not drafted.
  struct PersonalColumn: Hashable {
    let name: String
    let what: PersonalData
    let location: SourceLocation
  }

  /// A column of waves or cities, with those of them that occur.
  struct KeyColumn {
    let name: String
    let places: [DraftedPlace]
  }

  let table: FieldTable
  /// Rows of the table that belong to the header.
  let headerRows: Int
  /// The header with further rows of it joined, as the import has it.
  private let joinedHeader: [Sheet.Cell]
  let understandings: [ColumnUnderstanding]
  let codebook: Codebook
  private let named: Set<String>

  /// Costs a pass over all fields.
  ///
  /// - Parameters:
  ///   - named: Columns that are drafted although they identify a person.
  ///   - codebook: What files beside this one say of its columns; it goes before the file's own labels.
  init(_ table: FieldTable, including named: Set<String> = [], codebook: Codebook = Codebook()) {
    self.table = table
    self.named = named
    var book = codebook.coded(forDataSet: table.container?.variables.isEmpty == false)
    book.add(Codebook(table.container))
    self.codebook = book
    let head = ProducerHeader(table)
    (producer, headerRows, joinedHeader) = (head.producer, head.rows, head.header)
    understandings = FileUnderstanding(table, from: head.rows).columns
    let header = table.header.map(\.text)
    var known = producer?.roles(in: header) ?? [:]
    if let weight = table.container?.weightVariable { known[.weight] = weight }
    let designed = ExportedDesign(header, book)
    known.merge(designed.roles) { _, told in told }
    isSynthetic = SyntheticMark(table, header, rows: head.rows..<table.rowCount).isSynthetic
    design = DesignRoles(
      known: known, columns: understandings, rows: head.rows..<table.rowCount
    ) { table.text(row: $0, column: $1) }
    waves = designed.waves.map { keyColumn($0) }
    cities = designed.cities.map { keyColumn($0) }
    if producer == .surveyMonkey, headerRows > 0 {
      addWithChoicesBelow(header)
    } else {
      add(header)
    }
  }

  private mutating func add(_ header: [String]) {
    let groups = DetailColumns(
      header,
      exported: { place in
        let said = codebook[header[place]]?.exported
        return said?.choice.isEmpty == false ? said : nil
      }, isFlag: { isFlag($0, countsWords: $1) }, onlyText: onlyText,
      holdOwnNumbers: holdOwnNumbers)
    for (column, name) in header.enumerated() {
      if let group = groups.first(at: column), !isOwn(name) {
        questions.append(question(group))
      } else if !groups.isDetail(column) {
        addQuestion(column)
      }
    }
  }

  /// A question stands over its first choice only, the choices in the row below.
  private mutating func addWithChoicesBelow(_ header: [String]) {
    for (column, name) in header.enumerated() where !name.isEmpty {
      let next = header[(column + 1)...].firstIndex { !$0.isEmpty } ?? header.count
      guard next > column + 1, !isOwn(name) else {
        addQuestion(column)
        continue
      }
      // Beside the choices, or the one answer, stands what respondents wrote themselves.
      let others = (column..<next).filter(isOtherAnswer)
      let choices = (column..<next).filter { !others.contains($0) }
      if choices.count == 1, let only = choices.first, joinedHeader[only].text == name {
        addQuestion(only)
      } else if !choices.allSatisfy(holdsChoice) {
        // A matrix: a rating of each row.
        for row in choices { questions.append(question(row, called: joinedHeader[row].text)) }
      } else if !choices.isEmpty {
        let answers = choices.map { table.text(row: 0, column: $0).trimmed }
        let areNames = answers.allSatisfy(ClosedTexts.isName)
        var question = DraftColumn(
          name: name, kind: .codeSets([DraftColumn.Code](answers: answers, areNames: areNames)))
        question.isOfTexts = true
        questions.append(question)
      }
      for other in others {
        questions.append(DraftColumn(name: joinedHeader[other].text, kind: .text))
      }
    }
  }

  /// Whether a column below a question says only that its choice was taken.
  private func holdsChoice(_ column: Int) -> Bool {
    let choice = table.text(row: 0, column: column).trimmed
    let given = table.distinctTexts(column: column, rows: Array(headerRows..<table.rowCount)).texts
      .map(\.trimmed).filter { !$0.isEmpty }
    return given.allSatisfy { $0 == choice } || isFlag(column, countsWords: true)
      || given.count == 1 && Int(given[0]) != nil
  }

  /// The question of a row of a matrix.
  private func question(_ column: Int, called name: String) -> DraftColumn {
    let kind = DraftKinds(self).kind(column, said: nil)
    return completed(DraftColumn(name: name, kind: kind), column, said: nil)
  }

  /// Whether a column below a question holds texts of the respondents' own, not its choice.
  private func isOtherAnswer(_ column: Int) -> Bool {
    let choice = table.text(row: 0, column: column)
    return OtherAnswer.isMeant(by: choice)
      && (headerRows..<table.rowCount).contains {
        let text = table.text(row: $0, column: column)
        return !text.isEmpty && text != choice
      }
  }

  /// Adds the question of a column, unless it is the program's own, tells who answered to whom with
  /// what weight, or identifies a person.
  private mutating func addQuestion(_ column: Int) {
    let cell = table.header[column]
    guard !cell.text.trimmed.isEmpty else {
      if understandings[column].count > 0 { nameless.append(cell.location) }
      return
    }
    let isNamed = named.contains(cell.text)
    if codebook[cell.text]?.exported?.designName != nil || isMark(column) { return }
    if !isNamed, isOfDesign(cell.text) { return }
    let question = question(column)
    if !isNamed, let what = personalData(column, question) {
      personal.append(PersonalColumn(name: cell.text, what: what, location: cell.location))
    } else if isNamed || !isOwn(cell.text) {
      questions.append(question)
      noteDoubts(of: question, column)
    }
  }

  /// Notes what stands for a blank in a column that would be one of numbers without it, and cells that
  /// were divided.
  private mutating func noteDoubts(of question: DraftColumn, _ column: Int) {
    guard !question.isTold, question.kind != .text, understandings[column].kind == .text else {
      return
    }
    if case .codeSets(let codes) = question.kind, !codes.allSatisfy(\.isUnlabelled) {
      divided.append(question.name)
    }
    let known = Set(question.codes.flatMap { [$0.name] + $0.label.texts.values })
    let given = table.distinctTexts(column: column, rows: Array(headerRows..<table.rowCount))
    markers.formUnion(given.texts.filter { NoAnswerMarker.matches($0) && !known.contains($0) })
  }

  /// What identifies a person in a column: by its name, by its question where that is open, or by its
  /// values.
  private func personalData(_ column: Int, _ question: DraftColumn) -> PersonalData? {
    let name = table.header[column].text
    if let what = PersonalData(column: name) { return what }
    if isOwn(name) { return nil }
    switch question.kind {
    case .codes, .codeSets, .metadata:
      if understandings[column].kind != .text { return nil }
    default:
      let labels = question.label.texts.values.sorted()
      if let asked = PersonalData(asking: [name] + labels, for: question.kind.answer) {
        return asked
      }
    }
    let rows = headerRows..<table.rowCount
    return PersonalData(values: rows.lazy.map { table.text(row: $0, column: column) })
  }

  /// Columns that the program adds are no questions; what a device records is.
  private func isOwn(_ name: String) -> Bool {
    producer.map { $0.adds(name) } ?? false
  }

  /// A stratum may be asked for as well, and times are recorded; the rest are no questions.
  private func isOfDesign(_ name: String) -> Bool {
    [.identifier, .weight, .cluster, .interviewer].contains { (role: ColumnRole) in
      roles[role] == name
    } || design.rivals.contains { $0.role == .weight && $0.columns.contains(name) }
  }

  /// The column that says whether a program made the answers.
  private func isMark(_ column: Int) -> Bool {
    SyntheticMark.isMark(table, column, rows: headerRows..<table.rowCount)
  }

  private func keyColumn(_ name: String) -> KeyColumn {
    let column = table.header.firstIndex { $0.text == name } ?? 0
    let given = Set(
      table.distinctTexts(column: column, rows: Array(headerRows..<table.rowCount)).texts)
    let codes = codebook[name]?.codes ?? []
    return KeyColumn(
      name: name,
      places: codes.filter { given.contains($0.value) }.map {
        DraftedPlace(name: $0.name, code: $0.dataValue ?? "", label: $0.label)
      })
  }

  private func question(_ column: Int) -> DraftColumn {
    let name = table.header[column].text
    let last = Self.lastName(name)
    if Self.recorded.contains(last), producer == .kobo || producer == nil {
      return DraftColumn(name: last, column: name, kind: .metadata(last))
    }
    // Qualtrics has the question's text in the row below its name.
    let text = producer == .qualtrics && headerRows > 0 ? table.text(row: 0, column: column) : ""
    let said = codebook[name] ?? codebook[last]
    if let exported = said?.exported {
      return question(name, column, said, exported)
    }
    let kinds = DraftKinds(self)
    let kind = kinds.kind(column, said: said)
    return completed(
      DraftColumn(
        name: last, column: name, label: said?.label.isEmpty == false ? said?.label : Label(text),
        kind: kind, measure: said?.measure, listName: said?.listName), column, said: said)
  }

  /// A question with what its answers tell of their order, and of those that are none.
  private func completed(
    _ question: DraftColumn, _ column: Int, said: Codebook.Variable?
  ) -> DraftColumn {
    let (kinds, kind) = (DraftKinds(self), question.kind)
    var question = question
    question.isOfTexts =
      understandings[column].kind == .text && said?.codes.isEmpty != false
      && !question.codes.allSatisfy(\.isUnlabelled)
    if question.isOfTexts {
      question.orderTexts()
    } else if case .codes(let codes) = kind, question.measure == nil,
      OrderedLabels.areOrdered(codes)
    {
      question.measure = .ordinal
    }
    question.missingValues = kinds.missingValues(column, said, question)
    question.setApart = kinds.setApart(column, said, question)
    // What may be no answer tells nothing of the limits of answers.
    if !question.setApart.isEmpty, case .integer = kind { question.kind = .integer(nil) }
    return question
  }

  /// The question of an export's column: of the kind that its codebook says.
  private func question(
    _ name: String, _ column: Int, _ said: Codebook.Variable?, _ exported: Codebook.Exported
  ) -> DraftColumn {
    let kind = DraftKinds(self).kind(column, exported: exported, codes: said?.codes ?? [])
    var question = DraftColumn(
      name: exported.question, column: name, label: said?.label, kind: kind, measure: said?.measure)
    switch kind {
    case .codes: break
    default:
      question.missingValues = (said?.codes ?? []).filter { $0.missing != nil }.map(\.asValue)
    }
    question.isTold = true
    return question
  }

  /// What ODK's forms record under these names.
  private static let recorded: Set<String> = [
    "start", "end", "today", "deviceid", "username", "subscriberid", "simserial", "phonenumber",
  ]

  /// `g1/SOC01` is the question `SOC01` of the group `g1`; texts with spaces are no paths.
  static func lastName(_ name: String) -> String {
    guard !name.contains(" "), let last = name.split(separator: "/").last else { return name }
    return String(last)
  }
}

extension DraftColumn.Kind {
  /// What kind of answer it is, as far as that tells whether it is personal.
  fileprivate var answer: PersonalData.Answer {
    switch self {
    case .integer, .decimal: .number
    case .date, .dateTime: .date
    default: .text
    }
  }
}
