import QuestionnaireDefinition
import SurveyModel
import TabularFiles
import TextFormats

/// What an export's codebook says of the columns that are no questions.
struct ExportedDesign {
  private(set) var roles: [ColumnRole: String] = [:]
  /// The columns of waves and cities.
  private(set) var waves: String?
  private(set) var cities: String?

  private static let known: [ColumnRole] = [.weight, .stratum, .cluster, .identifier, .interviewer]

  init(_ header: [String], _ codebook: Codebook) {
    for name in header {
      guard let design = codebook[name]?.exported?.designName else { continue }
      switch design {
      case "wave": waves = name
      case "city": cities = name
      default: if let role = Self.known.first(where: { $0.name == design }) { roles[role] = name }
      }
    }
  }
}

/// Whether a file says that a program made its answers: by its title, its documents, or a column.
struct SyntheticMark {
  let isSynthetic: Bool

  init(_ table: FieldTable, _ header: [String], rows: Range<Int>) {
    let container = table.container
    // A document's lines have a length of their own: the stamp may go on in the next one.
    let texts = [container?.label ?? ""] + (container?.notes ?? [])
    isSynthetic =
      texts.contains(where: SyntheticData.isStamp)
      || header.indices.contains { column in
        Self.isMark(table, column, rows: rows)
          && rows.contains { Self.yes.contains(table.text(row: $0, column: column)) }
      }
  }

  private static let yes: Set<String> = ["yes", "1"]

  /// Whether a column says nothing else: it is called so, and holds yes or no alone, or is labelled
  /// with the stamp.
  static func isMark(_ table: FieldTable, _ column: Int, rows: Range<Int>) -> Bool {
    guard table.header[column].text == SyntheticData.name else { return false }
    if let variable = table.container?.variable(column), SyntheticData.isStamp(variable.label) {
      return true
    }
    return rows.allSatisfy { ["yes", "no"].contains(table.text(row: $0, column: column)) }
  }
}

/// The labels of columns of one choice each, taken apart: «Что Вы делали?: начали своё дело».
struct DetailLabels {
  /// What all of them begin with; nil where that is nothing.
  private(set) var question: Label?
  /// For each column what follows; its whole label where nothing is shared.
  private(set) var choices: [Label]

  init(_ labels: [Label]) {
    choices = labels
    var shared = Label()
    for language in labels.first?.texts.keys.sorted() ?? [] {
      let texts = labels.compactMap { $0[language] }
      guard texts.count == labels.count, texts.count > 1, let length = Self.sharedLength(texts)
      else { continue }
      shared[language] = Self.bare(texts[0].prefix(length))
      for (place, text) in texts.enumerated() {
        choices[place][language] = Self.bare(text.dropFirst(length))
      }
    }
    question = shared.isEmpty ? nil : shared
  }

  /// Characters up to and with the last sign that divides question and choice in all texts.
  private static func sharedLength(_ texts: [String]) -> Int? {
    let characters = texts.map(Array.init)
    var length = 0
    while characters.allSatisfy({ length < $0.count && $0[length] == characters[0][length] }) {
      length += 1
    }
    let signs = [": ", " - ", " – ", " — ", "? ", "/", " | ", "; "].map(Array.init)
    let ends = (0..<length).reversed().lazy.compactMap { place in
      signs.first { sign in
        place + sign.count <= length && Array(characters[0][place..<(place + sign.count)]) == sign
      }.map { place + $0.count }
    }
    return ends.first { end in characters.allSatisfy { $0.count > end } }
  }

  private static func bare(_ text: some StringProtocol) -> String {
    var text = String(text).trimmed
    while let last = text.last, ":-–—/|; ".contains(last) { text.removeLast() }
    return text
  }
}
