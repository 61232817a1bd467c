import FactorAnalysis
import Reporting
import SocioculturalFactors
import StructuralModels
import SurveyAnalysis
import SurveyModel
import TextFormats

/// The reliability of scales, and which factors are hardly told apart.
package struct ReliabilityTables: PrintedResult {
  /// A wave's scales and pairs of factors.
  package struct Wave: Sendable {
    package var name: String
    package var scales: [MeasuredScale]
    /// HTMT of each pair of factors; nil where the study has one factor.
    package var pairs: Result<[HeterotraitMonotrait], FactorAnalysisError>?

    package init(
      name: String, scales: [MeasuredScale],
      pairs: Result<[HeterotraitMonotrait], FactorAnalysisError>?
    ) {
      self.name = name
      self.scales = scales
      self.pairs = pairs
    }
  }

  package var waves: [Wave]
  /// Factors asked for by name; empty where all are shown, with fewer coefficients.
  package var factors: [String]
  /// The factors of the study, in order.
  package var known: [String]
  package var isSynthetic: Bool

  package init(waves: [Wave], factors: [String], known: [String], isSynthetic: Bool) {
    self.waves = waves
    self.factors = factors
    self.known = known
    self.isSynthetic = isSynthetic
  }

  private var isOfNamed: Bool { !factors.isEmpty }

  /// Of factors that were named all coefficients; of all factors at once those that take no
  /// polychoric correlations and no second model.
  package static func coefficients(ofNamed isOfNamed: Bool) -> [ReliabilityCoefficient] {
    isOfNamed
      ? ReliabilityCoefficient.allCases
      : [.alpha, .standardisedAlpha, .omegaTotal, .averageVarianceExtracted]
  }

  /// The coefficients besides α and ω.
  private var extra: [ReliabilityCoefficient] {
    let wanted = Self.coefficients(ofNamed: isOfNamed)
    return [
      .standardisedAlpha, .ordinalAlpha, .omegaCategorical, .omegaHierarchical,
      .averageVarianceExtracted,
    ].filter(wanted.contains)
  }

  /// Scales of a factor that was named without any coefficient.
  package var unmade: [String] {
    guard isOfNamed else { return [] }
    let coefficients = Self.coefficients(ofNamed: true)
    return waves.flatMap(\.scales).compactMap { scale in
      guard !coefficients.contains(where: { (try? scale[$0].get()) != nil }),
        case .failure(let error) = scale.scale.result
      else { return nil }
      return "the reliability of \(scale.scale.id.name), wave \(scale.scale.wave), "
        + "\(scale.scale.city ?? "all cities"): \(error)"
    }
  }

  package var table: ResultTable {
    var table = ResultTable(
      [
        .text("wave"), .text("city"), .text("scale"), .number("items"), .number("alpha"),
        .number("alphaStandardError"), .number("alphaLower"), .number("alphaUpper"),
        .number("alphaPairwise"), .number("omega"), .number("omegaStandardError"),
        .number("omegaLower"),
        .number("omegaUpper"),
      ]
        + extra.flatMap { coefficient in
          ["", "Lower", "Upper"].map { .number(coefficient.rawValue + $0) }
        } + [.number("count"), .text("warning")],
      isSynthetic: isSynthetic)
    table.rows = waves.flatMap(\.scales).map { $0.row(extra: extra) }
    return table
  }

  /// An object for each factor.
  package var json: JSONValue {
    .array(
      (isOfNamed ? factors : known).map { factor in
        [
          "factor": .string(factor), "reliability": scaleJSON(of: factor),
          "htmt": pairJSON(of: factor), "synthetic": .bool(isSynthetic),
        ]
      })
  }

  func scaleJSON(of factor: String) -> JSONValue {
    .array(waves.flatMap(\.scales).filter { $0.scale.id.factor == factor }.map(\.json))
  }

  /// HTMT of the pairs of a factor with the others, or of all pairs.
  func pairJSON(of factor: String?) -> JSONValue {
    .array(
      waves.flatMap { wave in
        ((try? wave.pairs?.get()) ?? []).filter {
          factor == nil || $0.first == factor || $0.second == factor
        }.map { $0.json(wave: wave.name) }
      })
  }
}

// Text.
extension ReliabilityTables {
  package var text: String { ResultTable.stamp(isSynthetic: isSynthetic) + body }

