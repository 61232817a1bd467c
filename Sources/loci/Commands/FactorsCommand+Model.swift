import ArgumentParser
import CityReports
import FactorAnalysis
import InnovationPotential
import Reporting
import SurveyModel
import TabularFiles
import TextFormats

extension ModelEstimator: ExpressibleByArgument {
  public init?(argument: String) { self.init(rawValue: argument.uppercased()) }

  public static var allValueStrings: [String] { allCases.map { $0.rawValue.lowercased() } }
}

extension Parameterization: ExpressibleByArgument {}

/// A model that was fitted to a wave, or why not.
struct FittedModel {
  /// The factor that it is of; the file's name where it is of several.
  var name: String
  var wave: String
  var result: Result<ConfirmatoryFit, ModelError>
}

// Structural equation models.
extension FactorsCommand {
  private var modelOptions: WaveModelOptions {
    var options = WaveModelOptions(
      estimator: estimator ?? (ordinal ? .wlsmv : .mlr), missing: fiml ? .fiml : .listwise,
      byCity: byCity)
    options.parameterization = parameterization
    return options
  }

  private func fitted(
    _ model: Factor.Model, name: String, _ analysis: StudyAnalysis
  ) -> [FittedModel] {
    analysis.waves.map { wave in
      FittedModel(
        name: name, wave: wave,
        result: Result { () throws(ModelError) in
          try analysis.fit(model, wave: wave, options: modelOptions)
        })
    }
  }

  /// The factor's model in each wave; empty where its items make none up.
  func models(of factor: String, _ analysis: StudyAnalysis) -> [FittedModel] {
    analysis.model(of: factor).map { fitted($0, name: factor, analysis) } ?? []
  }

  /// The models of the factors that were named.
  func modelText(_ analysis: StudyAnalysis) -> String {
    factor.flatMap { models(of: $0, analysis) }.map { "\n" + $0.text }.joined()
  }

  /// Prints a model that stands in a file and may bring together items of all factors.
  ///
  /// - Throws: Where the file cannot be read, or has mistakes.
  func printModel(_ path: String, _ analysis: StudyAnalysis) throws {
    let contents: FileContents
    do {
      contents = try FileContents(path: path, displayPath: path)
    } catch {
      throw ValidationError(error.diagnostics.map(\.description).joined(separator: "\n"))
    }
    guard let text = String(validating: contents.bytes, as: UTF8.self) else {
      throw ValidationError("\(path) cannot be read as text in UTF-8: save it as UTF-8")
    }
    let model = Factor.Model(text, at: SourceLocation(file: path, line: 1, column: 1))
    let models = fitted(model, name: String(path.split(separator: "/").last ?? "model"), analysis)
    if case .failure(.invalidModel(let findings)) = models.first?.result {
      throw ValidationError(findings.map(\.description).joined(separator: "\n"))
    }
    let isSynthetic = analysis.study.settings.isSynthetic
    switch format {
    case .text:
      let stamp = ResultTable([], isSynthetic: isSynthetic).stamp
      Console.show(stamp + models.map(\.text).joined(separator: "\n"))
    case .csv: parameterTable(models, isSynthetic: isSynthetic).print(.csv)
    case .json: Console.write(JSONValue.array(models.map(\.json)).text())
    }
  }

  private func parameterTable(_ models: [FittedModel], isSynthetic: Bool) -> ResultTable {
    var table = ResultTable(
      [
        .text("wave"), .text("group"), .text("lhs"), .text("op"), .text("rhs"), .text("label"),
        .number("est"), .number("se"), .number("z"), .number("pvalue"), .number("stdAll"),
      ], isSynthetic: isSynthetic)
    table.rows = models.flatMap { model in
      ((try? model.result.get())?.parameterRows ?? []).map { [.text(model.wave)] + $0.fields }
    }
    return table
  }
}

extension FittedModel {
  var text: String {
    let title = "Model of \(name), wave \(wave)"
    switch result {
    case .failure(let error):
      return "\(title): not estimated\n" + "\(error)".wrapped(to: 96).map { "  \($0)\n" }.joined()
    case .success(let fit): return title + fit.text
    }
  }

  var json: JSONValue {
    switch result {
    case .failure(let error):
      ["model": .string(name), "wave": .string(wave), "error": .string("\(error)")]
    case .success(let fit): fit.json(name, wave)
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
      standardised.isFinite ? .number(standardised) : .missing,
    ]
  }

  /// Estimate, error, z, p and the standardised value, for a reader.
  var figures: [DelimitedText.Field] {
    let all = fields.suffix(5)
    return all.prefix(3) + [text(p: test?.pvalue)] + all.suffix(1)
  }

  var json: JSONValue {
    [
      "group": .string(group), "lhs": .string(parameter.left),
      "op": .string(parameter.kind.rawValue), "rhs": .string(parameter.right),
      "label": JSONValue(parameter.label), "est": .number(estimate),
      "se": JSONValue(standardError), "z": JSONValue(test?.z), "pvalue": JSONValue(test?.pvalue),
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

  fileprivate var text: String {
    let count = groups.reduce(0) { $0 + $1.count }
    var text = ", \(estimator.rawValue), \(missing.words), \(count) interviews\n"
    for problem in problems {
      text += "improper: \(problem.words(in: .en))".wrapped(to: 96).map { "  \($0)\n" }.joined()
    }
    text += fitLine.wrapped(to: 96).map { "  \($0)\n" }.joined()
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
      + "largest modification indices: \(indices.joined(separator: "; "))".wrapped(to: 96)
      .map { "  \($0)\n" }.joined()
  }

  private var isGrouped: Bool { table.groups.count > 1 }

  var fitLine: String {
    let fit = fitMeasures
    func short(_ value: Double?) -> String { DelimitedText.Field(value).shortText }
    let scaled = fit.chisqScaled.map { ", scaled \(short($0))" } ?? ""
    let robust = fit.rmseaRobust.value == nil ? fit.rmseaScaled : fit.rmseaRobust
    let rmsea = fit.chisqScaled == nil ? fit.rmsea : robust
    return "χ² \(short(fit.chisq))\(scaled) (\(fit.df) df, p "
      + "\(short(fit.pvalueScaled ?? fit.pvalue))), CFI \(short(fit.bestCFI)), TLI "
      + "\(short(fit.tliRobust ?? fit.tli)), RMSEA \(short(rmsea.value)) (\(short(rmsea.lower)) … "
      + "\(short(rmsea.upper))), SRMR \(short(fit.srmr))"
  }

  fileprivate func json(_ name: String, _ wave: String) -> JSONValue {
    [
      "model": .string(name), "wave": .string(wave), "estimator": .string(estimator.rawValue),
      "missing": .string(missing.rawValue), "groups": .array(table.groups.map { .string($0) }),
      "count": .integer(groups.reduce(0) { $0 + $1.count }), "fit": fitMeasures.json,
      "parameters": .array(parameterRows.map(\.json)),
      "rSquared": .array(
        rSquared.map { shares in
          .array(
            shares.sorted { $0.key < $1.key }.map {
              [
                "variable": .string($0.key),
                "rSquared": $0.value.isFinite ? .number($0.value) : nil,
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

extension MissingInModel {
  fileprivate var words: String {
    switch self {
    case .listwise: "complete interviews"
    case .fiml: "full information"
    case .pairwise: "pairs of answers"
    }
  }
}
