import FactorAnalysis
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel
import TextFormats

/// What became of the exploration of a wave's items, of one factor or of all.
package struct ExploredItems: Sendable {
  /// The factor; nil for the items of all factors together.
  package var factor: String?
  package var wave: String
  /// What its cities count by that are taken together; nil for a single one.
  package var cityScaling: CityScaling?
  package var result: Result<Exploration, FactorAnalysisError>

  package init(
    factor: String?, wave: String, cityScaling: CityScaling? = nil,
    result: Result<Exploration, FactorAnalysisError>
  ) {
    self.factor = factor
    self.wave = wave
    self.cityScaling = cityScaling
    self.result = result
  }
}

/// Correlations, number of factors and loadings of items, wave by wave.
package struct ExplorationTables: PrintedResult {
  package var explored: [ExploredItems]
  /// Factors asked for by name; empty where the items of all are explored together.
  package var factors: [String]
  package var isSynthetic: Bool

  package init(explored: [ExploredItems], factors: [String], isSynthetic: Bool) {
    self.explored = explored
    self.factors = factors
    self.isSynthetic = isSynthetic
  }

  package var unmade: [String] { explored.compactMap(\.unmade) }

  package var text: String { ResultTable.stamp(isSynthetic: isSynthetic) + body }

  var body: String { explored.map(\.text).joined(separator: "\n") }

  /// The loadings, a row for each item and factor extracted.
  package var table: ResultTable {
    var table = ResultTable(
      [
        .text("wave"), .text("factor"), .text("item"), .number("dimension"), .number("loading"),
        .number("standardError"), .number("communality"), .text("error"),
      ], isSynthetic: isSynthetic)
    table.rows = explored.flatMap(\.rows)
    return table
  }

  /// An object for each factor, or one for all items together.
  package var json: JSONValue {
    let names: [String?] = factors.isEmpty ? [nil] : factors
    return .array(
      names.map { name in
        [
          "factor": JSONValue(name), "exploratory": json(of: name),
          "synthetic": .bool(isSynthetic),
        ]
      })
  }

  func json(of factor: String?) -> JSONValue {
    .array(explored.filter { $0.factor == factor }.map(\.json))
  }
}

extension ExploredItems {
  fileprivate var unmade: String? {
    do throws(FactorAnalysisError) {
      _ = try result.get().analysis.get()
      return nil
    } catch {
      let items = factor.map { "the items of \($0)" } ?? "all reflective items"
      return "the exploration of \(items), wave \(wave): \(error)"
    }
  }

  fileprivate var text: String {
    let items = factor.map { "items of \($0)" } ?? "all reflective items"
    let title = "Wave \(wave), \(items)\n"
    switch result {
    case .success(let exploration):
      return title + (cityScaling.map { $0.plainWords.indented } ?? "") + exploration.text
    case .failure(let error): return title + "  not explored: \(error)\n"
    }
  }

  fileprivate var json: JSONValue {
    switch result {
    case .success(let exploration): exploration.json(cityScaling)
    case .failure(let error): ["wave": .string(wave), "error": .string("\(error)")]
    }
  }

