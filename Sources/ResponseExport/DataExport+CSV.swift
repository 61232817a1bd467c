import SurveyModel
import TabularFiles
import TextFormats

extension ExportVariable {
  /// A cell as a field file has it: the code, the number with a decimal point, the date as
  /// 2025-05-31; where there is no answer, the code that says why, or a blank for a lost one.
  func csvText(row: Int) -> String {
    if let code = missing[row] { return code.name }
    switch content {
    case .codes(let places, let codes): return places[row] < 0 ? "" : codes[Int(places[row])].name
    case .numbers(let numbers, let unit):
      return numbers[row].isNaN ? "" : unit.text(of: numbers[row])
    case .texts(let texts): return texts[row]
    }
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
  /// The code stands as the CSV has it, the value as the data set does.
  ///
  /// - Parameter format: Of the file that the codebook stands beside; nil for a CSV.
  public func codebook(for format: StatisticalFile.Format? = nil) -> String {
    let languages = study.settings.languages
    let names = format.map { self.names(for: $0) } ?? variables.map(\.name)
    var table = DelimitedText(
      ExportCodebook.columns + languages.map { "label::\($0)" } + ["asked-where", "left-out"])
    for (variable, name) in zip(variables, names) {
      table.rows.append(
        [
          .text(name), .text(variable.question?.name ?? ""), .text(variable.choice ?? ""),
          .text(variable.question?.kind.typeName ?? ExportCodebook.designType(variable.name)),
          .text(variable.measure.rawValue), .missing, .missing, .missing,
        ] + Self.texts(variable.label, languages)
          + [DelimitedText.Field(variable.question?.relevant?.source)])
      table.rows += variable.codeRows(name, languages, format)
    }
    table.rows += leftOut.map { column in
      [
        .text(column.name), .text(column.question?.name ?? ""), .missing,
        .text(column.question?.kind.typeName ?? ExportCodebook.designType(column.name)), .missing,
        .missing,
        .missing, .missing,
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
  fileprivate func codeRows(
    _ name: String, _ languages: [String], _ format: StatisticalFile.Format?
  ) -> [[DelimitedText.Field]] {
    func row(
      _ code: String, _ value: String, _ missing: MissingReason?, _ label: Label
    ) -> [DelimitedText.Field] {
      [.text(name), .missing, .missing, .missing, .missing, .text(code), .text(value)]
        + [DelimitedText.Field(missing?.rawValue)] + DataExport.texts(label, languages)
        + [.missing]
    }
    var rows: [[DelimitedText.Field]] = []
    if case .codes(_, let codes) = content {
      rows = codes.map { row($0.name, Self.text(of: $0.number), nil, $0.label) }
    }
    return rows
      + missing.codes.compactMap { code in
        guard format == .dta, !isText else {
          return code.isBlank
            ? nil
            : row(
              code.name, isText ? code.name : Self.text(of: code.number), code.reason, code.label)
        }
        return row(code.name, ".\(code.letter)", code.reason, code.label)
      }
  }

  /// Whether the answers are texts, so that the codes stand among them as they are named.
  private var isText: Bool { if case .texts = content { true } else { false } }
}
