import SurveyModel

/// What one variable, or the variables of one question with several answers, are made from: a question
/// as the samples ask it, as far as its answers are of one shape.
///
/// A question that is closed in one wave and a number in another has a stack for each.
struct QuestionVersions {
  /// How answers are kept.
  enum Shape: Hashable {
    case one, several, text
    case numbers(ExportVariable.Unit)

    /// - Parameter isTextual: Whether some sample's computed answers are texts.
    init(_ kind: Question.Kind, isTextual: Bool) {
      switch kind {
      case .selectOne: self = .one
      case .selectMultiple: self = .several
      case .integer, .decimal, .range, .date, .time, .dateTime, .metadata("start"),
        .metadata("end"), .metadata("today"):
        self = .numbers(kind.unit)
      case .calculation: self = isTextual ? .text : .numbers(.plain)
      default: self = .text
      }
    }
  }

  let name: String
  let shape: Shape
  /// The question's version in each sample; nil where it is not asked, or is of another shape.
  let versions: [Question?]
  /// The answers in each sample; nil where there is no column.
  let columns: [Column?]

  /// The first version.
  let question: Question

  /// The stacks of a question, in the order of the samples; only those that have answers.
  static func all(of name: String, in samples: [Sample]) -> [QuestionVersions] {
    let asked = samples.map { sample in
      sample.questionnaire[name].flatMap { $0.kind.carriesData ? $0 : nil }
    }
    let isTextual = zip(samples, asked).contains { sample, version in
      guard case .calculation? = version?.kind, case .texts? = sample.responses[name]?.values
      else { return false }
      return true
    }
    let shapes = asked.map { $0.map { Shape($0.kind, isTextual: isTextual) } }
    var distinct: [Shape] = []
    for shape in shapes.compactMap(\.self) where !distinct.contains(shape) {
      distinct.append(shape)
    }
    return distinct.compactMap { shape in
      let versions = zip(asked, shapes).map { $1 == shape ? $0 : nil }
      guard let first = versions.compactMap(\.self).first else { return nil }
      let stack = QuestionVersions(
        name: name, shape: shape, versions: versions,
        columns: zip(samples, versions).map { $1 == nil ? nil : $0.responses[name] },
        question: first)
      return stack.columns.contains { $0 != nil } ? stack : nil
    }
  }
}

extension QuestionVersions {
  /// What the samples call something, where they do not all call it alike; cities of one wave that do
  /// count once.
  ///
  /// - Parameter label: That of a version; nil where it has none such.
  func wordings(
    in samples: [Sample], of label: (Question) -> Label?
  ) -> [ExportVariable.Wording] {
    var wordings: [ExportVariable.Wording] = []
    for (sample, version) in zip(samples, versions) {
      guard let label = version.flatMap(label) else { continue }
      let wording = ExportVariable.Wording(wave: sample.wave, label: label)
      if !wordings.contains(wording) { wordings.append(wording) }
    }
    return Set(wordings.map(\.label)).count > 1 ? wordings : []
  }

  /// All versions' choices, by code; those that only a later one has come last.
  var choices: ChoiceList? {
    guard let first = question.choices else { return nil }
    var choices = first.choices
    var known = Set(choices.map(\.name))
    for version in versions {
      for choice in version?.choices?.choices ?? [] where known.insert(choice.name).inserted {
        choices.append(choice)
      }
    }
    return ChoiceList(name: first.name, choices: choices)
  }

  /// What each wave calls the choices that not all call alike, by code.
  func choiceWordings(in samples: [Sample]) -> [String: [ExportVariable.Wording]] {
    guard samples.count > 1, let choices else { return [:] }
    let named = choices.choices.map { choice in
      (
        choice.name,
        wordings(in: samples) { version in
          version.choices.flatMap { list in
            list.index(of: choice.name).map { list.choices[$0].label }
          }
        }
      )
    }
    return Dictionary(named.filter { !$0.1.isEmpty }, uniquingKeysWith: { first, _ in first })
  }
}

extension Question.Kind {
  /// What numbers of this kind count.
  var unit: ExportVariable.Unit {
    switch self {
    case .date, .metadata("today"): .date
    case .dateTime, .metadata("start"), .metadata("end"): .dateTime
    case .time: .time
    default: .plain
    }
  }
}
