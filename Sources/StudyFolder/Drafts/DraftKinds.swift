import QuestionnaireDefinition
import ResponseImport
import SurveyModel
import TabularFiles
import TextFormats

/// What kind of question a column answers, from its values and what is said of it.
struct DraftKinds {
  private let draft: FieldFileDraft
  private static let mostCodes = 20
  private static let mostUnlabelled = 30

  init(_ draft: FieldFileDraft) { self.draft = draft }

  func kind(_ column: Int, said: Codebook.Variable?) -> DraftColumn.Kind {
    if let said, let dated = dated(said), said.codes.allSatisfy({ said.means(noAnswer: $0.name) }) {
      return dated
    }
    guard let said, !said.codes.isEmpty || !said.missing.isEmpty || hasLetters(column) else {
      let understood = draft.understandings[column]
      let found = draft.missingPreset == nil ? [] : values(column)
      let answers = found.filter { !isPreset($0.text) }
      guard answers.count < found.count else { return kind(understood, column) }
      return whole(answers, column) ?? numeric(answers) ?? kind(understood, column, answers)
    }
    return labelled(column, said)
  }

  /// The kind that an export's codebook says.
  ///
  /// - Parameter codes: Of a closed question.
  func kind(
    _ column: Int, exported: Codebook.Exported, codes: [DraftColumn.Code]
  ) -> DraftColumn.Kind {
    switch exported.type {
    case "select_one": .codes(codes)
    case "integer": .integer(range(of: column, codes))
    case "decimal", "range": .decimal
    case "date": .date
    case "time": .time
    case "dateTime": .dateTime
    case "calculate", "hidden": isText(column, codes) ? .text : .decimal
    case "rank": .ranks(ranked(column, codes))
    case "text", "geopoint", "barcode", "file", "acknowledge": .text
    default: .metadata(exported.type)
    }
  }

  /// The choices of a rank: those that the codebook tells, and others that occur.
  private func ranked(_ column: Int, _ codes: [DraftColumn.Code]) -> [DraftColumn.Code] {
    let told = codes.filter { $0.missing == nil }
    let found = values(column).filter { value in
      !codes.contains { $0.missing != nil && $0.names(value.text) }
    }.flatMap { $0.text.split(whereSeparator: \.isWhitespace).map(String.init) }
    return told
      + found.unique.filter { text in !told.contains { $0.name == text } }.map {
        DraftColumn.Code($0)
      }
  }

  /// The lowest and the highest whole number but for codes that mean no answer.
  private func range(of column: Int, _ missing: [DraftColumn.Code]) -> ClosedRange<Int>? {
    let numbers = values(column).filter { value in !missing.contains { $0.names(value.text) } }
      .compactMap { Int($0.text) }
    guard let low = numbers.min(), let high = numbers.max(), max(abs(low), abs(high)) < 1_000_000
    else { return nil }
    return low...high
  }

  /// Whether a column holds texts, but for codes that mean no answer.
  private func isText(_ column: Int, _ missing: [DraftColumn.Code]) -> Bool {
    if let variable = draft.table.container?.variable(column) { return variable.isText }
    return values(column).contains { value in
      Double(value.text) == nil && !missing.contains { $0.names(value.text) }
    }
  }

  /// What means no answer among the values of an open question: as a codebook says, for a data set
  /// declares it itself.
  ///
  /// - Parameter said: nil where no codebook speaks of the column: then words among numbers tell.
  func missingValues(
    _ column: Int, _ said: Codebook.Variable?, _ question: DraftColumn
  ) -> [DraftColumn.Code] {
    if let said, !question.codes.isEmpty || !said.codes.isEmpty {
      guard question.codes.isEmpty else { return [] }
      return said.codes.filter { code in
        code.missing != nil && !(draft.table.container?.declares(code.name, column) ?? false)
      }
    }
    guard draft.understandings[column].kind == .text, question.isOfNumbers, !isDataSet else {
      return []
    }
    return values(column).compactMap { value in
      guard !NoAnswerMarker.matches(value.text), !isPreset(value.text) else { return nil }
      return Self.reason(amongNumbers: value.text).map { DraftColumn.Code(value.text, missing: $0) }
    }
  }

  /// Whether letters of Stata that mean no answer stand among the values.
  private func hasLetters(_ column: Int) -> Bool {
    draft.table.container?.format == .dta
      && values(column).contains { $0.text.count == 2 && $0.text.hasPrefix(".") }
  }

