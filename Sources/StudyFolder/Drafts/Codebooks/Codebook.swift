import QuestionnaireDefinition
import SurveyModel
import TabularFiles

/// What files beside the answers say of the variables: their questions, values and labels.
struct Codebook {
  /// What is said of one variable.
  struct Variable {
    var name: String
    /// A text without a language is in the codebook's own.
    var label = Label()
    /// Its values with their labels, in the codebook's order.
    var codes: [DraftColumn.Code] = []
    /// Values that are declared to mean no answer, labelled or not.
    var missing: [StatisticalVariable.MissingValues] = []
    var measure: Measure?
    /// What the codebook calls the list of values; nil where it has no name.
    var listName: String?
    var isMultiple = false
    /// What an export of ours says besides; nil of other codebooks.
    var exported: Exported?
    /// Values with two labels that say different things.
    var contradictions: [Contradiction] = []
    /// How a data set writes the numbers, `DATE10`, `%td`; "" for the usual way.
    var format = ""

    init(_ name: String) { self.name = name }
  }

  /// A value with two labels.
  struct Contradiction: Hashable {
    let value: String
    let first: String
    let second: String

    /// - Returns: nil where the labels say the same, but for case and signs.
    init?(_ known: DraftColumn.Code, _ other: DraftColumn.Code) {
      for (language, text) in other.label.texts.sorted(by: { $0.key < $1.key }) {
        guard !other.isUnlabelled, !known.isUnlabelled, let former = known.label[language],
          SheetName.plain(former) != SheetName.plain(text)
        else { continue }
        (value, first, second) = (known.name, former, text)
        return
      }
      return nil
    }
  }

  private(set) var variables: [Variable] = []
  /// Of lists that variables speak of by a name.
  private(set) var listContradictions: [(list: String, what: Contradiction)] = []
  private var places: [String: Int] = [:]
  /// By the names in small letters: the first of those that differ in capitals only.
  private var foldedPlaces: [String: Int] = [:]
  /// The languages of an export's texts, in the study's order.
  var languages: [String] = []
  /// Lists of values by the name under which variables speak of them.
  private var lists: [String: [DraftColumn.Code]] = [:]

  var isEmpty: Bool { variables.isEmpty && lists.isEmpty }

  /// What is said of a column: by its name, then by its name in another case of letters.
  subscript(name: String) -> Variable? {
    guard let place = places[name] ?? foldedPlaces[name.lowercased()] else { return nil }
    var variable = variables[place]
    if variable.codes.isEmpty, let list = variable.listName, let codes = lists[list] {
      variable.codes = codes
    }
    return variable
  }

  /// Changes what is said of a variable, which is added where it is new.
  mutating func update(_ name: String, _ change: (inout Variable) -> Void) {
    if let place = places[name] {
      change(&variables[place])
      return
    }
    var variable = Variable(name)
    change(&variable)
    places[name] = variables.count
    if foldedPlaces[name.lowercased()] == nil { foldedPlaces[name.lowercased()] = variables.count }
    variables.append(variable)
  }

  mutating func add(_ code: DraftColumn.Code, toList name: String) {
    guard let known = lists[name]?.first(where: { $0.name == code.name }) else {
      lists[name, default: []].append(code)
      return
    }
    if let what = Contradiction(known, code) { listContradictions.append((name, what)) }
  }

  /// Adds what another codebook says; what is known already stays.
  mutating func add(_ other: Codebook) {
    for variable in other.variables {
      update(variable.name) { known in
        // What an export's codebook says in its languages, its data set says in none.
        for (language, text) in variable.label.texts
        where known.label[language] == nil && (known.exported == nil || variable.exported != nil) {
          known.label[language] = text
        }
        if known.codes.isEmpty { known.codes = variable.codes }
        if known.missing.isEmpty { known.missing = variable.missing }
        known.measure = known.measure ?? variable.measure
        known.listName = known.listName ?? variable.listName
        known.isMultiple = known.isMultiple || variable.isMultiple
        known.exported = known.exported ?? variable.exported
        if known.format.isEmpty { known.format = variable.format }
      }
    }
    lists.merge(other.lists) { known, _ in known }
    languages += other.languages.filter { !languages.contains($0) }
  }
}

extension Codebook.Variable {
  mutating func add(_ code: DraftColumn.Code) {
    guard let known = codes.first(where: { $0.name == code.name }) else {
      codes.append(code)
      return
    }
    if let what = Codebook.Contradiction(known, code) { contradictions.append(what) }
  }

  /// Whether a value is declared to mean no answer, or a code of the codebook does.
  func means(noAnswer text: String) -> Bool {
    declares(text) || codes.contains { $0.missing != nil && $0.names(text) }
  }

  /// Whether a value is declared to mean no answer.
  func declares(_ text: String) -> Bool {
    if text.count == 2, text.first == ".", text.last?.isLetter == true { return true }
    return missing.contains { declared in
      if case .value(.text(let value)) = declared { return value == text }
      return Double(text).map(declared.contains) ?? false
    }
  }
}

extension DraftColumn.Code {
  /// What the file has for it.
  var value: String { dataValue ?? name }

  /// Whether a text of the file is this code, or the same number.
  func names(_ text: String) -> Bool {
    if value == text { return true }
    guard let number = Double(text) else { return false }
    return Double(value) == number
  }

  /// Called by what the file has for it.
  var asValue: DraftColumn.Code {
    var code = self
    (code.name, code.dataValue) = (value, nil)
    return code
  }
}

extension Codebook {
  /// What an SPSS or Stata file says of its own variables.
  init(_ container: TableContainer?) {
    for variable in container?.variables ?? [] {
      update(variable.name) { entry in
        entry.label = Label(variable.label)
        entry.measure = variable.measure
        entry.missing = variable.missing
        entry.format = variable.format
        for label in variable.valueLabels {
          entry.add(DraftColumn.Code(label.value.cell, label: Label(label.text)))
        }
      }
    }
  }
}
