import ArgumentParser
import FactorAnalysis
import InnovationPotential
import Reporting
import SurveyModel

struct FactorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "factors",
    abstract: "Reliability, number of factors and loadings, by wave.",
    discussion: """
      α is Cronbach's, ω McDonald's total from a one-factor maximum-likelihood model of the
      covariances. The number of factors is suggested by parallel analysis (principal components);
      loadings are minres, rotated by oblimin or varimax. Reflective items only.

      Example: loci factors surveys/innovation-potential --factor SOC
      """)

  @OptionGroup var study: StudyArgument

  @Option(help: "A factor of factors.csv; may be repeated; all where left out.")
  var factor: [String] = []

  @Option(help: "oblimin, varimax or none.")
  var rotation: String = FactorRotation.oblimin.rawValue

  @Option(help: "How results are printed: text, csv (reliability) or json.")
  var format: OutputFormat = .text

  func validate() throws {
    guard FactorRotation(rawValue: rotation) != nil else {
      let names = FactorRotation.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--rotation is one of \(names), not '\(rotation)'")
    }
  }

  func run() throws {
    let session = try StudySession(study)
    for name in factor where !session.study.factors.contains(where: { $0.name == name }) {
      let names = session.study.factors.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no factor '\(name)'; factors.csv has \(names)")
    }
    let analysis = try session.analysis()
    switch format {
    case .text: Console.write(text(analysis))
    case .csv: reliabilityTable(analysis).print(.csv)
    case .json: Console.write(json(analysis).text())
    }
  }

  private func scales(_ analysis: StudyAnalysis) -> [ScaleReliability] {
    analysis.reliabilities.filter { factor.isEmpty || factor.contains($0.id.factor) }
  }

  /// What is explored: each named factor by itself, or all items together.
  private func explorations(
    _ analysis: StudyAnalysis
  ) -> [(name: String?, wave: String, result: Result<Exploration, FactorAnalysisError>)] {
    let rotation = FactorRotation(rawValue: rotation) ?? .oblimin
    let names: [String?] = factor.isEmpty ? [nil] : factor.map { $0 }
    return analysis.profiles.map(\.wave).flatMap { wave in
      names.map { name in
        (
          name, wave,
          Result { () throws(FactorAnalysisError) in
            try analysis.exploration(wave: wave, factor: name, rotation: rotation)
          }
        )
      }
    }
  }

  private func reliabilityTable(_ analysis: StudyAnalysis) -> ResultTable {
    var table = ResultTable(
      [
        .text("wave"), .text("city"), .text("scale"), .number("items"), .number("alpha", "α"),
        .number("omega", "ω"), .number("count", "n"), .text("warning"),
      ], isSynthetic: analysis.study.settings.isSynthetic)
    table.rows = scales(analysis).map { scale in
      [
        .text(scale.wave), .text(scale.city ?? "all"), .text(scale.id.name),
        .integer(scale.itemCount), DelimitedText.Field(scale.alpha),
        DelimitedText.Field(scale.omega), DelimitedText.Field(scale.reliability?.count),
        .text(scale.warnings.map(\.words).joined(separator: "; ")),
      ]
    }
    return table
  }

  private func text(_ analysis: StudyAnalysis) -> String {
    reliabilityTable(analysis).text
      + explorations(analysis).map { name, wave, result in
        let title = "\nWave \(wave), \(name.map { "items of \($0)" } ?? "all reflective items")\n"
        switch result {
        case .success(let exploration): return title + exploration.text
        case .failure(let error): return title + "  not explored: \(error)\n"
        }
      }.joined() + "\nInvariance between cities and waves is not tested.\n"
  }
}

// JSON, with lavaan's names in lower camel case.
extension FactorsCommand {
  private func json(_ analysis: StudyAnalysis) -> JSONValue {
    let names = factor.isEmpty ? analysis.study.factors.map(\.name) : factor
    let explored = explorations(analysis)
    let perFactor = names.map { name -> JSONValue in
      [
        "factor": .string(name),
        "reliability": .array(
          analysis.reliabilities.filter { $0.id.factor == name }.map(\.json)),
        "exploratory": .array(explored.filter { $0.name == name }.map(json)),
        "confirmatory": nil, "invariance": nil,
        "synthetic": .bool(analysis.study.settings.isSynthetic),
      ]
    }
    let together = explored.filter { $0.name == nil }
    guard !together.isEmpty else { return .array(perFactor) }
    return .array(
      perFactor + [
        [
          "factor": nil, "reliability": nil, "exploratory": .array(together.map(json)),
          "confirmatory": nil, "invariance": nil,
          "synthetic": .bool(analysis.study.settings.isSynthetic),
        ]
      ])
  }

