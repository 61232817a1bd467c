import Parallelism
import SurveyModel

/// What the marks in the numbers of each column mean, from its values and those of the file.
///
/// A comma is decimal where one, two, four or more digits follow it anywhere in the file. It stands between
/// thousands where two of them stand in a number, or where each is followed by three digits between quotes
/// in a file of commas. Small codes that are divided by commas are neither, and nor is what stays open.
struct DecimalMarks: Sendable {
  private let findings: [Finding]
  private let given: DecimalMark?
  /// Columns of numbers that have both marks.
  private let mixed: [Int]

  /// What a column's marks mean, and why.
  enum Finding: Hashable, Sendable {
    /// No number has a mark, or the column is none of numbers.
    case none
    case decimal(DecimalMark)
    case thousands(DecimalMark, String)
    case codes(String)
    case open(String)
  }

  /// Cost: one pass over the cells of columns that are no mere codes.
  ///
  /// - Parameters:
  ///   - names: Of the columns.
  ///   - delimiter: nil where cells are not divided by one.
  ///   - given: What the user says of the file.
  ///   - earlier: What the file's parts before this one told.
  init(
    _ table: TableColumns, names: [Sheet.Cell], delimiter: Delimiter?, given: DecimalMark? = nil,
    earlier: DecimalMarks? = nil
  ) {
    let tallies = concurrentMap(names.count) { column in MarkTally(table.columns[column]) }
    let file = FileMarks(tallies, delimiter: delimiter)
    let findings = names.indices.map { column in
      if let known = earlier?.findings[column], known != .none { return known }
      return file.finding(of: tallies[column], isWeight: names[column].text.namesWeight)
    }
    mixed = tallies.indices.filter { column in
      guard case .decimal = findings[column] else { return false }
      return tallies[column].points > 0 && tallies[column].anyCommas > 0
    }
    (self.findings, self.given) = (findings, given)
  }

  /// What the marks of a column mean: what was given, else what was found, else the file's mark.
  func marks(_ column: Int, file mark: DecimalMark) -> NumberMarks {
    if let given {
      if case .thousands(let group, _) = findings[column] {
        return NumberMarks(decimal: given, isGrouped: group != given)
      }
      // What is given stands above what the column looks like: with a comma, `75.641` is thousands.
      if case .decimal(let own) = findings[column], own != given {
        return NumberMarks(decimal: given, isGrouped: true)
      }
      return NumberMarks(decimal: given)
    }
    return switch findings[column] {
    case .none: NumberMarks(decimal: mark)
    case .decimal(let own): NumberMarks(decimal: own)
    case .thousands(let group, _):
      NumberMarks(decimal: group == .comma ? .point : .comma, isGrouped: true)
    case .codes, .open: NumberMarks(decimal: .point, isOpen: true)
    }
  }

  /// The mark before fractions of a column's weights, which are never thousands.
  func weightMark(_ column: Int, file mark: DecimalMark) -> DecimalMark {
    if given != nil { return marks(column, file: mark).decimal }
    return switch findings[column] {
    case .thousands(let group, _): group
    case .open: .comma
    case .none, .decimal, .codes: marks(column, file: mark).decimal
    }
  }

  func decision(given: DecimalMark?) -> Decision<DecimalMark> {
    if let given { return Decision(given, .given, "it was given") }
    let points = findings.count { $0 == .decimal(.point) }
    let commas = findings.count { $0 == .decimal(.comma) }
    if points + commas == 0 {
      return Decision(.point, .assumed, "no column has decimal numbers")
    }
    let mark: DecimalMark = commas > points ? .comma : .point
    let reason =
      "\(max(points, commas)) of \(points + commas) columns with decimal numbers have it"
    return Decision(
      mark, .found, reason,
      runnerUp: min(points, commas) == 0 ? nil : mark == .comma ? .point : .comma)
  }
}

/// What the numbers of all columns tell of one.
private struct FileMarks {
  private let hasPoints: Bool
  private let hasDecimalCommas: Bool
  private let hasGroups: Bool
  private let delimiter: Delimiter?

  init(_ tallies: [MarkTally], delimiter: Delimiter?) {
    let numbers = tallies.filter(\.isOfNumbers)
    hasPoints = numbers.contains { $0.points > 0 }
    hasDecimalCommas = numbers.contains { $0.commas > 0 && !$0.isOfLists && !$0.mayBePairs }
    hasGroups = numbers.contains { $0.commaGroups > 0 && !$0.isOfLists && !$0.mayBePairs }
    self.delimiter = delimiter
  }

