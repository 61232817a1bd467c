import SurveyModel

/// The questions of several samples as variables, one sample under the other.
struct QuestionStacking {
  private(set) var variables: [ExportVariable] = []
  private let samples: [Sample]
  private let study: Study
  private let options: ExportOptions
  private(set) var leftOut: [LeftOutColumn] = []

  init(_ samples: [Sample], study: Study, options: ExportOptions) {
    self.samples = samples
    self.study = study
    self.options = options
  }

  mutating func run() {
    var seen: Set<String> = []
    for sample in samples {
      for question in sample.questionnaire.questions where question.kind.carriesData {
        guard seen.insert(question.name).inserted, !options.leftOut.contains(question.name),
          question.enclosingRepeat != nil
            || samples.contains(where: { $0.responses[question.name] != nil })
        else { continue }
        if let reason = reasonToLeaveOut(question) {
          leftOut.append(LeftOutColumn(name: question.name, question: question, reason: reason))
        } else {
          add(question)
        }
      }
    }
  }

  private func reasonToLeaveOut(_ question: Question) -> String? {
    if question.enclosingRepeat != nil { return "asked several times in an interview" }
    guard !options.included.contains(question.name) else { return nil }
    if let what = samples.personalData(question) { return what.words }
    switch question.kind {
    case .text, .calculation:
      return isText(question) && !options.includesOpenAnswers ? "an open answer" : nil
    case .position, .barcode, .attachment, .acknowledgement, .metadata:
      return "what a device or the form records"
    default: return nil
    }
  }

  private func isText(_ question: Question) -> Bool {
    samples.contains {
      if case .texts = $0.responses[question.name]?.values { true } else { false }
    }
  }

  private mutating func add(_ question: Question) {
    switch question.kind {
    case .selectOne(let list): variables.append(choice(question, list))
    case .selectMultiple(let list): variables += sets(question, list)
    default:
      let content: ExportVariable.Content =
        isText(question)
        ? .texts(stacked(question, absent: "", texts))
        : .numbers(stacked(question, absent: .nan, numbers), question.kind.unit)
      variables.append(variable(question, content))
    }
  }

  private func variable(_ question: Question, _ content: ExportVariable.Content) -> ExportVariable {
    var variable = ExportVariable(
      name: question.name, label: question.label, question: question,
      measure: content.isOfTime ? .scale : question.measure, content: content,
      missing: missing(question, content))
    variable.wordings = wordings(question)
    return variable
  }

  /// What the waves asked, where they did not all ask the same; cities that asked alike count once.
  private func wordings(_ question: Question) -> [ExportVariable.Wording] {
    var wordings: [ExportVariable.Wording] = []
    for sample in samples {
      guard let label = sample.questionnaire[question.name]?.label else { continue }
      let wording = ExportVariable.Wording(wave: sample.wave, label: label)
      if !wordings.contains(wording) { wordings.append(wording) }
    }
    return Set(wordings.map(\.label)).count > 1 ? wordings : []
  }

  /// One sample's columns are taken as they are, without a copy.
  private func only(_ question: Question) -> Column? {
    samples.count == 1 ? samples[0].responses[question.name] : nil
  }

  /// Why there is no answer; in a sample that does not ask the question, because of that.
  private func reasons(_ question: Question) -> [MissingCoding.Row?] {
    samples.flatMap { sample -> [MissingCoding.Row?] in
      guard let column = sample.responses[question.name] else {
        let reason: MissingReason = sample.questionnaire[question.name] == nil ? .notAsked : .lost
        return Array(repeating: (reason, nil), count: sample.responses.count)
      }
      return column.missing.enumerated().map { row, reason in
        reason.map { ($0, column.missingCodes?[row]) }
      }
    }
  }

  /// - Parameter values: Those of one sample's column.
  private func stacked<Value>(
    _ question: Question, absent: Value, _ values: (Column.Values) -> [Value]
  ) -> [Value] {
    if let column = only(question) { return values(column.values) }
    return samples.flatMap { sample in
      sample.responses[question.name].map { values($0.values) }
        ?? Array(repeating: absent, count: sample.responses.count)
    }
  }

