import CityReports
import Estimation
import FactorAnalysis
import InnovationPotential
import Reporting
import SurveyModel
import TextFormats

// Comparability between cities, between waves, and between both.
extension FactorsCommand {
  /// The ladders of the factors asked for.
  func findings(_ analysis: StudyAnalysis) -> [ScoreComparability] {
    let names = factor.isEmpty ? nil : Set(factor)
    let cities = analysis.study.waves.map { MeasurementComparison.cities(wave: $0.name) }
    // With one wave, or one city, both together are what one of them is.
    let isBoth = analysis.study.waves.count > 1 && analysis.study.cities.count > 1
    return analysis.tested(
      cities + [.wavesOfAllCities] + (isBoth ? [.citiesAndWaves] : []), factors: names,
      options: ladderOptions(analysis.study)
    ).findings.filter { $0.facets.isEmpty }
  }

  func ladderOptions(_ study: Study) -> LadderOptions {
    var options = study.ladderOptions
    if ordinal { options.scale = .ordered }
    if strict { options.highestLevel = .strict }
    if fiml { options.missing = .fiml }
    return options
  }

  func invarianceText(_ analysis: StudyAnalysis) -> String {
    let findings = findings(analysis)
    guard !findings.isEmpty else {
      return "\nInvariance: one sample only, nothing to compare.\n"
    }
    let method = ordinal ? "WLSMV, thresholds first (Wu & Estabrook)" : "MLR"
    let missing = fiml ? "full information" : "complete interviews"
    return "\nInvariance between cities and waves (\(method), \(missing))\n"
      + criteriaText(findings) + findings.map(\.text).joined()
  }

  func criteriaText(_ findings: [ScoreComparability]) -> String {
    guard let criteria = findings.lazy.compactMap({ $0.ladder?.criteria }).first else { return "" }
    return criteria.text.wrapped(to: 96).map { "  \($0)\n" }.joined()
  }

  func invarianceTable(_ analysis: StudyAnalysis) -> ResultTable {
    invarianceTable(findings(analysis), isSynthetic: analysis.study.settings.isSynthetic)
  }

  func invarianceTable(_ findings: [ScoreComparability], isSynthetic: Bool) -> ResultTable {
    var table = ResultTable(
      [
        .text("comparison"), .text("wave"), .text("scale"), .text("level"), .number("chisq"),
        .number("df"), .number("pvalue"), .number("cfi"), .number("rmsea"), .number("srmr"),
        .number("chisqDiff"), .number("dfDiff"), .number("pvalueDiff"), .number("cfiDiff"),
        .number("rmseaDiff"), .number("srmrDiff"), .text("freed"), .text("outcome"),
        .text("verdict"), .text("words"),
      ], isSynthetic: isSynthetic)
    table.rows = findings.flatMap(\.rows)
    return table
  }

  func invarianceJSON(_ findings: [ScoreComparability], factor: String) -> JSONValue {
    .array(findings.filter { $0.id.factor == factor }.map(\.json))
  }
}

extension InvarianceCriteria {
  fileprivate var text: String {
    func text(_ value: Double) -> String { DelimitedText.Field.number(value).shortText }
    return
      "configural: CFI ≥ \(text(leastCFI)), SRMR ≤ \(text(greatestSRMR)), the interval of RMSEA "
      + "reaching \(text(greatestRMSEA)), or p ≥ \(text(configuralAlpha)); then scaled Δχ² and the "
      + "largest score test (Bonferroni) p ≥ \(text(alpha)), or ΔCFI ≤ \(text(scalar.cfi)), ΔRMSEA ≤ "
      + "\(text(scalar.rmsea)) (loadings: \(text(metric.cfi)), \(text(metric.rmsea))) and the bias of "
      + "the scale's mean shown to be within \(text(toleratedBias)) of the equivalence zone; else at "
      + "most half of the items are freed, two staying equal"
  }

