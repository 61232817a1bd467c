import FactorAnalysis
import Foundation
import Timing

/// Five-point items; with a folder, the answers are written there for `ordinal.R`.
@main struct OrdinalBenchmark {
  static func main() throws {
    let twenty = SyntheticAnswers(items: 20, factors: 4, rows: 5_000, seed: 1)
    let many = SyntheticAnswers(items: 25, factors: 5, rows: 2_000, seed: 2)
    if CommandLine.arguments.count > 1 {
      let folder = URL(filePath: CommandLine.arguments[1])
      try Data(twenty.csv.utf8).write(to: folder.appending(path: "twenty.csv"))
      try Data(many.csv.utf8).write(to: folder.appending(path: "many.csv"))
    }
    try correlations(twenty.answers)
    try parallelAnalysis(many.answers)
  }

  static func correlations(_ answers: ItemAnswers) throws {
    let timing = try Timing {
      try ItemCovariance(answers, missing: .listwise, kind: .polychoric)
    }
    print(timing.line("polychoric matrix of 20 items, n = 5,000, from the answers"))
  }

  static func parallelAnalysis(_ answers: ItemAnswers) throws {
    let ordinal = try OrdinalAnswers(answers)
    let timing = try Timing(runs: 5, warmUps: 1) {
      try ParallelAnalysis(polychoric: ordinal, resamples: 100, seed: 1)
    }
    print(timing.line("parallel analysis, polychoric, 100 resamples of 25 items, n = 2,000"))
  }
}
