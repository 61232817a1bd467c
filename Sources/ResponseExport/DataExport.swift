import SurveyModel
import TextFormats

/// The answers of a study as variables for other programs, those of its samples one under the other.
public struct DataExport: Sendable {
  public let study: Study
  public let options: ExportOptions
  /// The design's variables, then the questions in the order of the first questionnaire that has
  /// them.
  public internal(set) var variables: [ExportVariable]
  /// Interviews.
  public let count: Int
  /// The last day of the last wave among the samples, `2025-05-31`; nil where no wave tells one.
  public let lastDay: CivilDate?
  /// The samples, in the order in which they stand.
  public let parts: [Part]
  /// Labels of the questionnaires' groups by name.
  let groupLabels: [String: Label]
  /// Columns that are personal or open and were not asked for.
  public let leftOut: [LeftOutColumn]
  /// Names after `--with` that change nothing.
  public let needlessInclusions: [NeedlessInclusion]
  /// What was left out, what differs between waves, and who could be recognised.
  public let diagnostics: [Diagnostic]

  /// Puts samples one under the other; the cost is linear in answers.
  ///
  /// A question that a sample's questionnaire lacks is `not-asked` there. Choices of one code are
  /// one choice; those that only a later version has come last.
  ///
  /// - Parameters:
  ///   - samples: In the order in which they are to stand.
  ///   - study: Whose settings, cities, waves and missing codes hold.
  public init(_ samples: [ExportedSample], of study: Study, options: ExportOptions) {
    self.study = study
    self.options = options
    count = samples.reduce(0) { $0 + $1.sample.responses.count }
    parts = samples.map(Part.init)
    groupLabels = samples.reduce(into: [:]) { labels, sample in
      labels.merge(sample.sample.questionnaire.groupLabels) { first, _ in first }
    }
    lastDay = samples.compactMap { study.wave($0.sample.wave)?.end }.max()
    var stacking = QuestionStacking(samples.map(\.sample), study: study, options: options)
    stacking.run()
    let design = DesignColumns(samples, study: study, options: options)
    var all = design.variables + stacking.variables
    let names = UniqueNames(all.map(\.name), taken: SyntheticData.name, capitalsMatter: true).names
    for (place, name) in names.enumerated() { all[place].name = name }
    variables = all
    leftOut = design.leftOut + stacking.leftOut
    needlessInclusions = stacking.needless
    let place = SourceLocation(file: study.settings.id)
    diagnostics =
      Self.note(leftOut, at: place)
      + VersionDifferences(all, stacking, samples.map(\.sample)).diagnostics(at: place)
      + Anonymity(all, study: study).diagnostics
  }

  /// One of the samples: a city in a wave.
  public struct Part: Hashable, Sendable {
    public let key: SampleKey
    /// Interviews.
    public let count: Int
    /// Strata and sampling points; nil where the field files name none.
    public let stratumCount: Int?
    public let pointCount: Int?

    init(_ exported: ExportedSample) {
      let design = exported.sample.design
      key = exported.sample.key
      count = exported.sample.responses.count
      stratumCount = design.strata.map { Set($0).count }
      pointCount = design.clusters.map { clusters in
        let strata = design.strata ?? Array(repeating: "", count: clusters.count)
        return Set(zip(strata, clusters).map { [$0, $1] }).count
      }
    }
  }

  private static func note(_ leftOut: [LeftOutColumn], at place: SourceLocation) -> [Diagnostic] {
    let repeats = leftOut.filter { !$0.canBeNamed }
    let others = leftOut.filter(\.canBeNamed)
    var notes: [Diagnostic] = []
    if !others.isEmpty {
      notes.append(
        Diagnostic(
          .note, "left-out",
          "what identifies a person and open answers were left out: "
            + others.map { "\($0.name) (\($0.reason))" }.joined(separator: ", "),
          fix: "name a column with --with, or ask for all open answers that identify nobody with"
            + " --open-answers, if you may hand them on", at: place))
    }
    if !repeats.isEmpty {
      notes.append(
        Diagnostic(
          .note, "repeats-left-out",
          "questions that are asked several times in an interview were left out: "
            + repeats.map(\.name).joined(separator: ", "),
          fix: "hand on the form's own table of that repeat: it has a row for each time",
          at: place))
    }
    return notes
  }

