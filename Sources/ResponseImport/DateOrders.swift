import SurveyModel

/// Which part of the dates with slashes of one file comes first: `5/6/2025`.
///
/// It is decided for a column: its days beyond 12 tell. Where all its dates can be read both ways,
/// the other columns of the file decide; where these tell nothing, the user is asked.
struct DateOrders {
  /// What the source says of the whole file.
  let declared: DateOrder?
  private var found: Set<DateOrder> = []
  private var byQuestion: [String: DateOrder] = [:]

  init(declared: DateOrder?) { self.declared = declared }

  enum Verdict: Hashable {
    /// No date with slashes that has two meanings, or the order is known.
    case decided(DateOrder?)
    case open
  }

  /// The order in a column, by its distinct texts.
  mutating func verdict(on texts: [String], of question: Question) -> Verdict {
    let dates = texts.filter { $0.contains("/") }
    guard !dates.isEmpty else { return .decided(nil) }
    if let declared {
      byQuestion[question.name] = declared
      return .decided(declared)
    }
    let (dayOnly, monthOnly, isOpen) = Self.tally(dates)
    guard dayOnly > 0 || monthOnly > 0 else {
      guard !isOpen else { return .open }
      // 3/3/2025 is one day either way.
      byQuestion[question.name] = .dayFirst
      return .decided(.dayFirst)
    }
    let order: DateOrder = dayOnly >= monthOnly ? .dayFirst : .monthFirst
    guard dayOnly == 0 || monthOnly == 0 else { return .open }
    found.insert(order)
    byQuestion[question.name] = order
    return .decided(order)
  }

  /// How many dates can be read with the day first only, and with the month first only, and whether one
  /// can be read both ways, as two days.
  private static func tally(
    _ dates: [String]
  ) -> (dayOnly: Int, monthOnly: Int, isOpen: Bool) {
    let readings = dates.map { text in
      let trimmed = text.trimmingSpace
      return (
        day: ClockTime(trimmed, order: .dayFirst), month: ClockTime(trimmed, order: .monthFirst)
      )
    }
    return (
      readings.count { $0.day != nil && $0.month == nil },
      readings.count { $0.day == nil && $0.month != nil },
      readings.contains { $0.day != nil && $0.day?.days != $0.month?.days }
    )
  }

  /// The order in the moments of interviews: what the source says of the file, else what days beyond 12
  /// tell; nil where nothing does.
  static func order(ofMoments texts: [String], declared: DateOrder?) -> DateOrder? {
    if let declared { return declared }
    let (dayOnly, monthOnly, isOpen) = tally(Array(Set(texts.filter { $0.contains("/") })))
    if dayOnly > 0 || monthOnly > 0 {
      return monthOnly == 0 ? .dayFirst : dayOnly == 0 ? .monthFirst : nil
    }
    return isOpen ? nil : .dayFirst
  }

  /// Takes the order of the other columns for one that was left open; nil where they do not tell.
  mutating func orderOfOthers(for question: Question) -> DateOrder? {
    guard found.count == 1, let order = found.first else { return nil }
    byQuestion[question.name] = order
    return order
  }

  func order(of question: Question) -> DateOrder? { byQuestion[question.name] ?? declared }

  static func note(_ order: DateOrder, _ question: Question, at place: SourceLocation) -> Diagnostic
  {
    let part = order == .dayFirst ? "day" : "month"
    return Diagnostic(
      .warning, "day-or-month",
      "the dates of \(question.name) were read with the \(part) first, as in the file's other columns",
      fix: "if that is wrong, write \(DateOrder.allCases.first { $0 != order }?.rawValue ?? "")"
        + " as 'dates' in sources.csv", at: place)
  }

  static func question(_ question: Question, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      question.isRecorded ? .warning : .error, "day-or-month",
      "nothing tells whether the day or the month comes first in the dates of \(question.name); they"
        + " do not count",
      fix: "write day-first or month-first as 'dates' in sources.csv", at: place)
  }
}
