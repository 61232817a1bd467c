import SurveyModel

/// The limits by which figures are judged: read by the rule that judges, and by the sentence that
/// tells of it.
public struct AnalysisConventions: Hashable, Sendable {
  /// A difference, change or association is established where its adjusted p is under this.
  public var significance = 0.05
  /// Differences of scores within ± this many points count as practically none.
  public var equivalenceZone = 5.0
  /// Differences of shares with |h| under this count as practically none.
  ///
  /// > J. Cohen (1988). *Statistical Power Analysis for the Behavioral Sciences*, ch. 6. Erlbaum.
  public var shareZone = 0.10
  /// A scale with α under this is warned of.
  public var leastAlpha = 0.6
  /// A scale with fewer items is warned of.
  public var fewestItems = 3
  /// What part of its questions must be answered for a score to stand.
  public var completeness = Completeness(answered: 2, of: 3)

  /// A question of which a greater part of the answers could not be read gives no figure.
  public var unreadAnswers = 0.5

  /// Shares of a crosstab's column with a smaller base stand in brackets.
  public var thinBase = 50
  /// A group with more categories is set against no question: its pairs of columns grow as the square
  /// of their number.
  public var mostBannerColumns = 20

  /// Pairs of more cities are compared by the index only: they grow as the square of the cities.
  public var mostPairedCities = 25
  /// Of more pairs of cities only those with an established difference in the index are decomposed, as
  /// many as these.
  public var mostDecomposedPairs = 10

  /// A part of the questions of a score.
  public struct Completeness: Hashable, Sendable {
    public var answered: Int
    public var asked: Int

    public init(answered: Int, of asked: Int) {
      self.answered = answered
      self.asked = asked
    }

    /// Whether so many answers are enough.
    func isMet(by answers: Int, of questions: Int) -> Bool {
      answers > 0 && asked * answers >= answered * questions
    }
  }

  /// Those that hold where a study chooses nothing.
  public static let standard = AnalysisConventions()

  init() {}
}

extension AnalysisConventions {
  /// Those of a study: its own zone.
  public init(_ study: Study) { equivalenceZone = study.settings.equivalenceZone }
}

extension Study {
  /// The limits by which its figures are judged.
  public var conventions: AnalysisConventions { AnalysisConventions(self) }

  /// The groups that the drivers of the index hold equal, ``Grouping/name``: those that
  /// `driver-controls` of `study.csv` names; where it is not there, the first of each of sex, age
  /// and education.
  public var driverControls: [String] {
    settings.driverControls
      ?? [SociodemographicTrait.sex, .age, .education].compactMap { trait in
        groupings.first { self.trait(of: $0.name) == trait }?.name
      }
  }
}