  /// The stamp of answers that a program made; nil for those of people.
  public var stamp: [String]? {
    guard study.settings.isSynthetic else { return nil }
    return [SyntheticData.englishStamp, SyntheticData.russianStamp]
  }

  /// The study's title in the language of the labels.
  public var title: String {
    study.settings.title.text(in: options.language) ?? study.settings.id
  }
}

/// City, wave, weights and the rest of the design as variables.
struct DesignColumns {
  private(set) var variables: [ExportVariable] = []
  private(set) var leftOut: [LeftOutColumn] = []

  init(_ samples: [ExportedSample], study: Study, options: ExportOptions) {
    let counts = samples.map(\.sample.responses.count)
    let total = counts.reduce(0, +)
    func add(
      _ name: String, _ ru: String, _ en: String, _ content: ExportVariable.Content,
      _ measure: Measure = .nominal
    ) {
      variables.append(
        ExportVariable(name, ["ru": ru, "en": en], content, count: total, measure))
    }
    func texts(_ pick: (DesignVariables) -> [String]?) -> ExportVariable.Content? {
      guard samples.contains(where: { pick($0.sample.design) != nil }) else { return nil }
      return .texts(
        zip(samples, counts).flatMap { pick($0.sample.design) ?? Array(repeating: "", count: $1) })
    }
    add(
      "city", "Город", "City",
      .codes(
        places(samples, study.cities.map(\.name)) { $0.city },
        codes(study.cities.map { ($0.name, $0.code, $0.label) })))
    add(
      "wave", "Волна", "Wave",
      .codes(
        places(samples, study.waves.map(\.name)) { $0.wave },
        codes(study.waves.map { ($0.name, $0.code, $0.label) })),
      .ordinal)
    add("weight", "Вес", "Weight", .numbers(samples.flatMap(\.weights), .plain), .scale)
    if !options.leftOut.contains("base_weight"),
      samples.contains(where: { $0.sample.design.hasBaseWeights })
    {
      add(
        "base_weight", "Исходный вес", "Base weight",
        .numbers(samples.flatMap { $0.sample.design.baseWeights }, .plain), .scale)
    }
    if !options.leftOut.contains("stratum"), let strata = texts({ $0.strata }) {
      add("stratum", "Страта", "Stratum", strata)
    }
    if !options.leftOut.contains("cluster"), let clusters = texts({ $0.clusters }) {
      add("cluster", "Точка опроса", "Cluster", clusters)
    }
    if samples.contains(where: { $0.personKeys != nil }) {
      add(
        "person_key", "Условный номер участника", "Key of the person",
        .texts(
          zip(samples, counts).flatMap { $0.personKeys ?? Array(repeating: "", count: $1) }))
    }
    for (name, ru, en, reason, content) in [
      (
        "identifier", "Номер анкеты", "Identifier", "tells whose answers these are",
        texts { $0.identifiers }
      ),
      (
        "interviewer", "Интервьюер", "Interviewer", PersonalData.interviewer.words,
        texts { $0.interviewers }
      ),
    ] {
      guard let content else { continue }
      if options.included.contains(name) {
        add(name, ru, en, content)
      } else {
        leftOut.append(LeftOutColumn(name: name, question: nil, reason: reason))
      }
    }
  }

  private func places(
    _ samples: [ExportedSample], _ names: [String], _ key: (Sample) -> String
  ) -> PackedPlaces {
    samples.reduce(into: PackedPlaces()) { places, sample in
      let place = Int32(names.firstIndex(of: key(sample.sample)) ?? -1)
      places.append(
        contentsOf: PackedPlaces(repeating: place, count: sample.sample.responses.count))
    }
  }

  private func codes(_ entries: [(name: String, code: String, label: Label)])
    -> [ExportVariable.Code]
  {
    let numbers = CodeNumbers(entries.map(\.code)).numbers
    return zip(entries, numbers).map {
      ExportVariable.Code(name: $0.name, number: $1, label: $0.label)
    }
  }
}
