import FactorAnalysis
import InnovationPotential
import Reporting
import SurveyModel
import TextFormats

/// What became of the exploration of a wave's items, of one factor or of all.
struct Explored {
  var name: String?
  var wave: String
  var result: Result<Exploration, FactorAnalysisError>
}

extension FactorsCommand {
  var explorationOptions: ExplorationOptions {
    var options = ExplorationOptions(
      method: ExtractionMethod(rawValue: extraction) ?? .minres,
      rotation: FactorRotation(rawValue: rotation) ?? .oblimin, factors: factors)
    options.correlation = correlations
    options.missing = missing
    options.isSmoothed = smooth
    return options
  }

  /// What is explored: each named factor by itself, or all items together.
  func explorations(_ analysis: StudyAnalysis) -> [Explored] {
    let options = explorationOptions
    let names: [String?] = factor.isEmpty ? [nil] : factor
    return analysis.waves.flatMap { wave in
      names.map { name in
        Explored(
          name: name, wave: wave,
          result: Result { () throws(FactorAnalysisError) in
            try analysis.exploration(wave: wave, factor: name, options: options)
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
    var text = correlationText + adequacyText
    switch number {
    case .failure(let error): text += "  number of factors: \(error)\n"
    case .success(let number): text += number.text
    }
    switch analysis {
    case .failure(let error): return text + "  no loadings: \(error)\n"
    case .success(let analysis): return text + analysis.text(errors) + agreementText
    }
  }

  /// Of what the correlations are, which answers count, and whether they can be factored.
  private var correlationText: String {
    let count = DelimitedText.Field.integer(covariance.count).shortText
    let answers =
      switch covariance.missing {
      case .listwise: "\(count) interviews with all answers"
      case .pairwise: "all pairs of answers, \(count) interviews or more each"
      case .fiml: "\(count) interviews with any answer"
      }
    let mended = covariance.isSmoothed ? "; they were smoothed, as asked for" : ""
    let verdict = definiteness.verdict == .positiveDefinite ? "" : "; \(definiteness)\(mended)"
    return
      "\(covariance.kind.rawValue) correlations, \(covariance.missing.rawValue): \(answers)\(verdict)"
      .wrapped(to: 96).map { "  \($0)\n" }.joined()
  }

  private var adequacyText: String {
    let adequacy = try? samplingAdequacy.get()
    var text = "  KMO \(DelimitedText.Field(adequacy?.overall).shortText)"
    if let sphericity = try? bartlett.get() {
      text += ", Bartlett χ² \(DelimitedText.Field.number(sphericity.chisq).shortText)"
      text += " (\(sphericity.df) df), p \(Self.short(p: sphericity.p))"
    }
    if let normality = try? normality.get() {
      text += "\n  Mardia: skewness \(DelimitedText.Field.number(normality.skewness).shortText), "
      text += "p \(Self.short(p: normality.skewnessP)); kurtosis "
      text += "\(DelimitedText.Field.number(normality.kurtosis).shortText), "
      text += "z \(DelimitedText.Field.number(normality.kurtosisZ).shortText)"
    }
    return text + "\n"
  }

  private static func short(p: Double) -> String {
    p < 0.001 ? "< 0.001" : DelimitedText.Field.number(p).shortText
  }

  private var agreementText: String {
    agreements.map { agreement in
      let pair = "\(agreement.city) – \(agreement.other ?? "all cities")"
      switch agreement.result {
      case .failure(let error): return "  congruence \(pair): \(error)\n"
      case .success(let found):
        let values = found.matching.enumerated().map {
          "F\($0.offset + 1) \(DelimitedText.Field.number($0.element).shortText)"
        }
        let text = "congruence \(pair): \(values.joined(separator: ", ")); \(found.words)"
        return text.wrapped(to: 96).map { "  \($0)\n" }.joined()
      }
    }.joined()
  }
}

extension FactorAgreement {
  /// What the congruences say, in words.
  fileprivate var words: String {
    if verdicts.allSatisfy({ $0 == .same }) { return "the same factors" }
    return verdicts.contains(.different)
      ? "not the same factors (under 0.85)" : "similar factors (0.85 to 0.95)"
  }
}

extension Exploration {
  fileprivate var json: JSONValue {
    let adequacy = try? samplingAdequacy.get()
    let sphericity = try? bartlett.get()
    let normality = try? normality.get()
    return [
      "wave": .string(wave), "correlations": .string(covariance.kind.rawValue),
      "missing": .string(covariance.missing.rawValue), "count": .integer(covariance.count),
      "definiteness": .string(definiteness.verdict.rawValue),
      "smallestEigenvalue": .number(definiteness.smallestEigenvalue),
      "isSmoothed": .bool(covariance.isSmoothed), "kmo": JSONValue(adequacy?.overall),
      "bartlett": [
        "chisq": JSONValue(sphericity?.chisq), "df": JSONValue(sphericity?.df),
        "pvalue": JSONValue(sphericity?.p),
      ],
      "mardia": [
        "skewness": JSONValue(normality?.skewness),
        "skewnessChisq": JSONValue(normality?.skewnessChisq),
        "skewnessPvalue": JSONValue(normality?.skewnessP),
        "kurtosis": JSONValue(normality?.kurtosis), "kurtosisZ": JSONValue(normality?.kurtosisZ),
        "kurtosisPvalue": JSONValue(normality?.kurtosisP),
      ],
      "eigenvalues": .array(parallel.observed.map { .number($0) }),
      "parallel": [
        "basis": .string(parallel.basis.rawValue), "suggested": .integer(parallel.suggested),
        "suggestedByPercentile": .integer(parallel.suggestedByPercentile),
        "randomMean": .array(parallel.randomMean.map { .number($0) }),
      ],
      "numberOfFactors": (try? number.get())?.json ?? nil,
      "analysis": (try? analysis.get())?.json(errors) ?? nil,
      "agreement": .array(agreements.map(\.json)),
    ]
  }
}

extension CityAgreement {
  fileprivate var json: JSONValue {
    let found = try? result.get()
    var reason: String?
    if case .failure(let error) = result { reason = "\(error)" }
    return [
      "city": .string(city), "other": JSONValue(other), "turn": JSONValue(found?.turn.rawValue),
      "congruence": .array((found?.matching ?? []).map { .number($0) }),
      "verdicts": .array((found?.verdicts ?? []).map { .string($0.rawValue) }),
      "error": JSONValue(reason),
    ]
  }
}

extension ExploratoryFactorAnalysis {
  private var factorCount: Int { factorCorrelations.count }

  /// The loadings, the ones that stand out with a star; of up to four factors with their errors.
  fileprivate func text(_ errors: Result<LoadingErrors, FactorAnalysisError>) -> String {
    let found = try? errors.get()
    let shown = factorCount <= 4 ? found : nil
    var table = TextTable(
      [TextTable.Column("item")]
        + (0..<factorCount).flatMap { factor in
          [TextTable.Column("F\(factor + 1)", isNumeric: true)]
            + (shown == nil ? [] : [TextTable.Column("SE", isNumeric: true)])
        }
        + [TextTable.Column("h²", isNumeric: true)])
    func short(_ value: Double) -> String { DelimitedText.Field.number(value).shortText }
    table.rows = names.indices.map { item in
      [names[item]]
        + (0..<factorCount).flatMap { factor in
          [short(loadings[item][factor])] + (shown.map { [short($0.loadings[item][factor])] } ?? [])
        }
        + [short(communalities[item])]
    }
    let count = "\(factorCount) \(plural(factorCount, "factor", "factors"))"
    return "  \(method.rawValue), \(rotation.rawValue), \(count)\(searchText)\n"
      + table.text(width: 100) + correlationText + heywoodText + errorText(errors, shown != nil)
  }

  private var searchText: String {
    guard let search = rotationSearch else { return "" }
    return "; criterion \(DelimitedText.Field.number(search.criterion).shortText), "
      + "reached by \(search.startsAtBest) of \(search.starts) starts"
  }

  private var correlationText: String {
    guard factorCount > 1, !rotation.isOrthogonal else { return "" }
    let pairs = (0..<factorCount).flatMap { first in
      (first + 1..<factorCount).map { second in
        let value = DelimitedText.Field.number(factorCorrelations[first][second]).shortText
        return "F\(first + 1)–F\(second + 1) \(value)"
      }
    }
    return "factor correlations: \(pairs.joined(separator: ", "))".wrapped(to: 96)
      .map { "  \($0)\n" }.joined()
  }

  private var heywoodText: String {
    heywoodItems.isEmpty
      ? ""
      : "improper (uniqueness 0): \(heywoodItems.joined(separator: ", "))".wrapped(to: 96)
        .map { "  \($0)\n" }.joined()
  }

  private func errorText(
    _ errors: Result<LoadingErrors, FactorAnalysisError>, _ isShown: Bool
  ) -> String {
    switch errors {
    case .failure(.notAskedFor): return "  --factor gives standard errors of loadings\n"
    case .failure(let error):
      return "no standard errors: \(error)".wrapped(to: 96).map { "  \($0)\n" }.joined()
    case .success(let errors):
      let largest = errors.loadings.joined().max() ?? 0
      return isShown
        ? "  SE by linearisation under the design, of loadings and rotation together\n"
        : "  standard errors of loadings, linearised under the design: at most "
          + "\(DelimitedText.Field.number(largest).shortText) (--format json has all)\n"
    }
  }

  fileprivate func json(_ errors: Result<LoadingErrors, FactorAnalysisError>) -> JSONValue {
    func rows(_ values: [[Double]]) -> JSONValue {
      .array(values.map { .array($0.map { .number($0) }) })
    }
    let found = try? errors.get()
    return [
      "method": .string(method.rawValue), "rotation": .string(rotation.rawValue),
      "factors": .integer(factorCount), "count": .integer(count),
      "items": .array(names.map { .string($0) }),
      "loadings": rows(loadings), "loadingErrors": found.map { rows($0.loadings) } ?? nil,
      "factorCorrelations": rows(factorCorrelations),
      "factorCorrelationErrors": found.map { rows($0.factorCorrelations) } ?? nil,
      "errorBasis": JSONValue(found?.basis.rawValue),
      "degreesOfFreedom": JSONValue(found?.degreesOfFreedom),
      "communalities": .array(communalities.map { .number($0) }),
      "uniquenesses": .array(uniquenesses.map { .number($0) }),
      "rotationCriterion": JSONValue(rotationSearch?.criterion),
      "starts": JSONValue(rotationSearch?.starts),
      "startsAtBest": JSONValue(rotationSearch?.startsAtBest),
      "localMinima": .array(
        (rotationSearch?.localMinima ?? []).map {
          ["criterion": .number($0.criterion), "starts": .integer($0.starts)]
        }),
      "scoreDeterminacies": .array(
        ((try? FactorScores(self, method: .regression))?.determinacies ?? []).map { .number($0) }),
      "chisq": JSONValue(fit?.chisq), "df": JSONValue(fit?.df), "rmsea": JSONValue(fit?.rmsea),
      "tli": JSONValue(fit?.tli), "rms": JSONValue(fit?.rms),
      "heywood": .array(heywoodItems.map { .string($0) }),
    ]
  }
}