  private func json(
    _ explored: (name: String?, wave: String, result: Result<Exploration, FactorAnalysisError>)
  ) -> JSONValue {
    switch explored.result {
    case .success(let exploration): exploration.json
    case .failure(let error): ["wave": .string(explored.wave), "error": .string("\(error)")]
    }
  }
}

extension ScaleReliability.Warning {
  fileprivate var words: String {
    switch self {
    case .lowAlpha: "α under 0.6"
    case .fewItems(let count): "only \(count) \(plural(count, "item", "items"))"
    case .notComputed(let error): "\(error)"
    }
  }
}

extension ScaleReliability {
  fileprivate var json: JSONValue {
    [
      "scale": .string(id.name), "wave": .string(wave), "city": JSONValue(city),
      "items": .integer(itemCount), "alpha": JSONValue(alpha),
      "standardisedAlpha": JSONValue(reliability?.standardisedAlpha), "omega": JSONValue(omega),
      "count": JSONValue(reliability?.count),
      "itemStatistics": .array(
        (reliability?.items ?? []).map { item in
          [
            "question": .string(item.name), "mean": .number(item.mean),
            "itemRest": JSONValue(item.itemRestCorrelation),
            "alphaIfDropped": JSONValue(item.alphaIfDropped),
          ]
        }),
      "warnings": .array(warnings.map { .string($0.words) }),
    ]
  }
}

extension Exploration {
  fileprivate var text: String {
    let adequacy = try? samplingAdequacy.get()
    let sphericity = try? bartlett.get()
    var text = "  KMO \(DelimitedText.Field(adequacy?.overall).shortText)"
    if let sphericity {
      text += ", Bartlett χ² \(DelimitedText.Field.number(sphericity.chisq).shortText)"
      text +=
        " (\(sphericity.df) df), p \(sphericity.p < 0.001 ? "< 0.001" : DelimitedText.Field.number(sphericity.p).shortText)"
    }
    text += "\n  parallel analysis: \(parallel.suggested) above the mean of random data, "
    text += "\(parallel.suggestedByPercentile) above its 95th percentile\n"
    switch analysis {
    case .failure(let error): return text + "  no loadings: \(error)\n"
    case .success(let analysis): return text + analysis.text
    }
  }

  fileprivate var json: JSONValue {
    let adequacy = try? samplingAdequacy.get()
    let sphericity = try? bartlett.get()
    return [
      "wave": .string(wave), "kmo": JSONValue(adequacy?.overall),
      "bartlett": [
        "chisq": JSONValue(sphericity?.chisq), "df": JSONValue(sphericity?.df),
        "pvalue": JSONValue(sphericity?.p),
      ],
      "eigenvalues": .array(parallel.observed.map { .number($0) }),
      "parallel": [
        "basis": .string(parallel.basis.rawValue), "suggested": .integer(parallel.suggested),
        "suggestedByPercentile": .integer(parallel.suggestedByPercentile),
        "randomMean": .array(parallel.randomMean.map { .number($0) }),
      ],
      "analysis": (try? analysis.get())?.json ?? nil,
    ]
  }
}

extension ExploratoryFactorAnalysis {
  private var factorCount: Int { factorCorrelations.count }

  fileprivate var text: String {
    var table = TextTable(
      [TextTable.Column("item")]
        + (0..<factorCount).map { TextTable.Column("F\($0 + 1)", isNumeric: true) }
        + [TextTable.Column("h²", isNumeric: true)])
    table.rows = names.indices.map { item in
      [names[item]] + loadings[item].map { DelimitedText.Field.number($0).shortText }
        + [DelimitedText.Field.number(communalities[item]).shortText]
    }
    let heywood =
      heywoodItems.isEmpty
      ? "" : "  improper (uniqueness 0): \(heywoodItems.joined(separator: ", "))\n"
    return
      "  minres, \(rotation.rawValue), \(factorCount) \(plural(factorCount, "factor", "factors"))\n"
      + table.text(width: 100) + heywood
  }

  fileprivate var json: JSONValue {
    [
      "method": .string(method.rawValue), "rotation": .string(rotation.rawValue),
      "factors": .integer(factorCount), "count": .integer(count),
      "items": .array(names.map { .string($0) }),
      "loadings": .array(loadings.map { .array($0.map { .number($0) }) }),
      "factorCorrelations": .array(factorCorrelations.map { .array($0.map { .number($0) }) }),
      "communalities": .array(communalities.map { .number($0) }),
      "uniquenesses": .array(uniquenesses.map { .number($0) }),
      "chisq": JSONValue(fit?.chisq), "df": JSONValue(fit?.df), "rmsea": JSONValue(fit?.rmsea),
      "tli": JSONValue(fit?.tli), "rms": JSONValue(fit?.rms),
      "heywood": .array(heywoodItems.map { .string($0) }),
    ]
  }
}
