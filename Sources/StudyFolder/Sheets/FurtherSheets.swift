import SurveyModel
import TabularFiles

extension MissingCode {
  /// The rows of the sheet `missing`: a value and its reason, or the name of a preset.
  static func read(_ sheet: Sheet) -> ([MissingCode], [Diagnostic]) {
    var rows = SheetRows(sheet, of: .missing)
    let isBare = sheet.hasColumn("preset") && !sheet.hasColumn("value")
    guard rows.hasRequiredColumns(besides: isBare ? [] : ["value", "reason"])
    else { return ([], rows.diagnostics) }
    let codes = sheet.rows.flatMap { row -> [MissingCode] in
      row["preset"] == nil ? single(row, &rows) : preset(row, &rows)
    }
    return (codes, rows.diagnostics)
  }

  private static func single(_ row: Sheet.Row, _ rows: inout SheetRows) -> [MissingCode] {
    guard let question = rows.text("question", row), let value = rows.text("value", row),
      rows.text("reason", row) != nil,
      let reason = rows.option("reason", row, of: MissingReason.self)
    else { return [] }
    return [
      MissingCode(
        question: named(question), source: named(row["source"]), value: value, reason: reason,
        at: rows.place("question", row))
    ]
  }

  private static func preset(_ row: Sheet.Row, _ rows: inout SheetRows) -> [MissingCode] {
    guard let question = rows.text("question", row),
      let preset = rows.option("preset", row, of: MissingPreset.self)
    else { return [] }
    guard row["value"] == nil, row["reason"] == nil else {
      rows.note(
        .error, "value-ambiguous", "both 'preset' and 'value' or 'reason' are given",
        fix: "leave the preset in this row, and give the value and its reason a row of their own",
        at: rows.place("preset", row))
      return []
    }
    return preset.codes.map { code in
      MissingCode(
        question: named(question), source: named(row["source"]), value: code.value,
        reason: code.reason, isPreset: true, at: rows.place("question", row))
    }
  }

  /// nil for `*` and for a blank: every one.
  private static func named(_ text: String?) -> String? { text == "*" ? nil : text }
}

extension Correction {
  /// The rows of the sheet `corrections`.
  static func read(_ sheet: Sheet) -> ([Correction], [Diagnostic]) {
    var rows = SheetRows(sheet, of: .corrections)
    guard rows.hasRequiredColumns() else { return ([], rows.diagnostics) }
    let corrections = sheet.rows.compactMap { row -> Correction? in
      guard let file = rows.text("file", row), let record = rows.text("record", row),
        let question = rows.text("question", row), let who = rows.text("who", row),
        let why = rows.text("why", row)
      else { return nil }
      return Correction(
        file: file, record: record, question: question, old: row["old"] ?? "",
        new: row["new"] ?? "", who: who, why: why, at: rows.place("file", row))
    }
    return (corrections, rows.diagnostics)
  }
}

extension FieldworkCount {
  /// The rows of the sheet `fieldwork`.
  static func read(_ sheet: Sheet) -> ([FieldworkCount], [Diagnostic]) {
    var rows = SheetRows(sheet, of: .fieldwork)
    guard rows.hasRequiredColumns() else { return ([], rows.diagnostics) }
    let counts = sheet.rows.compactMap { row -> FieldworkCount? in
      guard let wave = rows.text("wave", row), let city = rows.text("city", row),
        let disposition = rows.text("disposition", row), rows.text("count", row) != nil,
        let count = rows.number("count", row)
      else { return nil }
      guard count >= 0, count == count.rounded(), count < 1e12 else {
        rows.note(
          .error, "value-out-of-range", "a count must be a whole number from 0 on, found \(count)",
          fix: "write the number of contacts", at: rows.place("count", row))
        return nil
      }
      return FieldworkCount(
        wave: wave, city: city, disposition: disposition, count: Int(count),
        at: rows.place("wave", row))
    }
    return (counts, rows.diagnostics)
  }
}

extension AuthoredText {
  /// The rows of the sheet `texts`.
  static func read(_ sheet: Sheet) -> ([AuthoredText], [Diagnostic]) {
    var rows = SheetRows(sheet, of: .texts)
    guard rows.hasRequiredColumns() else { return ([], rows.diagnostics) }
    let texts = sheet.rows.compactMap { row -> AuthoredText? in
      guard let section = rows.word("section", row), let language = rows.text("language", row),
        let text = rows.text("text", row)
      else { return nil }
      return AuthoredText(
        section: section, city: row["city"].flatMap { $0 == "*" ? nil : $0 },
        wave: row["wave"].flatMap { $0 == "*" ? nil : $0 }, language: language, text: text,
        author: row["author"] ?? "", at: rows.place("section", row))
    }
    return (texts, rows.diagnostics)
  }
}

extension QuestionMark {
  /// The rows of the sheet `questions`.
  static func read(_ sheet: Sheet) -> ([QuestionMark], [Diagnostic]) {
    var rows = SheetRows(sheet, of: .questions)
    guard rows.hasRequiredColumns() else { return ([], rows.diagnostics) }
    var seen: Set<String> = []
    let marks = sheet.rows.compactMap { row -> QuestionMark? in
      guard let question = rows.text("question", row), let key = rows.word("key", row) else {
        return nil
      }
      guard seen.insert(question).inserted else {
        rows.note(
          .error, "duplicate-question", "'\(question)' stands twice", fix: "keep one of the rows",
          at: rows.place("question", row))
        return nil
      }
      return QuestionMark(
        question: question, isKey: key == "yes", at: rows.place("question", row))
    }
    return (marks, rows.diagnostics)
  }
}

extension OpenQuestion {
  /// The rows of the sheet `draft`.
  static func read(_ sheet: Sheet) -> ([OpenQuestion], [Diagnostic]) {
    var rows = SheetRows(sheet, of: .draft)
    guard rows.hasRequiredColumns() else { return ([], rows.diagnostics) }
    let questions = sheet.rows.compactMap { row -> OpenQuestion? in
      guard let question = rows.text("question", row) else { return nil }
      return OpenQuestion(
        sheet: row["sheet"] ?? "the study", row: row["row"] ?? "", question: question,
        at: rows.place("question", row))
    }
    return (questions, rows.diagnostics)
  }
}

extension ColumnMapping {
  /// The rows of the sheet `columns`.
  static func read(_ sheet: Sheet) -> ([ColumnMapping], [Diagnostic]) {
    var rows = SheetRows(sheet, of: .columnMappings)
    guard rows.hasRequiredColumns() else { return ([], rows.diagnostics) }
    let mappings = sheet.rows.compactMap { row -> ColumnMapping? in
      guard let file = rows.text("file", row), let column = rows.text("column", row),
        row["confirmed"] == nil || rows.word("confirmed", row) != nil
      else { return nil }
      _ = rows.number("score", row)
      return ColumnMapping(
        file: file == "*" ? nil : file, column: column, question: row["question"],
        isConfirmed: row["confirmed"] == "yes", at: rows.place("column", row))
    }
    return (mappings, rows.diagnostics)
  }
}
