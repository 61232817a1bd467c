import Estimation
import Foundation
import Timing

/// Raking to five margins of 31 categories, and 500 bootstrap replicates with means by city, over
/// the interviews of `estimation/sample.py`.
///
///     python3 estimation/sample.py 100000 > /tmp/sample.csv
///     swift run -c release weighting /tmp/sample.csv
@main struct WeightingBenchmark {
  static func main() throws {
    guard CommandLine.arguments.count > 1 else {
      print("usage: weighting FILE …, made by estimation/sample.py")
      return
    }
    for file in CommandLine.arguments.dropFirst() { try run(file) }
  }

  private static func run(_ file: String) throws {
    let columns = try Columns(file: file)
    let design = try SurveyDesign(
      weights: columns["weight"], strata: columns.texts("stratum"),
      clusters: columns.texts("cluster"))
    print("\(design.count) interviews, \(design.clusterCount) clusters")
    let margins = [2, 6, 5, 8, 10].enumerated().map { columns.margin($0 + 1, categories: $1) }
    let options = WeightingOptions(tolerance: 1e-12)
    let raked = try design.raked(to: margins, options: options)
    print(
      "  error \(raked.passport?.largestError ?? .nan), \(raked.passport?.iterations ?? 0)"
        + " iterations, first weight \(raked.weights[0])")
    print(try Timing { try design.raked(to: margins, options: options) }.line("  raking"))
    let (answers, cities) = (columns["q"], columns.answers("city", count: 10))
    func bootstrap() throws -> EstimateVector {
      try design.replicated(by: .bootstrap(replicates: 500, seed: 1)).means(of: answers, by: cities)
    }
    let means = try bootstrap()
    print("  first city \(means[0].value), SE \(means[0].standardError)")
    print(try Timing { try bootstrap() }.line("  500 bootstrap replicates, means by city"))
    print(Timing { design.means(of: answers, by: cities) }.line("  means by city, Taylor"))
  }
}

/// A file of numbers under a header.
struct Columns {
  private let columns: [String: [Double]]

  init(file: String) throws {
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    let names = lines[0].split(separator: ",").map(String.init)
    var values = names.map { _ in [Double]() }
    for line in lines.dropFirst() {
      for (place, field) in line.split(separator: ",").enumerated() {
        values[place].append(Double(field) ?? .nan)
      }
    }
    columns = Dictionary(uniqueKeysWithValues: zip(names, values))
  }

  subscript(name: String) -> [Double] { columns[name] ?? [] }

  func texts(_ name: String) -> [String] { self[name].map { "\(Int($0))" } }

  /// A question whose categories are 1 … count.
  func answers(_ name: String, count: Int) -> CategoricalAnswers {
    CategoricalAnswers(
      categories: (1...count).map { "\($0)" }, codes: self[name].map { Int32($0) - 1 })
  }

  /// Targets that the sample misses: a million people, category k in proportion to
  /// 1 + 0.3 (k mod 3).
  func margin(_ number: Int, categories: Int) -> PopulationMargin {
    let shares = (1...categories).map { 1 + 0.3 * Double($0 % 3) }
    let sum = shares.reduce(0, +)
    return PopulationMargin(
      name: "m\(number)", answers: answers("m\(number)", count: categories),
      targets: shares.enumerated().map {
        .init(category: "\($0 + 1)", population: 1e6 * $1 / sum)
      })
  }
}
