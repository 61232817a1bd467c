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
    guard let said, !said.codes.isEmpty || !said.missing.isEmpty || isStata else {
      let understood = draft.understandings[column]
      return kind(understood, column)
    }
    return labelled(column, said)
  }

  private var isStata: Bool { draft.table.container?.format == .dta }

  /// Values that occur, without blanks and markers, and how often each does.
  private func values(_ column: Int) -> [(text: String, count: Int)] {
    let rows = Array(draft.headerRows..<draft.table.rowCount)
    let given = draft.table.distinctTexts(column: column, rows: rows)
    return zip(given.texts, given.counts).filter { !$0.0.trimmed.isEmpty }
      .map { (text: $0.0, count: $0.1) }
  }

  private func kind(_ understood: ColumnUnderstanding, _ column: Int) -> DraftColumn.Kind {
    let codes = understood.codes.map { DraftColumn.Code(String($0)) }
    switch understood.kind {
    case .codes: return understood.hasCodeLists ? .codeSets(codes) : .codes(codes)
    case .integer: return integer(understood.range?.lowest, understood.range?.highest)
    case .decimal: return .decimal
    case .date: return understood.times > 0 ? .dateTime : .date
    case .empty: return .text
    case .text:
      let values = values(column)
      let answers = values.filter { !NoAnswerMarker.matches($0.text) }
      if answers.count < values.count, let kind = numeric(answers) { return kind }
      return ClosedTexts(values).kind ?? .text
    }
  }

  /// The ends of long numbers are somebody's own.
  private func integer(_ lowest: String?, _ highest: String?) -> DraftColumn.Kind {
    guard let lowest, let highest else { return .decimal }
    guard let low = Int(lowest), let high = Int(highest), low <= high,
      max(abs(low), abs(high)) < 1_000_000
    else { return .integer(nil) }
    return .integer(low...high)
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
    let answers = found.filter { !said.declares($0.text) && !NoAnswerMarker.matches($0.text) }
    let declared = found.filter { said.declares($0.text) }.map {
      DraftColumn.Code($0.text, missing: .noAnswer)
    }
    // A number with labels for its missing values only is no closed question.
    guard codes.contains(where: { $0.missing == nil }) else {
      let kind = numeric(answers) ?? kind(draft.understandings[column], column)
      return closing(kind, with: codes, declared, measure: said.measure)
    }
    let understood = draft.understandings[column]
    if said.isMultiple || understood.hasCodeLists { return .codeSets(codes) }
    let others = answers.map(\.text).filter { text in !codes.contains { $0.means(text) } }
    // Labels at the ends of a scale do not make its middle unknown; of a number they are remarks.
    guard others.count <= Self.mostUnlabelled, others.allSatisfy({ FoundValue($0).isShown }) else {
      return numeric(answers) ?? kind(understood, column)
    }
    let further = others.map { DraftColumn.Code($0) } + declared
    return .codes(codes + further.filter { code in !codes.contains { $0.means(code.name) } })
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

extension DraftColumn.Code {
  /// Whether a cell is this code, or its label.
  fileprivate func means(_ text: String) -> Bool {
    if name == text || label.texts.values.contains(text) { return true }
    guard let number = Double(text) else { return false }
    return Double(name) == number
  }

  /// With the reason that the file declares, or that the label names plainly.
  fileprivate func judged(by variable: Codebook.Variable) -> DraftColumn.Code {
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
