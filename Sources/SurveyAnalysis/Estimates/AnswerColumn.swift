import Estimation
import SurveyModel

/// One of the answers that a distribution has a row for.
public enum Answer: Hashable, Sendable {
  /// ``Choice/name``.
  case choice(String)
  /// Any answer to a question without choices.
  case answered
  case missing(MissingReason)

  /// The choice's code, `answered`, or the reason: as in tables and JSON.
  public var name: String {
    switch self {
    case .choice(let name): name
    case .answered: "answered"
    case .missing(let reason): reason.rawValue
    }
  }

  /// Whether it tells something of substance.
  public var isSubstantive: Bool { if case .missing = self { false } else { true } }
}

/// The answers of one sample to one question, made ready for estimation.
public struct AnswerColumn: Sendable {
  /// What a mean of the answers is in.
  public enum Unit: Hashable, Sendable {
    /// 0…100, of an ordinal or scale question with numeric codes.
    case points
    /// The unit of the answers: years, roubles.
    case own
  }

  public let question: Question
  /// The rows of its distribution: choices in their order, then reasons of missing answers that
  /// the choices name or that occurred.
  public let answers: [Answer]
  /// For each answer, each interview: 1 or 0; NaN outside of the base: where the question was not
  /// asked, or nothing is known of the answer.
  package let indicators: [[Double]]
  /// Place among ``answers`` where each interview has just one; −1 outside of the base.
  let codes: [Int32]?
  /// What a mean is made from; NaN for none. Nil where a mean makes no sense.
  public let values: [Double]?
  public let unit: Unit
  /// For each interview, why it has no answer; nil where it has one.
  private let missing: [MissingReason?]

  /// - Returns: nil where the sample has no such question or no column for it.
  public init?(_ name: String, in sample: Sample) {
    guard let question = sample.questionnaire[name], question.enclosingRepeat == nil,
      let column = sample.responses[name]
    else { return nil }
    self.init(question, column)
  }

  private init(_ question: Question, _ column: Column) {
    self.question = question
    let list = question.choices
    let choices = (list?.substantive ?? []).filter { _ in column.values.holdsChoices }
    let reasons = Self.reasons(list, column)
    answers =
      (column.values.holdsChoices
        ? choices.map { .choice(list?.choices[$0].name ?? "") } : [.answered])
      + reasons.map { .missing($0) }
    let coding = AnswerCoding(column: column, choices: choices, reasons: reasons)
    codes = coding.codes
    indicators = coding.indicators
    missing = column.missing
    (values, unit) = Self.values(question, column)
  }

  /// The interviews of a design or its domain that are in no base.
  func outsideBase(of design: SurveyDesign) -> OutsideBase {
    OutsideBase(missing.indices.lazy.filter { design.isMember[$0] }.map { missing[$0] })
  }

  private static func reasons(_ list: ChoiceList?, _ column: Column) -> [MissingReason] {
    let named = Set(list?.choices.compactMap(\.missing) ?? [])
    let occurred = Set(column.missing.compactMap(\.self))
    return MissingReason.allCases.filter {
      !$0.isOutsideBase && (named.contains($0) || occurred.contains($0))
    }
  }

  private static func values(_ question: Question, _ column: Column) -> ([Double]?, Unit) {
    switch (question.kind, column.values) {
    case (.selectOne(let list), .choices) where question.measure != .nominal:
      guard list.numericLimits != nil else { return (nil, .points) }
      let item = Factor.Item(question: question.name, at: question.location)
      return (ItemScale(question, item: item)?.points(of: column), .points)
    case (.integer, .numbers(let numbers)), (.decimal, .numbers(let numbers)),
      (.range, .numbers(let numbers)), (.calculation, .numbers(let numbers)):
      return (numbers, .own)
    default: return (nil, .own)
    }
  }
}

/// The rows that interviews belong to, as codes where each has one, and as 0/1 columns.
private struct AnswerCoding {
  var codes: [Int32]?
  var indicators: [[Double]]

  init(column: Column, choices: [Int], reasons: [MissingReason]) {
    let answerCount = column.values.holdsChoices ? choices.count : 1
    let base = column.missing.map { $0?.isOutsideBase == true ? Double.nan : 0 }
    indicators = Array(repeating: base, count: answerCount + reasons.count)
    codes = Array(repeating: -1, count: column.count)
    for (row, reason) in column.missing.enumerated() {
      guard let reason, let place = reasons.firstIndex(of: reason) else { continue }
      mark(row, as: answerCount + place)
    }
    markAnswers(column, choices: choices)
    if case .choiceSets = column.values { codes = nil }
  }

  private mutating func markAnswers(_ column: Column, choices: [Int]) {
    let answered = column.missing.indices.filter { column.missing[$0] == nil }
    switch column.values {
    case .choices(let chosen):
      let places = Dictionary(
        choices.enumerated().map { (Int32($1), $0) }, uniquingKeysWith: { first, _ in first })
      for row in answered {
        if let place = places[chosen[row]] { mark(row, as: place) }
      }
    case .choiceSets(let sets):
      for (place, choice) in choices.enumerated() {
        for row in answered where sets.contains(choice, row: row) { mark(row, as: place) }
      }
    case .numbers, .texts:
      for row in answered { mark(row, as: 0) }
    }
  }

  private mutating func mark(_ row: Int, as place: Int) {
    indicators[place][row] = 1
    codes?[row] = Int32(place)
  }
}

extension Column.Values {
  fileprivate var holdsChoices: Bool {
    switch self {
    case .choices, .choiceSets: true
    case .numbers, .texts: false
    }
  }
}
