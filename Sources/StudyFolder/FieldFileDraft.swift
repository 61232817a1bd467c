import QuestionnaireDefinition
import ResponseImport
import SurveyModel
import TabularFiles

/// What a field file tells of the questionnaire that it answers, and of its own columns.
public struct FieldFileDraft {
  /// A question each, in the file's order.
  public private(set) var questions: [DraftColumn] = []
  /// Columns by their roles in `sources.csv`, as far as the producer or the data set tells them.
  public private(set) var roles: [String: String] = [:]
  /// The program that wrote the file; nil where none is sure.
  public let producer: Producer?

  private let table: FieldTable
  /// Rows of the table that belong to the header.
  private let headerRows: Int
  private let understandings: [ColumnUnderstanding]

  /// Costs a pass over all fields.
  public init(_ table: FieldTable) {
    self.table = table
    let head = ProducerHeader(table)
    (producer, headerRows) = (head.producer, head.rows)
    understandings = FileUnderstanding(table, from: head.rows).columns
    let header = table.header.map(\.text)
    roles = producer?.roles(in: header) ?? [:]
    if let weight = table.transcription?.weightVariable { roles["weight"] = weight }
    if producer == .surveyMonkey, headerRows > 0 {
      addWithChoicesBelow(header)
    } else {
      add(header)
    }
  }

  private mutating func add(_ header: [String]) {
    let groups = DetailColumns(header, isFlag: isFlag)
    for (column, name) in header.enumerated() where !isOwn(name) {
      if let group = groups.first(at: column) {
        questions.append(question(group))
      } else if !groups.isDetail(column) {
        questions.append(question(column))
      }
    }
  }

  /// A question stands over its first choice only, the choices in the row below.
  private mutating func addWithChoicesBelow(_ header: [String]) {
    for (column, name) in header.enumerated() where !name.isEmpty && !isOwn(name) {
      let next = header[(column + 1)...].firstIndex { !$0.isEmpty } ?? header.count
      guard next > column + 1 else {
        questions.append(question(column))
        continue
      }
      let choices = (column..<next).enumerated().map { place, column in
        DraftColumn.Code("\(place + 1)", label: table.text(row: 0, column: column))
      }
      questions.append(DraftColumn(name: name, kind: .codeSets(choices)))
    }
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
    if let variable = table.transcription?.variable(column) {
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
      guard let range = understood.range, let low = Int(range.lowest),
        let high = Int(range.highest), low <= high
      else { return .decimal }
      return .integer(low...high)
    case .decimal: return .decimal
    case .date: return understood.times > 0 ? .dateTime : .date
    case .empty: return .text
    case .text:
      let texts = (headerRows..<table.rowCount).map { table.text(row: $0, column: column) }
      return ClosedTexts(texts).kind ?? .text
    }
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
    let others = understandings[column].codes.map(String.init).filter { !known.contains($0) }
    return .codes(labelled + others.map { DraftColumn.Code($0) })
  }
}

extension StatisticalVariable.Value {
  /// As the transcribed text has it.
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

/// Columns of 0 and 1 that are the choices of one question.
private struct DetailColumns {
  struct Group {
    let name: String
    let choices: [String]
  }

  /// By the place where they stand among the questions: their own column, else the first choice's.
  private var groups: [Int: Group] = [:]
  private var details: Set<Int> = []

