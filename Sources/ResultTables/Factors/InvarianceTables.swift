import Estimation
import MeasurementInvariance
import Reporting
import SocioculturalFactors
import StructuralModels
import SurveyAnalysis
import SurveyModel
import TextFormats

/// The sequence of invariance tests of a score between some samples, and the alignment of its
/// configural model.
package struct TestedScore: Sendable {
  package var comparability: ScoreComparability
  /// One for each factor of the model; empty where fewer than three groups are compared.
  package var alignments: [Alignment]

  package init(_ comparability: ScoreComparability, alignments: [Alignment]) {
    self.comparability = comparability
    self.alignments = alignments
  }
}

/// Whether cities and waves measure the same.
package struct InvarianceTables: PrintedResult {
  package var tested: [TestedScore]
  /// The factors shown, in order.
  package var factors: [String]
  /// Whether items are ordered categories (WLSMV), and not numbers (MLR).
  package var isOrdinal: Bool
  /// Whether interviews with missing answers count, by full information.
  package var usesFullInformation: Bool
  package var isSynthetic: Bool

  package init(
    tested: [TestedScore], factors: [String], isOrdinal: Bool, usesFullInformation: Bool,
    isSynthetic: Bool
  ) {
    self.tested = tested
    self.factors = factors
    self.isOrdinal = isOrdinal
    self.usesFullInformation = usesFullInformation
    self.isSynthetic = isSynthetic
  }

  /// Nothing where one sample leaves nothing to compare: that is no fault of the answers.
  package var unmade: [String] { tested.compactMap(\.unmade) }

  package var text: String { ResultTable.stamp(isSynthetic: isSynthetic) + body }

  var body: String {
    guard !tested.isEmpty else { return "Invariance: one sample only, nothing to compare.\n" }
    let method = isOrdinal ? "WLSMV, thresholds first (Wu & Estabrook)" : "MLR"
    let missing = usesFullInformation ? "full information" : "complete interviews"
    return "Invariance between cities and waves (\(method), \(missing))\n"
      + tested.criteriaText + tested.map(\.text).joined()
  }

  package var table: ResultTable { .invariance(tested, isSynthetic: isSynthetic) }

  /// An object for each factor.
  package var json: JSONValue {
    .array(
      factors.map { factor in
        [
          "factor": .string(factor), "invariance": json(of: factor),
          "synthetic": .bool(isSynthetic),
        ]
      })
  }

  func json(of factor: String) -> JSONValue {
    .array(tested.filter { $0.comparability.id.factor == factor }.map(\.json))
  }
}

extension ResultTable {
  /// A row for each level of each sequence of tests.
  static func invariance(_ tested: [TestedScore], isSynthetic: Bool) -> ResultTable {
    var table = ResultTable(
      [.text("comparison"), .text("wave"), .text("scale")]
        + InvarianceLevel.columns.map { $0 == "level" ? .text($0) : .number($0) } + [
          .text("freed"), .text("outcome"), .text("verdict"), .text("words"),
        ], isSynthetic: isSynthetic)
    table.rows = tested.map(\.comparability).flatMap(\.rows)
    return table
  }
}

