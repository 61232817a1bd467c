import Estimation
import Interviews
import Timing

/// Estimates over interviews of 20 strata with 50 clusters each.
///
///     python3 estimation/sample.py 100000 > FILE
///     swift run -c release estimation FILE          # or a number of interviews, drawn in process
@main struct EstimationBenchmark {
  static func main() throws {
    guard CommandLine.arguments.count > 1 else {
      print("usage: estimation FILE|NUMBER …, a file made by estimation/sample.py")
      return
    }
    for argument in CommandLine.arguments.dropFirst() {
      let sample = try BenchmarkSample(argument)
      print("\(sample.design.count) interviews, \(sample.design.clusterCount) clusters")
      statistics(sample)
      print("  peak memory \(peakMemory) MiB, the interviews' columns included")
    }
  }

  /// Means by city and a crosstab with its test.
  static func statistics(_ sample: BenchmarkSample) {
    let (answers, cities) = (sample.numbers("q"), sample.answers("city", count: 10))
    let (rows, columns) = (sample.answers("row", count: 10), sample.answers("column", count: 8))
    let design = sample.design
    let means = design.means(of: answers, by: cities)
    print("  first city \(means[0].value), SE \(means[0].standardError)")
    if let test = design.independenceTest(of: rows, and: columns) {
      print("  F \(test.statistic), p \(test.pValue)")
    }
    let lines = [
      Timing { design.mean(of: answers) }.line("  mean with Taylor errors"),
      Timing { design.means(of: answers, by: cities) }.line("  means by city"),
      Timing { design.independenceTest(of: rows, and: columns) }.line("  crosstab, Rao and Scott"),
      Timing { design.quantile(0.5, of: answers) }.line("  median"),
    ]
    print(lines.joined(separator: "\n"))
  }
}