  fileprivate var rows: [[DelimitedText.Field]] {
    let start: [DelimitedText.Field] = [.text(wave), DelimitedText.Field(factor)]
    do throws(FactorAnalysisError) {
      let exploration = try result.get()
      return try exploration.analysis.get().rows(exploration.errors).map { start + $0 }
    } catch {
      return [start + Array(repeating: .missing, count: 5) + [.text("\(error)")]]
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
      .indented
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
        return text.indented
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
  fileprivate func json(_ cityScaling: CityScaling?) -> JSONValue {
    let adequacy = try? samplingAdequacy.get()
    let sphericity = try? bartlett.get()
    let normality = try? normality.get()
    return [
      "wave": .string(wave), "cityWeights": JSONValue(cityScaling?.rawValue),
      "correlations": .string(covariance.kind.rawValue),
      "missing": .string(covariance.missing.rawValue), "count": .integer(covariance.count),
      "definiteness": .string(definiteness.verdict.rawValue),
      "smallestEigenvalue": .number(definiteness.smallestEigenvalue),
      "isSmoothed": .bool(covariance.isSmoothed), "kmo": JSONValue(adequacy?.overall),
      "bartlett": [
        "chisq": JSONValue(sphericity?.chisq), "df": JSONValue(sphericity?.df),
        "pValue": JSONValue(sphericity?.p),
      ],
      "mardia": [
        "skewness": JSONValue(normality?.skewness),
        "skewnessChisq": JSONValue(normality?.skewnessChisq),
        "skewnessPValue": JSONValue(normality?.skewnessP),
        "kurtosis": JSONValue(normality?.kurtosis), "kurtosisZ": JSONValue(normality?.kurtosisZ),
        "kurtosisPValue": JSONValue(normality?.kurtosisP),
      ],
      "eigenvalues": .array(parallel.observed.map { .number($0) }),
      "parallel": [
        "basis": .string(parallel.basis.rawValue), "suggested": .integer(parallel.suggested),
        "suggestedByPercentile": .integer(parallel.suggestedByPercentile),
        "randomMean": .array(parallel.randomMean.map { .number($0) }),
      ],
      "numberOfFactors": (try? number.get())?.json ?? nil,
      "analysis": (try? analysis.get())?.json(errors, scoreDeterminacies) ?? nil,
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
    return "factor correlations: \(pairs.joined(separator: ", "))".indented
  }

  private var heywoodText: String {
    heywoodItems.isEmpty
      ? ""
      : "improper (uniqueness 0): \(heywoodItems.joined(separator: ", "))".indented
  }

  private func errorText(
    _ errors: Result<LoadingErrors, FactorAnalysisError>, _ isShown: Bool
  ) -> String {
    switch errors {
    case .failure(.notAskedFor): return "  --factor gives standard errors of loadings\n"
    case .failure(let error):
      return "no standard errors: \(error)".indented
    case .success(let errors):
      let largest = errors.loadings.joined().max() ?? 0
      return isShown
        ? "  SE by linearisation under the design, of loadings and rotation together\n"
        : "  standard errors of loadings, linearised under the design: at most "
          + "\(DelimitedText.Field.number(largest).shortText) (--format json has all)\n"
    }
  }

  /// A row for each item and factor extracted.
  fileprivate func rows(
    _ errors: Result<LoadingErrors, FactorAnalysisError>
  ) -> [[DelimitedText.Field]] {
    let found = try? errors.get()
    return names.indices.flatMap { item in
      (0..<factorCount).map { factor in
        [
          .text(names[item]), .integer(factor + 1), loadings[item][factor].field,
          DelimitedText.Field(found?.loadings[item][factor]), communalities[item].field, .missing,
        ]
      }
    }
  }

  fileprivate func json(
    _ errors: Result<LoadingErrors, FactorAnalysisError>,
    _ determinacies: Result<[Double], FactorAnalysisError>
  ) -> JSONValue {
    let found = try? errors.get()
    return [
      "method": .string(method.rawValue), "rotation": .string(rotation.rawValue),
      "factors": .integer(factorCount), "count": .integer(count),
      "items": .strings(names),
      "loadings": .rows(loadings), "loadingErrors": found.map { .rows($0.loadings) } ?? nil,
      "factorCorrelations": .rows(factorCorrelations),
      "factorCorrelationErrors": found.map { .rows($0.factorCorrelations) } ?? nil,
      "errorBasis": JSONValue(found?.basis.rawValue),
      "degreesOfFreedom": JSONValue(found?.degreesOfFreedom),
      "communalities": .numbers(communalities),
      "uniquenesses": .numbers(uniquenesses),
      "rotationCriterion": JSONValue(rotationSearch?.criterion),
      "starts": JSONValue(rotationSearch?.starts),
      "startsAtBest": JSONValue(rotationSearch?.startsAtBest),
      "localMinima": .array(
        (rotationSearch?.localMinima ?? []).map {
          ["criterion": .number($0.criterion), "starts": .integer($0.starts)]
        }),
      "scoreDeterminacies": .numbers((try? determinacies.get()) ?? []),
      "chisq": JSONValue(fit?.chisq), "df": JSONValue(fit?.df), "rmsea": JSONValue(fit?.rmsea),
      "tli": JSONValue(fit?.tli), "rms": JSONValue(fit?.rms),
      "heywood": .strings(heywoodItems),
    ]
  }
}
