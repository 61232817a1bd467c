import Estimation
import Timing

/// 100,000 interviews of 20 strata with 50 clusters each, one question of eleven points.
@main struct EstimationBenchmark {
  static func main() throws {
    let rows = 100_000
    let design = try SurveyDesign(
      weights: (0..<rows).map { 0.5 + Double($0 * 7919 % 1000) / 1000 },
      strata: (0..<rows).map { "s\($0 % 20)" }, clusters: (0..<rows).map { "c\($0 / 20 % 50)" })
    let answers = (0..<rows).map { Double($0 * 104_729 % 11) }
    print(Timing { design.mean(of: answers) }.line("mean with Taylor errors"))
  }
}
