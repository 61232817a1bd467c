import TextFormats

/// A study's sheets, read and joined: all but the answers.
///
/// The names of cities, waves, groups and factors tell them apart: no two of a kind share one, in
/// every study that exists.
public struct Study: Sendable {
  public let settings: StudySettings
  public let cities: [City]
  public let waves: [Wave]
  public let sources: [Source]
  public let groupings: [Grouping]
  public let factors: [Factor]
  public let margins: [Margin]
  /// Rows of `margins.csv` that cannot be used as they are: whose city and wave they are of is not
  /// weighted as the study says.
  public var unreadMargins: [UnreadMargin] = []
  /// The rows of `crosswalk.csv`: which questions of several waves are one.
  public var crosswalk = Crosswalk()
  public let missingCodes: [MissingCode]
  public let corrections: [Correction]
  public let columnMappings: [ColumnMapping]
  public let fieldwork: [FieldworkCount]
  public let texts: [AuthoredText]
  /// The rows of `contacts.csv` and `cases.csv`.
  public var caseRecords = CaseRecords()
  /// The rows of `questions.csv`; nil where the study has no such sheet.
  public let questionMarks: [QuestionMark]?
  /// Questionnaires by version.
  public let questionnaires: [String: Questionnaire]
  /// What a draft still asks; nil where the study is none.
  public let openQuestions: [OpenQuestion]?
  private let places: Places

  /// Joins what the sheets say. Whether the names that they use are those of each other is looked at
  /// by whoever reads a folder: a study may still lack a questionnaire.
  ///
  /// - Throws: ``StudyError`` with every name that stands twice.
  public init(
    settings: StudySettings, cities: [City], waves: [Wave], sources: [Source],
    groupings: [Grouping] = [], factors: [Factor] = [], margins: [Margin] = [],
    missingCodes: [MissingCode] = [], corrections: [Correction] = [],
    columnMappings: [ColumnMapping] = [],
    fieldwork: [FieldworkCount] = [], texts: [AuthoredText] = [],
    questionMarks: [QuestionMark]? = nil,
    questionnaires: [String: Questionnaire], openQuestions: [OpenQuestion]? = nil
  ) throws(StudyError) {
    self.settings = settings
    self.cities = cities
    self.waves = waves
    self.sources = sources
    self.groupings = groupings
    self.factors = factors
    self.margins = margins
    self.missingCodes = missingCodes
    self.corrections = corrections
    self.columnMappings = columnMappings
    self.fieldwork = fieldwork
    self.texts = texts
    self.questionMarks = questionMarks
    self.questionnaires = questionnaires
    self.openQuestions = openQuestions
    places = try Places(cities: cities, waves: waves, groupings: groupings, factors: factors)
  }

  /// - Complexity: O(1), as of the other names.
  public func city(_ name: String) -> City? { places.cities[name].map { cities[$0] } }
  public func wave(_ name: String) -> Wave? { places.waves[name].map { waves[$0] } }
  public func grouping(_ name: String) -> Grouping? {
    places.groupings[name].map { groupings[$0] }
  }
  public func factor(_ name: String) -> Factor? { places.factors[name].map { factors[$0] } }

  /// The one factor of layer `outcome`; nil where the study has none.
  public var outcome: Factor? { factors.first { $0.layer == .outcome } }

  /// The same study with some of its parts replaced.
  ///
  /// - Throws: As the initialiser.
  public func having(
    settings: StudySettings? = nil, waves: [Wave]? = nil, factors: [Factor]? = nil
  ) throws(StudyError) -> Study {
    var study = try Study(
      settings: settings ?? self.settings, cities: cities, waves: waves ?? self.waves,
      sources: sources, groupings: groupings, factors: factors ?? self.factors, margins: margins,
      missingCodes: missingCodes, corrections: corrections, columnMappings: columnMappings,
      fieldwork: fieldwork, texts: texts, questionMarks: questionMarks,
      questionnaires: questionnaires,
      openQuestions: openQuestions)
    study.unreadMargins = unreadMargins
    study.caseRecords = caseRecords
    study.crosswalk = crosswalk
    return study
  }

