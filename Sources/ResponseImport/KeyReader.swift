import SurveyModel
import TabularFiles
import TextFormats

/// Finds the city, or the wave, of a record: the one that the source names, or that of a column.
struct KeyReader {
  /// A city or a wave, by what it may be called.
  struct Entry {
    var name: String
    var code: String
    var labels: [String]

    init(_ city: City) {
      (name, code, labels) = (city.name, city.code, Array(city.label.texts.values))
    }

    init(_ wave: Wave) {
      (name, code, labels) = (wave.name, wave.code, Array(wave.label.texts.values))
    }
  }

  private let kind: String
  private let entries: [Entry]
  /// The place of the fixed one; nil where it is unknown or a column tells.
  private let fixed: Int?
  private let column: Int?
  private var known: [String: Int?] = [:]

  init(_ key: Source.Key, _ kind: String, _ entries: [Entry], column: Int?) {
    self.kind = kind
    self.entries = entries
    self.column = column
    if case .fixed(let name) = key {
      fixed = entries.firstIndex { $0.name == name }
    } else {
      fixed = nil
    }
  }

  /// The place of a record's city or wave in the study; nil where there is none such.
  mutating func place(_ row: Int, _ table: FieldTable, _ log: inout DiagnosticLog) -> Int? {
    guard let column else { return fixed }
    let text = table.text(row: row, column: column).trimmingSpace
    let place = known[text] ?? match(text)
    known[text] = .some(place)
    if place == nil {
      let value = FoundValue(text)
      let found = value.isShown ? value.words : "that stands here: \(value.words)"
      let fault = CellFault(
        code: "unknown-\(kind)", message: "no \(kind) of the study has the code \(found)",
        fix: "add it to the sheet of the study, or correct the record, which is set aside")
      log.append(.error, fault, of: kind) { table.location(row: row, column: column) }
    }
    return place
  }

  /// By code, by name, by code as a number, by label, in this order.
  private func match(_ text: String) -> Int? {
    guard !text.isEmpty else { return nil }
    let number = NumberCell(text, mark: .point)?.value
    return entries.firstIndex { $0.code == text } ?? entries.firstIndex { $0.name == text }
      ?? number.flatMap { number in
        entries.firstIndex { NumberCell($0.code, mark: .point)?.value == number }
      }
      ?? entries.firstIndex { $0.labels.contains(text) }
      ?? entries.firstIndex {
        $0.code.lowercased() == text.lowercased() || $0.name.lowercased() == text.lowercased()
      }
  }
}
