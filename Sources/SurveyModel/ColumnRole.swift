/// What a column of a field file is for, where it holds no answers.
public enum ColumnRole: Hashable, Sendable {
  case identifier
  case weight
  /// The stratum that was drawn from, at a stage of drawing counted from 1.
  case stratum(stage: Int)
  /// The cluster (point) that was drawn.
  case cluster(stage: Int)
  /// How many clusters or interviews there were to draw from.
  case populationSize(stage: Int)
  case interviewer
  case mode
  case started
  case ended
  case disposition
  case sample
  /// Replicate weights: a range of columns from the first to the last, such as `rw1-rw80`.
  case replicates

  public static let stratum = ColumnRole.stratum(stage: 1)
  public static let cluster = ColumnRole.cluster(stage: 1)
  public static let populationSize = ColumnRole.populationSize(stage: 1)

  /// The column of `sources.csv` that names the field file's column, such as `population-size`, or
  /// `stratum-2` for the second stage of drawing.
  public var name: String {
    switch self {
    case .identifier: "identifier"
    case .weight: "weight"
    case .stratum(let stage): Self.name("stratum", stage)
    case .cluster(let stage): Self.name("cluster", stage)
    case .populationSize(let stage): Self.name("population-size", stage)
    case .interviewer: "interviewer"
    case .mode: "mode"
    case .started: "started"
    case .ended: "ended"
    case .disposition: "disposition"
    case .sample: "sample"
    case .replicates: "replicates"
    }
  }

  private static func name(_ name: String, _ stage: Int) -> String {
    stage == 1 ? name : "\(name)-\(stage)"
  }
}

extension ColumnRole {
  /// Whether estimates and their errors rest on it: without it they would be of another design.
  public var isOfDesign: Bool {
    switch self {
    case .weight, .stratum, .cluster, .populationSize, .replicates: true
    default: false
    }
  }
}

extension ColumnRole: CaseIterable {
  /// All that `sources.csv` may name: of stages of drawing, the first to the fourth.
  public static let allCases: [ColumnRole] =
    [
      .identifier, .weight, .stratum, .cluster, .populationSize, .interviewer, .mode, .started,
      .ended, .disposition, .sample, .replicates,
    ]
    + LaterStageVariables.stages.flatMap { stage in
      [.stratum(stage: stage), .cluster(stage: stage), .populationSize(stage: stage)]
    }
}
