/// The interviews of one city in one wave, with what is needed to estimate from them.
public struct Sample: Sendable {
  /// ``City/name``.
  public var city: String
  /// ``Wave/name``.
  public var wave: String
  public var questionnaire: Questionnaire
  public var responses: Responses
  public var design: DesignVariables

  public init(
    city: String, wave: String, questionnaire: Questionnaire, responses: Responses,
    design: DesignVariables
  ) {
    self.city = city
    self.wave = wave
    self.questionnaire = questionnaire
    self.responses = responses
    self.design = design
  }
}

/// The design's columns of a field file, one element for each interview.
public struct DesignVariables: Hashable, Sendable {
  /// 1 for each interview where the source names no weight column.
  public var baseWeights: [Double]
  /// Whether ``baseWeights`` came from the file.
  public var hasBaseWeights: Bool
  /// Names of the strata; nil where the source names no such column.
  public var strata: [String]?
  /// Names of the clusters (points), nested in the strata; nil where each interview is its own.
  public var clusters: [String]?
  /// Number of clusters (or interviews, where there are none) in the stratum's population.
  public var populationSizes: [Double]?
  /// Identifiers of the interviews; nil where the source names none. Never printed.
  public var identifiers: [String]?
  /// Pseudonymous interviewers; nil where the source names none.
  public var interviewers: [String]?
  /// Replicate weights that came with the data; nil where the source names none.
  public var replicates: ReplicateColumns?

  public init(
    baseWeights: [Double], hasBaseWeights: Bool = false, strata: [String]? = nil,
    clusters: [String]? = nil, populationSizes: [Double]? = nil, identifiers: [String]? = nil,
    interviewers: [String]? = nil, replicates: ReplicateColumns? = nil
  ) {
    self.baseWeights = baseWeights
    self.hasBaseWeights = hasBaseWeights
    self.strata = strata
    self.clusters = clusters
    self.populationSizes = populationSizes
    self.identifiers = identifiers
    self.interviewers = interviewers
    self.replicates = replicates
  }
}

/// Columns of replicate weights, as the producer of the data made them.
public struct ReplicateColumns: Hashable, Sendable {
  /// How they were made, which decides by what their spread is multiplied.
  public enum Method: Hashable, Sendable {
    /// `jk1`: each cluster left out in turn.
    case jackknife
    /// `brr`: balanced half-samples.
    case balanced
    /// `fay 0.3`: with Fay's factor, 0…1.
    case fay(Double)
    /// `bootstrap`.
    case bootstrap
    /// `sdr`: successive differences.
    case successiveDifferences

    /// - Returns: Nil where the text names none of them.
    public init?(_ text: String) {
      let words = text.lowercased().split(separator: " ")
      switch (words.first, words.count) {
      case ("jk1", 1): self = .jackknife
      case ("brr", 1): self = .balanced
      case ("bootstrap", 1): self = .bootstrap
      case ("sdr", 1): self = .successiveDifferences
      case ("fay", 2):
        guard let factor = Double(words[1]), factor >= 0, factor < 1 else { return nil }
        self = .fay(factor)
      default: return nil
      }
    }
  }

  public var method: Method
  /// One column for each replicate, with a weight for each interview.
  public var columns: [[Double]]

  public init(method: Method, columns: [[Double]]) {
    self.method = method
    self.columns = columns
  }
}
