import SurveyModel
import TabularFiles

extension Factor {
  /// The rows of the sheet `factors`: one a question; the rows of a factor share its layer.
  static func read(_ sheet: Sheet) -> ([Factor], [Diagnostic]) {
    var reader = FactorRows(sheet)
    guard reader.rows.hasRequiredColumns() else {
      return ([], reader.rows.diagnostics)
    }
    for row in sheet.rows { reader.read(row) }
    reader.checkOutcomes()
    return (reader.factors, reader.rows.diagnostics)
  }
}

private struct FactorRows {
  var rows: SheetRows
  var factors: [Factor] = []
  private let columns: [String: [(column: String, language: String)]]

  init(_ sheet: Sheet) {
    rows = SheetRows(sheet, of: .factors)
    columns = Dictionary(
      uniqueKeysWithValues: ["label", "by", "in", "facet-label"].map {
        ($0, sheet.languageColumns($0))
      })
  }

  mutating func read(_ row: Sheet.Row) {
    guard let name = rows.text("factor", row), rows.text("layer", row) != nil,
      let layer = rows.option("layer", row, of: Factor.Layer.self), let item = item(row)
    else { return }
    let index = factors.firstIndex { $0.name == name } ?? append(name, layer, row)
    if factors[index].layer != layer {
      rows.note(
        .error, "layer-differs",
        "factor '\(name)' is of layer '\(factors[index].layer.rawValue)', here '\(layer.rawValue)'",
        fix: "use one layer a factor", at: rows.place("layer", row))
      return
    }
    if factors[index].items.contains(where: { $0.question == item.question }) {
      rows.note(
        .error, "duplicate-item", "factor '\(name)' names '\(item.question)' twice",
        fix: "keep one of the rows", at: item.location)
      return
    }
    add(item, to: index, row)
  }

  private mutating func append(_ name: String, _ layer: Factor.Layer, _ row: Sheet.Row) -> Int {
    factors.append(
      Factor(
        name: name, label: label("label", row), byCase: label("by", row),
        inCase: label("in", row), layer: layer, items: []))
    return factors.count - 1
  }

  private mutating func add(_ item: Factor.Item, to index: Int, _ row: Sheet.Row) {
    factors[index].items.append(item)
    readModel(of: index, row)
    if let facet = item.facet, factors[index].facetLabels[facet] == nil {
      let text = label("facet-label", row)
      if !text.isEmpty { factors[index].facetLabels[facet] = text }
    }
  }

  /// The first row of a factor that has a model gives it; another one would contradict it.
  private mutating func readModel(of index: Int, _ row: Sheet.Row) {
    guard let text = row["model"] else { return }
    guard let model = factors[index].model else {
      factors[index].model = Factor.Model(text, at: rows.place("model", row))
      return
    }
    if model.text != text {
      rows.note(
        .error, "model-differs", "factor '\(factors[index].name)' has two different models",
        fix: "write the model into one row of the factor", at: rows.place("model", row))
    }
  }

  private func label(_ name: String, _ row: Sheet.Row) -> Label { row.label(columns[name] ?? []) }

  private mutating func item(_ row: Sheet.Row) -> Factor.Item? {
    guard let question = rows.text("question", row), let keying = keying(row) else { return nil }
    let minimum = rows.number("minimum", row)
    let maximum = rows.number("maximum", row)
    if let minimum, let maximum, minimum >= maximum {
      rows.note(
        .error, "value-out-of-range", "'minimum' must be below 'maximum'",
        fix: "write the smallest and the largest possible answer",
        at: rows.place("minimum", row))
      return nil
    }
    return Factor.Item(
      facet: row["facet"], question: question,
      kind: rows.option("kind", row, of: Factor.Kind.self) ?? .reflective, keying: keying,
      scoring: rows.option("scoring", row, of: Factor.Scoring.self) ?? .mean, minimum: minimum,
      maximum: maximum, at: rows.place("question", row))
  }

  /// `+` or `-`; Excel's minus signs are understood.
  private mutating func keying(_ row: Sheet.Row) -> Factor.Keying? {
    switch row["keying"] {
    case nil, "+": return .positive
    case "-", "−", "–": return .negative
    case let text?:
      rows.note(
        .error, "value-unknown", "'keying' must be + or -, found '\(text)'",
        fix: "write + where agreement means more of the factor, - where less",
        at: rows.place("keying", row))
      return nil
    }
  }

  mutating func checkOutcomes() {
    for factor in factors.filter({ $0.layer == .outcome }).dropFirst() {
      guard let place = factor.items.first?.location else { continue }
      rows.note(
        .error, "second-outcome", "'\(factor.name)' is a second factor of layer 'outcome'",
        fix: "leave one: it is the index", at: place)
    }
  }
}
