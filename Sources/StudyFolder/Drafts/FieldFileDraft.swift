import QuestionnaireDefinition
import ResponseImport
import SurveyModel
import TabularFiles
import TextFormats

/// What a field file tells of the questionnaire that it answers, and of its own columns.
public struct FieldFileDraft {
  /// A question each, in the file's order.
  public private(set) var questions: [DraftColumn] = []
  /// Columns by their roles, as far as the producer or the data set tells them.
  public private(set) var roles: [ColumnRole: String] = [:]
  /// The program that wrote the file; nil where none is sure.
  public let producer: Producer?

  /// Columns that identify a person, and are no questions of the draft.
  public private(set) var personal: [PersonalColumn] = []

  /// A column that was not drafted.
  public struct PersonalColumn: Hashable, Sendable {
    public let name: String
    public let what: PersonalData
    public let location: SourceLocation
  }

  private let table: FieldTable
  /// Rows of the table that belong to the header.
  private let headerRows: Int
  private let understandings: [ColumnUnderstanding]
  private let named: Set<String>

  /// Costs a pass over all fields.
  ///
  /// - Parameter named: Columns that are drafted although they identify a person.
  public init(_ table: FieldTable, including named: Set<String> = []) {
    self.table = table
    self.named = named
    let head = ProducerHeader(table)
    (producer, headerRows) = (head.producer, head.rows)
    understandings = FileUnderstanding(table, from: head.rows).columns
    let header = table.header.map(\.text)
    roles = producer?.roles(in: header) ?? [:]
    if let weight = table.container?.weightVariable { roles[.weight] = weight }
    if producer == .surveyMonkey, headerRows > 0 {
      addWithChoicesBelow(header)
    } else {
      add(header)
    }
  }

  private mutating func add(_ header: [String]) {
    let groups = DetailColumns(header, isFlag: isFlag)
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
      let choices = (column..<next).enumerated().map { place, column in
        DraftColumn.Code("\(place + 1)", label: table.text(row: 0, column: column))
      }
      questions.append(DraftColumn(name: name, kind: .codeSets(choices)))
    }
  }

  /// Adds the question of a column, unless it is the program's own or identifies a person.
  private mutating func addQuestion(_ column: Int) {
    let cell = table.header[column]
    let question = question(column)
    if !named.contains(cell.text), let what = personalData(column, question) {
      personal.append(PersonalColumn(name: cell.text, what: what, location: cell.location))
    } else if !isOwn(cell.text) || named.contains(cell.text) {
      questions.append(question)
    }
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
      let asked = [name, question.label].lazy.compactMap(PersonalData.init(askedFor:)).first
      if let asked { return asked }
    }
    let rows = headerRows..<table.rowCount
    return PersonalData(values: rows.lazy.map { table.text(row: $0, column: column) })
  }

  /// Columns that the program adds are no questions; what a device records is.
  private func isOwn(_ name: String) -> Bool {
    producer.map { $0.adds(name) } ?? false
  }

  private func isFlag(_ column: Int) -> Bool {
    let flags: Set<String> = ["0", "1", "", "TRUE", "FALSE", "true", "false", "True", "False", "Y"]
    let understood = understandings[column]
    return understood.distinct <= 2
      && (headerRows..<table.rowCount).allSatisfy {
        flags.contains(table.text(row: $0, column: column))
      }
  }

  private func question(_ group: DetailColumns.Group) -> DraftColumn {
    DraftColumn(
      name: Self.lastName(group.name), label: group.name,
      kind: .codeSets(group.choices.map { DraftColumn.Code($0) }))
  }

  private func question(_ column: Int) -> DraftColumn {
    let name = table.header[column].text
    if let variable = table.container?.variable(column) {
      return DraftColumn(
        name: variable.name, label: variable.label.isEmpty ? nil : variable.label,
        kind: kind(of: variable, column), measure: variable.measure)
    }
    let last = Self.lastName(name)
    if Self.recorded.contains(last), producer == .kobo || producer == nil {
      return DraftColumn(name: last, label: name, kind: .metadata(last))
    }
    // Qualtrics has the question's text in the row below its name.
    let text = producer == .qualtrics && headerRows > 0 ? table.text(row: 0, column: column) : name
    return DraftColumn(
      name: last, label: text.isEmpty ? name : text,
      kind: kind(understandings[column], column))
  }

  /// What ODK's forms record under these names.
  private static let recorded: Set<String> = [
    "start", "end", "today", "deviceid", "username", "subscriberid", "simserial", "phonenumber",
  ]

  /// `g1/SOC01` is the question `SOC01` of the group `g1`; texts with spaces are no paths.
  private static func lastName(_ name: String) -> String {
    guard !name.contains(" "), let last = name.split(separator: "/").last else { return name }
    return String(last)
  }
}

