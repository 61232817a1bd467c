import SurveyModel

/// What a cell of a field file comes to for a question; one for each distinct text of a column.
struct CellReading: Hashable {
  enum Content: Hashable {
    case blank
    /// Place among the question's choices; those that stand for no answer included, since
    /// conditions may refer to them.
    case choice(Int)
    /// Places of the chosen ones, in the order of the cell; none where nothing was chosen and that
    /// was said.
    case choices([Int])
    case number(Double)
    case text(String)
    /// A value that the study or the file declares to mean no answer, as it is declared.
    case missing(MissingReason, code: String)
    case invalid(CellFault)
  }

  var content: Content
  /// False for choices whose order the file does not tell: from columns of one choice each.
  var isOrderKnown = true
  /// What the cell says where the number cannot hold it: see ``Column/exactTexts``.
  var exactText: String?
  /// What was done to understand it.
  var repairs: [Repair] = []
  /// What is odd about an answer that is kept.
  var oddity: CellFault?

  static let blank = CellReading(content: .blank)

  static func invalid(_ fault: CellFault) -> CellReading { CellReading(content: .invalid(fault)) }
}

/// Why a value is not, or not quite, what the questionnaire expects.
struct CellFault: Hashable {
  var code: String
  var message: String
  var fix: String?
}

/// A way of writing an answer that was understood although it is not the questionnaire's own.
public enum Repair: String, Hashable, Sendable, CaseIterable {
  /// `01`, `1.0`, ` 1` or another case for the code `1`.
  case codeNormalised = "code-normalised"
  /// The label of a choice instead of its code.
  case labelAsCode = "label-as-code"
  /// A label in other case, with other spaces, quotes or dashes, or `е` for `ё`.
  case labelLoosely = "label-matched-loosely"
  /// A code of SPSS or Stata that the questionnaire does not know, by its value label.
  case valueLabel = "value-label-as-code"
  /// Words of the respondent's own among labels, taken for the other answer.
  case ownWordsAsOther = "own-words-as-other"
  /// `1 234` for 1234.
  case thousandsJoined = "thousands-joined"
  /// A decimal point in a file of decimal commas, or the reverse.
  case otherDecimalMark = "other-decimal-mark"
  /// `45 %` for 45.
  case percentDropped = "percent-dropped"
  /// `31.05.2025` for 2025-05-31.
  case dayFirstDate = "day-first-date"
  /// `31.05.25` for 2025-05-31.
  case shortYear = "year-of-two-digits"
  /// The time of day that followed a date.
  case timeDropped = "time-dropped"
  /// `NA`, `н/д` and the like for a blank in a column of numbers.
  case markerAsBlank = "marker-as-blank"
  /// A blank among columns of 0 and 1.
  case blankNotChosen = "blank-not-chosen"

  /// What was done, for a note.
  var explanation: String {
    switch self {
    case .codeNormalised: "codes written in another way were read as the questionnaire's"
    case .labelAsCode: "labels were read as the codes of their choices"
    case .labelLoosely: "labels written in another way were read as the questionnaire's"
    case .valueLabel: "codes that the questionnaire does not know were read by their value labels"
    case .ownWordsAsOther: "words that are no label were taken for the other answer"
    case .thousandsJoined: "what stands between thousands was dropped"
    case .otherDecimalMark: "numbers have the other decimal mark"
    case .percentDropped: "percent signs were dropped"
    case .dayFirstDate: "dates were read as day.month.year"
    case .shortYear: "years of two digits were read as 1969 to 2068"
    case .timeDropped: "times of day after a date were dropped"
    case .markerAsBlank: "markers of no answer (NA, -, н/д) were read as blanks"
    case .blankNotChosen: "blanks beside 0 and 1 were read as not chosen"
    }
  }
}

extension CellFault {
  /// `1 row`, `2 rows`.
  static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
