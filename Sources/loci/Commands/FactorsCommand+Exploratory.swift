import FactorAnalysis
import InnovationPotential
import Reporting
import SurveyModel

/// What became of the exploration of a wave's items, of one factor or of all.
struct Explored {
  var name: String?
  var wave: String
  var result: Result<Exploration, FactorAnalysisError>
}

extension FactorsCommand {
  /// What is explored: each named factor by itself, or all items together.
  func explorations(_ analysis: StudyAnalysis) -> [Explored] {
    let rotation = FactorRotation(rawValue: rotation) ?? .oblimin
    let names: [String?] = factor.isEmpty ? [nil] : factor
    return analysis.profiles.map(\.wave).flatMap { wave in
      names.map { name in
        Explored(
          name: name, wave: wave,
          result: Result { () throws(FactorAnalysisError) in
            try analysis.exploration(wave: wave, factor: name, rotation: rotation)
          })
      }
    }
  }

  func exploratoryText(_ analysis: StudyAnalysis) -> String {
    explorations(analysis).map { explored in
      let items = explored.name.map { "items of \($0)" } ?? "all reflective items"
      let title = "\nWave \(explored.wave), \(items)\n"
      switch explored.result {
      case .success(let exploration): return title + exploration.text
      case .failure(let error): return title + "  not explored: \(error)\n"
      }
    }.joined()
  }
}

extension Explored {
  var json: JSONValue {
    switch result {
    case .success(let exploration): exploration.json
    case .failure(let error): ["wave": .string(wave), "error": .string("\(error)")]
    }
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
