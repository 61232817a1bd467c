import Estimation
import Foundation
import Timing

/// Interviews of 20 strata with 50 clusters each: those of `estimation/sample.py`, read from its
/// file or drawn here, the same numbers.
public struct BenchmarkSample: Sendable {
  private static let names = [
    "stratum", "cluster", "weight", "city", "q", "row", "column", "m1", "m2", "m3", "m4", "m5",
  ]

  private let columns: [String: [Double]]
  public let design: SurveyDesign

  /// - Parameter argument: A number of interviews, or a file.
  public init(_ argument: String) throws {
    let columns = try Int(argument).map(Self.drawn) ?? Self.reading(argument)
    self.columns = columns
    func texts(_ name: String) -> [String] { (columns[name] ?? []).map { "\(Int($0))" } }
    design = try SurveyDesign(
      weights: columns["weight"] ?? [], strata: texts("stratum"), clusters: texts("cluster"))
  }

  private static func reading(_ file: String) throws -> [String: [Double]] {
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    let names = lines[0].split(separator: ",").map(String.init)
    var values = names.map { _ in [Double]() }
    for line in lines.dropFirst() {
      for (place, field) in line.split(separator: ",").enumerated() {
        values[place].append(Double(field) ?? .nan)
      }
    }
    return Dictionary(uniqueKeysWithValues: zip(names, values))
  }

  private static func drawn(_ count: Int) -> [String: [Double]] {
    var numbers = UniformNumbers(seed: 20_251_125)
    let levels = (0..<20).map { _ in (0..<50).map { _ in numbers.next() } }
    var values = names.map { _ in [Double](repeating: 0, count: count) }
    for row in 0..<count {
      let (stratum, cluster) = (row % 20, Int(numbers.next() * 50))
      let level = levels[stratum][cluster]
      values[0][row] = Double(stratum + 1)
      values[1][row] = Double(cluster + 1)
      values[2][row] = ((0.5 + numbers.next()) * 1e6).rounded() / 1e6
      values[3][row] = Double(1 + Int(numbers.next() * 10))
      values[4][row] = Double(Int(min(10.999, 11 * (0.7 * numbers.next() + 0.3 * level))))
      values[5][row] = Double(1 + Int(10 * (0.8 * numbers.next() + 0.2 * level)))
      values[6][row] = Double(1 + Int(8 * (0.8 * numbers.next() + 0.2 * level)))
      for (place, categories) in [2.0, 6, 5, 8, 10].enumerated() {
        values[7 + place][row] = Double(1 + Int(numbers.next() * categories))
      }
    }
    return Dictionary(uniqueKeysWithValues: zip(names, values))
  }

  public func numbers(_ name: String) -> [Double] { columns[name] ?? [] }

  /// A question whose categories are 1 … count.
  public func answers(_ name: String, count: Int) -> CategoricalAnswers {
    CategoricalAnswers(
      categories: (1...count).map { "\($0)" }, codes: numbers(name).map { Int32($0) - 1 })
  }

  /// Targets that the sample misses: a million people, category k in proportion to
  /// 1 + 0.3 (k mod 3).
  public func margin(_ number: Int, categories: Int) -> PopulationMargin {
    let shares = (1...categories).map { 1 + 0.3 * Double($0 % 3) }
    let sum = shares.reduce(0, +)
    return PopulationMargin(
      name: "m\(number)", answers: answers("m\(number)", count: categories),
      targets: shares.enumerated().map {
        .init(category: "\($0 + 1)", population: 1e6 * $1 / sum)
      })
  }
}

/// The most memory that the process has held so far, in MiB.
public var peakMemory: Int {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
  return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) / 1024
}
