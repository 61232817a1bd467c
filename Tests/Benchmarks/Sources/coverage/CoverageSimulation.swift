import Estimation
import Timing

/// What 95 % intervals cover in 10,000 samples with a known truth, as a table in Markdown.
///
///     swift run -c release coverage [SAMPLES]
///
/// The numbers of `Coverage.md` in the documentation are this program's. A share of samples p has
/// the simulation error √(p(1 − p)/samples).
@main struct CoverageSimulation {
  static func main() throws {
    let samples = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 10_000
    print("\(samples) samples\n")
    print("| sample | statistic | method | covered, % | ± | mean width |")
    print("| --- | --- | --- | --- | --- | --- |")
    try calibrated(samples)
    try quota(samples)
    try shortfalls(samples)
    try WavesSimulation.run(samples)
    try FurtherSimulation.correlations(samples)
    try FurtherSimulation.nonresponse(samples)
  }

  /// A clustered sample raked to two margins, which explain much of the answer: errors that know
  /// of the raking, and errors that take raked weights for base weights.
  private static func calibrated(_ samples: Int) throws {
    let population = Population(seed: 1)
    var tallies = Tallies(sample: "60 points × 10, raked")
    for number in 0..<samples {
      var random = UniformNumbers(seed: UInt64(1000 + number))
      let sample = population.sample(&random, points: 60, perPoint: 10)
      let raked = try sample.design(isWeighted: true).raked(to: sample.margins)
      let plain = try SurveyDesign(weights: raked.weights, clusters: sample.points)
      for (design, method) in [(raked, "knows the raking"), (plain, "plain")] {
        tallies.add("mean", method, design.mean(of: sample.answers), population.mean)
        tallies.add("median", method, design.quantile(0.5, of: sample.answers), population.median)
        tallies.add(
          "upper quartile", method, design.quantile(0.75, of: sample.answers), population.quartile)
        tallies.add(
          "share above 70", method, design.proportion(of: sample.answers.map { $0 > 70 ? 1 : 0 }),
          population.shareAbove)
      }
    }
    tallies.print()
  }

  /// A quota sample by sex and age at 30 points: points resampled and raked again, against
  /// interviews counted as if drawn singly.
  private static func quota(_ samples: Int) throws {
    let population = Population(seed: 2)
    var tallies = Tallies(sample: "quota, 30 points × 20")
    for number in 0..<samples {
      var random = UniformNumbers(seed: UInt64(5_000_000 + number))
      let sample = population.sample(&random, points: 30, perPoint: 20, hasQuotas: true)
      let margins = sample.crossed
      let points = try sample.design().replicated(
        by: .bootstrap(replicates: 200, seed: UInt64(number))
      )
      .raked(to: margins).surveyDesign
      let single = try SurveyDesign(weights: sample.answers.map { _ in 1 }).raked(to: margins)
      for (design, method) in [(points, "bootstrap of points"), (single, "points ignored")] {
        tallies.add("mean", method, design.mean(of: sample.answers), population.mean)
        tallies.add("median", method, design.quantile(0.5, of: sample.answers), population.median)
        tallies.add(
          "share above 70", method, design.proportion(of: sample.answers.map { $0 > 70 ? 1 : 0 }),
          population.shareAbove)
      }
    }
    tallies.print()
  }

  /// Where intervals are known to fall short.
  private static func shortfalls(_ samples: Int) throws {
    let population = Population(seed: 3)
    for points in [6, 12, 60] {
      var tallies = Tallies(sample: "\(points) points × 10")
      for number in 0..<samples {
        var random = UniformNumbers(seed: UInt64(9_000_000 + number))
        let sample = population.sample(&random, points: points, perPoint: 10)
        let design = try sample.design()
        let weighted = try sample.design(isWeighted: true)
        tallies.add("mean", "t", weighted.mean(of: sample.answers), population.mean)
        tallies.add(
          "total of skewed incomes", "t",
          design.total(of: sample.incomes), population.meanIncome * Double(points * 10))
        let rare = design.proportion(of: sample.rare)
        tallies.add("share of 2 %", "logit", rare, Population.rareShare)
        for rule in [ProportionInterval.linear, .wilson, .kornGraubard] {
          tallies.add("share of 2 %", rule.rawValue, rare, Population.rareShare, by: rule)
        }
      }
      tallies.print()
    }
  }
}
