import Estimation
import SurveyModel

/// The cases of a sample, and what their weights are multiplied by so that those who answered stand
/// for those who did not.
public struct SampleNonresponse: Sendable {
  public let method: StudySettings.Nonresponse
  /// Columns of `cases.csv` that it rests on.
  public let predictors: [String]
  public let adjustment: NonresponseAdjustment
  /// Base weights of the cases.
  let weights: [Double]
  private let strata: [String]?
  private let clusters: [String]?
  private let task: NonresponseTask
  /// For each interview the place of its case.
  private let caseOfInterview: [Int]

  init(
    _ method: StudySettings.Nonresponse, predictors: [String], _ cases: [SampledCase],
    task: NonresponseTask, caseOfInterview: [Int]
  ) throws(NonresponseError) {
    self.method = method
    self.predictors = predictors
    self.task = task
    self.caseOfInterview = caseOfInterview
    weights = cases.map { $0.weight ?? 1 }
    strata = cases.contains { $0.stratum != nil } ? cases.map { $0.stratum ?? "" } : nil
    clusters = cases.contains { $0.cluster != nil } ? cases.map { $0.cluster ?? "" } : nil
    adjustment = try task.adjustment(of: weights)
  }

  /// The weights of the interviews before they are calibrated.
  var adjustedWeights: [Double] {
    caseOfInterview.map { weights[$0] * adjustment.factors[$0] }
  }

  /// Replicates of all cases, each adjusted anew, as replicates of the interviews.
  func replicates(
    by replication: EstimateQuery.Replication, respondents: SurveyDesign, in study: Study
  ) throws -> ReplicateDesign {
    let cases = try SurveyDesign(
      weights: weights, strata: strata, clusters: clusters,
      lonelyClusters: study.settings.lonelyClusters.policy)
    return try cases.replicated(by: replication.method, centre: replication.centre)
      .adjusted(by: task, cases: caseOfInterview, respondents: respondents)
  }
}

extension SampleWeighting {
  /// Works out what makes up for nonresponse, where the study or the plan asks for it and the sample
  /// is a probability one with cases.
  ///
  /// - Returns: Whether nothing stands in the way; what does is noted.
  mutating func preparesNonresponse() -> Bool {
    guard let method = plan.nonresponse ?? study.settings.nonresponse else { return true }
    guard lacksNothingForNonresponse() else { return false }
    guard study.wave(sample.wave)?.sample.isProbability ?? true else { return true }
    let cases = study.caseRecords.cases(of: sample.key)
    guard let first = cases.first else {
      note(
        Diagnostic(
          .warning, "sample-without-cases",
          "\(here): cases.csv has none of its cases; weights do not make up for nonresponse",
          fix: "add the cases that were drawn", at: SourceLocation(file: "cases.csv")))
      return true
    }
    let count = diagnostics.count
    do throws(NonresponseError) {
      guard let caseOfInterview = caseOfInterview(cases) else { return false }
      let outcomes = outcomes(of: cases, interviewed: Set(caseOfInterview))
      guard let (names, task) = task(method, cases, outcomes) else { return false }
      nonresponse = try SampleNonresponse(
        method, predictors: names, cases, task: task, caseOfInterview: caseOfInterview)
    } catch {
      fault(
        "\(error)",
        "merge categories of cases.csv, or name fewer of its columns in"
          + " 'nonresponse-predictors' of study.csv", first.location)
    }
    return !diagnostics[count...].contains { $0.severity == .error }
  }

  /// Whether the study has what weights for nonresponse rest on; what it lacks is noted.
  private mutating func lacksNothingForNonresponse() -> Bool {
    let place = SourceLocation(file: "study.csv")
    let records = study.caseRecords
    for (sheet, isThere) in [
      ("cases", !records.cases.isEmpty), ("contacts", !records.contacts.isEmpty),
    ]
    where !isThere {
      fault(
        "the study has no \(sheet).csv", "add the sheet, or take the key 'nonresponse' out", place)
      return false
    }
    if !study.waves.isEmpty, !study.waves.contains(where: \.sample.isProbability) {
      fault(
        "no wave of waves.csv is a probability sample",
        "take the key 'nonresponse' out: those who refuse other samples are not known", place)
      return false
    }
    return true
  }

