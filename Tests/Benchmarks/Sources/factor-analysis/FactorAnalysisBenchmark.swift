import FactorAnalysis
import Timing

/// 5,000 interviews of 20 five-point items with one factor.
@main struct FactorAnalysisBenchmark {
  static func main() throws {
    let (items, rows) = (20, 5_000)
    var numbers = UniformNumbers(seed: 1)
    let factor = (0..<rows).map { _ in numbers.next() }
    let columns = (0..<items).map { _ in
      factor.map { min(5, (1 + 2.5 * ($0 + numbers.next())).rounded(.down)) }
    }
    let answers = try ItemAnswers(
      names: (0..<items).map { "i\($0)" }, columns: columns,
      weights: Array(repeating: 1, count: rows))
    print(Timing { try? OrdinalAnswers(answers) }.line("ordered categories of the answers"))
  }
}
