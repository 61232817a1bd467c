import SurveyModel
import TabularFiles

/// The rows of `truth.csv`: `parameter`, `name`, `city`, `wave`, `value`.
///
/// A row that names neither city nor wave holds everywhere; one that names one of them goes before
/// it. Whatever is asked for is remembered, so that the rows that nothing asked for can be told to
/// the user.
struct TruthTable {
  private struct Key: Hashable {
    var parameter: String
    var name: String
  }

  private struct Entry {
    var key: Key
    var city: String?
    var wave: String?
    var text: String
    var location: SourceLocation
    var isUsed = false

    var specificity: Int { (city == nil ? 0 : 2) + (wave == nil ? 0 : 1) }

    func holds(at place: SampleKey) -> Bool {
      (city ?? place.city) == place.city && (wave ?? place.wave) == place.wave
    }
  }

  private var entries: [Entry] = []
  private var indices: [Key: [Int]] = [:]
  private let file: SourceLocation
  private(set) var diagnostics: [Diagnostic] = []

  init(_ sheet: Sheet) {
    file = SourceLocation(file: sheet.header.first?.location.file ?? "truth.csv")
    for column in ["parameter", "name", "value"] where !sheet.hasColumn(column) {
      note(
        "column-missing", "sheet '\(sheet.name)' has no column '\(column)'",
        fix: "add the column '\(column)'", at: file)
    }
    guard diagnostics.isEmpty else { return }
    for row in sheet.rows { read(row) }
  }

  private mutating func read(_ row: Sheet.Row) {
    guard let parameter = row["parameter"], let name = row["name"], let value = row["value"] else {
      note(
        "value-missing", "a row of the truth needs 'parameter', 'name' and 'value'",
        fix: "fill them in, or take the row out", at: row.location)
      return
    }
    let key = Key(parameter: parameter, name: name)
    let entry = Entry(
      key: key, city: row["city"], wave: row["wave"], text: value,
      location: row[cell: "value"]?.location ?? row.location)
    let others = indices[key, default: []].map { entries[$0] }
    if others.contains(where: { $0.city == entry.city && $0.wave == entry.wave }) {
      note(
        "duplicate-name", "'\(parameter)' of '\(name)' stands twice for the same city and wave",
        fix: "keep one of the rows", at: row.location)
      return
    }
    indices[key, default: []].append(entries.count)
    entries.append(entry)
  }

  /// The names that a parameter is given for, in the sheet's order.
  func names(of parameter: String) -> [String] {
    var seen: Set<String> = []
    return entries.compactMap {
      $0.key.parameter == parameter && seen.insert($0.key.name).inserted ? $0.key.name : nil
    }
  }

  /// What holds at a place; nil where no row says so.
  mutating func text(_ parameter: String, _ name: String, at place: SampleKey) -> String? {
    entry(parameter, name, at: place)?.text
  }

  /// The number that holds at a place; nil where no row says so, or the row says none.
  mutating func number(_ parameter: String, _ name: String, at place: SampleKey) -> Double? {
    guard let entry = entry(parameter, name, at: place) else { return nil }
    if let number = Double(entry.text), number.isFinite { return number }
    note(
      "not-a-number", "'\(parameter)' of '\(name)' must be a number, found '\(entry.text)'",
      fix: "write a number with a decimal point", at: entry.location)
    return nil
  }

  /// A probability that holds at a place.
  mutating func probability(_ parameter: String, _ name: String, at place: SampleKey) -> Double? {
    guard let number = number(parameter, name, at: place) else { return nil }
    return noteUnlessProbability(number, parameter, name, at: place) ? number : nil
  }

  /// - Returns: Whether a row's number is a probability.
  @discardableResult
  mutating func noteUnlessProbability(
    _ number: Double, _ parameter: String, _ name: String, at place: SampleKey
  ) -> Bool {
    if (0...1).contains(number) { return true }
    note(
      "value-out-of-range", "'\(parameter)' of '\(name)' must be 0…1, found \(number)",
      fix: "write a share between 0 and 1", at: location(parameter, name, at: place))
    return false
  }

  /// Two numbers joined by a semicolon, ascending.
  mutating func range(_ parameter: String, _ name: String, at place: SampleKey) -> ClosedRange<Int>?
  {
    guard let entry = entry(parameter, name, at: place) else { return nil }
    let parts = entry.text.split(separator: ";").map { Int($0) }
    let limits = -1_000_000_000...1_000_000_000
    if parts.count == 2, let low = parts[0], let high = parts[1], low <= high,
      limits.contains(low), limits.contains(high)
    {
      return low...high
    }
    note(
      "value-unknown",
      "'\(parameter)' of '\(name)' must be two whole numbers below 10⁹, found '\(entry.text)'",
      fix: "write the smallest and the largest number with a semicolon between",
      at: entry.location)
    return nil
  }

  /// Where the value that holds at a place stands; the sheet where no row says so.
  func location(_ parameter: String, _ name: String, at place: SampleKey) -> SourceLocation {
    let candidates = indices[Key(parameter: parameter, name: name), default: []]
      .filter { entries[$0].holds(at: place) }
    return candidates.max { entries[$0].specificity < entries[$1].specificity }
      .map { entries[$0].location } ?? file
  }

  /// Where the first of some rows stands that is there at a place; the sheet where none is.
  func location(_ parameter: String, anyOf names: [String], at place: SampleKey) -> SourceLocation {
    names.lazy.map { location(parameter, $0, at: place) }.first { $0.line != nil } ?? file
  }

  private mutating func entry(_ parameter: String, _ name: String, at place: SampleKey) -> Entry? {
    var best: Entry?
    for index in indices[Key(parameter: parameter, name: name), default: []]
    where entries[index].holds(at: place) {
      entries[index].isUsed = true
      if entries[index].specificity >= (best?.specificity ?? 0) { best = entries[index] }
    }
    return best
  }

  /// Notes that the truth lacks something.
  mutating func noteAbsent(_ what: String, fix: String) {
    note("truth-incomplete", what, fix: fix, at: file)
  }

  mutating func note(
    _ code: String, _ message: String, fix: String, at location: SourceLocation
  ) {
    let diagnostic = Diagnostic(.error, code, message, fix: fix, at: location)
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  /// Notes the rows that nothing asked for: a name is misspelt, or the study has no such thing.
  mutating func noteUnused() {
    for entry in entries where !entry.isUsed {
      note(
        "unknown-parameter",
        "'\(entry.key.parameter)' of '\(entry.key.name)' belongs to nothing in the study",
        fix: "mend the parameter, the name, the city or the wave, or take the row out",
        at: entry.location)
    }
  }
}
