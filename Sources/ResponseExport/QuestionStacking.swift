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
      for question in sample.questionnaire.questions
      where question.kind.carriesData && question.enclosingRepeat == nil {
        guard seen.insert(question.name).inserted,
          samples.contains(where: { $0.responses[question.name] != nil }),
          !options.leftOut.contains(question.name)
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
    ExportVariable(
      name: question.name, label: question.label, question: question, measure: question.measure,
      content: content, missing: missing(question),
      reasonCodes: reasonCodes(question, content))
  }

  private func missing(_ question: Question) -> [MissingReason?] {
    samples.flatMap { sample in
      sample.responses[question.name]?.missing
        ?? Array(
          repeating: sample.questionnaire[question.name] == nil ? .notAsked : .lost,
          count: sample.responses.count)
    }
  }

  /// - Parameter values: Those of one sample's column.
  private func stacked<Value>(
    _ question: Question, absent: Value, _ values: (Column.Values) -> [Value]
  ) -> [Value] {
    samples.flatMap { sample in
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
    let list = joinedList(question, first)
    let places = samples.flatMap { sample -> [Int32] in
      guard case .choices(let codes) = sample.responses[question.name]?.values,
        let own = sample.questionnaire[question.name]?.choices?.choices
      else { return Array(repeating: -1, count: sample.responses.count) }
      let map = own.map { Int32(list.index(of: $0.name) ?? -1) }
      return codes.map { $0 < 0 ? -1 : map[Int($0)] }
    }
    return variable(question, .codes(places, ExportVariable.codes(list)))
  }

  /// A variable of 0 and 1 for each choice that is an answer.
  private func sets(_ question: Question, _ first: ChoiceList) -> [ExportVariable] {
    let list = joinedList(question, first)
    return list.substantive.map { place in
      let code = list.choices[place]
      var variable = variable(question, .numbers([], .plain))
      variable.name = "\(question.name)_\(code.name)"
      variable.label = question.label.joined(with: code.label)
      variable.measure = .nominal
      variable.reasonCodes = [:]
      variable.content = .codes(chosen(question, code.name), Self.yesNo)
      return variable
    }
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

  /// The codes by which field files say why there is no answer: the question's own choices, else
  /// rows of `missing.csv` whose value is no answer that anybody gave.
  private func reasonCodes(
    _ question: Question, _ content: ExportVariable.Content
  ) -> [MissingReason: Double] {
    var codes: [MissingReason: Double] = [:]
    var taken: Set<Double> = []
    if case .codes(_, let list) = content {
      taken = Set(list.filter { $0.missing == nil }.map(\.number))
      for code in list {
        if let reason = code.missing, codes[reason] == nil { codes[reason] = code.number }
      }
    }
    let declared = study.missingCodes.filter { ($0.question ?? question.name) == question.name }
    if case .numbers(let numbers, .plain) = content {
      // Blanks are NaN, each unlike any other: no set holds them.
      let asked = Set(declared.compactMap { Double($0.value) })
      taken = Set(numbers.lazy.filter(asked.contains))
    }
    for own in [true, false] {
      for row in declared where (row.question != nil) == own && codes[row.reason] == nil {
        guard let number = Double(row.value), !taken.contains(number),
          !codes.values.contains(number)
        else { continue }
        codes[row.reason] = number
      }
    }
    return codes
  }
}

extension ExportVariable {
  /// Whole numbers without a decimal point.
  static func text(of number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
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
