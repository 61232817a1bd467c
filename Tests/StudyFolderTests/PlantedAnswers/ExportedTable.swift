import NumericalMethods
import SurveyModel

/// A survey as a program writes it: rows of the header, then a record each.
struct ExportedTable {
  /// A column with all rows of its header.
  private struct Column {
    var header: [String]
    var cells: [String]
  }

  private var columns: [Column] = []
  private let style: ExportStyle
  /// Respondents whose records are interviews: the others are previews, tests or rejected.
  private(set) var interviewed: [Int] = []

  init(_ survey: PlantedSurvey, _ style: ExportStyle, random: inout RandomStream) {
    self.style = style
    let everybody = Array(0..<survey.respondents)
    let refused = Set(
      style.program.reviewing == nil
        ? [] : everybody.filter { _ in Int.random(in: 0..<15, using: &random) == 0 })
    interviewed = everybody.filter { !refused.contains($0) }
    let own = style.program.ownColumns(everybody.map(refused.contains), &random)
    for column in own.before { add([column.name], column.cells) }
    for item in survey.items { add(item) }
    for column in own.after { add([column.name], column.cells) }
  }

  /// All rows, those of the header first.
  var rows: [[String]] {
    let header = (0..<style.headerRows).map { row in
      columns.map { $0.header.count > row ? $0.header[row] : "" }
    }
    let count = columns.map(\.cells.count).max() ?? 0
    return header + (0..<count).map { row in columns.map { $0.cells[row] } }
  }

  /// Adds a column; the rows of the header below its name are those of the program.
  private mutating func add(_ header: [String], _ cells: [String]) {
    var rows = header
    switch style.program {
    case .qualtrics:
      if rows.count == 1 { rows.append(rows[0].readable) }
      rows.append("{\"ImportId\":\"\(columns.count)\"}")
    case .surveyMonkey: if rows.count == 1 { rows.append("") }
    default: break
    }
    columns.append(Column(header: Array(rows.prefix(style.headerRows)), cells: cells))
  }

  private mutating func add(_ item: PlantedSurvey.Item) {
    let question = item.question
    let label = question.label["ru"] ?? ""
    let below = style.program == .qualtrics ? [label] : []
    guard item.question.choices != nil else {
      let second = style.program == .surveyMonkey ? ["Open-Ended Response"] : below
      return add([style.name(question)] + second, item.texts)
    }
    let isCell = !item.isMultiple || [.cell, .both].contains(style.several)
    if isCell {
      let second = style.program == .surveyMonkey ? ["Response"] : below
      add(
        [style.name(question)] + second,
        item.chosen.map { chosen in
          chosen.map { style.text(item.choices[$0]) }.joined(separator: style.mark)
        })
    }
    guard item.isMultiple, style.several != .cell else { return }
    for (place, choice) in item.choices.enumerated() {
      let cells = item.chosen.map { style.flag($0.contains(place), choice) }
      let label = choice.label["ru"] ?? ""
      switch style.program {
      case .surveyMonkey: add([place == 0 ? style.name(question) : "", label], cells)
      case .qualtrics:
        let text = "\(question.label["ru"] ?? "") - Selected Choice - \(label)"
        add([style.name(question, choice), text], cells)
      default: add([style.name(question, choice)], cells)
      }
    }
  }
}

extension String {
  /// `StartDate` as Qualtrics writes it below: `Start Date`.
  fileprivate var readable: String {
    var text = ""
    for character in self {
      if character.isUppercase, text.last?.isLowercase == true { text.append(" ") }
      text.append(character)
    }
    return text
  }
}
