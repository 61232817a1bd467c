/// Why no design can be made of the given columns: everything that was found, not just the first.
public struct DesignError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Problem: Hashable, Sendable {
    /// There are no interviews.
    case noInterviews
    /// A column has another number of rows than the weights.
    case differentLengths(column: String, count: Int, expected: Int)
    /// A weight is negative or no finite number; `interview` counts from 1.
    case invalidWeight(interview: Int, value: Double)
    /// Every weight is 0.
    case onlyZeroWeights
    /// A stratum has one cluster, so that its variance cannot be estimated.
    case lonelyCluster(stratum: String)
    /// No stratum has two clusters.
    case nothingToCompare
    /// A population size is not positive or no finite number.
    case invalidPopulationSize(stratum: String, value: Double)
    /// The interviews of a stratum disagree about its population.
    case populationSizesDiffer(stratum: String, sizes: [Double])
    /// A stratum's population has fewer clusters than its sample.
    case populationBelowSample(stratum: String, size: Double, clusters: Int)
    /// A problem of a later stage of sampling; stages count from 1.
    indirect case atStage(Int, Problem)
  }

  public let problems: [Problem]

  public var description: String {
    listed(problems)
  }
}

/// A line for each of the first ten problems, and how many there are beyond.
func listed(_ problems: [some CustomStringConvertible]) -> String {
  let lines = problems.prefix(10).map(\.description)
  let rest = problems.count - lines.count
  return (lines + (rest > 0 ? ["and \(rest) more of the kind"] : [])).joined(separator: "\n")
}

extension DesignError.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noInterviews:
      "there are no interviews to estimate from"
    case .differentLengths(let column, let count, let expected):
      "the column of \(column) has \(count) rows, the weights have \(expected): "
        + "give each interview one of each"
    case .invalidWeight(let interview, let value):
      "interview \(interview) has the weight \(readable(value)): a weight is a number from 0 up; "
        + "correct it, or give 0 to leave the interview out"
    case .onlyZeroWeights:
      "every weight is 0: at least one interview must count"
    case .lonelyCluster(let stratum):
      "\(named(stratum)) has a single cluster, so its variance cannot be estimated: "
        + "merge it with a similar stratum, or choose what to do (`lonelyClusters`)"
    case .nothingToCompare:
      "no stratum has two clusters, so no variance can be estimated: "
        + "check which columns hold strata and clusters"
    case .invalidPopulationSize(let stratum, let value):
      "\(named(stratum)) has the population size \(readable(value)): give the number of clusters "
        + "(interviews, where there are none) in its population, or a sampling fraction up to 1"
    case .populationSizesDiffer(let stratum, let sizes):
      "\(named(stratum)) has several population sizes "
        + "(\(sizes.map(readable).joined(separator: ", "))): "
        + "a stratum has one, in clusters, repeated for each of its interviews"
    case .populationBelowSample(let stratum, let size, let clusters):
      "\(named(stratum)) has a population of \(readable(size)) clusters but a sample of \(clusters): "
        + "population sizes count clusters, or interviews where there are no clusters"
    case .atStage(let stage, let problem):
      "at stage \(stage) of the sampling, \(problem)"
    }
  }

  private func named(_ stratum: String) -> String {
    stratum.isEmpty ? "the sample" : "stratum '\(stratum)'"
  }
}