  /// For each interview the place of its case; nil where that cannot be told.
  private mutating func caseOfInterview(_ cases: [SampledCase]) -> [Int]? {
    guard let identifiers = sample.design.identifiers else {
      fault(
        "interviews have no identifiers, by which cases.csv could name them",
        "name the column 'identifier' in sources.csv", file)
      return nil
    }
    if let given = sample.design.replicates, !given.columns.isEmpty {
      fault(
        "replicate weights of the field file are of the interviews, not of the cases",
        "take 'replicates' out of sources.csv, or 'nonresponse' out of study.csv", file)
      return nil
    }
    let places = Dictionary(
      zip(cases.map(\.name), cases.indices), uniquingKeysWith: { first, _ in first })
    let found = identifiers.map { places[$0] }
    let strange = found.indices.filter { found[$0] == nil }
    if let first = strange.first {
      fault(
        "\(strange.count) interview\(strange.count == 1 ? " is" : "s are") of no case of cases.csv",
        "add the cases, or mend their names: they are the interviews' identifiers",
        sample.responses.origins[first])
      return nil
    }
    let known = found.compactMap(\.self)
    var seen: Set<Int> = []
    if let twice = known.indices.first(where: { !seen.insert(known[$0]).inserted }) {
      fault(
        "two interviews are of one case", "delete the copy", sample.responses.origins[twice])
      return nil
    }
    return agrees(cases, known) ? known : nil
  }

  /// Whether cases have the design that the field file gives their interviews.
  private mutating func agrees(_ cases: [SampledCase], _ caseOfInterview: [Int]) -> Bool {
    let design = sample.design
    func differing(_ own: [String]?, _ pick: (SampledCase) -> String?) -> Int? {
      own.flatMap { own in
        own.indices.first { (pick(cases[caseOfInterview[$0]]) ?? "") != own[$0] }
      }
    }
    for (name, row) in [
      ("stratum", differing(design.strata, \.stratum)),
      ("cluster", differing(design.clusters, \.cluster)),
    ] {
      guard let row else { continue }
      fault(
        "an interview has another \(name) in its field file than its case in cases.csv",
        "give both the same", cases[caseOfInterview[row]].location)
      return false
    }
    let weighted = cases.indices.filter { cases[$0].weight != nil }
    if !weighted.isEmpty, weighted.count < cases.count {
      let first = cases.first { $0.weight == nil }
      fault(
        "some cases have a weight, others none", "give each case its base weight",
        first?.location ?? file)
      return false
    }
    guard design.hasBaseWeights else { return true }
    let row = caseOfInterview.indices.first { row in
      let own = design.baseWeights[row]
      return cases[caseOfInterview[row]].weight.map { abs($0 - own) > 1e-9 * abs(own) } ?? true
    }
    guard let row else { return true }
    fault(
      "an interview has another base weight in its field file than its case in cases.csv",
      "give both the same", cases[caseOfInterview[row]].location)
    return false
  }

  /// How each case ended: with an interview that counts, else by the final disposition of its
  /// attempts.
  private mutating func outcomes(
    of cases: [SampledCase], interviewed: Set<Int>
  ) -> [CaseOutcome] {
    let attempts = Dictionary(
      grouping: study.caseRecords.contacts(of: sample.key), by: \.caseName)
    var (lost, strange, untried) = (0, 0, 0)
    let outcomes = cases.indices.map { place -> CaseOutcome in
      let final = attempts[cases[place].name].flatMap(ContactAttempt.final)
      let outcome = final.flatMap { ContactAttempt.Outcome(disposition: $0.disposition) }
      if interviewed.contains(place) {
        if outcome != .complete, outcome != .partial { strange += 1 }
        return .respondent
      }
      switch outcome {
      case .complete, .partial:
        lost += 1
        return .nonrespondent
      case .refusal, .other, .nonContact: return .nonrespondent
      case .notEligible: return .ineligible
      case .unknownEligibility: return .unknownEligibility
      case nil:
        untried += 1
        return .unknownEligibility
      }
    }
    tell(lost, "an interview by contacts.csv and none that counts: taken as not answered")
    tell(strange, "an interview that counts and none by contacts.csv: taken as answered")
    tell(untried, "no attempt in contacts.csv: it is not known whether they are of the population")
    return outcomes
  }

