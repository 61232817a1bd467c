import Estimation
import FactorAnalysis
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import TextFormats

extension FactorScores.Method {
  /// The name in options, tables and JSON.
  package var name: String { self == .tenBerge ? "ten-berge" : rawValue }
}

/// What became of a factor's scores in a wave.
package struct ScoredFactor: Sendable {
  package var factor: String
  package var wave: String
  package var result: Result<SampleFactorScores, FactorAnalysisError>

  package init(
    factor: String, wave: String, result: Result<SampleFactorScores, FactorAnalysisError>
  ) {
    self.factor = factor
    self.wave = wave
    self.result = result
  }
}

/// Scores of the interviews on the factors explored.
package struct FactorScoreTables: PrintedResult {
  package var scored: [ScoredFactor]
  /// Whether the interviews' identifiers stand beside their scores.
  package var hasIdentifiers: Bool
  package var isSynthetic: Bool

  package init(scored: [ScoredFactor], hasIdentifiers: Bool, isSynthetic: Bool) {
    self.scored = scored
    self.hasIdentifiers = hasIdentifiers
    self.isSynthetic = isSynthetic
  }

  package var unmade: [String] {
    scored.compactMap { scored in
      if case .failure(let error) = scored.result {
        "the scores of \(scored.factor), wave \(scored.wave): \(error)"
      } else {
        nil
      }
    }
  }

  package var text: String {
    ResultTable.stamp(isSynthetic: isSynthetic) + scored.map(\.text).joined(separator: "\n")
  }

  /// A row for each interview and factor of the analysis.
  package var table: ResultTable {
    var table = ResultTable(
      [.text("wave"), .text("city"), .number("interview")]
        + (hasIdentifiers ? [.text("identifier")] : [])
        + [.text("factor"), .number("dimension"), .text("method"), .number("score")],
      isSynthetic: isSynthetic)
    table.rows = scored.compactMap { try? $0.result.get() }.flatMap { found in
      found.cities.flatMap { rows($0, of: found) }
    }
    return table
  }

  private func rows(
    _ city: SampleFactorScores.City, of found: SampleFactorScores
  ) -> [[DelimitedText.Field]] {
    (0..<(city.values.first?.count ?? 0)).flatMap { row in
      var start: [DelimitedText.Field] = [.text(found.wave), .text(city.city), .integer(row + 1)]
      if hasIdentifiers { start.append(.text(city.identifiers?[row] ?? "")) }
      return city.values.enumerated().map { dimension, values in
        let score: [DelimitedText.Field] = [
          .text(found.factor), .integer(dimension + 1), .text(found.scores.method.name),
          values[row].field,
        ]
        return start + score
      }
    }
  }

  package var json: JSONValue { .array(scored.map { $0.json(isSynthetic) }) }
}

extension ScoredFactor {
  fileprivate var text: String {
    let title = "Wave \(wave), factor scores of \(factor)"
    switch result {
    case .success(let found): return title + found.text
    case .failure(let error): return "\(title): none, \(error)\n"
    }
  }

  fileprivate func json(_ isSynthetic: Bool) -> JSONValue {
    switch result {
    case .success(let found): found.json(isSynthetic)
    case .failure(let error):
      ["factor": .string(factor), "wave": .string(wave), "error": .string("\(error)")]
    }
  }
}

extension SampleFactorScores {
  fileprivate var text: String {
    var table = TextTable(
      [TextTable.Column("city"), TextTable.Column("n", isNumeric: true)]
        + scores.determinacies.indices.flatMap {
          [
            TextTable.Column("F\($0 + 1)", isNumeric: true),
            TextTable.Column("SE", isNumeric: true),
          ]
        })
    table.rows = cities.map { city in
      [city.city, "\(city.means.first?.count ?? 0)"]
        + city.means.flatMap { [$0.value.short, $0.standardError.short] }
    }
    let weak = scores.determinacies.contains { $0 < 0.9 }
    let determinacies = scores.determinacies.enumerated()
      .map { "F\($0.offset + 1) \($0.element.short)" }.joined(separator: ", ")
    let words =
      "means in standard deviations of all cities together; scores correlate with their factors "
      + "by \(determinacies)"
      + (weak ? ": under 0.9 they are for groups, not for single people" : "")
      + "; whether cities may be compared is for the test of invariance to say"
    return ", \(scores.method.name), \(analysis.method.rawValue), \(analysis.rotation.rawValue)\n"
      + table.text(width: 100) + words.indented
  }

  fileprivate func json(_ isSynthetic: Bool) -> JSONValue {
    [
      "factor": .string(factor), "wave": .string(wave), "method": .string(scores.method.name),
      "items": .strings(analysis.names), "weights": .rows(scores.weights),
      "correlations": .rows(scores.correlations),
      "determinacies": .numbers(scores.determinacies),
      "cities": .array(
        cities.map { city in
          [
            "city": .string(city.city),
            "means": .array(
              city.means.map {
                [
                  "estimate": .number($0.value), "standardError": .number($0.standardError),
                  "degreesOfFreedom": .integer($0.degreesOfFreedom), "count": .integer($0.count),
                ]
              }),
          ]
        }), "synthetic": .bool(isSynthetic),
    ]
  }
}
