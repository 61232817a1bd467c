import ArgumentParser
import Estimation
import FactorAnalysis
import InnovationPotential
import Reporting
import TextFormats

extension FactorScores.Method: ExpressibleByArgument {
  public init?(argument: String) {
    switch argument {
    case "regression": self = .regression
    case "bartlett": self = .bartlett
    case "ten-berge": self = .tenBerge
    default: return nil
    }
  }

  public static var allValueStrings: [String] { allCases.map(\.word) }

  fileprivate var word: String { self == .tenBerge ? "ten-berge" : rawValue }
}

/// What became of a factor's scores in a wave.
private struct Scored {
  var name: String
  var wave: String
  var result: Result<SampleFactorScores, FactorAnalysisError>
}

// Scores of the interviews on the factors explored.
extension FactorsCommand {
  func printScores(_ method: FactorScores.Method, _ analysis: StudyAnalysis) {
    let scored = factor.flatMap { name in
      analysis.waves.map { wave in
        Scored(
          name: name, wave: wave,
          result: Result { () throws(FactorAnalysisError) in
            try analysis.factorScores(
              wave: wave, factor: name, options: explorationOptions, method: method)
          })
      }
    }
    let isSynthetic = analysis.study.settings.isSynthetic
    switch format {
    case .text:
      let stamp = ResultTable([], isSynthetic: isSynthetic).stamp
      Console.show(stamp + scored.map(\.text).joined(separator: "\n"))
    case .csv: scoreTable(scored, isSynthetic: isSynthetic).print(.csv)
    case .json: Console.write(JSONValue.array(scored.map { $0.json(isSynthetic) }).text())
    }
  }

  /// A row for each interview and factor of the analysis.
  private func scoreTable(_ scored: [Scored], isSynthetic: Bool) -> ResultTable {
    var table = ResultTable(
      [.text("wave"), .text("city"), .number("interview")]
        + (identifiers ? [.text("identifier")] : [])
        + [.text("factor"), .number("dimension"), .text("method"), .number("score")],
      isSynthetic: isSynthetic)
    table.rows = scored.compactMap { try? $0.result.get() }.flatMap { found in
      found.cities.flatMap { city in
        city.rows.flatMap { row in
          city.values.indices.map { dimension in
            [.text(found.wave), .text(city.city), .integer(row + 1)]
              + (identifiers ? [.text(city.identifiers?[row] ?? "")] : [])
              + [
                .text(found.factor), .integer(dimension + 1), .text(found.scores.method.word),
                city.values[dimension][row].field,
              ]
          }
        }
      }
    }
    return table
  }
}

extension SampleFactorScores.City {
  fileprivate var rows: Range<Int> { 0..<(values.first?.count ?? 0) }
}

extension Double {
  fileprivate var field: DelimitedText.Field { isFinite ? .number(self) : .missing }
}

extension Scored {
  var text: String {
    let title = "Wave \(wave), factor scores of \(name)"
    switch result {
    case .success(let found): return title + found.text
    case .failure(let error): return "\(title): none, \(error)\n"
    }
  }

  func json(_ isSynthetic: Bool) -> JSONValue {
    switch result {
    case .success(let found): found.json(isSynthetic)
    case .failure(let error):
      ["factor": .string(name), "wave": .string(wave), "error": .string("\(error)")]
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
    return ", \(scores.method.word), \(analysis.method.rawValue), \(analysis.rotation.rawValue)\n"
      + table.text(width: 100) + words.wrapped(to: 96).map { "  \($0)\n" }.joined()
  }

  fileprivate func json(_ isSynthetic: Bool) -> JSONValue {
    func rows(_ values: [[Double]]) -> JSONValue {
      .array(values.map { .array($0.map { .number($0) }) })
    }
    return [
      "factor": .string(factor), "wave": .string(wave), "method": .string(scores.method.word),
      "items": .array(analysis.names.map { .string($0) }), "weights": rows(scores.weights),
      "correlations": rows(scores.correlations),
      "determinacies": .array(scores.determinacies.map { .number($0) }),
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
