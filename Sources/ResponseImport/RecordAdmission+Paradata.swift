import SurveyModel
import TabularFiles
import TextFormats

extension RecordAdmission {
  /// How the admitted records came about, from the columns of their roles; a blank is not known,
  /// and neither is a moment that cannot be read, which is told. O(records).
  mutating func readParadata() {
    let order = DateOrders.order(
      ofMoments: (texts(.started) ?? []) + (texts(.ended) ?? []), declared: dateOrder)
    let started = clocks(.started, order)
    let ended = clocks(.ended, order)
    func known(_ role: ColumnRole) -> [String?]? {
      texts(role).map { $0.map { $0.isEmpty ? nil : $0 } }
    }
    paradata = Paradata(
      statuses: Array(repeating: .complete, count: rows.count),
      started: started.map { $0.map { $0?.moment } },
      ended: ended.map { ended in
        ended.indices.map { ended[$0]?.moment(onClockOf: started?[$0]) }
      }, modes: known(.mode), dispositions: known(.disposition),
      interviewers: known(.interviewer))
    reportEndsBeforeStarts()
  }

  /// The moments of a role's column; nil where the source names none.
  private mutating func clocks(_ role: ColumnRole, _ order: DateOrder?) -> [ClockTime?]? {
    guard let column = columns[role], let texts = texts(role) else { return nil }
    return zip(rows, texts).map { row, text in
      guard !text.isEmpty else { return nil }
      if let clock = ClockTime(text, order: order) { return clock }
      let isOpen = order == nil && text.contains("/") && ClockTime(text, order: .dayFirst) != nil
      let fault = CellFault(
        code: "not-a-date",
        message:
          "\(table.header[column].text) must be a date with a time (2025-05-31T14:05), found "
          + FoundValue(text).wordsWithForm,
        fix: (isOpen
          ? "write day-first or month-first as 'dates' in sources.csv"
          : "write dates as 2025-05-31 or 31.05.2025, times as 14:05")
          + "; until then '\(role.name)' is not known of the interview")
      log.append(.warning, fault, of: role.name) { table.location(row: row, column: column) }
      return nil
    }
  }

  private mutating func reportEndsBeforeStarts() {
    guard let column = columns[.ended] else { return }
    for (row, interview) in zip(rows, paradata.interviews) {
      guard let started = interview.started, let ended = interview.ended,
        ended.seconds(since: started) ?? 0 < 0
      else { continue }
      let fault = CellFault(
        code: "ended-before-started", message: "the interview ended at \(ended), before its start",
        fix: "correct the clock's times; until then its length is not known")
      log.append(.warning, fault, of: "ended") { table.location(row: row, column: column) }
    }
  }
}

extension ClockTime {
  fileprivate var moment: CivilMoment {
    CivilMoment(daysSince1970: days, secondsOfDay: seconds)
  }

  /// The moment on the clock that another was read from, where both say how far theirs is ahead.
  fileprivate func moment(onClockOf other: ClockTime?) -> CivilMoment {
    guard let seconds, let offset, let otherOffset = other?.offset, offset != otherOffset else {
      return moment
    }
    let moved = seconds + otherOffset - offset
    let days = (moved / 86_400).rounded(.down)
    return CivilMoment(
      daysSince1970: self.days + Int(days), secondsOfDay: moved - days * 86_400)
  }
}
