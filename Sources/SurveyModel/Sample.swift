/// The interviews of one city in one wave, with what is needed to estimate from them.
public struct Sample: Sendable {
  /// ``City/name``.
  public var city: String
  /// ``Wave/name``.
  public var wave: String
  public var questionnaire: Questionnaire
  public var responses: Responses
  public var design: DesignVariables
  /// How the interviews came about; one entry for each.
  public var paradata: Paradata

  /// - Parameter paradata: nil where nothing is known of how the interviews came about.
  public init(
    city: String, wave: String, questionnaire: Questionnaire, responses: Responses,
    design: DesignVariables, paradata: Paradata? = nil
  ) {
    self.city = city
    self.wave = wave
    self.questionnaire = questionnaire
    self.responses = responses
    self.design = design
    self.paradata = paradata ?? Paradata(unknownFor: responses.count)
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
  /// Stages of drawing within the clusters, from the second on; empty where the source names none.
  public var laterStages: [LaterStageVariables] = []
  /// Identifiers of the interviews; nil where the source names none. Never printed.
  public var identifiers: [String]?
  /// Pseudonymous interviewers; nil where the source names none.
  public var interviewers: [String]?
  /// Replicate weights that came with the data; nil where the source names none.
  public var replicates: ReplicateColumns?
  /// Among ``unread`` where completed data sets cannot be used.
  public static let imputation = "imputation"
  /// The columns of `sources.csv` that name something of the design which the field file lacks, or
  /// which cannot be used, such as `weight`: nothing can be estimated then.
  public var unread: [String] = []

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

/// The columns of a stage of drawing after the first: `stratum-2`, `cluster-2`, `population-size-2`
/// of `sources.csv`, one element for each interview.
public struct LaterStageVariables: Hashable, Sendable {
  /// The stages that `sources.csv` may name columns of.
  public static let stages = 2...4

  /// Names of the strata within the cluster of the stage before; nil for one.
  public var strata: [String]?
  /// Names of the clusters, nested in the cluster of the stage before; nil where interviews were
  /// drawn singly.
  public var clusters: [String]?
  /// Number of clusters (of interviews) that were there to draw from; nil where all were taken.
  public var populationSizes: [Double]?

  public init(
    strata: [String]? = nil, clusters: [String]? = nil, populationSizes: [Double]? = nil
  ) {
    self.strata = strata
    self.clusters = clusters
    self.populationSizes = populationSizes
  }
}
