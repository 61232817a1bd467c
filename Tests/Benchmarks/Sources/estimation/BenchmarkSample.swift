import Estimation
import Foundation

/// The interviews of `estimation/sample.py`, read from its file.
struct BenchmarkSample: Sendable {
  private let columns: [String: [Double]]
  let design: SurveyDesign

  init(file: String) throws {
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    let names = lines[0].split(separator: ",").map(String.init)
    var values = names.map { _ in [Double]() }
    for line in lines.dropFirst() {
      for (place, field) in line.split(separator: ",").enumerated() {
        values[place].append(Double(field) ?? .nan)
      }
    }
    let columns = Dictionary(uniqueKeysWithValues: zip(names, values))
    self.columns = columns
    func texts(_ name: String) -> [String] { (columns[name] ?? []).map { "\(Int($0))" } }
    design = try SurveyDesign(
      weights: columns["weight"] ?? [], strata: texts("stratum"), clusters: texts("cluster"))
  }

  func numbers(_ name: String) -> [Double] { columns[name] ?? [] }

  /// A question whose categories are 1 … count.
  func answers(_ name: String, count: Int) -> CategoricalAnswers {
    CategoricalAnswers(
      categories: (1...count).map { "\($0)" }, codes: numbers(name).map { Int32($0) - 1 })
  }
}
