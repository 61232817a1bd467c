import SurveyModel

/// The observed answers of a sample beside one completed data set.
struct ImputationMatch {
  /// The completed answers, in the order of the observed ones; nil where they are not of the same
  /// people.
  private(set) var completed: Sample?
  private(set) var diagnostics: [Diagnostic] = []
  /// By question: how many answers were imputed, and how many are still missing.
  private(set) var blanks: [String: (imputed: Int, missing: Int)] = [:]
  private let number: Int
  private let source: Source

  var isFaulty: Bool { completed == nil || diagnostics.contains { $0.severity == .error } }

  /// - Parameters:
  ///   - imputed: Nil where the files of the imputation have no interviews of the city and wave.
  ///   - source: A row of `sources.csv` of the imputation.
  ///   - setAside: How many records of the files as observed were set aside, which completed files may
  ///     hold.
  init(
    _ observed: Sample, _ imputed: Sample?, number: Int, _ source: Source, setAside: Int
  ) {
    self.number = number
    self.source = source
    completed = imputed.flatMap { aligned($0, with: observed, setAside: setAside) }
    guard let completed else {
      if imputed == nil {
        note(
          observed, "imputation-missing", "there are no interviews of it",
          "add the file, or its rows")
      }
      return
    }
    compareDesign(observed, completed)
    compareAnswers(observed, completed)
  }

  private mutating func note(
    _ sample: Sample, _ code: String, _ message: String, _ fix: String,
    at place: SourceLocation? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        .error, code, "imputation \(number), city \(sample.city), wave \(sample.wave): \(message)",
        fix: fix, at: place ?? source.location))
  }

  /// The interviews of the observed sample, in its order.
  private mutating func aligned(
    _ imputed: Sample, with observed: Sample, setAside: Int
  ) -> Sample? {
    guard let own = observed.design.identifiers, let others = imputed.design.identifiers,
      Set(own).count == own.count, Set(others).count == others.count
    else {
      note(
        observed, "imputation-people-differ",
        "identifiers are blank or stand twice, so that it is not known who is who",
        "give each interview an identifier of its own, the same in all files")
      return nil
    }
    let places = Dictionary(zip(others, others.indices), uniquingKeysWith: { first, _ in first })
    let rows = own.compactMap { places[$0] }
    let strangers = others.count - rows.count
    guard rows.count == own.count, strangers <= setAside else {
      note(
        observed, "imputation-people-differ",
        "\(own.count - rows.count) of \(own.count) observed interviews are not in it, and"
          + " \(strangers) of its \(others.count) were not observed",
        "give each imputed file the people of the file as observed")
      return nil
    }
    var sample = imputed
    sample.responses = imputed.responses.picking(rows)
    sample.design = imputed.design.picking(rows)
    sample.paradata = observed.paradata
    return sample
  }

  private mutating func compareDesign(_ observed: Sample, _ completed: Sample) {
    let differing = observed.design.roles(differingFrom: completed.design)
    guard !differing.isEmpty else { return }
    note(
      observed, "imputation-design-differs", "other values in \(differing.joined(separator: ", "))",
      "take weights and the design from the file as observed; calibration is done anew in each")
  }

  private mutating func compareAnswers(_ observed: Sample, _ completed: Sample) {
    for question in observed.questionnaire.questions {
      guard let column = observed.responses[question.name] else { continue }
      let changed = compare(column, completed.responses[question.name], question.name)
      guard let first = changed.first else { continue }
      let (answers, are) = changed.count == 1 ? ("answer", "is") : ("answers", "are")
      note(
        observed, "imputation-changes-answers",
        "\(changed.count) observed \(answers) to \(question.name) \(are) other than observed",
        "impute only what is missing; a correction of corrections.csv is needed for each file",
        at: completed.responses.origins[first])
    }
  }

  /// - Returns: The interviews whose observed answer is another one.
  private mutating func compare(_ column: Column, _ other: Column?, _ name: String) -> [Int] {
    var changed: [Int] = []
    var (imputed, missing) = (0, 0)
    for row in 0..<column.count {
      let reason = column.missing[row]
      let isSame = other?.isSame(row: row, as: column, row: row) ?? false
      if reason == nil {
        if !isSame { changed.append(row) }
      } else if let other, other.missing[row] == nil {
        imputed += 1
      } else if reason?.mayBeImputed ?? false {
        missing += 1
      }
    }
    blanks[name] = (imputed, missing)
    return changed
  }
}

extension MissingReason {
  /// Whether an answer is due that nobody knows; "don't know" and "refused" are answers of a kind.
  fileprivate var mayBeImputed: Bool {
    switch self {
    case .noAnswer, .lost, .invalid, .notAskedOrLost: true
    case .notAsked, .dontKnow, .refused: false
    }
  }
}

extension DesignVariables {
  /// The columns of `sources.csv` whose values differ.
  fileprivate func roles(differingFrom other: DesignVariables) -> [String] {
    var roles: [String] = []
    func note(_ differs: Bool, _ role: String) { if differs { roles.append(role) } }
    note(baseWeights != other.baseWeights, "weight")
    note(strata != other.strata, "stratum")
    note(clusters != other.clusters, "cluster")
    note(populationSizes != other.populationSizes, "population-size")
    note(laterStages != other.laterStages, "later stages")
    note(replicates != other.replicates, "replicates")
    return roles
  }
}
