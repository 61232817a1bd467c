import SurveyModel
import TabularFiles

extension StudySettings {
  /// The settings of the sheet `study`: columns `key` and `value`.
  ///
  /// - Returns: nil where the study has no identifier; with all that is wrong in the sheet.
  static func read(_ sheet: Sheet) -> (StudySettings?, [Diagnostic]) {
    var rows = SheetRows(sheet, of: .study)
    guard rows.hasRequiredColumns() else { return (nil, rows.diagnostics) }
    var settings = StudySettings(id: "", title: Label())
    var seen: Set<String> = []
    rows.checkKeys()
    for row in sheet.rows {
      guard let key = rows.text("key", row) else { continue }
      if !seen.insert(key).inserted {
        rows.note(
          .error, "duplicate-key", "'\(key)' is set twice", fix: "keep one of the rows",
          at: rows.place("key", row))
      }
      settings.set(key, row, &rows)
    }
    guard !settings.id.isEmpty else {
      rows.note(
        .error, "value-missing", "the study has no 'id'",
        fix: "add a row: id, and a short name in Latin letters", at: sheet.location)
      return (nil, rows.diagnostics)
    }
    return (settings, rows.diagnostics)
  }

  private mutating func set(_ key: String, _ row: Sheet.Row, _ rows: inout SheetRows) {
    guard let text = row["value"] else { return }
    switch key {
    case "id": setIdentifier(text, row, &rows)
    case "languages": languages = StudySettings.list(text)
    case "report-groups": reportGroups = StudySettings.list(text)
    case "compared-waves": setComparedWaves(text, row, &rows)
    case "driver-controls": driverControls = text == "none" ? [] : StudySettings.list(text)
    case "synthetic": isSynthetic = yesOrNo(key, text, row, &rows) ?? isSynthetic
    case "interim": isInterim = yesOrNo(key, text, row, &rows) ?? isInterim
    case "disclosure": setDisclosure(text, row, &rows)
    case "lonely-clusters":
      lonelyClusters = rows.option("value", row, of: LonelyClusters.self) ?? lonelyClusters
    case "nonresponse": nonresponse = rows.option("value", row, of: Nonresponse.self)
    case "nonresponse-predictors": nonresponsePredictors = StudySettings.list(text)
    case "minors": minors = rows.option("value", row, of: Minors.self)
    case "csv-style": csvStyle = rows.option("value", row, of: CSVStyle.self) ?? csvStyle
    case "seed", "minimum-cell", "minimum-base", "equivalence-zone":
      setNumber(key, row, &rows)
    case "partial-minimum":
      interviewMinimums.partial = perCent(row, &rows) ?? interviewMinimums.partial
    case "complete-minimum":
      interviewMinimums.complete = perCent(row, &rows) ?? interviewMinimums.complete
    case _ where key.hasPrefix("title::"):
      title[Sheet.languageCode(key.dropFirst(7))] = text
    case "title": title[""] = text
    default: break  // Told by ``checkKeys``.
    }
  }

