import SurveyModel

/// A variable to be exported, before a format is chosen.
public struct ExportVariable: Sendable {
  /// A code, its number in formats that know only numbers, and its label.
  public struct Code: Hashable, Sendable {
    public var name: String
    public var number: Double
    public var label: Label
    /// Set where it stands for no answer.
    public var missing: MissingReason?
  }

  public enum Content: Sendable {
    /// Places among the codes, all of which are answers; −1 where there is none.
    case codes(PackedPlaces, [Code])
    /// Plain numbers, or, as in ``Column/Values/numbers(_:)``, dates and times; NaN for none.
    case numbers([Double], Unit)
    /// "" for none.
    case texts([String])
  }

  public enum Unit: Hashable, Sendable {
    case plain, date, dateTime, time
  }

  /// As the questionnaire has it, with `_` and the choice's code for one choice of several; another
  /// one where two would be alike.
  public var name: String
  /// The name before it was told from another one's.
  var ownName: String
  public var label: Label
  /// The question it belongs to; nil for the design's variables.
  public var question: Question?
  public var measure: Measure
  public var content: Content
  /// Why there is no answer, and by which code that is said.
  public var missing: MissingAnswers
  /// The choice that it is about, of a question with several; nil for other variables.
  public var choice: String?

  /// What was asked in each wave or questionnaire; empty where all asked the same.
  var wordings: [Wording] = []
  /// What each wave called a choice, by its code; only of those that not all called alike.
  var choiceWordings: [String: [Wording]] = [:]
  /// What a number, a date or a time says beyond its value, by interview: see ``Column/exactTexts``.
  var exactTexts: [Int: String] = [:]

  /// The text of a question or a choice in one wave.
  struct Wording: Hashable, Sendable {
    /// The wave's name.
    var wave: String
    var label: Label
  }

  /// Number of interviews.
  public var count: Int { missing.count }
}

extension ExportVariable {
  /// A variable of a question.
  init(
    name: String, label: Label, question: Question, measure: Measure, content: Content,
    missing: MissingAnswers, choice: String? = nil
  ) {
    self.name = name
    ownName = name
    self.label = label
    self.question = question
    self.measure = measure
    self.content = content
    self.missing = missing
    self.choice = choice
  }

  /// A variable of the design that every interview has.
  init(
    _ name: String, _ label: [String: String], _ content: Content, count: Int, _ measure: Measure
  ) {
    self.name = name
    ownName = name
    self.label = Label(label)
    self.measure = measure
    self.content = content
    missing = MissingAnswers(count: count)
  }

  /// The codes of choices that are answers, numbered as ``CodeNumbers`` says.
  static func codes(_ list: ChoiceList) -> [Code] {
    let answers = list.substantive.map { list.choices[$0] }
    let none = list.choices.filter { $0.missing != nil }.compactMap {
      CodeNumbers.number(of: $0.name)
    }
    let numbers = CodeNumbers(answers.map(\.name), beside: Set(none)).numbers
    return zip(answers, numbers).map { Code(name: $0.name, number: $1, label: $0.label) }
  }

  /// All codes: of answers, then those that mean none.
  var codes: [Code] {
    var codes: [Code] = []
    if case .codes(_, let answers) = content { codes = answers }
    return codes
      + missing.declared.map {
        Code(name: $0.name, number: $0.number, label: $0.label, missing: $0.reason)
      }
  }
}
