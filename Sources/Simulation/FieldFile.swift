import SurveyModel
import TextFormats

/// How a contractor writes a field file.
struct FieldFileStyle: Hashable, Sendable {
  enum Encoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    case utf8WithMark = "utf-8-bom"
    case windows1251 = "windows-1251"
  }

  enum Delimiter: String, CaseIterable, Sendable {
    case comma, semicolon, tab

    var byte: UInt8 {
      switch self {
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      }
    }
  }

  enum LineEnd: String, CaseIterable, Sendable {
    case lf, crlf

    var text: String { self == .lf ? "\n" : "\r\n" }
  }

  /// Multiple answers as one 0/1 column for each choice, or as codes in one column.
  enum Multiple: String, CaseIterable, Sendable { case columns, codes }

  var encoding = Encoding.utf8
  var delimiter = Delimiter.comma
  var lineEnd = LineEnd.lf
  var multiple = Multiple.columns
  var decimalMark: Character = "."
}

/// A field file as a contractor would deliver it: a table of texts, record by record.
struct FieldFile {
  let style: FieldFileStyle
  /// The column's name, and the question that it belongs to; nil for a column of the design.
  private(set) var header: [(name: String, question: Question?)] = []
  /// Questions that respondents are weighted by: they stay whole.
  let weighting: Set<String>
  var records: [[Field]] = []

  /// A field is written as it is where it is meant to be faulty.
  struct Field: Hashable {
    var text: String
    var isRaw = false
  }

  init(_ sample: Sample, _ scenario: Scenario, _ style: FieldFileStyle, _ codes: [MissingCode]) {
    self.style = style
    weighting = Set(scenario.population.groups.map(\.question))
    records = Array(repeating: [], count: sample.responses.count)
    addDesign(sample.design, scenario.source)
    for rule in scenario.rules {
      guard let column = sample.responses[rule.question.name] else { continue }
      let written = codes.filter { $0.source == nil || $0.source == scenario.source.file }
      add(rule.question, column, MissingMarks(question: rule.question, codes: written))
    }
  }

  private mutating func addDesign(_ design: DesignVariables, _ source: Source) {
    let none = Array(repeating: "", count: records.count)
    let roles: [(role: ColumnRole, texts: [String])] = [
      (.identifier, design.identifiers ?? none),
      (.interviewer, design.interviewers ?? none),
      (.disposition, none.map { _ in "1.1" }),
      (.weight, design.baseWeights.map(style.number)),
      (.stratum, design.strata ?? none),
      (.cluster, design.clusters ?? none),
    ]
    for (role, texts) in roles {
      guard let name = source.columns[role] else { continue }
      add(texts, named: name, of: nil)
    }
  }

  private mutating func add(_ texts: [String], named name: String, of question: Question?) {
    header.append((name, question))
    for row in records.indices { records[row].append(Field(text: texts[row])) }
  }

  private mutating func add(_ question: Question, _ column: Column, _ marks: MissingMarks) {
    switch column.values {
    case .choices(let codes):
      let names = (question.choices?.choices ?? []).map(\.name)
      add(question, column, marks) { names[Int(codes[$0])] }
    case .choiceSets(let sets): add(question, column, sets, marks)
    case .numbers(let numbers):
      let isTime = question.kind == .time
      let style = style
      add(question, column, marks) {
        isTime
          ? CalendarClock.time(seconds: max(0, min(numbers[$0], 1e12))) : style.number(numbers[$0])
      }
    case .texts(let texts): add(question, column, marks) { texts[$0] }
    }
  }

  private mutating func add(
    _ question: Question, _ column: Column, _ marks: MissingMarks, answer: (Int) -> String
  ) {
    let texts = records.indices.map { row in
      column.missing[row].map { marks.text(for: $0) } ?? answer(row)
    }
    add(texts, named: question.name, of: question)
  }

  private mutating func add(
    _ question: Question, _ column: Column, _ sets: ChoiceSets, _ marks: MissingMarks
  ) {
    let choices = question.choices?.choices ?? []
    if style.multiple == .codes {
      add(question, column, marks) { row in
        sets.choices(row: row).map { choices[$0].name }.joined(separator: " ")
      }
      return
    }
    for (index, choice) in choices.enumerated() {
      let texts = records.indices.map { row -> String in
        guard let reason = column.missing[row] else {
          return sets.contains(index, row: row) ? "1" : "0"
        }
        let code = marks.text(for: reason)
        let isChoice = choices.contains { $0.name == code }
        return isChoice ? (choice.name == code ? "1" : "0") : code
      }
      add(texts, named: "\(question.name)_\(choice.name)", of: question)
    }
  }

  /// The file's bytes.
  var bytes: [UInt8] {
    let separator = String(UnicodeScalar(style.delimiter.byte))
    let quoting = FieldQuoting(delimiter: style.delimiter.byte)
    let lines =
      [header.map { quoting.quoted($0.name) }.joined(separator: separator)]
      + records.map { record in
        record.map { $0.isRaw ? $0.text : quoting.quoted($0.text) }.joined(separator: separator)
      }
    let text = lines.map { $0 + style.lineEnd.text }.joined()
    return style.encoding.bytes(of: text)
  }
}

/// What is written in a question's column where there is no answer.
private struct MissingMarks {
  let question: Question
  let codes: [MissingCode]

  func text(for reason: MissingReason) -> String {
    let general = codes.first { $0.question == nil && $0.reason == reason }?.value
    return missingCode(for: reason, of: question, codes) ?? general ?? ""
  }
}

extension FieldFileStyle {
  func number(_ value: Double) -> String {
    if let whole = Int(exactly: value), value.magnitude < 1e15 { return String(whole) }
    return String("\(value)".map { $0 == "." ? decimalMark : $0 })
  }
}

extension FieldFileStyle.Encoding {
  /// A text's bytes; Windows-1251 has a question mark for what it lacks.
  func bytes(of text: String) -> [UInt8] {
    switch self {
    case .utf8: Array(text.utf8)
    case .utf8WithMark: [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    case .windows1251: text.unicodeScalars.map(Self.windows1251Byte)
    }
  }

  private static func windows1251Byte(_ scalar: Unicode.Scalar) -> UInt8 {
    switch scalar.value {
    case 0..<0x80: UInt8(scalar.value)
    case 0x410...0x44F: UInt8(scalar.value - 0x410 + 0xC0)
    default: windows1251Marks[scalar] ?? UInt8(ascii: "?")
    }
  }

  private static let windows1251Marks: [Unicode.Scalar: UInt8] = [
    "Ё": 0xA8, "ё": 0xB8, "«": 0xAB, "»": 0xBB, "—": 0x97, "–": 0x96, "№": 0xB9, "…": 0x85,
    "’": 0x92, "\u{A0}": 0xA0,
  ]
}
