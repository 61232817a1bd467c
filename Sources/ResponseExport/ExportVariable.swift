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
    /// Places among the codes; −1 where there is none.
    case codes([Int32], [Code])
    /// Plain numbers, or, as in ``Column/Values/numbers(_:)``, dates and times; NaN for none.
    case numbers([Double], Unit)
    /// "" for none.
    case texts([String])
  }

  public enum Unit: Hashable, Sendable {
    case plain, date, dateTime, time
  }

  /// As the questionnaire has it, with `_` and the choice's code for one choice of several.
  public var name: String
  public var label: Label
  /// The question it belongs to; nil for the design's variables.
  public var question: Question?
  public var measure: Measure
  public var content: Content
  /// Why there is no answer; nil where there is one.
  public var missing: [MissingReason?]
  /// Codes of the field files for reasons of a missing answer.
  public var reasonCodes: [MissingReason: Double] = [:]

  /// Number of interviews.
  public var count: Int { missing.count }
}

extension ExportVariable {
  /// A variable of the design that every interview has.
  init(
    _ name: String, _ label: [String: String], _ content: Content, count: Int, _ measure: Measure
  ) {
    self.name = name
    self.label = Label(label)
    self.measure = measure
    self.content = content
    missing = Array(repeating: nil, count: count)
  }

  /// A code's number: the code itself where all of the list are numbers, else its place from 1.
  static func codes(_ list: ChoiceList) -> [Code] {
    let areNumbers = list.choices.allSatisfy { $0.value?.isFinite ?? false }
    return list.choices.enumerated().map { place, choice in
      Code(
        name: choice.name, number: areNumbers ? choice.value ?? 0 : Double(place + 1),
        label: choice.label, missing: choice.missing)
    }
  }
}
