import FactorAnalysis
import LavaanSyntax
import MeasurementInvariance
import Reporting
import StructuralModels
import SurveyAnalysis
import SurveyModel
import TextFormats

/// A model that was fitted to a wave, or why not.
package struct FittedModel: Sendable {
  /// The factor that it is of; the file's name where it is of several.
  package var name: String
  package var wave: String
  /// What the cities count by; nil where they are groups of their own, or there is one.
  package var cityScaling: CityScaling?
  package var result: Result<ConfirmatoryFit, ModelError>

  package init(
    name: String, wave: String, cityScaling: CityScaling? = nil,
    result: Result<ConfirmatoryFit, ModelError>
  ) {
    self.name = name
    self.wave = wave
    self.cityScaling = cityScaling
    self.result = result
  }
}

/// Structural equation models: fit, parameters and modification indices.
package struct ModelTables: PrintedResult {
  package var models: [FittedModel]
  package var isSynthetic: Bool

  package init(models: [FittedModel], isSynthetic: Bool) {
    self.models = models
    self.isSynthetic = isSynthetic
  }

  package var unmade: [String] {
    models.compactMap { model in
      if case .failure(let error) = model.result {
        "the model of \(model.name), wave \(model.wave): "
          + ("\(error)".split(separator: "\n").first ?? "")
      } else {
        nil
      }
    }
  }

  package var text: String { ResultTable.stamp(isSynthetic: isSynthetic) + body }

  var body: String { models.map(\.text).joined(separator: "\n") }

  /// The parameters, a row for each.
  package var table: ResultTable {
    var table = ResultTable(
      [
        .text("wave"), .text("group"), .text("lhs"), .text("op"), .text("rhs"), .text("label"),
        .number("est"), .number("se"), .number("z"), .number("pValue"), .number("stdAll"),
      ], isSynthetic: isSynthetic)
    table.rows = models.flatMap { model in
      ((try? model.result.get())?.parameterRows ?? []).map { [.text(model.wave)] + $0.fields }
    }
    return table
  }

  package var json: JSONValue { .array(models.map(\.json)) }

  func json(of factor: String) -> JSONValue {
    .array(models.filter { $0.name == factor }.map(\.json))
  }
}

extension FittedModel {
  var text: String {
    let title = "Model of \(name), wave \(wave)"
    switch result {
    case .failure(let error):
      return "\(title): not estimated\n" + "\(error)".indented
    case .success(let fit): return title + fit.text(cityScaling)
    }
  }

  var json: JSONValue {
    switch result {
    case .failure(let error):
      ["model": .string(name), "wave": .string(wave), "error": .string("\(error)")]
    case .success(let fit): fit.json(name, wave, cityScaling)
    }
  }
}

/// A row of a model's table of parameters.
struct ParameterRow {
  var parameter: Parameter
  var group: String
  var estimate: Double
  /// Nil where the value is fixed, or is not identified.
  var standardError: Double?
  var standardised: Double
  var test: (z: Double, pvalue: Double)?

  var fields: [DelimitedText.Field] {
    [
      .text(group), .text(parameter.left), .text(parameter.kind.rawValue), .text(parameter.right),
      .text(parameter.label ?? ""), .number(estimate), DelimitedText.Field(standardError),
      DelimitedText.Field(test?.z), DelimitedText.Field(test?.pvalue),
      standardised.field,
    ]
  }

  /// Estimate, error, z, p and the standardised value, for a reader.
  var figures: [DelimitedText.Field] {
    let all = fields.suffix(5)
    return all.prefix(3) + [.short(pValue: test?.pvalue)] + all.suffix(1)
  }

  var json: JSONValue {
    [
      "group": .string(group), "lhs": .string(parameter.left),
      "op": .string(parameter.kind.rawValue), "rhs": .string(parameter.right),
      "label": JSONValue(parameter.label), "est": .number(estimate),
      "se": JSONValue(standardError), "z": JSONValue(test?.z), "pValue": JSONValue(test?.pvalue),
      "stdAll": standardised.isFinite ? .number(standardised) : nil,
    ]
  }
}

extension ConfirmatoryFit {
  var parameterRows: [ParameterRow] {
    zip(table.parameters, standardised(.all)).map { parameter, standardised in
      let (value, error) = estimate(of: parameter)
      let test = waldTest(of: parameter)
      return ParameterRow(
        parameter: parameter, group: groupName(of: parameter), estimate: value,
        standardError: test == nil ? nil : error, standardised: standardised.value, test: test)
    }
  }

  /// What is defined belongs to no group.
  private func groupName(of parameter: Parameter) -> String {
    parameter.kind == .defined ? "" : table.groups[parameter.group]
  }