  private mutating func setIdentifier(_ text: String, _ row: Sheet.Row, _ rows: inout SheetRows) {
    let isName = text.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_")
    }
    if isName, text.utf8.count <= FileName.mostBytes {
      id = text
      return
    }
    rows.note(
      .error, "bad-identifier",
      "'id' names a folder: at most \(FileName.mostBytes) letters, digits, '-' and '_', found "
        + (isName ? "\(text.utf8.count) of them" : "'\(text)'"),
      fix: "write a short name in Latin letters", at: rows.place("value", row))
  }

  /// `neighbours`, `all`, or pairs of names with a colon between.
  private mutating func setComparedWaves(
    _ text: String, _ row: Sheet.Row, _ rows: inout SheetRows
  ) {
    switch text {
    case "neighbours": comparedWaves = .neighbours
    case "all": comparedWaves = .all
    default:
      var pairs: [ComparedWaves.Pair] = []
      for word in StudySettings.list(text) {
        let names = word.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard names.count == 2, !names[0].isEmpty, !names[1].isEmpty, names[0] != names[1] else {
          rows.note(
            .error, "value-unknown",
            "'compared-waves' must be neighbours, all, or pairs of waves, found '\(word)'",
            fix: "write two different waves with a colon between, such as w1:w3",
            at: rows.place("value", row))
          return
        }
        let pair = ComparedWaves.Pair(names[0], names[1])
        if pairs.contains(where: { Set([$0.first, $0.second]) == Set(names) }) {
          rows.note(
            .warning, "doubled-value", "'compared-waves' names \(word) twice",
            fix: "keep one of the two", at: rows.place("value", row))
          continue
        }
        pairs.append(pair)
      }
      comparedWaves = .pairs(pairs)
    }
  }

  private func yesOrNo(
    _ key: String, _ text: String, _ row: Sheet.Row, _ rows: inout SheetRows
  ) -> Bool? {
    switch text {
    case "yes": return true
    case "no": return false
    default:
      rows.note(
        .error, "value-unknown", "'\(key)' must be yes or no, found '\(text)'",
        fix: "write yes or no", at: rows.place("value", row))
      return nil
    }
  }

  private mutating func setDisclosure(_ text: String, _ row: Sheet.Row, _ rows: inout SheetRows) {
    if let mode = Disclosure(rawValue: text), mode != .lifted {
      disclosure = mode
      return
    }
    rows.note(
      .error, "value-unknown", "'disclosure' must be survey or strict, found '\(text)'",
      fix: "write survey; or strict, where small cells are to be hidden too",
      at: rows.place("value", row))
  }

  private mutating func setNumber(_ key: String, _ row: Sheet.Row, _ rows: inout SheetRows) {
    guard let number = rows.number("value", row) else { return }
    let isZone = key == "equivalence-zone"
    let isFitting = isZone ? number <= 100 : number == number.rounded() && number < 9e15
    guard number >= 0, isFitting else {
      let expected = isZone ? "a number of points from 0 to 100" : "a whole number from 0 on"
      rows.note(
        .error, "value-out-of-range", "'\(key)' must be \(expected), found \(number)",
        fix: "write \(expected)", at: rows.place("value", row))
      return
    }
    switch key {
    case "seed": seed = UInt64(number)
    case "minimum-cell": minimumCell = Int(number)
    case "minimum-base": minimumBase = Int(number)
    default: equivalenceZone = number
    }
  }

  /// Per cent of the questions due: 0, or from 1 to 100, since 0.5 was meant as a half.
  private func perCent(_ row: Sheet.Row, _ rows: inout SheetRows) -> Double? {
    guard let number = rows.number("value", row) else { return nil }
    if number == 0 || (1...100).contains(number) { return number }
    rows.note(
      .error, "value-out-of-range",
      "'\(row["key"] ?? "")' must be 0, or a per cent from 1 to 100, found \(number)",
      fix: "write how many per cent of the questions must be answered, such as 50",
      at: rows.place("value", row))
    return nil
  }

  private static func list(_ text: String) -> [String] {
    text.split(whereSeparator: { $0 == ";" || $0 == "," || $0 == " " }).map(String.init)
  }
}

extension SheetRows {
  /// Notes keys that are unknown: an error for each that is like a known one, a warning for the rest.
  fileprivate mutating func checkKeys() {
    let known = StudySheet.study.keys
    var unlike: [(name: String, place: SourceLocation)] = []
    for row in sheet.rows {
      guard let key = row["key"], !StudySheet.study.knows(key, among: known) else { continue }
      guard let meant = StudySheet.study.known(like: key, among: known) else {
        unlike.append((key, place("key", row)))
        continue
      }
      note(
        .error, "unknown-key", "'\(key)' is no key of study.csv; did you mean '\(meant)'?",
        fix: "write '\(meant)', or take the row out", at: place("key", row))
    }
    guard let first = unlike.first else { return }
    let names = SheetName.listed(unlike.map(\.name))
    note(
      .warning, "unknown-key",
      unlike.count == 1
        ? "the key \(names) of study.csv is not looked at"
        : "\(unlike.count) keys of study.csv are not looked at: \(names)",
      fix: "see which keys there are with loci help study", at: first.place)
  }
}
