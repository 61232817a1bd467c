import Estimation
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel
import TextFormats
import Typology

/// What became of a wave's typology.
package struct TypedWave: Sendable {
  package var wave: String
  package var result: Result<ResidentTypes, TypologyError>

  package init(wave: String, result: Result<ResidentTypes, TypologyError>) {
    self.wave = wave
    self.result = result
  }
}

/// Types of residents by their scores.
package struct TypeTables: PrintedResult {
  package var waves: [TypedWave]
  package var isSynthetic: Bool

  package init(waves: [TypedWave], isSynthetic: Bool) {
    self.waves = waves
    self.isSynthetic = isSynthetic
  }

  package var unmade: [String] {
    waves.compactMap { wave in
      if case .failure(let error) = wave.result {
        "types, wave \(wave.wave): \(error)"
      } else {
        nil
      }
    }
  }

  package var text: String {
    ResultTable.stamp(isSynthetic: isSynthetic) + waves.map(\.text).joined(separator: "\n")
  }

  /// The shares of the types in each city.
  package var table: ResultTable {
    var table = ResultTable(
      [
        .text("wave"), .text("city"), .text("method"), .number("types"), .number("type"),
        .number("share"), .number("standardError"), .number("degreesOfFreedom"), .number("lower"),
        .number("upper"), .text("suppressed"),
      ], isSynthetic: isSynthetic)
    table.rows = waves.compactMap { try? $0.result.get() }.flatMap(\.shareRows)
    return table
  }

  package var json: JSONValue { .array(waves.map { $0.json(isSynthetic) }) }
}

extension TypedWave {
  fileprivate var text: String {
    switch result {
    case .success(let types): types.text
    case .failure(let error): "Wave \(wave): no types, \(error)\n"
    }
  }

  fileprivate func json(_ isSynthetic: Bool) -> JSONValue {
    switch result {
    case .success(let types): types.json(isSynthetic)
    case .failure(let error): ["wave": .string(wave), "error": .string("\(error)")]
    }
  }
}

extension ResidentTypes {
  fileprivate var text: String {
    "Wave \(wave), types of residents: \(methodWords)\n" + candidateTable + chosenText
      + portraitTable + cityTable
  }

  private var methodWords: String {
    let names = scores.map(\.id.name).joined(separator: ", ")
    switch method {
    case .kMeans: return "k-means of the standardised scores \(names)"
    case .latentClasses: return "latent classes of the scores cut at the thirds, \(names)"
    }
  }

  private var candidateTable: String {
    let isLatent = method == .latentClasses
    var table = TextTable(
      [TextTable.Column("types", isNumeric: true)]
        + (isLatent
          ? [TextTable.Column("BIC", isNumeric: true)]
          : [
            TextTable.Column("explained", isNumeric: true),
            TextTable.Column("silhouette", isNumeric: true),
          ])
        + [TextTable.Column("least Jaccard", isNumeric: true), TextTable.Column("found again")])
    table.rows = candidates.map { candidate in
      let least = candidate.stability.meanJaccard.min()
      let fit = isLatent ? [candidate.bic] : [candidate.explained, candidate.silhouette]
      return [String(candidate.types)] + (fit + [least]).map { DelimitedText.Field($0).shortText }
        + [candidate.stability.verdict.rawValue]
    }
    return table.text(width: 100)
  }

  /// Whether the types have borders, and what speaks for it or against it.
  private func bordersSentence(_ borders: Borders) -> String {
    let conventions = AnalysisConventions.standard
    func short(_ value: Double) -> String { DelimitedText.Field.number(value).shortText }
    let chance = borders.pValue.map { "p \(short($0))" }
    let again = "bootstrap samples find \(borders.isStable ? "them all" : "not all of them") again"
    let cloud =
      chance.map {
        "a cloud without types, of the same distributions and correlations, is cut as well "
          + "with \($0)"
      } ?? "the scores repeat one another, so that they cannot be set against a cloud "
      + "without types"
    let gap =
      "between neighbouring types people are \(short(borders.density)) times as dense as at their "
      + "centres (\(short(Borders.greatestDensity)) at most where there is a border)"
    return borders.areShown(by: conventions)
      ? "There are borders between them: \(again), \(cloud), and \(gap)."
      : "Borders between them are not shown: \(again), \(cloud), and \(gap). Name them as degrees, "
        + "not kinds."
  }