  private mutating func tell(_ count: Int, _ what: String) {
    guard count > 0 else { return }
    note(
      Diagnostic(
        .warning, "cases-and-contacts-differ",
        "\(here): \(count) case\(count == 1 ? " has" : "s have") \(what)",
        fix: "correct contacts.csv, if that is not so", at: SourceLocation(file: "contacts.csv")))
  }

  /// The columns that it rests on, and the task.
  private mutating func task(
    _ method: StudySettings.Nonresponse, _ cases: [SampledCase], _ outcomes: [CaseOutcome]
  ) -> (names: [String], task: NonresponseTask)? {
    let names = study.settings.nonresponsePredictors ?? cases[0].traits.keys.sorted()
    if let name = names.first(where: { cases[0].traits[$0] == nil }) {
      let near = Spelling.nearest(to: name, among: cases[0].traits.keys.sorted())
      fault(
        "cases.csv has no column '\(name)', which 'nonresponse-predictors' names"
          + (near.map { "; did you mean '\($0)'?" } ?? ""),
        "correct 'nonresponse-predictors' in study.csv", cases[0].location)
      return nil
    }
    let numeric = names.filter(SampledCase.isNumber)
    switch method {
    case .classes:
      if let name = numeric.first {
        fault(
          "'\(name)' of cases.csv is a number, and classes are of categories",
          "leave it out of 'nonresponse-predictors', or adjust by propensity", cases[0].location)
        return nil
      }
      let classes = cases.map { one in
        names.map { one.traits[$0].flatMap { $0.isEmpty ? nil : $0 } ?? "–" }.joined(
          separator: " × ")
      }
      return (
        names,
        NonresponseTask(
          outcomes: outcomes,
          method: .classes(
            CategoricalAnswers(
              classes.map { names.isEmpty ? "all" : $0 }.map(Optional.some),
              categories: names.isEmpty ? ["all"] : Set(classes).sorted())))
      )
    case .propensity:
      var predictors: [Predictor] = []
      for name in names {
        guard let own = self.predictors(name, cases) else { return nil }
        predictors += own
      }
      guard !predictors.isEmpty else {
        fault(
          "no column of cases.csv tells its cases apart",
          "add columns of what is known of all cases, such as the kind of house",
          cases[0].location)
        return nil
      }
      return (names, NonresponseTask(outcomes: outcomes, method: .propensity(predictors)))
    }
  }

  /// A column of `cases.csv` as predictors: itself, or its categories but the first; none where all
  /// cases are alike.
  private mutating func predictors(_ name: String, _ cases: [SampledCase]) -> [Predictor]? {
    let cells = cases.map { $0.traits[name] ?? "" }
    guard SampledCase.isNumber(name) else {
      return Set(cells).sorted().dropFirst().map { category in
        Predictor(name: "\(name)=\(category)", values: cells.map { $0 == category ? 1 : 0 })
      }
    }
    let numbers = cells.map { Double($0.replacing(",", with: ".")) }
    guard let strange = numbers.firstIndex(where: { $0?.isFinite != true }) else {
      let values = numbers.compactMap(\.self)
      return Set(values).count > 1 ? [Predictor(name: name, values: values)] : []
    }
    fault(
      "'\(name)' of cases.csv holds numbers, and here it does not",
      "write a number, or call the column '\(SampledCase.plainName(of: name))'",
      cases[strange].location)
    return nil
  }

  private mutating func fault(_ what: String, _ fix: String, _ place: SourceLocation) {
    note(
      Diagnostic(
        .error, "nonresponse-not-adjusted",
        "\(here): weights cannot make up for nonresponse: \(what)", fix: fix, at: place))
  }
}
