import FactorAnalysis
import InnovationPotential
import Reporting
import SurveyModel
import TextFormats

/// A scale with its coefficients under the design.
struct MeasuredScale {
  var scale: ScaleReliability
  private var coefficients: Result<ScaleCoefficients, FactorAnalysisError>

  init(
    _ scale: ScaleReliability, _ analysis: StudyAnalysis, _ wanted: [ReliabilityCoefficient]
  ) {
    self.scale = scale
    coefficients = Result { () throws(FactorAnalysisError) in
      try analysis.coefficients(of: scale, wanted)
    }
  }

  subscript(
    coefficient: ReliabilityCoefficient
  ) -> Result<ReliabilityEstimate, FactorAnalysisError> {
    coefficients.flatMap { $0[coefficient] }
  }

  func value(_ coefficient: ReliabilityCoefficient) -> DelimitedText.Field {
    DelimitedText.Field(try? self[coefficient].get().value)
  }

  /// `0.72 0.69…0.75`, a dash where there is none.
  func withInterval(_ coefficient: ReliabilityCoefficient) -> DelimitedText.Field {
    guard let estimate = try? self[coefficient].get() else { return .missing }
    func short(_ value: Double) -> String { Number.decimal(value, digits: 2).text(in: .en) }
    guard let interval = estimate.confidenceInterval() else {
      return .text(short(estimate.value))
    }
    return .text(
      "\(short(estimate.value)) \(short(interval.lower))…\(short(interval.upper))")
  }
}

extension FactorsCommand {
  func measuredScales(_ analysis: StudyAnalysis) -> [MeasuredScale] {
    analysis.reliabilities.filter { factor.isEmpty || factor.contains($0.id.factor) }
      .map { MeasuredScale($0, analysis, wanted) }
  }

  /// The coefficients besides α and ω.
  private var extra: [ReliabilityCoefficient] {
    [
      .standardisedAlpha, .ordinalAlpha, .omegaCategorical, .omegaHierarchical,
      .averageVarianceExtracted,
    ].filter(wanted.contains)
  }

  /// All of a factor that was named; of all factors at once those that take no polychoric
  /// correlations and no second model.
  private var wanted: [ReliabilityCoefficient] {
    factor.isEmpty
      ? [.alpha, .standardisedAlpha, .omegaTotal, .averageVarianceExtracted]
      : ReliabilityCoefficient.allCases
  }

  /// For each wave a table of the scales, the items of the factors named, and which factors are
  /// hardly told apart.
  func reliabilityText(_ analysis: StudyAnalysis) -> String {
    let scales = measuredScales(analysis)
    let waves = analysis.waves.map { wave in
      let own = scales.filter { $0.scale.wave == wave }
      return "Wave \(wave)\n" + scaleTable(own, analysis).textWithoutStamp
        + notes(own) + (factor.isEmpty ? "" : furtherText(own) + itemText(own, analysis))
        + discriminantText(analysis, wave: wave)
    }
    return ResultTable([], isSynthetic: analysis.study.settings.isSynthetic).stamp
      + waves.joined(separator: "\n") + coefficientText
  }

  private var coefficientText: String {
    let more =
      factor.isEmpty
      ? "α std is of the correlations; its interval and that of AVE are in CSV. With --factor: α of polychoric correlations, ω of the sum of "
        + "ordered items and ω_h too, and a table of items."
      : "α ord is of the polychoric correlations; ω cat of the sum of ordered items, one factor by "
        + "WLSMV (Green & Yang); ω_h of a general factor behind three group factors "
        + "(Schmid–Leiman)."
    let text =
      "Intervals are 95 %, by linearisation under the design. α Cronbach’s of the covariances, "
      + "ω McDonald’s total and AVE, the average variance extracted, of "
      + "one maximum likelihood factor. HTMT is the heterotrait–monotrait ratio of correlations. "
      + more
    return "\n" + text.wrapped(to: 98).map { "\($0)\n" }.joined()
  }

  private func scaleTable(_ scales: [MeasuredScale], _ analysis: StudyAnalysis) -> ResultTable {
    var table = ResultTable(
      [
        .text("scale"), .text("city"), .number("items"), .number("n"), .text("α"), .text("ω"),
      ] + besideOmega.map { .number($0.symbol) } + [.text("note")],
      isSynthetic: analysis.study.settings.isSynthetic)
    table.rows = scales.map { measured in
      let scale = measured.scale
      return [
        .text(scale.id.name), .text(scale.city ?? "all"), .integer(scale.itemCount),
        DelimitedText.Field(scale.reliability?.count), measured.withInterval(.alpha),
        measured.withInterval(.omegaTotal),
      ] + besideOmega.map { measured.value($0) } + [.text(scale.warnings.map(\.mark).joined())]
    }
    return table
  }

  /// Of a factor that was named the further coefficients have a table of their own.
  private var besideOmega: [ReliabilityCoefficient] { factor.isEmpty ? extra : [] }

