import FactorAnalysis
import Foundation
import LavaanSyntax
import StructuralModels
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
    try model(twenty)
    try parallelAnalysis(many.answers)
  }

  static func correlations(_ answers: ItemAnswers) throws {
    let timing = try Timing {
      try ItemCovariance(answers, missing: .listwise, kind: .polychoric)
    }
    print(timing.line("polychoric matrix of 20 items, n = 5,000, from the answers"))
  }

  /// Four factors of five items each.
  static func model(_ twenty: SyntheticAnswers) throws {
    let lines = (0..<4).map { factor in
      "f\(factor) =~ "
        + twenty.names[5 * factor..<5 * factor + 5].joined(separator: " + ")
    }
    let read = ModelSyntax.reading(lines.joined(separator: "\n"), file: "model.lav")
    var options = ModelOptions()
    for name in twenty.names { options.ordered[name] = 4 }
    let table = try ParameterTable(read.syntax, options: options)
    let data = GroupedAnswers(try twenty.answers)
    var fit: ConfirmatoryFit?
    let timing = try Timing {
      fit = try ConfirmatoryFit(table, data, estimator: .wlsmv)
    }
    print(timing.line("WLSMV of 20 items, four factors, n = 5,000, from the answers"))
    print("  scaled χ² \(fit?.test.scaledChisq ?? .nan), \(fit?.iterations ?? 0) iterations")
  }

  static func parallelAnalysis(_ answers: ItemAnswers) throws {
    let ordinal = try OrdinalAnswers(answers)
    let timing = try Timing(runs: 5, warmUps: 1) {
      try ParallelAnalysis(polychoric: ordinal, resamples: 100, seed: 1)
    }
    print(timing.line("parallel analysis, polychoric, 100 resamples of 25 items, n = 2,000"))
  }
}