  func finding(of tally: MarkTally, isWeight: Bool) -> DecimalMarks.Finding {
    if tally.isOfLists, tally.anyCommas > 0 {
      return .codes("several codes stand in some of its fields, with commas between them")
    }
    guard tally.isOfNumbers else { return .none }
    guard tally.anyCommas > 0 || tally.groupedFractions > 0 else { return points(tally) }
    if tally.mayBePairs, !isWeight, !hasDecimalCommas || tally.arePairsMany {
      return .codes("every comma stands between two codes, the lower one first")
    }
    if tally.commas > 0 {
      return tally.commaGroups > 0 && !isWeight
        ? .open("some commas stand between thousands, others before one, two or four digits")
        : .decimal(tally.anyCommas > tally.points ? .comma : .point)
    }
    if isWeight { return .decimal(.comma) }
    return thousands(tally)
  }

  /// The finding where every comma stands before three digits.
  private func thousands(_ tally: MarkTally) -> DecimalMarks.Finding {
    if tally.groupedFractions > 0 {
      return .thousands(.comma, "points stand behind the commas of some of its numbers")
    }
    if tally.commaGroups > 0 {
      return .thousands(.comma, "two commas stand in some of its numbers")
    }
    if hasDecimalCommas { return .decimal(.comma) }
    if hasGroups { return .thousands(.comma, "two commas stand in numbers of another column") }
    if delimiter == .comma {
      return .thousands(
        .comma,
        "every comma stands before three digits between quotes, "
          + (hasPoints ? "and decimal points stand elsewhere" : "and no other decimal mark stands"))
    }
    return .open("every comma stands before three digits, and nothing else in the file tells more")
  }

  private func points(_ tally: MarkTally) -> DecimalMarks.Finding {
    if tally.pointGroups > 0, tally.pointThrees == tally.points {
      return .thousands(.point, "two points stand in some of its numbers")
    }
    return tally.points > 0 ? .decimal(.point) : .none
  }
}

extension DecimalMarks {
  private static let mostNamed = 10

  /// What is to be said of the marks: columns with both, with thousands, and of which it stays open.
  func diagnostics(header: [Sheet.Cell]) -> [Diagnostic] {
    let both = mixed.map { column in
      Diagnostic(
        .warning, "mixed-decimal-marks",
        "the column '\(header[column].text)' has numbers with a decimal point and with a comma",
        fix: "write them alike", at: header[column].location)
    }
    guard given == nil else { return both }
    return both
      + told(
        header, .note, "thousands-joined", "marks stand between thousands",
        fix: "if they are decimal, say so in 'decimal'"
      ) { if case .thousands(_, let reason) = $0 { reason } else { nil } }
      + told(
        header, .note, "codes-with-commas", "commas stand between codes, and make no numbers",
        fix: "if the commas are decimal, say so in 'decimal'"
      ) { if case .codes(let reason) = $0 { reason } else { nil } }
      + told(
        header, .warning, "marks-open",
        "commas may be decimal or stand between thousands, and fields with one are text",
        fix: "say in 'decimal' what the decimal mark is"
      ) { if case .open(let reason) = $0 { reason } else { nil } }
  }

  /// One diagnostic for the columns of each reason.
  private func told(
    _ header: [Sheet.Cell], _ severity: Diagnostic.Severity, _ code: String, _ what: String,
    fix: String, _ reason: (Finding) -> String?
  ) -> [Diagnostic] {
    let columns = findings.indices.filter { reason(findings[$0]) != nil }
    let reasons = Dictionary(grouping: columns) { reason(findings[$0]) ?? "" }
    return reasons.sorted { $0.value[0] < $1.value[0] }.map { reason, columns in
      let names = columns.prefix(Self.mostNamed).map { "'\(header[$0].text)'" }
      let rest = columns.count - names.count
      return Diagnostic(
        severity, code,
        "in \(names.joined(separator: ", "))\(rest > 0 ? " and \(rest) more columns" : "") \(what): "
          + reason,
        fix: fix, at: header[columns[0]].location)
    }
  }
}

extension String {
  /// Whether a column of this name is a weight of interviews.
  fileprivate var namesWeight: Bool {
    let words = lowercased().split { !$0.isLetter }
    return words.contains {
      ["weight", "weights", "wt", "wgt", "вес", "веса", "взвешивание"].contains($0)
    }
  }
}