extension [TestedScore] {
  /// The criteria that the levels were judged by.
  var criteriaText: String {
    lazy.compactMap { $0.comparability.ladder?.criteria }.first?.text.indented ?? ""
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

extension TestedScore {
  private var title: String {
    let waves: String
    switch comparability.comparison {
    case .cities(let wave): waves = "cities, wave \(wave)"
    case .waves(let names, let city): waves = "waves \(names.joined(separator: ", ")), \(city)"
    case .wavesOfAllCities: waves = "waves, all cities together"
    case .citiesAndWaves: waves = "every city in every wave"
    case .panel(let names, let cities):
      waves = "the same people in \(names.listed), \(cities.listed)"
    }
    return "\(comparability.id.name): \(waves)"
  }

  /// What was to be tested and could not be, since a model was not estimated or cannot be used; nil
  /// where it was, and where there is nothing to test.
  var unmade: String? {
    guard case .notTested(let reason) = comparability.verdict else { return nil }
    switch reason {
    case .notEstimated, .unusableModel, .unusableAnswers, .itemInTwoPlaces:
      return "the test of \(title): \(reason.words(in: .en))"
    case .tooFewGroups, .tooFewItems, .formative, .tooFewPeople: return nil
    }
  }

  var text: String {
    let steps = comparability.ladder?.steps ?? []
    var text = "\n\(title)\n"
    if !steps.isEmpty {
      var table = TextTable(
        ["level", "χ²", "df", "p", "CFI", "RMSEA", "SRMR", "Δχ²", "Δdf", "p", "ΔCFI", "outcome"]
          .enumerated().map { TextTable.Column($1, isNumeric: $0 > 0 && $0 < 11) })
      table.rows = steps.map(\.cells)
      text += table.text(width: 100)
    }
    return text + lines.map(\.indented).joined()
  }

  private var lines: [String] {
    guard let ladder = comparability.ladder else { return verdictLines }
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
    let verdict = comparability.verdict
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

// Rows and JSON, with lavaan's names in lower camel case.
extension ScoreComparability {
  fileprivate var wave: DelimitedText.Field {
    switch comparison {
    case .cities(let wave): .text(wave)
    case .waves(let waves, _), .panel(let waves, _): .text(waves.joined(separator: " "))
    case .wavesOfAllCities, .citiesAndWaves: .missing
    }
  }

  var rows: [[DelimitedText.Field]] {
    let start: [DelimitedText.Field] = [.text(comparison.name), wave, .text(id.name)]
    let end: [DelimitedText.Field] = [.text(verdict.name), .text(verdict.words(in: .en))]
    let steps = ladder?.steps ?? []
    guard !steps.isEmpty else {
      return [start + InvarianceLevel.columns.map { _ in .missing } + ["", .missing] + end]
    }
    return steps.map { step in
      start + step.fields(roundedBy: \.self) + [
        .text(step.freed.map(\.item).joined(separator: " ")), .text(step.outcome.name),
      ] + end
    }
  }
}

extension TestedScore {
  var json: JSONValue {
    let (verdict, ladder) = (comparability.verdict, comparability.ladder)
    let reason: String? = if case .notTested(let reason) = verdict { "\(reason)" } else { nil }
    return [
      "scale": .string(comparability.id.name),
      "comparison": .string(comparability.comparison.name), "wave": comparability.wave.json,
      "groups": .strings(ladder?.groups ?? []),
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

extension InvarianceLevel {
  /// The columns of a level's fit, and of how it differs from the level before.
  static let columns = [
    "level", "chisq", "df", "pValue", "cfi", "rmsea", "srmr", "chisqDiff", "dfDiff", "pValueDiff",
    "cfiDiff", "rmseaDiff", "srmrDiff",
  ]
}

extension InvarianceLadder.Step {
  /// What stands in ``InvarianceLevel/columns``.
  ///
  /// - Parameter rounding: What becomes of each number.
  func fields(roundedBy rounding: (Double) -> Double) -> [DelimitedText.Field] {
    func number(_ value: Double?) -> DelimitedText.Field {
      DelimitedText.Field(value.map(rounding))
    }
    return [
      .text("\(level)"), number(fit.chisqScaled ?? fit.chisq), .integer(fit.df),
      number(fit.pvalueScaled ?? fit.pvalue), number(fit.bestCFI), number(fit.bestRMSEA),
      number(fit.srmr), number(change?.chisq), DelimitedText.Field(change?.df),
      number(change?.pvalue), number(change?.cfi), number(change?.rmsea), number(change?.srmr),
    ]
  }

  fileprivate var json: JSONValue {
    [
      "level": .string("\(level)"), "outcome": .string(outcome.name), "fit": fit.json,
      "difference": change.map { change in
        [
          "chisq": .number(change.chisq), "df": .integer(change.df),
          "pValue": JSONValue(change.pvalue), "method": .string(change.method.rawValue),
          "cfi": .number(change.cfi), "rmsea": .number(change.rmsea), "srmr": .number(change.srmr),
        ]
      } ?? nil,
      "freed": .array(
        freed.map {
          ["item": .string($0.item), "groups": .strings($0.groups)]
        }),
    ]
  }
}

extension FitMeasures {
  var json: JSONValue {
    let members: [(String, JSONValue)] =
      [
        ("npar", .integer(npar)), ("chisq", .number(chisq)), ("df", .integer(df)),
        ("pValue", JSONValue(pvalue)), ("chisqScaled", JSONValue(chisqScaled)),
        ("pValueScaled", JSONValue(pvalueScaled)),
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
      ("\(name)CiUpper", JSONValue(upper)), ("\(name)PValue", JSONValue(pclose)),
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
      "groups": .strings(groups), "means": .numbers(means),
      "standardErrors": meanStandardErrors.map { .numbers($0) } ?? nil,
      "variances": .numbers(variances),
      "shareDiffering": JSONValue(shareDiffering),
      "parameters": .array(
        (parameters ?? []).map { parameter in
          [
            "item": .string(parameter.item), "kind": .string(parameter.kind.rawValue),
            "differs": .strings(parameter.differingGroups),
            "rSquared": parameter.rSquared >= 0 ? .number(parameter.rSquared) : nil,
          ]
        }),
    ]
  }
}
