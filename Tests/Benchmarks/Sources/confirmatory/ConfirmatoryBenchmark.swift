import FactorAnalysis
import FoundationEssentials
import LavaanSyntax
import StructuralModels
import Timing

/// The ladder of 20 cities, how it grows with cities and items, and a fit of three factors.
///
///     confirmatory            times and χ²
///     confirmatory FILE       writes the answers of the 20 cities for peer.R
@main struct ConfirmatoryBenchmark {
  static func main() throws {
    let cities = SyntheticCities(cities: 20, rows: 250, items: 20)
    if CommandLine.arguments.count > 1 {
      try cities.csv.write(toFile: CommandLine.arguments[1], atomically: true, encoding: .utf8)
      return
    }
    try threeFactors()
    for level in Ladder.levels {
      let fit = try level.fit(cities)
      print(level.name, fit.test.chisq, fit.test.df, fit.test.scaledChisq ?? .nan)
    }
    print(try Timing(runs: 7, warmUps: 1) { try Ladder.fits(cities) }.line("20 cities × 20 items"))
    for count in [2, 5, 10, 50, 100] {
      let some = SyntheticCities(cities: count, rows: 250, items: 20)
      print(try Timing(runs: 3, warmUps: 0) { try Ladder.fits(some) }.line("\(count) cities"))
    }
    for count in [5, 10, 50, 100] {
      let some = SyntheticCities(cities: 20, rows: 250, items: count)
      print(try Timing(runs: 3, warmUps: 0) { try Ladder.fits(some) }.line("\(count) items"))
    }
  }

  /// Three factors of the nine tests of Holzinger and Swineford, by maximum likelihood.
  private static func threeFactors() throws {
    struct Reference: Decodable {
      struct Data: Decodable { let hs: [String: Column] }
      let data: Data
    }
    enum Column: Decodable {
      case numbers([Double])
      case words([String])

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let numbers = try? container.decode([Double].self) {
          self = .numbers(numbers)
        } else {
          self = .words(try container.decode([String].self))
        }
      }
    }
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/confirmatory.json")
    let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
    let names = (1...9).map { "x\($0)" }
    let columns = names.map { name -> [Double] in
      if case .numbers(let values)? = reference.data.hs[name] { values } else { [] }
    }
    let answers = GroupedAnswers(try ItemAnswers(names: names, columns: columns))
    let text = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
    let table = try ParameterTable(ModelSyntax.reading(text, file: "three.lav").syntax)
    print(
      try Timing(runs: 101, warmUps: 5) { try ConfirmatoryFit(table, answers, estimator: .ml) }
        .line("three factors of nine items, ML"))
  }
}

/// Configural, metric and scalar invariance of one factor, by MLR.
struct Ladder {
  let name: String
  let equal: Set<EqualityAcrossGroups>

  static let levels = [
    Ladder(name: "configural", equal: []), Ladder(name: "metric", equal: [.loadings]),
    Ladder(name: "scalar", equal: [.loadings, .intercepts]),
  ]

  func fit(_ data: SyntheticCities) throws -> ConfirmatoryFit {
    let text = "f =~ " + data.names.joined(separator: " + ")
    var options = ModelOptions()
    options.equalAcrossGroups = equal
    let table = try ParameterTable(
      ModelSyntax.reading(text, file: "f.lav").syntax, groups: data.answers.groups.map(\.name),
      options: options)
    return try ConfirmatoryFit(table, data.answers, estimator: .mlr)
  }

  static func fits(_ data: SyntheticCities) throws -> [Double] {
    try levels.map { try $0.fit(data).test.chisq }
  }
}