  fileprivate var json: JSONValue {
    func json(_ change: Change) -> JSONValue {
      [
        "cfi": .number(change.cfi), "rmsea": .number(change.rmsea), "srmr": JSONValue(change.srmr),
      ]
    }
    return [
      "alpha": .number(alpha), "configuralAlpha": .number(configuralAlpha),
      "leastCfi": .number(leastCFI), "greatestRmsea": .number(greatestRMSEA),
      "greatestSrmr": .number(greatestSRMR), "metric": json(metric), "scalar": json(scalar),
      "toleratedBias": .number(toleratedBias), "biasLevel": .number(biasLevel),
    ]
  }
}

extension ScoreComparability {
  private var title: String {
    let waves: String
    switch comparison {
    case .cities(let wave): waves = "cities, wave \(wave)"
    case .waves(let names, let city): waves = "waves \(names.joined(separator: ", ")), \(city)"
    case .wavesOfAllCities: waves = "waves, all cities together"
    case .citiesAndWaves: waves = "every city in every wave"
    case .panel(let names, let cities):
      waves = "the same people in \(names.listed), \(cities.listed)"
    }
    return "\(id.name): \(waves)"
  }

  var text: String {
    let steps = ladder?.steps ?? []
    var text = "\n\(title)\n"
    if !steps.isEmpty {
      var table = TextTable(
        ["level", "χ²", "df", "p", "CFI", "RMSEA", "SRMR", "Δχ²", "Δdf", "p", "ΔCFI", "outcome"]
          .enumerated().map { TextTable.Column($1, isNumeric: $0 > 0 && $0 < 11) })
      table.rows = steps.map(\.cells)
      text += table.text(width: 100)
    }
    return text + lines.flatMap { $0.wrapped(to: 96) }.map { "  \($0)\n" }.joined()
  }

  private var lines: [String] {
    guard let ladder else { return verdictLines }
    let reference = ladder.groups.first ?? ""
    let freed = ladder.freed.map { "freed: \($0.item), \($0.level), in \($0.groups.listed)" }
    let effects = ladder.effects.filter { $0.dmacs > 0 }.map { effect in
      "\(effect.item) in \(effect.group): \(effect.bias.words) points against \(reference) at the same "
        + "factor, dMACS \(effect.dmacs.short)"
    }
    let biases = ladder.scaleBiases.filter { $0.bias.value != 0 }.map { bias in
      "bias of the full scale \(bias.factor) in \(bias.group): \(bias.bias.words) points"
    }
    let means = ladder.latentMeans.map { means in
      let values = means.inUnitOfAnswers.names.indices.dropFirst().map { place in
        "\(means.inUnitOfAnswers.names[place]) \(means.inUnitOfAnswers[place].words)"
      }
      return "latent means of \(means.factor) against \(reference), points: \(values.listed)"
    }
    return freed + effects + biases + means + alignmentLines
      + ladder.remarks.flatMap {
        ["remark: \($0.words(in: .en))", "замечание: \($0.words(in: .ru))"]
      } + verdictLines
  }

  private var verdictLines: [String] {
    var reasons = ("", "")
    if case .notTested(let reason) = verdict {
      reasons = (": \(reason.words(in: .en))", ": \(reason.words(in: .ru))")
    }
    return [
      "verdict: \(verdict.words(in: .en))\(reasons.0)",
      "вывод: \(verdict.words(in: .ru))\(reasons.1)",
    ]
  }

  /// For three groups and more: how far the factor's means can be ordered without equality.
  private var alignmentLines: [String] {
    alignments.map { alignment in
      let means = alignment.groups.indices.map { place in
        "\(alignment.groups[place]) \(alignment.means[place].short)"
      }
      let share = alignment.shareDiffering.map { "; differing parameters: \((100 * $0).short) %" }
      return
        "alignment, factor means in SD of \(alignment.groups[0]): \(means.listed)\(share ?? "")"
    }
  }

  fileprivate var alignments: [Alignment] {
    (ladder?.configural ?? []).filter { $0.groups.count >= 3 }.map { Alignment($0) }
  }
}

