import FactorAnalysis
import QuestionnaireDefinition
import SurveyModel
import TextFormats

/// Batteries of a common ordered scale: what may be a factor, with its reliability in the files.
struct CandidateFactors {
  private struct Battery {
    let name: String
    let label: Label
    /// Questions with their columns.
    var items: [(question: Question, column: String)]
    let list: ChoiceList
  }

  private static let fewestItems = 3
  private var batteries: [(battery: Battery, reliability: Reliability?)] = []
  private let languages: [String]

  init(_ forms: [DraftedForm], _ drafts: [FieldFileDraft], languages: [String]) {
    self.languages = languages
    guard let form = forms.first else { return }
    batteries = Self.batteries(of: form).map { ($0, Self.reliability(of: $0, in: drafts)) }
  }

  var count: Int { batteries.count }

  /// Questions one after the other that share an ordered list and the beginning of their names; those
  /// of a grid's column, whose cells stand row by row.
  private static func batteries(of form: DraftedForm) -> [Battery] {
    var found: [Battery] = []
    var open: [Battery] = []
    func close() {
      found += open.filter { $0.items.count >= fewestItems }
      open = []
    }
    for (question, column) in zip(form.questionnaire.questions, form.columns) {
      guard case .selectOne(let list) = question.kind, question.measure == .ordinal,
        list.numericLimits != nil
      else {
        close()
        continue
      }
      let stem = stem(of: question.name)
      let place = open.firstIndex { battery in
        battery.name == stem && battery.list.name == list.name
          && battery.list.choices.map(\.name) == list.choices.map(\.name)
      }
      if let place {
        open[place].items.append((question, column.column))
        continue
      }
      if gridCell(question.name)?.column == nil { close() }
      open.append(
        Battery(name: stem, label: Label(), items: [(question, column.column)], list: list))
    }
    close()
    return found
  }

  /// `Q3_11` and `SOC01` belong to `Q3` and `SOC`; of the cells of a grid, `q14r01c02`, those of one
  /// column belong together: `q14_c02`.
  private static func stem(of name: String) -> String {
    if let cell = gridCell(name) {
      return ([cell.grid] + (cell.column.map { [$0] } ?? [])).joined(separator: "_")
    }
    var stem = name[...]
    while let last = stem.last, last.isNumber { stem.removeLast() }
    let signs: Set<Character> = ["_", ".", "-"]
    guard let last = stem.last, signs.contains(last), stem.count < name.count else {
      return String(stem)
    }
    return String(stem.dropLast())
  }

  /// The grid of `q14r01`, `q14_r1` and `q14r01c02`, and its column; nil for other names.
  private static func gridCell(_ name: String) -> (grid: String, column: String?)? {
    guard
      let match = name.wholeMatch(
        of: #/(.*\p{L}.*?\d|.*\p{L}.*?(?=[_.]))[_.]?[rR]\d+(?:[_.]?([cC]\d+))?/#)
    else { return nil }
    return (String(match.1), match.2.map { String($0) })
  }

  private static func reliability(
    of battery: Battery, in drafts: [FieldFileDraft]
  ) -> Reliability? {
    let values = Dictionary(
      battery.list.substantive.compactMap { place in
        battery.list.choices[place].value.map { (battery.list.choices[place].name, $0) }
      }, uniquingKeysWith: { first, _ in first })
    var columns = Array(repeating: [Double](), count: battery.items.count)
    for draft in drafts {
      let header = draft.table.header.map(\.text)
      for (place, item) in battery.items.enumerated() {
        let column = header.firstIndex(of: item.column)
        columns[place] += (draft.headerRows..<draft.table.rowCount).map { row in
          column.flatMap { values[draft.table.text(row: row, column: $0)] } ?? .nan
        }
      }
    }
    do {
      let answers = try ItemAnswers(names: battery.items.map(\.question.name), columns: columns)
      return try Reliability(ItemCovariance(answers, missing: .pairwise))
    } catch {
      return nil
    }
  }

  /// `factors.draft.csv`; nil where there is no battery.
  var file: OutputFile? {
    guard !batteries.isEmpty else { return nil }
    let labels = languages.map { "label::\($0)" }
    let header =
      ["factor"] + labels + ["layer", "kind", "question", "keying", "scoring", "reliability"]
    let rows = batteries.flatMap { battery, reliability in
      battery.items.enumerated().map { place, item in
        [battery.name] + languages.map { _ in "" }
          + ["", "reflective", item.question.name, Self.keying(place, reliability), "mean"]
          + [Self.words(place, reliability)]
      }
    }
    return OutputFile(
      path: "factors.draft.csv",
      text: ([header] + rows).map(FieldQuoting.sheet.record).joined())
  }

  private static func keying(_ place: Int, _ reliability: Reliability?) -> String {
    (reliability?.items[place].itemRestCorrelation ?? 0) < -0.1 ? "-" : "+"
  }

  /// The correlation of the item with the rest; in the first row α as well.
  private static func words(_ place: Int, _ reliability: Reliability?) -> String {
    guard let reliability else { return place == 0 ? "too few answers" : "" }
    let rest = reliability.items[place].itemRestCorrelation.map { "item-rest \(rounded($0))" }
    let alpha = place == 0 ? ["alpha \(rounded(reliability.alpha))"] : []
    return (alpha + [rest].compactMap(\.self)).joined(separator: ", ")
  }

  private static func rounded(_ number: Double) -> String {
    let hundredths = Int((abs(number) * 100).rounded())
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    return (number < 0 && hundredths > 0 ? "-" : "") + "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
