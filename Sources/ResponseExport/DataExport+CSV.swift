import SurveyModel
import TabularFiles
import TextFormats

extension ExportVariable {
  /// A cell as a field file has it: the code, the number with a decimal point and all its digits, the
  /// date as 2025-05-31, the time with its fraction and zone; where there is no answer, the code that
  /// says why, or a blank for a lost one.
  func csvText(row: Int) -> String {
    if let code = missing[row] { return code.name }
    switch content {
    case .codes(let places, let codes): return places[row] < 0 ? "" : codes[Int(places[row])].name
    case .numbers(let numbers, let unit):
      return numbers[row].isNaN ? "" : exactTexts[row] ?? unit.text(of: numbers[row])
    case .texts(let texts): return texts[row]
    }
  }
}

extension ExportVariable.Unit {
  func text(of number: Double) -> String {
    switch self {
    case .plain: ExportVariable.text(of: number)
    case .date: CivilDate(daysSince1970: Int(number)).text
    case .dateTime: CalendarClock.preciseDateTime(seconds: number)
    case .time: CalendarClock.preciseTime(seconds: number)
    }
  }
}

extension DataExport {
  /// The answers as CSV in UTF-8, commas, decimal points; with the column `synthetic` where a program
  /// made them.
  public var csv: String {
    var bytes: [UInt8] = []
    writeCSV {
      bytes += $0
      return true
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Hands over the answers as CSV in pieces of some thousand interviews.
  ///
  /// - Parameter take: Returns false where no more is wanted.
  public func writeCSV(_ take: (_ piece: [UInt8]) -> Bool) {
    var columns = variables.map(CSVCells.init)
    var piece: [UInt8] = []
    let isSynthetic = study.settings.isSynthetic
    for (place, name) in variables.map(\.name).enumerated() {
      if place > 0 { piece.append(UInt8(ascii: ",")) }
      FieldQuoting.commas.append(name, to: &piece)
    }
    piece += (isSynthetic ? ",\(SyntheticData.name)\n" : "\n").utf8
    let end = Array((isSynthetic ? ",\(SyntheticData.mark)\n" : "\n").utf8)
    for row in 0..<count {
      for column in columns.indices {
        if column > 0 { piece.append(UInt8(ascii: ",")) }
        columns[column].append(row, to: &piece)
      }
      piece += end
      if piece.count > 1 << 20 {
        guard take(piece) else { return }
        piece.removeAll(keepingCapacity: true)
      }
    }
    _ = take(piece)
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
      ExportCodebook.columns + languages.map { "label::\($0)" } + [
        "asked-where", "left-out", "wordings",
      ])
    for (variable, name) in zip(variables, names) {
      table.rows.append(
        [
          .text(name), .text(variable.question?.name ?? ""), .text(variable.choice ?? ""),
          .text(variable.question?.kind.typeName ?? ExportCodebook.designType(variable.name)),
          .text(variable.measure.rawValue), .missing, .missing, .missing,
        ] + Self.texts(variable.label, languages)
          + [
            DelimitedText.Field(variable.question?.relevant?.source), .missing,
            DelimitedText.Field(variable.wordingText(in: options.language)),
          ])
      table.rows += variable.codeRows(name, languages, format, options.language)
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

/// The cells of one variable, as a record of CSV has them.
private struct CSVCells {
  private let variable: ExportVariable
  private let places: PackedPlaces
  /// Cells of closed questions that stood in a record already, by code.
  private var known: [[UInt8]?]

  init(_ variable: ExportVariable) {
    self.variable = variable
    if case .codes(let places, let codes) = variable.content {
      self.places = places
      known = Array(repeating: nil, count: codes.count + 1)
    } else {
      (places, known) = ([], [])
    }
  }

  mutating func append(_ row: Int, to record: inout [UInt8]) {
    guard !known.isEmpty, variable.missing[row] == nil else {
      FieldQuoting.commas.append(variable.csvText(row: row), to: &record)
      return
    }
    let place = Int(places[row] + 1)
    if let cell = known[place] {
      record += cell
      return
    }
    var cell: [UInt8] = []
    FieldQuoting.commas.append(variable.csvText(row: row), to: &cell)
    known[place] = cell
    record += cell
  }
}

extension ExportVariable {
  fileprivate func codeRows(
    _ name: String, _ languages: [String], _ format: StatisticalFile.Format?, _ language: String
  ) -> [[DelimitedText.Field]] {
    func row(
      _ code: String, _ value: String, _ missing: MissingReason?, _ label: Label
    ) -> [DelimitedText.Field] {
      // The codes of a column of one choice are no choices.
      let words = choice == nil ? Self.text(of: choiceWordings[code] ?? [], in: language) : nil
      return [.text(name), .missing, .missing, .missing, .missing, .text(code), .text(value)]
        + [DelimitedText.Field(missing?.rawValue)] + DataExport.texts(label, languages)
        + [.missing] + (words.map { [.missing, .text($0)] } ?? [])
    }
    var rows: [[DelimitedText.Field]] = []
    if case .codes(_, let codes) = content {
      rows = codes.map { row($0.name, Self.text(of: $0.number), nil, $0.label) }
    }
    // The cells of an order are names of choices, of which each stands once in it.
    rows += orderedChoices.map { row($0.name, $0.name, nil, $0.label) }
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

  /// What may stand in an order; empty for other variables.
  var orderedChoices: [Choice] {
    guard case .rank(let list)? = question?.kind else { return [] }
    return list.substantive.map { list.choices[$0] }
  }

  /// What each wave asked, `w1: … · w2: …`; nil where all asked the same.
  func wordingText(in language: String) -> String? { Self.text(of: wordings, in: language) }

  private static func text(of wordings: [Wording], in language: String) -> String? {
    guard !wordings.isEmpty else { return nil }
    return wordings.map { "\($0.wave): \($0.label.text(in: language) ?? "")" }
      .joined(separator: " · ")
  }

  /// Whether the answers are texts, so that the codes stand among them as they are named.
  private var isText: Bool { if case .texts = content { true } else { false } }
}