  /// For each wave a table of the scales, the items of the factors named, and which factors are
  /// hardly told apart.
  var body: String {
    waves.map { wave in
      "Wave \(wave.name)\n" + poolingText(wave) + scaleTable(wave.scales).textWithoutStamp
        + notes(wave.scales)
        + (isOfNamed ? furtherText(wave.scales) : "") + reasons(wave.scales)
        + (isOfNamed ? itemText(wave.scales) : "")
        + discriminantText(wave)
    }.joined(separator: "\n") + coefficientText
  }

  /// What cities count by where they are taken together.
  private func poolingText(_ wave: Wave) -> String {
    let isPooled = Set(wave.scales.compactMap(\.scale.city)).count > 1
    return isPooled ? "all: \(CityScaling.interviews.plainWords)".indented : ""
  }

  private var coefficientText: String {
    let more =
      isOfNamed
      ? "α ord is of the polychoric correlations; ω cat of the sum of ordered items, one factor by "
        + "WLSMV (Green & Yang); ω_h of a general factor behind three group factors "
        + "(Schmid–Leiman)."
      : "α std is of the correlations; its interval and that of AVE are in CSV. With --factor: α of "
        + "polychoric correlations, ω of the sum of ordered items and ω_h too, and a table of items."
    let text =
      "Intervals are 95 %, by linearisation under the design. α Cronbach’s of the covariances "
      + "of complete interviews, α pairs of all pairs of answers (as psych), "
      + "ω McDonald’s total and AVE, the average variance extracted, of "
      + "one maximum likelihood factor. HTMT is the heterotrait–monotrait ratio of correlations. "
      + more
    return "\n" + text.wrapped(to: 98).map { "\($0)\n" }.joined()
  }

  private func scaleTable(_ scales: [MeasuredScale]) -> ResultTable {
    var table = ResultTable(
      [
        .text("scale"), .text("city"), .number("items"), .number("n"), .text("α"),
        .number("α pairs"), .text("ω"),
      ] + besideOmega.map { .number($0.symbol) } + [.text("note")], isSynthetic: isSynthetic)
    table.rows = scales.map { measured in
      let scale = measured.scale
      return [
        .text(scale.id.name), .text(scale.city ?? "all"), .integer(scale.itemCount),
        DelimitedText.Field(scale.reliability?.count), measured.withInterval(.alpha),
        DelimitedText.Field(scale.pairwiseAlpha), measured.withInterval(.omegaTotal),
      ] + besideOmega.map { measured.value($0) } + [.text(scale.warnings.map(\.mark).joined())]
    }
    return table
  }

  /// Of a factor that was named the further coefficients have a table of their own.
  private var besideOmega: [ReliabilityCoefficient] { isOfNamed ? [] : extra }

  private func furtherText(_ scales: [MeasuredScale]) -> String {
    // α of the correlations is in CSV and JSON only: it says what α says.
    let further = extra.filter { $0 != .standardisedAlpha }
    var table = ResultTable(
      [.text("scale"), .text("city")] + further.map { .text($0.symbol) }, isSynthetic: false)
    table.rows = scales.map { measured in
      [.text(measured.scale.id.name), .text(measured.scale.city ?? "all")]
        + further.map { measured.withInterval($0) }
    }
    return "\n" + table.text
  }

  /// What the marks of the table mean, each that stands there.
  private func notes(_ scales: [MeasuredScale]) -> String {
    let warnings = scales.flatMap { measured in measured.scale.warnings.map { ($0, measured) } }
    var text = ""
    if warnings.contains(where: { $0.0.mark == "w" }) {
      let least = AnalysisConventions.standard.leastAlpha
      text += "  w  α under \(least): conclusions from the scale are weak\n"
    }
    if warnings.contains(where: { $0.0.mark == "f" }) {
      text += "  f  fewer than \(AnalysisConventions.standard.fewestItems) items\n"
    }
    for (warning, measured) in warnings where warning.mark == "!" {
      let place = "\(measured.scale.id.name), \(measured.scale.city ?? "all")"
      text += "!  \(place): \(warning.words)".indented
    }
    return text
  }

  /// Why a coefficient or its interval lacks, each reason once with its scales.
  private func reasons(_ scales: [MeasuredScale]) -> String {
    let shown = [.alpha, .omegaTotal] + extra.filter { !isOfNamed || $0 != .standardisedAlpha }
    var lacking: [String: [MeasuredScale]] = [:]
    var order: [String] = []
    for coefficient in shown {
      for measured in scales {
        guard let reason = measured.reason(coefficient, needsInterval: needsInterval(coefficient))
        else { continue }
        let line = "\(coefficient.symbol): \(reason)"
        if lacking[line] == nil { order.append(line) }
        lacking[line, default: []].append(measured)
      }
    }
    return order.map { line in
      "–  \(line) (\(Self.places(of: lacking[line] ?? [], among: scales)))".indented
    }.joined()
  }

