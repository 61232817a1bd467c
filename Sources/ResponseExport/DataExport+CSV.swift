import SurveyModel
import TextFormats

extension ExportVariable {
  /// A cell as a field file has it: the code, the number with a decimal point, the date as
  /// 2025-05-31; blank where there is no answer and no code says why.
  func csvText(row: Int) -> String {
    if let reason = missing[row] { return reasonText(reason) }
    switch content {
    case .codes(let places, let codes): return places[row] < 0 ? "" : codes[Int(places[row])].name
    case .numbers(let numbers, let unit):
      return numbers[row].isNaN ? "" : unit.text(of: numbers[row])
    case .texts(let texts): return texts[row]
    }
  }

  private func reasonText(_ reason: MissingReason) -> String {
    guard let number = reasonCodes[reason] else { return "" }
    if case .codes(_, let codes) = content,
      let own = codes.first(where: { $0.number == number && $0.missing == reason })
    {
      return own.name
    }
    return Self.text(of: number)
  }
}

extension ExportVariable.Unit {
  func text(of number: Double) -> String {
    switch self {
    case .plain: ExportVariable.text(of: number)
    case .date: CivilDate(daysSince1970: Int(number)).text
    case .dateTime: CalendarClock.dateTime(seconds: number)
    case .time: CalendarClock.time(seconds: number)
    }
  }
}

extension DataExport {
  /// The answers as CSV in UTF-8, commas, decimal points, with the column `synthetic`.
  public var csv: String {
    var table = DelimitedText(
      variables.map(\.name),
      rows: (0..<count).map { row in variables.map { .text($0.csvText(row: row)) } },
      isSynthetic: study.settings.isSynthetic)
    table.cells = .exact
    return table.text()
  }

  /// Cells of the answers' CSV that a spreadsheet would take for formulas.
  public var formulaCount: Int {
    variables.reduce(0) { sum, variable in
      guard case .texts(let texts) = variable.content else { return sum }
      return sum + texts.count(where: \.beginsLikeFormula)
    }
  }

  /// The codebook as CSV: a row for each variable and, under it, for each of its codes; then one for
  /// each column that was left out, with the reason.
  ///
  /// - Parameter names: Names in the file that the codebook stands beside, by variable.
  public func codebook(names: [String]? = nil) -> String {
    let languages = study.settings.languages
    var table = DelimitedText(
      ["variable", "question", "type", "measure", "code", "value", "missing"]
        + languages.map { "label::\($0)" } + ["asked-where", "left-out"])
    for (index, variable) in variables.enumerated() {
      let name = names?[index] ?? variable.name
      table.rows.append(
        [
          .text(name), .text(variable.question?.name ?? ""),
          .text(variable.question?.kind.typeName ?? "design"), .text(variable.measure.rawValue),
          .missing, .missing, .missing,
        ] + Self.texts(variable.label, languages)
          + [DelimitedText.Field(variable.question?.relevant?.source)])
      table.rows += variable.codeRows(name, languages)
    }
    table.rows += leftOut.map { column in
      [
        .text(column.name), .text(column.question?.name ?? ""),
        .text(column.question?.kind.typeName ?? "design"), .missing, .missing, .missing, .missing,
      ] + Self.texts(column.question?.label ?? Label(), languages)
        + [DelimitedText.Field(column.question?.relevant?.source), .text(column.reason)]
    }
    return table.text()
  }

  fileprivate static func texts(_ label: Label, _ languages: [String]) -> [DelimitedText.Field] {
    languages.map { DelimitedText.Field(label[$0] ?? label[""]) }
  }
}

extension ExportVariable {
  fileprivate func codeRows(_ name: String, _ languages: [String]) -> [[DelimitedText.Field]] {
    var rows: [[DelimitedText.Field]] = []
    let empty: [DelimitedText.Field] = [.text(name), .missing, .missing, .missing]
    var named: Set<MissingReason> = []
    if case .codes(_, let codes) = content {
      for code in codes {
        if let reason = code.missing { named.insert(reason) }
        rows.append(
          empty + [
            .text(code.name), .text(Self.text(of: code.number)),
            DelimitedText.Field(code.missing?.rawValue),
          ] + DataExport.texts(code.label, languages) + [.missing])
      }
    }
    for (reason, number) in reasonCodes.sorted(by: { $0.value < $1.value })
    where !named.contains(reason) {
      let text = Self.text(of: number)
      rows.append(
        empty + [.text(text), .text(text), .text(reason.rawValue)]
          + DataExport.texts(reason.label, languages) + [.missing])
    }
    return rows
  }
}

extension MissingReason {
  /// Its words in reports and labels.
  var label: Label {
    switch self {
    case .notAsked: Label(["ru": "Вопрос не задавался", "en": "Not asked"])
    case .dontKnow: Label(["ru": "Затрудняюсь ответить", "en": "Don't know"])
    case .refused: Label(["ru": "Отказ от ответа", "en": "Refused"])
    case .noAnswer: Label(["ru": "Нет ответа", "en": "No answer"])
    case .lost: Label(["ru": "Ответ утрачен", "en": "Lost"])
    case .notAskedOrLost:
      Label(["ru": "Не задавался или утрачен", "en": "Not asked or lost"])
    case .invalid: Label(["ru": "Недопустимое значение", "en": "Invalid value"])
    }
  }
}