extension InvarianceLadder.Step {
  fileprivate var cells: [String] {
    func text(_ value: Double?) -> String { DelimitedText.Field(value).shortText }
    return [
      "\(level)", text(fit.chisqScaled ?? fit.chisq), "\(fit.df)",
      text(fit.pvalueScaled ?? fit.pvalue), text(fit.bestCFI), text(fit.bestRMSEA),
      text(fit.srmr), text(change?.chisq), change.map { "\($0.df)" } ?? "–", text(change?.pvalue),
      text(change?.cfi), outcome.words(in: .en),
    ]
  }
}

extension Estimate {
  /// `+1.9 (0.6 … 3.2)`.
  var words: String {
    let sign = value > 0 ? "+" : ""
    func points(_ value: Double) -> String { Number.decimal(value, digits: 2).text(in: .en) }
    guard let interval = confidenceInterval() else { return sign + points(value) }
    return "\(sign)\(points(value)) (\(points(interval.lower)) … \(points(interval.upper)))"
  }
}

extension Double {
  var short: String { (isFinite ? DelimitedText.Field.number(self) : .missing).shortText }
}

extension [String] {
  var listed: String { joined(separator: ", ") }
}

// Rows and JSON, with lavaan's names in lower camel case.
extension ScoreComparability {
  private var wave: DelimitedText.Field {
    switch comparison {
    case .cities(let wave): .text(wave)
    case .waves(let waves, _), .panel(let waves, _): .text(waves.joined(separator: " "))
    case .wavesOfAllCities, .citiesAndWaves: .missing
    }
  }

  fileprivate var rows: [[DelimitedText.Field]] {
    let start: [DelimitedText.Field] = [.text(comparison.name), wave, .text(id.name)]
    let end: [DelimitedText.Field] = [.text(verdict.name), .text(verdict.words(in: .en))]
    let steps = ladder?.steps ?? []
    guard !steps.isEmpty else {
      return [start + Array(repeating: .missing, count: 13) + ["", .missing] + end]
    }
    return steps.map { step in
      let fit = step.fit
      return start + [
        .text("\(step.level)"), .number(fit.chisqScaled ?? fit.chisq), .integer(fit.df),
        DelimitedText.Field(fit.pvalueScaled ?? fit.pvalue), DelimitedText.Field(fit.bestCFI),
        DelimitedText.Field(fit.bestRMSEA), .number(fit.srmr),
        DelimitedText.Field(step.change?.chisq), DelimitedText.Field(step.change?.df),
        DelimitedText.Field(step.change?.pvalue), DelimitedText.Field(step.change?.cfi),
        DelimitedText.Field(step.change?.rmsea), DelimitedText.Field(step.change?.srmr),
        .text(step.freed.map(\.item).joined(separator: " ")), .text(step.outcome.name),
      ] + end
    }
  }

  var json: JSONValue {
    let reason: String? = if case .notTested(let reason) = verdict { "\(reason)" } else { nil }
    return [
      "scale": .string(id.name), "comparison": .string(comparison.name),
      "wave": wave.json, "groups": .array((ladder?.groups ?? []).map { .string($0) }),
      "verdict": .string(verdict.name), "reason": JSONValue(reason),
      "words": [
        "ru": .string(verdict.words(in: .ru)), "en": .string(verdict.words(in: .en)),
      ],
      "criteria": ladder?.criteria.json ?? nil,
      "steps": .array((ladder?.steps ?? []).map(\.json)),
      "effects": .array((ladder?.effects ?? []).map(\.json)),
      "scaleBiases": .array((ladder?.scaleBiases ?? []).map(\.json)),
      "latentMeans": .array((ladder?.latentMeans ?? []).flatMap(\.json)),
      "alignment": .array(alignments.map(\.json)),
      "remarks": .array((ladder?.remarks ?? []).map { .string($0.words(in: .en)) }),
    ]
  }
}