  /// Numbers of an open question that may be codes of missing answers.
  func setApart(
    _ column: Int, _ said: Codebook.Variable?, _ question: DraftColumn
  ) -> [String: Int] {
    guard question.codes.isEmpty, question.isOfNumbers else { return [:] }
    return NumbersApart(
      values(column).filter { value in
        Self.reason(amongNumbers: value.text) == nil && !isPreset(value.text)
          && said?.means(noAnswer: value.text) != true
          && !question.missingValues.contains { $0.names(value.text) }
      }
    ).values
  }

  /// Why a text among numbers is no answer: a word says so, a marker, or a letter of Stata's.
  private static func reason(amongNumbers text: String) -> MissingReason? {
    if let reason = TextChoices.reason(text) { return reason }
    let isLetter = text.count == 2 && text.first == "." && text.last?.isASCII == true
    return isLetter && text.last?.isLowercase == true ? .noAnswer : nil
  }

  private func isPreset(_ text: String) -> Bool {
    draft.missingPreset?.codes.contains { DraftColumn.Code($0.value).names(text) } ?? false
  }

  private var isDataSet: Bool { draft.table.container?.variables.isEmpty == false }

  /// Values that occur, without blanks and markers, and how often each does.
  private func values(_ column: Int) -> [(text: String, count: Int)] {
    let rows = Array(draft.headerRows..<draft.table.rowCount)
    let given = draft.table.distinctTexts(column: column, rows: rows)
    return zip(given.texts, given.counts).filter { !$0.0.trimmed.isEmpty }
      .map { (text: $0.0, count: $0.1) }
  }

  /// - Parameter answers: Values but for those that are declared to mean none.
  private func kind(
    _ understood: ColumnUnderstanding, _ column: Int,
    _ answers: [(text: String, count: Int)]? = nil
  ) -> DraftColumn.Kind {
    let codes = understood.codes.map { DraftColumn.Code(String($0)) }
    switch understood.kind {
    case .codes: return understood.hasCodeLists ? .codeSets(codes) : .codes(codes)
    case .integer: return integer(understood.range?.lowest, understood.range?.highest)
    case .decimal:
      let kind = whole(answers ?? values(column), column) ?? .decimal
      // Of numbers that may be somebody's own no ends are told, however they are written.
      if case .integer = kind, understood.isIdentifierLike { return .integer(nil) }
      return kind
    case .date: return understood.times > 0 ? .dateTime : .date
    case .empty: return .text
    case .text:
      let values = answers ?? values(column)
      if let kind = numberOrTime(values) { return kind }
      return ClosedTexts(values).kind ?? .text
    }
  }

  /// The kind of a column of numbers or times, among which words say why there is none; nil where a value
  /// is something else, which ends the search: open answers are looked at once, not all of them.
  private func numberOrTime(_ values: [(text: String, count: Int)]) -> DraftColumn.Kind? {
    var given: [(text: String, count: Int)] = []
    for value in values where Self.reason(amongNumbers: value.text) == nil {
      guard Double(value.text) != nil || CalendarClock.seconds(of: value.text) != nil else {
        return nil
      }
      given.append(value)
    }
    if given.count < values.count, let kind = numeric(given) { return kind }
    let areTimes = given.allSatisfy { CalendarClock.seconds(of: $0.text) != nil }
    return given.isEmpty || !areTimes ? nil : .time
  }

  /// The ends of long numbers are somebody's own.
  private func integer(_ lowest: String?, _ highest: String?) -> DraftColumn.Kind {
    guard let lowest, let highest else { return .integer(nil) }
    guard let low = Int(lowest), let high = Int(highest), low <= high,
      max(abs(low), abs(high)) < 1_000_000
    else { return .integer(nil) }
    return .integer(low...high)
  }

  /// The kind of a column of numbers that are whole, however they are written (`1.0`); nil where one is
  /// not, or is longer than a `Double` knows.
  private func whole(
    _ values: [(text: String, count: Int)], _ column: Int
  ) -> DraftColumn.Kind? {
    let hasComma = draft.table.numberMarks(column: column).decimal == .comma
    var plain: [Int: Int] = [:]
    for value in values where !NoAnswerMarker.matches(value.text) {
      let text = hasComma ? String(value.text.map { $0 == "," ? "." : $0 }) : value.text
      guard let number = Double(text).flatMap({ Int(exactly: $0) }), abs(number) < 1 << 53 else {
        return nil
      }
      plain[number, default: 0] += value.count
    }
    return numeric(plain.map { (text: String($0.key), count: $0.value) })
  }

