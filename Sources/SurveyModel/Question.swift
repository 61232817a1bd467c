/// One question of a questionnaire version, or a field that it records.
public struct Question: Hashable, Sendable {
  /// What kind of answer is expected; what a kind needs is in its case.
  public enum Kind: Hashable, Sendable {
    case selectOne(ChoiceList)
    case selectMultiple(ChoiceList)
    /// Choices put in order.
    case rank(ChoiceList)
    case integer, decimal
    /// A slider, with limits and step.
    case range(start: Double, end: Double, step: Double)
    case text
    case date, time, dateTime
    /// A position, line or area on the map, as text.
    case position
    case barcode
    /// The name of an attached file: image, audio, video, background audio, document.
    case attachment
    /// A consent given by pressing a button (`acknowledge`, `trigger`).
    case acknowledgement
    /// Computed by the form: `calculate`, or a `hidden` field.
    case calculation(Expression?)
    /// Recorded by the device: `start`, `end`, `today`, `deviceid`, `username`, …
    case metadata(String)
    /// Text shown to the respondent; carries no data.
    case note
  }

  public var name: String
  public var label: Label
  public var hint: Label
  public var kind: Kind
  public var measure: Measure
  public var isRequired: Bool
  /// Asked only where this holds; the conditions of all groups around it are joined in.
  public var relevant: Expression?
  /// Must hold of an answer; `.` is the answer.
  public var constraint: Expression?
  public var constraintMessage: Label
  /// Names of the groups around it, outermost first.
  public var groups: [String]
  /// Name of the repeat it stands in; such a question is not analysed.
  public var enclosingRepeat: String?
  public var location: SourceLocation
  /// Whether answers may hurt those who gave them: small cells are then always hidden.
  public var isSensitive = false

  public init(
    name: String, label: Label, hint: Label = Label(), kind: Kind, measure: Measure? = nil,
    isRequired: Bool = false, relevant: Expression? = nil, constraint: Expression? = nil,
    constraintMessage: Label = Label(), groups: [String] = [], enclosingRepeat: String? = nil,
    at location: SourceLocation
  ) {
    self.name = name
    self.label = label
    self.hint = hint
    self.kind = kind
    self.measure = measure ?? kind.defaultMeasure
    self.isRequired = isRequired
    self.relevant = relevant
    self.constraint = constraint
    self.constraintMessage = constraintMessage
    self.groups = groups
    self.enclosingRepeat = enclosingRepeat
    self.location = location
  }

  /// The choices of a `select_one`, `select_multiple` or `rank`; nil for other kinds.
  public var choices: ChoiceList? { kind.choices }
}

extension Question.Kind {
  /// The choices, where there are any.
  public var choices: ChoiceList? {
    switch self {
    case .selectOne(let list), .selectMultiple(let list), .rank(let list): list
    default: nil
    }
  }

  /// The type's name in XLSForm, without the list: `select_one`, `integer`, `start`.
  public var typeName: String {
    switch self {
    case .selectOne: "select_one"
    case .selectMultiple: "select_multiple"
    case .rank: "rank"
    case .integer: "integer"
    case .decimal: "decimal"
    case .range: "range"
    case .text: "text"
    case .date: "date"
    case .time: "time"
    case .dateTime: "dateTime"
    case .position: "geopoint"
    case .barcode: "barcode"
    case .attachment: "file"
    case .acknowledgement: "acknowledge"
    case .calculation(let expression): expression == nil ? "hidden" : "calculate"
    case .metadata(let field): field
    case .note: "note"
    }
  }

  /// Whether a field file is expected to have a column for it.
  public var carriesData: Bool { self != .note }

  /// The measure where the questionnaire states none: numbers are scale, all else is nominal.
  var defaultMeasure: Measure {
    switch self {
    case .integer, .decimal, .range: .scale
    default: .nominal
    }
  }
}

extension Question {
  /// Whether the device or the form fills it in, so that many exports lack it.
  package var isRecorded: Bool {
    switch kind {
    case .metadata, .calculation, .attachment, .acknowledgement: true
    default: false
    }
  }
}
