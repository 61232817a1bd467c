import SurveyModel
import TabularFiles

extension ContactAttempt {
  /// The rows of the sheet `contacts`.
  static func read(_ sheet: Sheet) -> ([ContactAttempt], [Diagnostic]) {
    var rows = SheetRows(sheet, of: .contacts)
    guard rows.hasRequiredColumns() else { return ([], rows.diagnostics) }
    var seen: [Attempt: SourceLocation] = [:]
    let attempts = sheet.rows.compactMap { row -> ContactAttempt? in
      guard let wave = rows.text("wave", row), let city = rows.text("city", row),
        let name = rows.text("case", row), let attempt = number(row, &rows),
        let disposition = disposition(row, &rows)
      else { return nil }
      let place = rows.place("attempt", row)
      let own = Attempt(wave: wave, city: city, name: name, attempt: attempt)
      if let first = seen[own] {
        rows.note(
          .error, "attempt-twice", "the attempt \(attempt) of this case stands at \(first) too",
          fix: "number the attempts of a case 1, 2, 3, …", at: place)
        return nil
      }
      seen[own] = place
      return ContactAttempt(
        wave: wave, city: city, caseName: name, attempt: attempt, time: row["time"] ?? "",
        interviewer: row["interviewer"] ?? "", mode: row["mode"] ?? "", disposition: disposition,
        at: rows.place("case", row))
    }
    return (attempts, rows.diagnostics)
  }

  private struct Attempt: Hashable {
    let (wave, city, name): (String, String, String)
    let attempt: Int

    init(wave: String, city: String, name: String, attempt: Int) {
      (self.wave, self.city, self.name) = (wave, city, name)
      self.attempt = attempt
    }
  }

  private static func number(_ row: Sheet.Row, _ rows: inout SheetRows) -> Int? {
    guard rows.text("attempt", row) != nil, let number = rows.number("attempt", row) else {
      return nil
    }
    guard number >= 1, number == number.rounded(), number < 1e6 else {
      rows.note(
        .error, "value-out-of-range",
        "an attempt must be a whole number from 1 on, found \(number)",
        fix: "number the attempts of a case 1, 2, 3, …", at: rows.place("attempt", row))
      return nil
    }
    return Int(number)
  }

  private static func disposition(_ row: Sheet.Row, _ rows: inout SheetRows) -> String? {
    guard let text = rows.text("disposition", row) else { return nil }
    if Outcome(disposition: text) != nil, text.allSatisfy({ $0.isNumber || ".,".contains($0) }) {
      return text
    }
    rows.note(
      .error, "disposition-unknown", "'disposition' must be a code of AAPOR, found '\(text)'",
      fix: "write 1.1, 1.2, 2.11, 2.2, 3.1, 4.5 or another code of AAPOR's Standard Definitions",
      at: rows.place("disposition", row))
    return nil
  }
}

extension SampledCase {
  /// The rows of the sheet `cases`: what is known of each, and in all columns that have no meaning of
  /// their own what may tell who answers.
  static func read(_ sheet: Sheet) -> ([SampledCase], [Diagnostic]) {
    var rows = SheetRows(sheet, of: .cases)
    guard rows.hasRequiredColumns() else { return ([], rows.diagnostics) }
    let traits = sheet.header.map(\.text).filter { name in
      !name.isEmpty && !StudySheet.cases.columns.contains { $0.name == name }
    }
    var seen: [SampleKey: [String: SourceLocation]] = [:]
    let cases = sheet.rows.compactMap { row -> SampledCase? in
      guard let wave = rows.text("wave", row), let city = rows.text("city", row),
        let name = rows.text("case", row)
      else { return nil }
      let place = rows.place("case", row)
      let key = SampleKey(city: city, wave: wave)
      if let first = seen[key]?[name] {
        rows.note(
          .error, "case-twice", "this case of the city and wave stands at \(first) too",
          fix: "give each case one row", at: place)
        return nil
      }
      seen[key, default: [:]][name] = place
      var weight: Double?
      if row["weight"] != nil {
        guard let number = rows.number("weight", row) else { return nil }
        guard number > 0 else {
          rows.note(
            .error, "value-out-of-range", "the weight of a case must be above 0, found \(number)",
            fix: "write how many people of the population the case stands for",
            at: rows.place("weight", row))
          return nil
        }
        weight = number
      }
      return SampledCase(
        wave: wave, city: city, name: name, weight: weight, stratum: row["stratum"],
        cluster: row["cluster"],
        traits: traits.reduce(into: [:]) { $0[$1] = row[$1] ?? "" }, at: place)
    }
    return (cases, rows.diagnostics)
  }
}
