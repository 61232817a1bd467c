import SurveyModel

/// The questions of several samples as variables, one sample under the other.
struct QuestionStacking {
  private(set) var variables: [ExportVariable] = []
  private let samples: [Sample]
  private let study: Study
  private let options: ExportOptions
  private(set) var leftOut: [LeftOutColumn] = []
  /// Names that were asked for although they come along anyway, or never can.
  private(set) var needless: [NeedlessInclusion] = []
  /// Questions whose wording is not that of every wave.
  private(set) var reworded: [String] = []
  /// Questions that have a variable for each shape of their answers.
  private(set) var reshaped: [[QuestionVersions]] = []

  init(_ samples: [Sample], study: Study, options: ExportOptions) {
    self.samples = samples
    self.study = study
    self.options = options
  }

  mutating func run() {
    var seen: Set<String> = []
    for sample in samples {
      for question in sample.questionnaire.questions where question.kind.carriesData {
        guard seen.insert(question.name).inserted, !options.leftOut.contains(question.name) else {
          continue
        }
        let stacks = QuestionVersions.all(of: question.name, in: samples)
        if options.included.contains(question.name) { judgeInclusion(of: question, stacks) }
        guard question.enclosingRepeat != nil || !stacks.isEmpty else { continue }
        if question.enclosingRepeat != nil {
          leave(out: question, because: LeftOutColumn.repeated)
        } else {
          add(question, stacks)
        }
      }
    }
  }

  private mutating func leave(out question: Question, because reason: String) {
    guard !leftOut.contains(where: { $0.name == question.name && $0.reason == reason }) else {
      return
    }
    leftOut.append(LeftOutColumn(name: question.name, question: question, reason: reason))
  }

  private mutating func add(_ question: Question, _ stacks: [QuestionVersions]) {
    let isIncluded = options.included.contains(question.name)
    let kept = stacks.filter { stack in
      let reason = reasonToLeaveOut(stack, openAnswers: options.includesOpenAnswers)
      guard let reason, !isIncluded else { return true }
      leave(out: stack.question, because: reason)
      return false
    }
    if kept.count > 1 { reshaped.append(kept) }
    for stack in kept { add(stack) }
    if kept.contains(where: { !wordings($0).isEmpty }) { reworded.append(question.name) }
  }

  /// Whether naming a question changes anything.
  private mutating func judgeInclusion(of question: Question, _ stacks: [QuestionVersions]) {
    if question.enclosingRepeat != nil {
      needless.append(NeedlessInclusion(name: question.name, cause: .repeated))
    } else if stacks.isEmpty {
      needless.append(NeedlessInclusion(name: question.name, cause: .unanswered))
    } else if stacks.allSatisfy({ reasonToLeaveOut($0, openAnswers: false) == nil }) {
      needless.append(NeedlessInclusion(name: question.name, cause: .comesAnyway))
    }
  }

  /// Why a question does not come along unless it is named.
  private func reasonToLeaveOut(_ stack: QuestionVersions, openAnswers: Bool) -> String? {
    let versions = stack.versions.compactMap(\.self)
    if let what = versions.lazy.compactMap({ samples.personalData($0) }).first { return what.words }
    for version in versions {
      switch version.kind {
      case .text, .calculation:
        if stack.shape == .text, !openAnswers { return "an open answer" }
      case .position, .barcode, .attachment, .acknowledgement, .metadata:
        return "what a device or the form records"
      default: break
      }
    }
    return nil
  }

  private mutating func add(_ stack: QuestionVersions) {
    switch stack.shape {
    case .one: variables.append(choice(stack))
    case .several: variables += sets(stack)
    case .text:
      variables.append(variable(stack, .texts(stacked(stack, absent: "") { texts($1) })))
    case .numbers(let unit): variables.append(numeric(stack, unit))
    }
  }

  private func numeric(
    _ stack: QuestionVersions, _ unit: ExportVariable.Unit
  ) -> ExportVariable {
    var made = variable(stack, .numbers(stacked(stack, absent: .nan) { numbers($1) }, unit))
    var start = 0
    for (sample, column) in zip(samples, stack.columns) {
      for (row, text) in column?.exactTexts ?? [:] { made.exactTexts[start + row] = text }
      start += sample.responses.count
    }
    return made
  }

