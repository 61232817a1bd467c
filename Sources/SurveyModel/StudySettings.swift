/// `study.csv`: what holds for the whole study.
public struct StudySettings: Hashable, Sendable {
  public var id: String
  public var title: Label
  /// Languages of the reports.
  public var languages: [String]
  /// Whether a program made the answers; then every page says so.
  public var isSynthetic: Bool
  public var seed: UInt64
  /// In strict disclosure, cells of distributions with fewer interviews are not shown.
  public var minimumCell: Int
  /// Figures on a smaller base are not shown.
  public var minimumBase: Int
  /// How much of the answers a reader may learn about few people.
  public var disclosure = Disclosure.survey
  /// Whether interviews still come in: figures are published anew only when their base has grown.
  public var isInterim = false
  /// From how many answers on a record is an interview.
  public var interviewMinimums = InterviewMinimums()
  /// Differences of scores within ± this many points count as practically none.
  public var equivalenceZone: Double
  /// Groupings that reports break results down by; all, where empty.
  public var reportGroups: [String]
  /// Groupings that the drivers of the index hold equal; nil for those of sex, age and education.
  public var driverControls: [String]?
  /// Which waves reports set against each other.
  public var comparedWaves: ComparedWaves = .neighbours
  /// What a stratum with a single sampling point adds to variances.
  public var lonelyClusters: LonelyClusters = .adjust
  /// How weights make up for those who did not answer; nil where they do not.
  public var nonresponse: Nonresponse?
  /// Columns of `cases.csv` that tell who answers; nil for all.
  public var nonresponsePredictors: [String]?
  /// Whether people under 18 may be among the respondents.
  public var minors: Minors?
  /// How `tables/*.csv` are written: `excel-ru` for BOM, semicolons and decimal commas.
  public var csvStyle: CSVStyle

  /// `disclosure` of `study.csv`.
  public enum Disclosure: String, Hashable, Sendable {
    /// Figures of groups rest on the minimum base; linear distributions of a city are known.
    case survey
    /// Small cells of distributions are hidden too.
    case strict
    /// Nothing is hidden: for working at one's own desk, never for a report.
    case lifted
  }

  public enum CSVStyle: String, Hashable, Sendable, CaseIterable {
    /// UTF-8, comma, decimal point.
    case standard
    /// UTF-8 with BOM, semicolon, decimal comma.
    case excelRussian = "excel-ru"
  }

  /// `compared-waves` of `study.csv`.
  public enum ComparedWaves: Hashable, Sendable {
    /// Each wave of a city with the one before that asked the city.
    case neighbours
    /// Each wave with every other.
    case all
    /// The pairs that the study names.
    case pairs([Pair])

    public struct Pair: Hashable, Sendable {
      public var first: String
      public var second: String

      public init(_ first: String, _ second: String) {
        (self.first, self.second) = (first, second)
      }
    }
  }

  /// `nonresponse` of `study.csv`.
  public enum Nonresponse: String, Hashable, Sendable, CaseIterable {
    /// In classes by the columns of `cases.csv`, crossed.
    case classes
    /// In fifths of the chance of an answer that the columns of `cases.csv` tell.
    case propensity
  }

  /// `minors` of `study.csv`.
  public enum Minors: String, Hashable, Sendable, CaseIterable {
    /// Their parents have consented in writing.
    case consent
  }

  /// `lonely-clusters` of `study.csv`, by the names of R's option `survey.lonely.psu`.
  public enum LonelyClusters: String, Hashable, Sendable, CaseIterable {
    /// The sample is not estimated from.
    case fail
    /// The distance from the mean of all points.
    case adjust
    /// Nothing, as if the point had been taken with certainty.
    case certainty
    /// Nothing: the stratum is left out of the variance, though its answers count.
    case remove
    /// As much as the other strata on the average.
    case average
  }

  public init(
    id: String, title: Label, languages: [String] = ["ru", "en"], isSynthetic: Bool = false,
    seed: UInt64 = 1, minimumCell: Int = 5, minimumBase: Int = 30, equivalenceZone: Double = 5,
    reportGroups: [String] = [], csvStyle: CSVStyle = .standard
  ) {
    self.id = id
    self.title = title
    self.languages = languages
    self.isSynthetic = isSynthetic
    self.seed = seed
    self.minimumCell = minimumCell
    self.minimumBase = minimumBase
    self.equivalenceZone = equivalenceZone
    self.reportGroups = reportGroups
    self.csvStyle = csvStyle
  }
}