  private func texts(_ values: Column.Values) -> [String] {
    switch values {
    case .texts(let texts): texts
    case .numbers(let numbers): numbers.map { $0.isNaN ? "" : ExportVariable.text(of: $0) }
    default: Array(repeating: "", count: values.count)
    }
  }

  private func numbers(_ values: Column.Values) -> [Double] {
    if case .numbers(let numbers) = values { return numbers }
    return Array(repeating: .nan, count: values.count)
  }
}

extension QuestionStacking {
  /// All versions' choices of a question, by code.
  private func joinedList(_ question: Question, _ first: ChoiceList) -> ChoiceList {
    var choices = first.choices
    for sample in samples {
      for choice in sample.questionnaire[question.name]?.choices?.choices ?? []
      where !choices.contains(where: { $0.name == choice.name }) {
        choices.append(choice)
      }
    }
    return ChoiceList(name: first.name, choices: choices)
  }

  private func choice(_ question: Question, _ first: ChoiceList) -> ExportVariable {
    let codes = ExportVariable.codes(joinedList(question, first))
    let answers = Dictionary(
      codes.enumerated().map { ($1.name, Int32($0)) }, uniquingKeysWith: { first, _ in first })
    let places = samples.flatMap { sample -> [Int32] in
      guard case .choices(let codes) = sample.responses[question.name]?.values,
        let own = sample.questionnaire[question.name]?.choices?.choices
      else { return Array(repeating: -1, count: sample.responses.count) }
      let map = own.map { answers[$0.name] ?? -1 }
      if map.elementsEqual(0..<Int32(own.count)) { return codes }
      return codes.map { $0 < 0 ? -1 : map[Int($0)] }
    }
    return variable(question, .codes(places, codes))
  }

  /// A variable of 0 and 1 for each choice that is an answer.
  private func sets(_ question: Question, _ first: ChoiceList) -> [ExportVariable] {
    let list = joinedList(question, first)
    let none = missing(question, .codes([], Self.yesNo)).naming(Self.flagName)
    return list.substantive.map { place in
      let code = list.choices[place]
      var variable = ExportVariable(
        name: "\(question.name)_\(code.name)", label: question.label.joined(with: code.label),
        question: question, measure: .nominal,
        content: .codes(chosen(question, code.name), Self.yesNo), missing: none,
        choice: code.name)
      variable.wordings = wordings(question)
      return variable
    }
  }

  /// A word among 0 and 1 may be taken for yes or no: there a number stands.
  private static func flagName(_ code: MissingAnswers.Code) -> String {
    Double(code.name) == code.number ? code.name : ExportVariable.text(of: code.number)
  }

  private func chosen(_ question: Question, _ code: String) -> [Int32] {
    samples.flatMap { sample -> [Int32] in
      guard let column = sample.responses[question.name],
        case .choiceSets(let sets) = column.values,
        let place = sample.questionnaire[question.name]?.choices?.index(of: code)
      else { return Array(repeating: -1, count: sample.responses.count) }
      return (0..<column.count).map { row in
        column.missing[row] != nil ? -1 : sets.contains(place, row: row) ? 1 : 0
      }
    }
  }

  private static let yesNo = [
    ExportVariable.Code(
      name: "0", number: 0, label: Label(["ru": "не выбрано", "en": "not chosen"])),
    ExportVariable.Code(name: "1", number: 1, label: Label(["ru": "выбрано", "en": "chosen"])),
  ]

  /// Why there is no answer, with codes that are none of the answers.
  private func missing(
    _ question: Question, _ content: ExportVariable.Content
  ) -> MissingAnswers {
    let list = question.choices.map { joinedList(question, $0) }
    let declared = study.missingCodes.filter { ($0.question ?? question.name) == question.name }
    let (numbers, names) = content.answers
    return MissingCoding(
      choices: list?.choices.filter { $0.missing != nil } ?? [],
      declared: declared.filter { $0.question != nil } + declared.filter { $0.question == nil },
      answers: numbers, names: names,
      blank: content.isText || question.isRecorded ? .noAnswer : .lost
    ).coded(reasons(question))
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

extension Question.Kind {
  fileprivate var unit: ExportVariable.Unit {
    switch self {
    case .date, .metadata("today"): .date
    case .dateTime, .metadata("start"), .metadata("end"): .dateTime
    case .time: .time
    default: .plain
    }
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