  private var chosenText: String {
    let rule =
      method == .latentClasses ? "the least BIC" : "the clearest borders (silhouette)"
    var sentences = [
      candidates.count == 1
        ? "\(chosen.types) types, as asked for: \(chosen.stability.verdict.rawValue) over "
          + "\(chosen.stability.resamples) bootstrap samples of sampling points."
        : "\(chosen.types) types: \(rule) among those that bootstrap samples of sampling points find "
          + "again (mean Jaccard of \(ClusterStability.leastDoubtful) or more); \(chosen.stability.verdict.rawValue)."
    ]
    if let borders { sentences.append(bordersSentence(borders)) }
    if incompleteCount > 0 {
      sentences.append(
        "\(count) interviews have a type, \(incompleteCount) lack a score.")
    }
    sentences += chosen.warnings.map { "Warning: \($0)." }
    if let problem { sentences.append("More were not tried: \(problem).") }
    return sentences.joined(separator: " ").indented
  }

  private var portraitTable: String {
    var table = TextTable(
      [TextTable.Column("type"), TextTable.Column("share", isNumeric: true)]
        + scores.map { TextTable.Column($0.id.name, isNumeric: true) })
    table.rows = portraits.enumerated().map { place, portrait in
      [
        String(place + 1),
        portrait.suppression?.name ?? DelimitedText.Field(portrait.share?.value).shortText,
      ] + portrait.means.map { DelimitedText.Field($0?.value).shortText }
    }
    return table.text(width: 100) + "  means of the scores, 0–100\n"
  }

  private var cityTable: String {
    var table = TextTable([
      TextTable.Column("city"), TextTable.Column("type"),
      TextTable.Column("share", isNumeric: true),
      TextTable.Column("SE", isNumeric: true), TextTable.Column("95 % interval", isNumeric: true),
    ])
    table.rows = cities.indices.flatMap { city in
      portraits.enumerated().map { place, portrait in
        let share = portrait.cityShares[city]
        let interval = share?.confidenceInterval()
        func short(_ value: Double?) -> String { DelimitedText.Field(value).shortText }
        return [
          cities[city], String(place + 1), portrait.suppression?.name ?? short(share?.value),
          short(share?.standardError),
          interval == nil ? "–" : "\(short(interval?.lower)) … \(short(interval?.upper))",
        ]
      }
    }
    return table.text(width: 100)
  }

  fileprivate var shareRows: [[DelimitedText.Field]] {
    cities.indices.flatMap { city in
      portraits.enumerated().map { place, portrait in
        let share = portrait.cityShares[city]
        let interval = share?.confidenceInterval()
        return [
          .text(wave), .text(cities[city]), .text(method.rawValue), .integer(portraits.count),
          .integer(place + 1), DelimitedText.Field(share?.value),
          DelimitedText.Field(share?.standardError), DelimitedText.Field(share?.degreesOfFreedom),
          DelimitedText.Field(interval?.lower), DelimitedText.Field(interval?.upper),
          DelimitedText.Field(portrait.suppression?.name),
        ]
      }
    }
  }

  fileprivate func json(_ isSynthetic: Bool) -> JSONValue {
    [
      "wave": .string(wave), "method": .string(method.rawValue),
      "scores": .array(scores.map { .string($0.id.name) }),
      "candidates": .array(candidates.map(\.json)), "types": .integer(chosen.types),
      "count": .integer(count), "incomplete": .integer(incompleteCount),
      "borders": borders?.json ?? .null, "error": JSONValue(problem.map { "\($0)" }),
      "portraits": .array(
        portraits.map { portrait in
          [
            "share": portrait.share?.json ?? .null,
            "means": .array(portrait.means.map { $0?.json ?? .null }),
            "suppressed": JSONValue(portrait.suppression?.name),
            "cities": .array(
              zip(cities, portrait.cityShares).map {
                ["city": .string($0), "share": $1?.json ?? .null]
              }),
          ]
        }), "synthetic": .bool(isSynthetic),
    ]
  }
}

extension ResidentTypes.Borders {
  fileprivate var json: JSONValue {
    [
      "shown": .bool(areShown(by: .standard)), "pValue": JSONValue(pValue),
      "density": density.isFinite ? .number(density) : nil, "stable": .bool(isStable),
    ]
  }
}

extension ResidentTypes.Candidate {
  fileprivate var json: JSONValue {
    [
      "types": .integer(types), "bic": JSONValue(bic), "explained": JSONValue(explained),
      "silhouette": JSONValue(silhouette),
      "jaccard": .numbers(stability.meanJaccard),
      "stability": .string(stability.verdict.rawValue),
      "warnings": .strings(warnings),
    ]
  }
}
