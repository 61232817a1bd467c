import SurveyModel

/// How the names of a header come to stand over the fields of the records, where there are more or fewer
/// of them.
///
/// The records decide the width. Names that lack are blank, names too many stand over blanks, and names of
/// which it cannot be told where they belong are numbers of columns instead: no column gets another's name.
struct HeaderFit {
  /// As many as a record has fields.
  private(set) var cells: [Sheet.Cell]
  /// Last columns that a record may lack.
  private(set) var optionalEnd = 0
  private(set) var problems: [Diagnostic] = []
  private(set) var repairs: [FileLedger.Repair] = []

  private let count: Int
  /// The first records.
  private let records: [[[UInt8]]]

  /// - Parameters:
  ///   - names: One at least.
  ///   - count: Fields that nearly all records have; nil where they differ.
  ///   - records: The first ones, their fields as bytes.
  ///   - gaps: What stands between the names; empty where that is not known.
  init(_ names: [Sheet.Cell], count: Int?, records: [[[UInt8]]], gaps: [[UInt8]]) {
    cells = names
    self.records = records
    let hasEmptyEnd = Self.haveEmptyEnd(records, behind: names.count)
    self.count = count ?? (hasEmptyEnd ? names.count + 1 : names.count)
    if cells.count > self.count {
      if !takeBlankOut(), !join(gaps) { keepTooMany() }
    } else if cells.count < self.count {
      addLacking()
    }
  }

  /// Whether all records have one field more than so many, and that blank.
  static func haveEmptyEnd(_ records: [[[UInt8]]], behind count: Int) -> Bool {
    !records.isEmpty && records.allSatisfy { $0.count == count + 1 && $0[count].isEmpty }
  }
}

// Names too many.
extension HeaderFit {
  /// Takes the one name too many out where it is the one without a text.
  private mutating func takeBlankOut() -> Bool {
    let blank = cells.indices.filter { cells[$0].text.isEmpty }
    guard cells.count == count + 1, blank.count == 1, blank[0] < count else { return false }
    repairs.append(FileLedger.Repair(kind: .delimiterTooMany, location: cells[blank[0]].location))
    cells.remove(at: blank[0])
    return true
  }

  /// Joins names that a delimiter with a space behind it divides, as in prose, where others have none and
  /// as many remain as there are fields.
  private mutating func join(_ gaps: [[UInt8]]) -> Bool {
    let divided = gaps.indices.filter { gaps[$0].last == 0x20 }
    guard gaps.count == cells.count - 1, divided.count < gaps.count,
      cells.count - divided.count == count
    else { return false }
    for place in divided.reversed() {
      let gap = String(decoding: gaps[place], as: UTF8.self)
      cells[place] = Sheet.Cell(
        cells[place].text + gap + cells[place + 1].text, at: cells[place].location)
      cells.remove(at: place + 1)
      repairs.append(FileLedger.Repair(kind: .delimiterTooMany, location: cells[place].location))
    }
    repairs.reverse()
    return true
  }

  private mutating func keepTooMany() {
    optionalEnd = cells.count - count
    guard cells[count...].contains(where: { !$0.text.isEmpty }) else { return }
    problems.append(
      Diagnostic(
        .warning, "header-long",
        "\(cells.count) names stand over records of \(count) fields; the last \(optionalEnd) stand over"
          + " blanks",
        fix: "look whether the names stand over what they name; take out those too many",
        at: cells[count].location))
  }
}

// Names too few.
extension HeaderFit {
  private mutating func addLacking() {
    let lacking = count - cells.count
    let isBlankEnd = records.allSatisfy { record in
      record.dropFirst(cells.count).allSatisfy(\.isEmpty)
    }
    if isBlankEnd, !hasDividedMoment {
      optionalEnd = lacking
      tell(
        .warning,
        "the last \(lacking == 1 ? "is" : "\(lacking) are") blank: the names are taken from the left",
        fix: "look whether a name lacks further left; then complete the header")
      append(lacking)
    } else if lacking == 1 || hasDividedMoment, cells.count > 1 {
      tell(
        .error,
        "which name lacks cannot be told, and the columns are called \(Self.numbers(count))",
        fix: "complete the header")
      optionalEnd = isBlankEnd ? lacking : 0
      cells = ColumnNames.numbers(count, at: cells[0].location)
    } else {
      tell(
        .warning, "the names are taken from the left, and the last \(lacking) columns have none",
        fix: "look whether the names stand over what they name; complete the header")
      append(lacking)
    }
  }

  private mutating func tell(_ severity: Diagnostic.Severity, _ what: String, fix: String) {
    problems.append(
      Diagnostic(
        severity, "header-short",
        "\(cells.count) names stand over records of \(count) fields; \(what)", fix: fix,
        at: cells[0].location))
  }

  private mutating func append(_ lacking: Int) {
    let place = cells[0].location
    cells += (0..<lacking).map { _ in Sheet.Cell("", at: place) }
  }

  private static func numbers(_ count: Int) -> String {
    "\(ColumnNames.number(1)) … \(ColumnNames.number(count))"
  }

  /// Whether a column of days stands before one of times of day, as where one name was over both; not where
  /// the name over the times is one of times.
  private var hasDividedMoment: Bool {
    guard let width = records.map(\.count).min(), width > 1 else { return false }
    return (0..<width - 1).contains { column in
      records.allSatisfy { Self.isDay($0[column]) && Self.isClock($0[column + 1]) }
        && !(column + 1 < cells.count && Self.namesTime(cells[column + 1].text))
    }
  }

  /// Whether a name is one of times of day: `Time`, `start time`, «время начала».
  private static func namesTime(_ name: String) -> Bool {
    let words = name.lowercased().split { !$0.isLetter }
    return words.contains {
      ["time", "clock", "hour", "hours", "время", "час", "часы"].contains($0)
    }
      && !words.contains { ["date", "day", "дата", "день"].contains($0) }
  }

  private static func isDay(_ field: [UInt8]) -> Bool {
    let marks = field.filter { $0 == 0x2D || $0 == 0x2E || $0 == 0x2F }
    return (6...10).contains(field.count) && marks.count == 2 && marks[0] == marks[1]
      && field.count { $0 &- 0x30 < 10 } == field.count - 2
  }

  private static func isClock(_ field: [UInt8]) -> Bool {
    let marks = field.count { $0 == 0x3A }
    return (4...8).contains(field.count) && (1...2).contains(marks)
      && field.count { $0 &- 0x30 < 10 } == field.count - marks
  }
}