  /// Those with a statistic above 3.84, at most five.
  private var largestIndices: [ScoreTest] {
    Array(modificationIndices().prefix { $0.statistic > 3.84 }.prefix(5))
  }

  fileprivate func text(_ cityScaling: CityScaling?) -> String {
    let count = groups.reduce(0) { $0 + $1.count }
    var text = ", \(estimator.rawValue), \(missing.words), \(count) interviews\n"
    if let cityScaling { text += cityScaling.words.indented }
    for problem in problems {
      text += "improper: \(problem.words(in: .en))".indented
    }
    text += fitLine.indented
    var table = TextTable(
      (isGrouped ? [TextTable.Column("group")] : [])
        + [
          TextTable.Column("parameter"), TextTable.Column("estimate", isNumeric: true),
          TextTable.Column("SE", isNumeric: true), TextTable.Column("z", isNumeric: true),
          TextTable.Column("p", isNumeric: true), TextTable.Column("standardised", isNumeric: true),
        ])
    table.rows = parameterRows.map { row in
      let cells = row.figures.map(\.shortText)
      return (isGrouped ? [row.group] : []) + [row.parameter.words]
        + cells
    }
    text += table.text(width: 100)
    guard !largestIndices.isEmpty else { return text }
    let indices = largestIndices.map { test in
      let group = isGrouped ? " in \(groupName(of: test.parameter))" : ""
      return "\(test.parameter.text)\(group) "
        + DelimitedText.Field.number(test.statistic).shortText
    }
    return text
      + "largest modification indices: \(indices.joined(separator: "; "))".indented
  }

  private var isGrouped: Bool { table.groups.count > 1 }

  var fitLine: String {
    let fit = fitMeasures
    func short(_ value: Double?) -> String { DelimitedText.Field(value).shortText }
    let scaled = fit.chisqScaled.map { ", scaled \(short($0))" } ?? ""
    let robust = fit.rmseaRobust.value == nil ? fit.rmseaScaled : fit.rmseaRobust
    let rmsea = fit.chisqScaled == nil ? fit.rmsea : robust
    return "χ² \(short(fit.chisq))\(scaled) (\(fit.df) df, p "
      + "\(short(fit.pvalueScaled ?? fit.pvalue))), CFI \(short(fit.cfiRobust ?? fit.bestCFI)), TLI "
      + "\(short(fit.tliRobust ?? fit.tli)), RMSEA \(short(rmsea.value)) (\(short(rmsea.lower)) … "
      + "\(short(rmsea.upper))), SRMR \(short(fit.srmr))"
  }

  fileprivate func json(
    _ name: String, _ wave: String, _ cityScaling: CityScaling?
  ) -> JSONValue {
    [
      "model": .string(name), "wave": .string(wave),
      "cityWeights": JSONValue(cityScaling?.rawValue), "estimator": .string(estimator.rawValue),
      "missing": .string(missing.rawValue), "groups": .strings(table.groups),
      "count": .integer(groups.reduce(0) { $0 + $1.count }), "fit": fitMeasures.json,
      "parameters": .array(parameterRows.map(\.json)),
      "rSquared": .array(
        rSquared.map { shares in
          .array(
            shares.sorted { $0.key < $1.key }.map {
              [
                "variable": .string($0.key),
                "rSquared": $0.value >= 0 ? .number($0.value) : nil,
              ]
            })
        }),
      "modificationIndices": .array(
        modificationIndices().prefix(20).map {
          [
            "lhs": .string($0.parameter.left), "op": .string($0.parameter.kind.rawValue),
            "rhs": .string($0.parameter.right), "group": .string(table.groups[$0.parameter.group]),
            "mi": .number($0.statistic), "epc": .number($0.expectedChange),
          ]
        }),
      "improper": .array(problems.map { .string($0.words(in: .en)) }),
    ]
  }
}

extension Parameter {
  /// As the syntax writes it, with its label.
  fileprivate var words: String { label.map { "\(text) (\($0))" } ?? text }
}

extension CityScaling {
  fileprivate var words: String {
    self == .interviews
      ? "\(plainWords) (--scale-weights population: by its people)" : plainWords
  }

  /// Without the option that changes it.
  var plainWords: String {
    switch self {
    case .interviews: "cities together, each by its interviews"
    case .population: "cities together, each by its people"
    }
  }
}

extension MissingInModel {
  fileprivate var words: String {
    switch self {
    case .listwise: "complete interviews"
    case .fiml: "full information"
    case .pairwise: "pairs of answers"
    }
  }
}