  /// - Parameter isFlag: Whether a column holds nothing but 0 and 1, or the like.
  init(_ header: [String], isFlag: (Int) -> Bool) {
    let places = Dictionary(
      header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var candidates: [Stem: [(column: Int, choice: String)]] = [:]
    for (column, name) in header.enumerated() {
      guard let (stem, choice) = Self.parts(name) else { continue }
      candidates[stem, default: []].append((column, choice))
    }
    for (stem, members) in candidates where members.count > 1 {
      let isNumbered = members.allSatisfy { Int($0.choice) != nil }
      // Names are divided by "_" for many reasons.
      guard stem.sign != "_" || isNumbered, members.allSatisfy({ isFlag($0.column) }) else {
        continue
      }
      let place = places[stem.name] ?? members.map(\.column).min() ?? 0
      groups[place] = Group(name: stem.name, choices: members.map(\.choice))
      details.formUnion(members.map(\.column))
    }
  }

  /// What stands before the choice, and the sign between them.
  private struct Stem: Hashable {
    let name: String
    let sign: Character
  }

  func first(at column: Int) -> Group? { groups[column] }

  func isDetail(_ column: Int) -> Bool { details.contains(column) }

  /// `M/1`, `M.1`, `M[1]` and `M_1` as the question's name and the choice's.
  private static func parts(_ name: String) -> (stem: Stem, choice: String)? {
    if name.hasSuffix("]"), let open = name.lastIndex(of: "[") {
      let choice = name[name.index(after: open)...].dropLast()
      guard open != name.startIndex, !choice.isEmpty else { return nil }
      return (Stem(name: String(name[..<open]), sign: "["), String(choice))
    }
    for sign in ["/", ".", "_"] as [Character] {
      guard let place = name.lastIndex(of: sign), place != name.startIndex else { continue }
      let choice = name[name.index(after: place)...]
      guard !choice.isEmpty, !choice.contains(" ") else { return nil }
      return (Stem(name: String(name[..<place]), sign: sign), String(choice))
    }
    return nil
  }
}

/// Texts that are the choices of a closed question: few, and each given again and again.
private struct ClosedTexts {
  private static let (most, longest, least) = (20, 150, 3)
  let kind: DraftColumn.Kind?

  init(_ texts: [String]) {
    let answers = texts.filter { !$0.isEmpty }
    let whole = Self.codes(answers)
    let several = [", ", ";", " "].lazy.compactMap { sign -> [DraftColumn.Code]? in
      let parts = Self.joined(
        answers.map { $0.split(separator: sign).map(\.trimmingSpaces).filter { !$0.isEmpty } },
        by: sign)
      let all = parts.flatMap(\.self)
      // Words of labels have spaces between them; only names of choices are divided by one.
      guard all.count > answers.count, sign != " " || all.allSatisfy(Self.isName) else {
        return nil
      }
      return Self.codes(all)
    }.first { codes in whole.map { codes.count < $0.count } ?? true }
    kind = several.map { .codeSets($0) } ?? whole.map { .codes($0) }
  }

  /// The parts of answers, those put together that never stand without each other: a choice's own text
  /// has the sign too.
  private static func joined(_ answers: [[String]], by sign: String) -> [[String]] {
    var (followers, leaders): ([String: Set<String>], [String: Set<String>]) = ([:], [:])
    for parts in answers {
      for (place, part) in parts.enumerated() {
        let next = place + 1 < parts.count ? parts[place + 1] : ""
        followers[part, default: []].insert(next)
        leaders[part, default: []].insert(place > 0 ? parts[place - 1] : "")
      }
      guard followers.count <= 2 * most else { return answers }
    }
    func isOne(_ first: String, _ second: String) -> Bool {
      followers[first] == [second] && leaders[second] == [first]
    }
    return answers.map { parts in
      var joined: [String] = []
      for (place, part) in parts.enumerated() {
        if place > 0, isOne(parts[place - 1], part), let last = joined.popLast() {
          joined.append(last + sign + part)
        } else {
          joined.append(part)
        }
      }
      return joined
    }
  }

  private static func isName(_ text: String) -> Bool {
    text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) }
  }

  /// A choice for each text; nil where they are too many, or one is given too seldom.
  private static func codes(_ answers: [String]) -> [DraftColumn.Code]? {
    var counts: [String: Int] = [:]
    for answer in answers {
      counts[answer, default: 0] += 1
      if counts.count > most { return nil }
    }
    guard counts.count > 1, answers.count >= 4 * counts.count,
      counts.values.allSatisfy({ $0 >= least }), counts.keys.allSatisfy({ $0.count <= longest })
    else { return nil }
    let ordered = counts.keys.sorted()
    let areNames = ordered.allSatisfy(isName)
    return ordered.enumerated().map { place, text in
      DraftColumn.Code(areNames ? text : "\(place + 1)", label: text)
    }
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