  /// The name of a scale that is meant in every city, and the cities of another.
  private static func places(of some: [MeasuredScale], among all: [MeasuredScale]) -> String {
    let names = some.map(\.scale.id.name)
    return names.indices.filter { names.firstIndex(of: names[$0]) == $0 }.map { place in
      let name = names[place]
      let cities = some.filter { $0.scale.id.name == name }.map { $0.scale.city ?? "all" }
      let isEverywhere = cities.count == all.count { $0.scale.id.name == name }
      return isEverywhere ? name : "\(name): \(cities.joined(separator: ", "))"
    }.joined(separator: "; ")
  }

  /// Whether the text shows the interval of a coefficient, and not the coefficient only.
  private func needsInterval(_ coefficient: ReliabilityCoefficient) -> Bool {
    isOfNamed || coefficient == .alpha || coefficient == .omegaTotal
  }

  private func itemText(_ scales: [MeasuredScale]) -> String {
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
      + "reliability (r.cor),\nwith the sum of the others (r.drop); α if dropped\n" + table.text
  }

  private func discriminantText(_ wave: Wave) -> String {
    switch wave.pairs {
    case nil: return ""
    case .failure(let error): return "HTMT: \(error)\n"
    case .success(let pairs):
      return Self.discriminantText(
        pairs.filter {
          factors.isEmpty || factors.contains($0.first) || factors.contains($0.second)
        })
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

/// A scale with its coefficients under the design.
package struct MeasuredScale: Sendable {
  package var scale: ScaleReliability
  private var coefficients: Result<ScaleCoefficients, FactorAnalysisError>

  package init(
    _ scale: ScaleReliability, coefficients: Result<ScaleCoefficients, FactorAnalysisError>
  ) {
    self.scale = scale
    self.coefficients = coefficients
  }

  subscript(
    coefficient: ReliabilityCoefficient
  ) -> Result<ReliabilityEstimate, ReliabilityError> {
    coefficients.mapError(ReliabilityError.items).flatMap { $0[coefficient] }
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

  /// Why there is no coefficient, or no interval of it; nil where nothing lacks, and where the scale has
  /// no coefficient at all, which is told of the scale.
  fileprivate func reason(
    _ coefficient: ReliabilityCoefficient, needsInterval: Bool = true
  ) -> String? {
    guard (try? scale.result.get()) != nil else { return nil }
    switch self[coefficient] {
    case .failure(let error): return "\(error)"
    case .success(let estimate):
      guard needsInterval, case .failure(let missing) = estimate.interval() else { return nil }
      return "\(missing)"
    }
  }

  fileprivate func row(extra: [ReliabilityCoefficient]) -> [DelimitedText.Field] {
    let places: [DelimitedText.Field] = [
      .text(scale.wave), .text(scale.city ?? "all"), .text(scale.id.name),
      .integer(scale.itemCount),
    ]
    let further = extra.flatMap { coefficient in
      // The error is left out: the interval is not symmetric.
      let all = fields(coefficient)
      return [all[0], all[2], all[3]]
    }
    return places + fields(.alpha) + [DelimitedText.Field(scale.pairwiseAlpha)]
      + fields(.omegaTotal) + further + [
        DelimitedText.Field(scale.reliability?.count),
        .text(
          (scale.warnings.map(\.words)
            + ([.alpha, .omegaTotal] + extra).compactMap { coefficient in
              reason(coefficient).map { "\(coefficient.symbol): \($0)" }
            }).joined(separator: "; ")),
      ]
  }

  private func fields(_ coefficient: ReliabilityCoefficient) -> [DelimitedText.Field] {
    let estimate = try? self[coefficient].get()
    let interval = estimate?.confidenceInterval()
    return [
      DelimitedText.Field(estimate?.value),
      DelimitedText.Field(estimate?.standardError),
      DelimitedText.Field(interval?.lower), DelimitedText.Field(interval?.upper),
    ]
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

  var words: String {
    switch self {
    case .lowAlpha: "α under \(AnalysisConventions.standard.leastAlpha)"
    case .fewItems(let count): "only \(count) \(plural(count, "item", "items"))"
    case .notComputed(let error): "\(error)"
    }
  }
}