  /// The same study, of which nothing is hidden: for work at one's own desk.
  public var withoutSuppression: Study {
    var settings = settings
    settings.disclosure = .lifted
    return Study(self, settings: settings)
  }

  private init(_ other: Study, settings: StudySettings) {
    self.settings = settings
    cities = other.cities
    waves = other.waves
    sources = other.sources
    groupings = other.groupings
    factors = other.factors
    margins = other.margins
    unreadMargins = other.unreadMargins
    crosswalk = other.crosswalk
    missingCodes = other.missingCodes
    corrections = other.corrections
    columnMappings = other.columnMappings
    fieldwork = other.fieldwork
    texts = other.texts
    caseRecords = other.caseRecords
    questionMarks = other.questionMarks
    questionnaires = other.questionnaires
    openQuestions = other.openQuestions
    places = other.places
  }

  /// Where each name stands.
  private struct Places: Sendable {
    let cities: [String: Int]
    let waves: [String: Int]
    let groupings: [String: Int]
    let factors: [String: Int]

    init(
      cities: [City], waves: [Wave], groupings: [Grouping], factors: [Factor]
    ) throws(StudyError) {
      var duplicates: [StudyError.Duplicate] = []
      func places(_ names: [String], in sheet: String) -> [String: Int] {
        var places: [String: Int] = [:]
        for (place, name) in names.enumerated() {
          if places[name] == nil {
            places[name] = place
          } else {
            duplicates.append(StudyError.Duplicate(name: name, sheet: sheet))
          }
        }
        return places
      }
      self.cities = places(cities.map(\.name), in: "cities")
      self.waves = places(waves.map(\.name), in: "waves")
      self.groupings = places(groupings.map(\.name), in: "groups")
      self.factors = places(factors.map(\.name), in: "factors")
      guard duplicates.isEmpty else { throw StudyError(duplicates: duplicates) }
    }
  }
}

/// Why a study cannot be made of its sheets: names that do not tell its parts apart.
public struct StudyError: Error, Hashable, Sendable {
  public struct Duplicate: Hashable, Sendable {
    public let name: String
    /// The sheet's name, without its ending.
    public let sheet: String
  }

  public let duplicates: [Duplicate]

  public var diagnostics: [Diagnostic] {
    duplicates.map { duplicate in
      Diagnostic(
        .error, "duplicate-name", "'\(duplicate.name)' stands twice in \(duplicate.sheet).csv",
        fix: "rename one of them", at: SourceLocation(file: "\(duplicate.sheet).csv"))
    }
  }
}

/// A row of `cities.csv`.
public struct City: Hashable, Sendable {
  /// The column `city`, by which all else refers to it.
  public var name: String
  /// Its value in a source's city column; the name where blank.
  public var code: String
  public var label: Label
  /// «в Пскове».
  public var inCase: Label
  /// «Пскова».
  public var ofCase: Label
  public var population: Double?

  public init(
    name: String, code: String? = nil, label: Label, inCase: Label = Label(),
    ofCase: Label = Label(), population: Double? = nil
  ) {
    self.name = name
    self.code = code ?? name
    self.label = label
    self.inCase = inCase
    self.ofCase = ofCase
    self.population = population
  }
}

/// A row of `waves.csv`.
public struct Wave: Hashable, Sendable {
  public enum SampleKind: String, Hashable, Sendable, CaseIterable {
    case probability, quota, panel, open

    /// Whether a margin of error may be stated.
    public var isProbability: Bool { self == .probability }
  }

  /// Whether the sampling points are new or those of the wave before.
  public enum Points: String, Hashable, Sendable, CaseIterable { case fresh, revisited }

  public var name: String
  public var code: String
  public var label: Label
  /// «в первой волне», «первой волны»; nil parts fall back to the label.
  public var inCase: Label
  public var ofCase: Label
  /// The first and last day of the fieldwork; nil where the sheet has none.
  public var start: CivilDate?
  public var end: CivilDate?
  public var sample: SampleKind
  public var points: Points