  private func furtherText(_ scales: [MeasuredScale]) -> String {
    // α of the correlations is in CSV and JSON only: it says what α says.
    let further = extra.filter { $0 != .standardisedAlpha }
    var table = ResultTable(
      [.text("scale"), .text("city")] + further.map { .text($0.symbol) }, isSynthetic: false)
    table.rows = scales.map { measured in
      [.text(measured.scale.id.name), .text(measured.scale.city ?? "all")]
        + further.map { measured.withInterval($0) }
    }
    return "\n" + table.textWithoutStamp
  }

  /// What the marks of the table mean, each that stands there.
  private func notes(_ scales: [MeasuredScale]) -> String {
    let warnings = scales.flatMap { measured in measured.scale.warnings.map { ($0, measured) } }
    var text = ""
    if warnings.contains(where: { $0.0.mark == "w" }) {
      text += "  w  α under \(ScaleReliability.leastAlpha): conclusions from the scale are weak\n"
    }
    if warnings.contains(where: { $0.0.mark == "f" }) {
      text += "  f  fewer than \(ScaleReliability.fewestItems) items\n"
    }
    for (warning, measured) in warnings where warning.mark == "!" {
      let place = "\(measured.scale.id.name), \(measured.scale.city ?? "all")"
      text += "!  \(place): \(warning.words)".wrapped(to: 96).map { "  \($0)\n" }.joined()
    }
    return text
  }

  private func itemText(_ scales: [MeasuredScale], _ analysis: StudyAnalysis) -> String {
    var table = ResultTable(
      [
        .text("item"), .text("scale"), .text("city"), .number("mean"), .number("SD"),
        .number("raw.r"), .number("r.cor"), .number("r.drop"), .number("α dropped"),
      ], isSynthetic: false)
    table.rows = scales.flatMap { measured in
      (measured.scale.reliability?.items ?? []).map { item in
        [
          .text(item.name), .text(measured.scale.id.name), .text(measured.scale.city ?? "all"),
          .number(item.mean), .number(item.standardDeviation),
          .number(item.itemTotalCorrelation), DelimitedText.Field(item.correctedCorrelation),
          DelimitedText.Field(item.itemRestCorrelation), DelimitedText.Field(item.alphaIfDropped),
        ]
      }
    }
    return "\nItems: correlation with the sum of all (raw.r), corrected for overlap and "
      + "reliability (r.cor),\nwith the sum of the others (r.drop); α if dropped\n"
      + table.textWithoutStamp
  }

  private func discriminantText(_ analysis: StudyAnalysis, wave: String) -> String {
    guard analysis.study.factors.count > 1 else { return "" }
    switch Result(catching: { () throws(FactorAnalysisError) in
      try analysis.discriminantValidity(wave: wave)
    }) {
    case .failure(let error): return "HTMT: \(error)\n"
    case .success(let pairs):
      let own = pairs.filter {
        factor.isEmpty || factor.contains($0.first) || factor.contains($0.second)
      }
      return Self.discriminantText(own)
    }
  }

  private static func discriminantText(_ pairs: [HeterotraitMonotrait]) -> String {
    func words(_ pair: HeterotraitMonotrait) -> String {
      func short(_ value: Double?) -> String { DelimitedText.Field(value).shortText }
      let interval = pair.confidenceInterval()
      return "\(pair.first)–\(pair.second) \(short(pair.value)) "
        + "(\(short(interval?.lower))…\(short(interval?.upper)))"
    }
    let above = pairs.filter { $0.value >= HeterotraitMonotrait.limit }
    guard let highest = pairs.max(by: { $0.value < $1.value }) else { return "" }
    let text =
      above.isEmpty
      ? "HTMT: all pairs of factors are told apart; the highest is \(words(highest))."
      : "HTMT: hardly told apart (\(HeterotraitMonotrait.limit) or more) are "
        + above.map(words).joined(separator: ", ") + "."
    return text.wrapped(to: 98).map { "\($0)\n" }.joined()
  }
}

// Tables and JSON.
extension FactorsCommand {
  func reliabilityTable(_ analysis: StudyAnalysis) -> ResultTable {
    var table = ResultTable(
      [
        .text("wave"), .text("city"), .text("scale"), .number("items"), .number("alpha"),
        .number("alphaStandardError"), .number("alphaLower"), .number("alphaUpper"),
        .number("omega"), .number("omegaStandardError"), .number("omegaLower"),
        .number("omegaUpper"),
      ]
        + extra.flatMap { coefficient in
          ["", "Lower", "Upper"].map { .number(coefficient.rawValue + $0) }
        } + [.number("count"), .text("warning")],
      isSynthetic: analysis.study.settings.isSynthetic)
    table.rows = measuredScales(analysis).map { measured in
      let scale = measured.scale
      let places: [DelimitedText.Field] = [
        .text(scale.wave), .text(scale.city ?? "all"), .text(scale.id.name),
        .integer(scale.itemCount),
      ]
      return places + fields(measured[.alpha]) + fields(measured[.omegaTotal])
        + extra.flatMap { coefficient in
          // The error is left out: the interval is not symmetric.
          let all = fields(measured[coefficient])
          return [all[0], all[2], all[3]]
        }
        + [
          DelimitedText.Field(scale.reliability?.count),
          .text(scale.warnings.map(\.words).joined(separator: "; ")),
        ]
    }
    return table
  }