  private func variable(
    _ stack: QuestionVersions, _ content: ExportVariable.Content
  ) -> ExportVariable {
    let question = stack.question
    var variable = ExportVariable(
      name: question.name, label: question.label, question: question,
      measure: content.isOfTime ? .scale : question.measure, content: content,
      missing: missing(stack, content))
    variable.wordings = wordings(stack)
    variable.choiceWordings = stack.choiceWordings(in: samples)
    return variable
  }

  private func wordings(_ stack: QuestionVersions) -> [ExportVariable.Wording] {
    stack.wordings(in: samples) { $0.label }
  }

  /// Goes through why there is no answer; in a sample that does not ask the question, because of that.
  ///
  /// - Parameter take: Called for each interview; nil where there is an answer.
  private func eachReason(_ stack: QuestionVersions, take: (MissingCoding.Row?) -> Void) {
    for place in samples.indices {
      guard let column = stack.columns[place] else {
        let reason: MissingReason = stack.versions[place] == nil ? .notAsked : .lost
        for _ in 0..<samples[place].responses.count { take((reason, nil)) }
        continue
      }
      for (row, reason) in column.missing.enumerated() {
        take(reason.map { ($0, column.missingCodes?[row]) })
      }
    }
  }

  /// - Parameter values: Those of one sample's column.
  private func stacked<Value>(
    _ stack: QuestionVersions, absent: Value, _ values: (Question, Column) -> [Value]
  ) -> [Value] {
    // One sample's columns are taken as they are, without a copy.
    if samples.count == 1, let column = stack.columns[0] { return values(stack.question, column) }
    return samples.indices.flatMap { place -> [Value] in
      guard let version = stack.versions[place], let column = stack.columns[place] else {
        return Array(repeating: absent, count: samples[place].responses.count)
      }
      return values(version, column)
    }
  }

  private func texts(_ column: Column) -> [String] {
    switch column.values {
    case .texts(let texts): texts
    case .numbers(let numbers):
      numbers.enumerated().map { row, number in
        number.isNaN ? "" : column.exactTexts[row] ?? ExportVariable.text(of: number)
      }
    default: Array(repeating: "", count: column.count)
    }
  }

  private func numbers(_ column: Column) -> [Double] {
    if case .numbers(let numbers) = column.values { return numbers }
    return Array(repeating: .nan, count: column.count)
  }
}

/// A column that was named after `--with` to no effect.
public struct NeedlessInclusion: Hashable, Sendable {
  public enum Cause: Hashable, Sendable {
    /// It comes along without being named.
    case comesAnyway
    /// It is asked several times in an interview, and never comes along.
    case repeated
    /// The samples exported have no answers to it.
    case unanswered
  }

  public let name: String
  public let cause: Cause
}

extension QuestionStacking {
  private func choice(_ stack: QuestionVersions) -> ExportVariable {
    let codes = stack.choices.map(ExportVariable.codes) ?? []
    let answers = Dictionary(
      codes.enumerated().map { ($1.name, Int32($0)) }, uniquingKeysWith: { first, _ in first })
    let places = places(stack) { version, column in
      guard case .choices(let codes) = column.values, let own = version.choices?.choices else {
        return nil
      }
      let map = own.map { answers[$0.name] ?? -1 }
      if map.elementsEqual(0..<Int32(own.count)) { return codes }
      return PackedPlaces(count: codes.count, largest: own.count) { row in
        codes[row] < 0 ? -1 : map[Int(codes[row])]
      }
    }
    return variable(stack, .codes(places, codes))
  }

  /// A variable of 0 and 1 for each choice that is an answer.
  private func sets(_ stack: QuestionVersions) -> [ExportVariable] {
    guard let list = stack.choices else { return [] }
    let question = stack.question
    let none = missing(stack, .codes([], Self.yesNo)).naming(Self.flagName)
    return list.substantive.map { place in
      let code = list.choices[place]
      var variable = ExportVariable(
        name: "\(question.name)_\(code.name)", label: question.label.joined(with: code.label),
        question: question, measure: .nominal,
        content: .codes(chosen(stack, code.name), Self.yesNo), missing: none,
        choice: code.name)
      variable.wordings = stack.wordings(in: samples) { version in
        version.choices.flatMap { list in
          list.index(of: code.name).map { version.label.joined(with: list.choices[$0].label) }
        }
      }
      variable.choiceWordings = stack.choiceWordings(in: samples)
      return variable
    }
  }