  public init(
    name: String, code: String? = nil, label: Label, inCase: Label = Label(),
    ofCase: Label = Label(), start: CivilDate? = nil, end: CivilDate? = nil,
    sample: SampleKind = .probability, points: Points = .fresh
  ) {
    self.name = name
    self.code = code ?? name
    self.label = label
    self.inCase = inCase
    self.ofCase = ofCase
    self.start = start
    self.end = end
    self.sample = sample
    self.points = points
  }
}

/// The rows of `groups.csv` that share a group: a way to divide respondents.
public struct Grouping: Hashable, Sendable {
  public struct Category: Hashable, Sendable {
    public var name: String
    public var label: Label
    public var rule: Rule
    public var location: SourceLocation

    public init(name: String, label: Label, rule: Rule, at location: SourceLocation) {
      self.name = name
      self.label = label
      self.rule = rule
      self.location = location
    }
  }

  public enum Rule: Hashable, Sendable {
    /// Codes of the question's choices.
    case choices([String])
    /// A number from … to …, both included; nil for no limit.
    case range(from: Double?, to: Double?)
  }

  public var name: String
  public var label: Label
  public var question: String
  public var categories: [Category]

  public init(name: String, label: Label = Label(), question: String, categories: [Category]) {
    self.name = name
    self.label = label
    self.question = question
    self.categories = categories
  }
}

/// A row of `missing.csv`: a value that means no answer.
public struct MissingCode: Hashable, Sendable {
  /// nil for every question.
  public var question: String?
  /// nil for every source.
  public var source: String?
  public var value: String
  public var reason: MissingReason
  /// Whether it is one of a ``MissingPreset``: then it yields to numbers that are plainly answers.
  public var isPreset: Bool
  /// Where the row stands in the sheet.
  public var location: SourceLocation

  public init(
    question: String?, source: String?, value: String, reason: MissingReason,
    isPreset: Bool = false, at location: SourceLocation = SourceLocation(file: "missing.csv")
  ) {
    self.location = location
    self.isPreset = isPreset
    self.question = question
    self.source = source
    self.value = value
    self.reason = reason
  }
}

/// A row of `margins.csv` that cannot be used as it is.
public struct UnreadMargin: Hashable, Sendable {
  /// Nil for every city.
  public var city: String?
  /// Nil for every wave.
  public var wave: String?
  public var location: SourceLocation

  public init(city: String?, wave: String?, at location: SourceLocation) {
    self.city = city
    self.wave = wave
    self.location = location
  }

  /// Whether the row is about a sample.
  public func concerns(_ key: SampleKey) -> Bool {
    (city ?? key.city) == key.city && (wave ?? key.wave) == key.wave
  }
}

/// A row of `fieldwork.csv`: how many contacts ended in a disposition.
public struct FieldworkCount: Hashable, Sendable {
  public var wave: String
  public var city: String
  /// The AAPOR code as text: `2.10` is not 2.1.
  public var disposition: String
  public var count: Int
  public var location: SourceLocation

  public init(
    wave: String, city: String, disposition: String, count: Int,
    at location: SourceLocation = SourceLocation(file: "fieldwork.csv")
  ) {
    self.wave = wave
    self.city = city
    self.disposition = disposition
    self.count = count
    self.location = location
  }
}

/// A row of `texts.csv`: the sociologist's own words for a section of a report.
public struct AuthoredText: Hashable, Sendable {
  /// `customer`, `contractor`, `dates`, `frame`, `conclusions`, `options`.
  public var section: String
  /// nil for every city.
  public var city: String?
  public var wave: String?
  public var language: String
  public var text: String
  public var author: String
  public var location: SourceLocation

  public init(
    section: String, city: String?, wave: String?, language: String, text: String, author: String,
    at location: SourceLocation = SourceLocation(file: "texts.csv")
  ) {
    self.section = section
    self.city = city
    self.wave = wave
    self.language = language
    self.text = text
    self.author = author
    self.location = location
  }
}