  private func fields(
    _ result: Result<ReliabilityEstimate, FactorAnalysisError>
  ) -> [DelimitedText.Field] {
    let estimate = try? result.get()
    let interval = estimate?.confidenceInterval()
    return [
      DelimitedText.Field(estimate?.value),
      DelimitedText.Field(estimate?.estimate.standardError),
      DelimitedText.Field(interval?.lower), DelimitedText.Field(interval?.upper),
    ]
  }

  func reliabilityJSON(_ analysis: StudyAnalysis, factor: String) -> JSONValue {
    .array(
      analysis.reliabilities.filter { $0.id.factor == factor }.map {
        MeasuredScale($0, analysis, wanted).json
      })
  }

  /// HTMT of the pairs of a factor with the others, or of all pairs.
  func discriminantJSON(_ analysis: StudyAnalysis, factor: String?) -> JSONValue {
    .array(
      analysis.waves.flatMap { wave in
        ((try? analysis.discriminantValidity(wave: wave)) ?? []).filter {
          factor == nil || $0.first == factor || $0.second == factor
        }.map { $0.json(wave: wave) }
      })
  }
}

extension ScaleReliability.Warning {
  /// One character for a table.
  fileprivate var mark: String {
    switch self {
    case .lowAlpha: "w"
    case .fewItems: "f"
    case .notComputed: "!"
    }
  }

  fileprivate var words: String {
    switch self {
    case .lowAlpha: "α under 0.6"
    case .fewItems(let count): "only \(count) \(plural(count, "item", "items"))"
    case .notComputed(let error): "\(error)"
    }
  }
}

extension MeasuredScale {
  var json: JSONValue {
    [
      "scale": .string(scale.id.name), "wave": .string(scale.wave), "city": JSONValue(scale.city),
      "items": .integer(scale.itemCount), "alpha": JSONValue(scale.alpha),
      "standardisedAlpha": JSONValue(scale.reliability?.standardisedAlpha),
      "omega": JSONValue(scale.omega), "count": JSONValue(scale.reliability?.count),
      "coefficients": .array(ReliabilityCoefficient.allCases.map { self[$0].json($0) }),
      "itemStatistics": .array((scale.reliability?.items ?? []).map(\.json)),
      "warnings": .array(scale.warnings.map { .string($0.words) }),
    ]
  }
}

extension Reliability.ItemStatistics {
  fileprivate var json: JSONValue {
    [
      "question": .string(name), "mean": .number(mean),
      "standardDeviation": .number(standardDeviation),
      "itemTotal": .number(itemTotalCorrelation),
      "itemTotalCorrected": JSONValue(correctedCorrelation),
      "itemRest": JSONValue(itemRestCorrelation), "alphaIfDropped": JSONValue(alphaIfDropped),
    ]
  }
}

extension Result<ReliabilityEstimate, FactorAnalysisError> {
  fileprivate func json(_ coefficient: ReliabilityCoefficient) -> JSONValue {
    let estimate = try? get()
    let interval = estimate?.confidenceInterval()
    var reason: String?
    if case .failure(let error) = self { reason = "\(error)" }
    return [
      "coefficient": .string(coefficient.rawValue), "formula": .string(coefficient.formula),
      "estimate": JSONValue(estimate?.value),
      "standardError": JSONValue(estimate?.estimate.standardError),
      "degreesOfFreedom": JSONValue(estimate?.estimate.degreesOfFreedom),
      "lower": JSONValue(interval?.lower), "upper": JSONValue(interval?.upper),
      "level": JSONValue(interval?.level), "count": JSONValue(estimate?.estimate.count),
      "error": JSONValue(reason),
    ]
  }
}

extension HeterotraitMonotrait {
  fileprivate func json(wave: String) -> JSONValue {
    let interval = confidenceInterval()
    return [
      "wave": .string(wave), "first": .string(first), "second": .string(second),
      "formula": "mean |r_AB|/√(mean |r_AA| · mean |r_BB|) (Henseler, Ringle, Sarstedt 2015)",
      "estimate": .number(value), "standardError": .number(estimate.standardError),
      "degreesOfFreedom": .integer(estimate.degreesOfFreedom),
      "lower": JSONValue(interval?.lower), "upper": JSONValue(interval?.upper),
      "level": JSONValue(interval?.level),
    ]
  }
}
