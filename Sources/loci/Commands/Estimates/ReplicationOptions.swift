import ArgumentParser
import Estimation
import SurveyAnalysis

/// How errors are estimated by replicates.
struct ReplicationOptions: ParsableArguments {
  /// Bootstrap replicates that are made at most; their memory grows with them and the interviews.
  private static let mostReplicates = 10_000

  @Option(
    help: ArgumentHelp("Errors by replicates, each weighted again.", valueName: "method"))
  var replicates: ReplicateChoice?

  @Flag(help: "Deviations from the whole sample's estimate.")
  var mse = false

  @Option(
    help: ArgumentHelp(
      "Of fay: the share of weight kept; else 0.3.", valueName: "share"))
  var fayFactor: Double?

  @Option(
    help: ArgumentHelp("Of bootstrap: how many, 2 to 10000; else 500.", valueName: "n"))
  var replicateCount: Int?

  @Option(help: "Of bootstrap: for its random numbers; else 1.")
  var seed: UInt64?

  func validate() throws {
    guard (2...Self.mostReplicates).contains(replicateCount ?? 500) else {
      throw ValidationError(
        "--replicate-count is 2 at least, 200 for an interval, and \(Self.mostReplicates) at most")
    }
    let factor = fayFactor ?? 0.3
    guard factor >= 0, factor < 1 else {
      throw ValidationError("--fay-factor lies from 0 up to 1, such as 0.3, not \(factor)")
    }
    guard !mse || replicates != nil else {
      throw ValidationError("--mse is about replicates: say which with --replicates")
    }
    guard fayFactor == nil || replicates == .fay else {
      throw ValidationError("--fay-factor is of --replicates fay")
    }
    guard replicateCount == nil && seed == nil || replicates == .bootstrap else {
      throw ValidationError("--replicate-count and --seed are of --replicates bootstrap")
    }
  }

  var replication: EstimateQuery.Replication? {
    replicates.map { choice in
      EstimateQuery.Replication(method(choice), centre: mse ? .fullSample : .replicateMean)
    }
  }

  private func method(_ choice: ReplicateChoice) -> ReplicationMethod {
    switch choice {
    case .jk1: .jackknife
    case .jkn: .stratifiedJackknife
    case .brr: .balanced
    case .fay: .fay(fayFactor ?? 0.3)
    case .bootstrap: .bootstrap(replicates: replicateCount ?? 500, seed: seed ?? 1)
    case .sdr: .successiveDifferences
    }
  }
}

/// Replicates by R's names.
enum ReplicateChoice: String, ExpressibleByArgument, CaseIterable {
  case jk1, jkn, brr, fay, bootstrap, sdr
}