  /// The kind of a column of numbers; nil where there are others or none.
  private func numeric(_ values: [(text: String, count: Int)]) -> DraftColumn.Kind? {
    let numbers = values.compactMap { Double($0.text) }
    guard !numbers.isEmpty, numbers.count == values.count else { return nil }
    let integers = numbers.compactMap { Int(exactly: $0) }
    guard integers.count == numbers.count else { return .decimal }
    let count = values.reduce(0) { $0 + $1.count }
    if integers.count <= Self.mostCodes, count >= 2 * integers.count,
      integers.allSatisfy({ abs($0) < 10_000 })
    {
      return .codes(Set(integers).sorted().map { DraftColumn.Code(String($0)) })
    }
    return integer(integers.min().map { String($0) }, integers.max().map { String($0) })
  }

  /// The kind of a column of which values are labelled or declared to mean no answer.
  private func labelled(_ column: Int, _ said: Codebook.Variable) -> DraftColumn.Kind {
    let codes = said.codes.map { $0.judged(by: said) }
    let found = values(column)
    let answers = found.filter {
      !said.means(noAnswer: $0.text) && !NoAnswerMarker.matches($0.text)
    }
    let declared = found.filter { said.declares($0.text) }.map {
      DraftColumn.Code($0.text, missing: .noAnswer)
    }
    // A number with labels for its missing values only is no closed question.
    guard codes.contains(where: { $0.missing == nil }) else {
      let kind =
        dated(said) ?? whole(answers, column) ?? numeric(answers)
        ?? kind(draft.understandings[column], column, answers)
      return closing(kind, with: codes, declared, measure: said.measure)
    }
    let understood = draft.understandings[column]
    if said.isMultiple || understood.hasCodeLists { return .codeSets(codes) }
    let others = answers.map(\.text).filter { text in !codes.contains { $0.means(text) } }
    // Labels at the ends of a scale do not make its middle unknown; of a number they are remarks.
    guard others.count <= Self.mostUnlabelled, others.allSatisfy({ FoundValue($0).isShown }) else {
      return whole(answers, column) ?? numeric(answers) ?? kind(understood, column, answers)
    }
    let further = others.map { DraftColumn.Code($0) } + declared
    return .codes(codes + further.filter { code in !codes.contains { $0.means(code.name) } })
  }

  /// The kind of a variable that a data set writes as dates or times, whatever codes stand among them.
  private func dated(_ said: Codebook.Variable) -> DraftColumn.Kind? {
    switch StatisticalDateFormat(said.format) {
    case .spssDate, .stataDate: .date
    case .spssDateTime, .stataDateTime: .dateTime
    case .time, .stataTime: .time
    case nil: nil
    }
  }

  /// A column of codes keeps those that mean no answer; a number knows them by the file.
  private func closing(
    _ kind: DraftColumn.Kind, with codes: [DraftColumn.Code], _ declared: [DraftColumn.Code],
    measure: Measure?
  ) -> DraftColumn.Kind {
    guard case .codes(let answers) = kind else { return kind }
    if measure == .scale, let low = answers.first.flatMap({ Int($0.name) }),
      let high = answers.last.flatMap({ Int($0.name) }), low <= high
    {
      return .integer(low...high)
    }
    let known = answers.filter { answer in !codes.contains { $0.means(answer.name) } } + codes
    return .codes(known + declared.filter { code in !known.contains { $0.means(code.name) } })
  }
}

extension TableContainer {
  /// Whether the data set itself declares that a value of a column means no answer.
  fileprivate func declares(_ text: String, _ column: Int) -> Bool {
    guard let variable = variable(column),
      let value = StatisticalVariable.Value(cell: text, of: variable)
    else { return false }
    return variable.isMissing(value)
  }
}

extension DraftColumn.Code {
  /// Whether a cell is this code, or its label.
  fileprivate func means(_ text: String) -> Bool {
    names(text) || label.texts.values.contains(text)
  }

  /// With the reason that the file declares, or that the label names plainly.
  func judged(by variable: Codebook.Variable) -> DraftColumn.Code {
    var code = self
    let labels = label.texts.sorted { $0.key < $1.key }.map(\.value)
    if variable.declares(name) {
      code.missing = missing ?? MissingReason(label: isUnlabelled ? "" : labels.first ?? "")
    } else if missing == nil, !isUnlabelled {
      code.missing = labels.lazy.compactMap { MissingReason(saidBy: $0) }.first
    }
    return code
  }
}

extension DraftColumn {
  /// Whether numbers answer the question, or codes that are numbers.
  fileprivate var isOfNumbers: Bool {
    switch kind {
    case .integer, .decimal: true
    case .codes(let codes): codes.allSatisfy(\.isUnlabelled)
    default: false
    }
  }
}
