import QuestionnaireDefinition
import SurveyModel
import TabularFiles

/// The codebook that `loci export` writes: what it says needs no question.
extension Codebook {
  /// What an export says of one of its variables.
  struct Exported: Hashable {
    /// The question; "" for the design's variables.
    var question = ""
    /// The choice that the variable is about, of a question with several; "" for others.
    var choice = ""
    /// The question's type, or what the variable tells of the design.
    var type = ""
    /// What a CSV and what a data set has for each of the codes.
    var names: [String] = []
    var values: [String] = []

    /// What the variable tells of the design, `weight`, `city`; nil for questions.
    var designName: String? { ExportCodebook.designName(type) }
  }

  /// - Returns: nil where the header is not that of an export's codebook.
  init?(export rows: [[Sheet.Cell]]) {
    guard let header = rows.first?.map(\.text.trimmed),
      header.starts(with: ExportCodebook.columns)
    else { return nil }
    let languages = header.enumerated().compactMap { place, name in
      name.hasPrefix("label::") ? (place: place, language: String(name.dropFirst(7))) : nil
    }
    self.languages = languages.map(\.language)
    let leftOut = header.firstIndex(of: "left-out")
    for row in rows.dropFirst() {
      let cells = row.map(\.text.withoutApostrophe)
      guard cells.count >= ExportCodebook.columns.count, !cells[0].isEmpty,
        leftOut.map({ $0 >= cells.count || cells[$0].isEmpty }) ?? true
      else { continue }
      let label = Label(
        Dictionary(
          languages.compactMap { place, language in
            place < cells.count && !cells[place].isEmpty ? (language, cells[place]) : nil
          }, uniquingKeysWith: { first, _ in first }))
      add(cells, label)
    }
    if isEmpty { return nil }
  }

  /// - Parameter cells: The variable, question, choice, type, measure, code, value and reason.
  private mutating func add(_ cells: [String], _ label: Label) {
    update(cells[0]) { variable in
      var exported = variable.exported ?? Exported()
      if cells[5].isEmpty, cells[6].isEmpty {
        (exported.question, exported.choice, exported.type) = (cells[1], cells[2], cells[3])
        variable.label = label
        variable.measure = Measure(rawValue: cells[4])
        variable.isMultiple = cells[3] == "select_multiple"
      } else {
        exported.names.append(cells[5])
        exported.values.append(cells[6])
        variable.codes.append(
          DraftColumn.Code(cells[5], label: label, missing: MissingReason(rawValue: cells[7])))
      }
      variable.exported = exported
    }
  }

  /// What an export says, each code with what the answers have for it.
  ///
  /// - Parameter isDataSet: Whether these are values of a data set, or the codes themselves.
  func coded(forDataSet isDataSet: Bool) -> Codebook {
    var coded = self
    for variable in variables {
      guard let values = variable.exported?.values else { continue }
      coded.update(variable.name) { entry in
        // Codes that share a letter of Stata's are one in the data set: the first has its label.
        var known: Set<String> = []
        entry.codes = zip(variable.codes, values).compactMap { code, value in
          var code = code
          if code.name.isEmpty { code.name = isDataSet ? value : "" }
          if isDataSet, code.name != value { code.dataValue = value }
          let stands = code.dataValue ?? code.name
          return code.name.isEmpty || !known.insert(stands).inserted ? nil : code
        }
      }
    }
    return coded
  }
}

extension String {
  /// Without the apostrophe that keeps a spreadsheet from taking a text for a formula.
  fileprivate var withoutApostrophe: String {
    guard first == "'", let second = dropFirst().first, "=+-@\t\r".contains(second) else {
      return self
    }
    return String(dropFirst())
  }
}