  /// A word among 0 and 1 may be taken for yes or no: there a number stands.
  private static func flagName(_ code: MissingAnswers.Code) -> String {
    Double(code.name) == code.number ? code.name : ExportVariable.text(of: code.number)
  }

  private func chosen(_ stack: QuestionVersions, _ code: String) -> PackedPlaces {
    places(stack) { version, column in
      guard case .choiceSets(let sets) = column.values,
        let place = version.choices?.index(of: code)
      else { return nil }
      return PackedPlaces(count: column.count, largest: 1) { row in
        column.missing[row] != nil ? -1 : sets.contains(place, row: row) ? 1 : 0
      }
    }
  }

  /// The places of all samples' answers among the codes; one sample's are taken without a copy.
  ///
  /// - Parameter own: Those of one sample's column; nil where it has none.
  private func places(
    _ stack: QuestionVersions, _ own: (Question, Column) -> PackedPlaces?
  ) -> PackedPlaces {
    samples.indices.reduce(into: PackedPlaces()) { places, sample in
      var more: PackedPlaces?
      if let version = stack.versions[sample], let column = stack.columns[sample] {
        more = own(version, column)
      }
      let count = samples[sample].responses.count
      places.append(contentsOf: more ?? PackedPlaces(repeating: -1, count: count))
    }
  }

  private static let yesNo = [
    ExportVariable.Code(
      name: "0", number: 0, label: Label(["ru": "не выбрано", "en": "not chosen"])),
    ExportVariable.Code(name: "1", number: 1, label: Label(["ru": "выбрано", "en": "chosen"])),
  ]

  /// Why there is no answer, with codes that are none of the answers.
  private func missing(
    _ stack: QuestionVersions, _ content: ExportVariable.Content
  ) -> MissingAnswers {
    let question = stack.question
    let declared = study.missingCodes.filter { ($0.question ?? question.name) == question.name }
    let list = stack.choices
    var (numbers, names) = content.answers
    // A column is called after each choice that is an answer: no code among its cells is called so.
    if stack.shape == .several, let list {
      names.formUnion(list.substantive.map { list.choices[$0].name })
    }
    return MissingCoding(
      choices: list?.choices.filter { $0.missing != nil } ?? [],
      declared: declared.filter { $0.question != nil } + declared.filter { $0.question == nil },
      answers: numbers, names: names,
      blank: content.isText || question.isRecorded ? .noAnswer : .lost
    ).coded { eachReason(stack, take: $0) }
  }
}

extension ExportVariable.Content {
  fileprivate var isText: Bool { if case .texts = self { true } else { false } }

  /// Numbers that are answers, ascending, each once, and names of choices and texts that are.
  fileprivate var answers: (numbers: [Double], names: Set<String>) {
    switch self {
    case .codes(_, let codes):
      return (Set(codes.map(\.number)).sorted(), Set(codes.map(\.name)))
    case .numbers(let numbers, .plain), .numbers(let numbers, .time):
      // Blanks are NaN, each unlike any other: a set of them grows without end.
      return (Set(numbers.lazy.filter { !$0.isNaN }).sorted(), [])
    case .numbers: return ([], [])
    case .texts(let texts):
      let names = Set(texts)
      return (Set(names.compactMap(Double.init).filter { !$0.isNaN }).sorted(), names)
    }
  }
}

extension ExportVariable {
  /// Whole numbers without a decimal point.
  static func text(of number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }
}

extension Question {
  /// Whether a device or the form fills it in, so that a blank is no lost answer.
  fileprivate var isRecorded: Bool { if case .metadata = kind { true } else { false } }
}

extension ExportVariable.Content {
  /// Whether the values are days or times, which SPSS measures on a scale.
  fileprivate var isOfTime: Bool {
    if case .numbers(_, let unit) = self { unit != .plain } else { false }
  }
}

extension Label {
  /// `question: choice` in every language that both have.
  fileprivate func joined(with other: Label) -> Label {
    var joined: [String: String] = [:]
    for language in Set(texts.keys).union(other.texts.keys) {
      if let a = text(in: language), let b = other.text(in: language) {
        joined[language] = "\(a): \(b)"
      }
    }
    return Label(joined)
  }
}