// Kinds.
extension FieldFileDraft {
  private func kind(_ understood: ColumnUnderstanding, _ column: Int) -> DraftColumn.Kind {
    let codes = understood.codes.map { DraftColumn.Code(String($0)) }
    switch understood.kind {
    case .codes: return understood.hasCodeLists ? .codeSets(codes) : .codes(codes)
    case .integer:
      // The ends of long numbers are somebody's own.
      guard let range = understood.range, let low = Int(range.lowest),
        let high = Int(range.highest), low <= high, max(abs(low), abs(high)) < 1_000_000
      else { return understood.range == nil ? .decimal : .integer(nil) }
      return .integer(low...high)
    case .decimal: return .decimal
    case .date: return understood.times > 0 ? .dateTime : .date
    case .empty: return .text
    case .text:
      let given = table.distinctTexts(column: column, rows: Array(headerRows..<table.rowCount))
      return ClosedTexts(Array(zip(given.texts, given.counts))).kind ?? .text
    }
  }

  private static let mostUnlabelled = 30

  /// Values of a column beside some, as they first come; one more than ``mostUnlabelled`` at most.
  /// Values that can be no codes count as too many.
  private func otherValues(_ column: Int, than known: Set<String>) -> [String] {
    var (seen, others) = (known.union([""]), [String]())
    for row in headerRows..<table.rowCount where others.count <= Self.mostUnlabelled {
      let text = table.text(row: row, column: column)
      guard seen.insert(text).inserted else { continue }
      if !FoundValue(text).isShown { return Array(repeating: text, count: Self.mostUnlabelled + 1) }
      others.append(text)
    }
    return others
  }

  private func kind(of variable: StatisticalVariable, _ column: Int) -> DraftColumn.Kind {
    let labelled = variable.valueLabels.map { label in
      DraftColumn.Code(
        label.value.code, label: label.text,
        missing: variable.declares(label.value) ? MissingReason(label: label.text) : nil)
    }
    // A number with labels for its missing values only is no closed question.
    guard labelled.contains(where: { $0.missing == nil }) else {
      let kind = kind(understandings[column], column)
      if case .codes(let codes) = kind, variable.measure == .scale, let low = codes.first,
        let high = codes.last, let lowest = Int(low.name), let highest = Int(high.name)
      {
        return .integer(lowest...highest)
      }
      return kind
    }
    let known = Set(labelled.map(\.name))
    let others = otherValues(column, than: known)
    // Labels at the ends of a scale do not make its middle unknown; of a number they are remarks.
    guard others.count <= Self.mostUnlabelled else { return kind(understandings[column], column) }
    return .codes(labelled + others.map { DraftColumn.Code($0) })
  }
}

extension StatisticalVariable.Value {
  /// As a field of the table has it.
  fileprivate var code: String {
    switch self {
    case .number(let number): StatisticalVariable.text(of: number)
    case .text(let text): text
    case .tagged(let letter): ".\(letter)"
    }
  }
}

extension StatisticalVariable {
  /// Whether the file declares that a value means no answer.
  fileprivate func declares(_ value: Value) -> Bool {
    switch value {
    case .tagged: true
    case .number(let number): missing.contains { $0.contains(number) }
    case .text: missing.contains(.value(value))
    }
  }
}

extension MissingReason {
  /// By the words of a label; ``noAnswer`` where these do not tell.
  fileprivate init(label: String) {
    let text = label.lowercased()
    func says(_ words: String...) -> Bool { words.contains { text.contains($0) } }
    self =
      says("затруд", "не знаю", "don't know", "dont know", "don’t know", "dk")
      ? .dontKnow
      : says("отказ", "refus", "prefer not")
        ? .refused
        : says("не задавал", "not asked", "not applicable", "неприменимо", "iap")
          ? .notAsked
          : .noAnswer
  }
}
