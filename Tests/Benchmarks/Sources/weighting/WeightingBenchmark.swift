import Estimation
import Interviews
import Timing

/// Raking to five margins of 31 categories, and 500 bootstrap replicates with means by city, over
/// the interviews of `estimation/sample.py`.
///
///     python3 estimation/sample.py 100000 > FILE
///     swift run -c release weighting FILE          # or a number of interviews, drawn in process
@main struct WeightingBenchmark {
  static func main() throws {
    guard CommandLine.arguments.count > 1 else {
      print("usage: weighting FILE|NUMBER …, a file made by estimation/sample.py")
      return
    }
    for argument in CommandLine.arguments.dropFirst() { try run(BenchmarkSample(argument)) }
  }

  private static func run(_ sample: BenchmarkSample) throws {
    let design = sample.design
    print("\(design.count) interviews, \(design.clusterCount) clusters")
    let margins = [2, 6, 5, 8, 10].enumerated().map { sample.margin($0 + 1, categories: $1) }
    let options = WeightingOptions(tolerance: 1e-12)
    let raked = try design.raked(to: margins, options: options)
    print(
      "  error \(raked.passport?.largestError ?? .nan), \(raked.passport?.iterations ?? 0)"
        + " iterations, first weight \(raked.weights[0])")
    print(try Timing { try design.raked(to: margins, options: options) }.line("  raking"))
    let (answers, cities) = (sample.numbers("q"), sample.answers("city", count: 10))
    func bootstrap() throws -> EstimateVector {
      try design.replicated(by: .bootstrap(replicates: 500, seed: 1)).surveyDesign.means(
        of: answers, by: cities)
    }
    let means = try bootstrap()
    print("  first city \(means[0].value), SE \(means[0].standardError)")
    print(try Timing { try bootstrap() }.line("  500 bootstrap replicates, means by city"))
    print(Timing { design.means(of: answers, by: cities) }.line("  means by city, Taylor"))
    print("  peak memory \(peakMemory) MiB, the interviews' columns included")
  }
}