extension InvarianceLadder.Step {
  fileprivate var json: JSONValue {
    [
      "level": .string("\(level)"), "outcome": .string(outcome.name), "fit": fit.json,
      "difference": change.map { change in
        [
          "chisq": .number(change.chisq), "df": .integer(change.df),
          "pvalue": JSONValue(change.pvalue), "method": .string(change.method.rawValue),
          "cfi": .number(change.cfi), "rmsea": .number(change.rmsea), "srmr": .number(change.srmr),
        ]
      } ?? nil,
      "freed": .array(
        freed.map {
          ["item": .string($0.item), "groups": .array($0.groups.map { .string($0) })]
        }),
    ]
  }
}

extension FitMeasures {
  var json: JSONValue {
    let members: [(String, JSONValue)] =
      [
        ("npar", .integer(npar)), ("chisq", .number(chisq)), ("df", .integer(df)),
        ("pvalue", JSONValue(pvalue)), ("chisqScaled", JSONValue(chisqScaled)),
        ("pvalueScaled", JSONValue(pvalueScaled)),
        ("chisqScalingFactor", JSONValue(chisqScalingFactor)), ("cfi", JSONValue(cfi)),
        ("tli", JSONValue(tli)), ("cfiScaled", JSONValue(cfiScaled)),
        ("tliScaled", JSONValue(tliScaled)), ("cfiRobust", JSONValue(cfiRobust)),
        ("tliRobust", JSONValue(tliRobust)),
      ] + rmsea.members("rmsea") + rmseaScaled.members("rmseaScaled")
      + rmseaRobust.members("rmseaRobust") + [
        ("srmr", .number(srmr)), ("logl", JSONValue(logl)), ("aic", JSONValue(aic)),
        ("bic", JSONValue(bic)),
      ]
    return .object(members.map { JSONValue.Member($0, $1) })
  }
}

extension FitMeasures.Approximation {
  fileprivate func members(_ name: String) -> [(String, JSONValue)] {
    [
      (name, JSONValue(value)), ("\(name)CiLower", JSONValue(lower)),
      ("\(name)CiUpper", JSONValue(upper)), ("\(name)Pvalue", JSONValue(pclose)),
    ]
  }
}

extension ItemEffect {
  fileprivate var json: JSONValue {
    [
      "item": .string(item), "group": .string(group), "reference": .string(reference),
      "dmacs": .number(dmacs), "signedDmacs": .number(signedDmacs), "bias": bias.json,
    ]
  }
}

extension ScaleBias {
  fileprivate var json: JSONValue {
    [
      "factor": .string(factor), "group": .string(group), "reference": .string(reference),
      "bias": bias.json,
    ]
  }
}

extension LatentMeans {
  fileprivate var json: [JSONValue] {
    inUnitOfAnswers.names.indices.map { place in
      [
        "factor": .string(factor), "group": .string(inUnitOfAnswers.names[place]),
        "points": inUnitOfAnswers[place].json, "standardised": standardised[place].json,
      ]
    }
  }
}

extension Alignment {
  fileprivate var json: JSONValue {
    [
      "groups": .array(groups.map { .string($0) }), "means": .array(means.map { .number($0) }),
      "standardErrors": meanStandardErrors.map { .array($0.map { .number($0) }) } ?? nil,
      "variances": .array(variances.map { .number($0) }),
      "shareDiffering": JSONValue(shareDiffering),
      "parameters": .array(
        (parameters ?? []).map { parameter in
          [
            "item": .string(parameter.item), "kind": .string(parameter.kind.rawValue),
            "differs": .array(parameter.differingGroups.map { .string($0) }),
            "rSquared": .number(parameter.rSquared),
          ]
        }),
    ]
  }
}

extension Estimate {
  var json: JSONValue {
    [
      "estimate": .number(value), "standardError": .number(standardError),
      "degreesOfFreedom": .integer(degreesOfFreedom),
      "lower": JSONValue(confidenceInterval()?.lower),
      "upper": JSONValue(confidenceInterval()?.upper),
    ]
  }
}
