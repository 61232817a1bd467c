import ArgumentParser
import ResultTables
import SurveyAnalysis

struct RegressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "regress", "Regressions in each city and wave.",
    paragraphs: """
      Predictors are questions and scores with numbers, groups, questions with one answer; city and wave take samples
      together. A*B is A, B and their interaction A:B. A logistic outcome is QUESTION=CHOICE. --against decomposes
      differences into what people are and what that does.
      """,
    usage: "<study> <questions> ... --on <predictor> ... [<options>]",
    examples: [
      "regress surveys/innovation-potential INN --on SOC --on sex",
      "regress surveys/innovation-potential INN --on sex --differences city",
    ])

  @OptionGroup var arguments: QuestionArguments

  @Option(help: ArgumentHelp("A predictor; may be repeated.", valueName: "predictor"))
  var on: [String] = []

  @Option(help: "What the outcome is.")
  var family: ModelQuery.Family = .linear

  @Option(help: ArgumentHelp("The city that the others are set against.", valueName: "city"))
  var against: String?

  @Option(help: ArgumentHelp("Predicted means by a group, or A:B.", valueName: "groups"))
  var margins: String?

  @Option(help: "Contrasts of --margins; may be repeated.")
  var cells: [String] = []

  @Option(help: ArgumentHelp("Differences in differences.", valueName: "group"))
  var differences: String?

  @Option(help: ArgumentHelp("Of these, the first wave after.", valueName: "wave"))
  var since: String?

  @Option(
    name: .customLong("scale-weights"),
    help: ArgumentHelp("Cities count by.", valueName: "by"))
  var scaling: CityScaling?

  @OptionGroup var level: LevelOption
  @OptionGroup var replication: ReplicationOptions
  @OptionGroup var disclosure: DisclosureOptions
  @OptionGroup var printing: FormatOption

  func validate() throws {
    guard !on.isEmpty || differences != nil else {
      throw ValidationError("say what explains the outcome with --on, or --differences")
    }
    try requireOwnPredictors()
    if let wrong = on.first(where: { !ModelQuery.isPredictor($0) }) {
      throw ValidationError("--on is a name, A:B or A*B, not '\(wrong)'")
    }
    if against != nil { try requireNothingBesideAgainst() }
    try requireMargins()
    guard since == nil || differences != nil else {
      throw ValidationError("--since is of --differences")
    }
    guard differences == nil || family != .ordinal else {
      throw ValidationError("--differences are of means: not of --family ordinal")
    }
    guard scaling == nil || isPooled else {
      throw ValidationError("--scale-weights is of samples taken together: --on city or wave")
    }
  }

  /// An outcome explains itself, and a predictor is one, however it is written.
  private func requireOwnPredictors() throws {
    func question(_ name: String) -> String { String(name.prefix { $0 != "=" }) }
    for name in variables + [margins].compactMap(\.self) {
      for outcome in arguments.questions where question(outcome) == question(name) {
        throw ValidationError("'\(question(name))' is the outcome: it cannot explain itself")
      }
    }
    var terms: [Set<String>: String] = [:]
    for text in on {
      let parts = text.split { $0 == "*" || $0 == ":" }.map(String.init)
      if Set(parts).count < parts.count {
        throw ValidationError("'\(text)' multiplies a predictor by itself")
      }
      if let former = terms.updateValue(text, forKey: Set(parts)) {
        throw ValidationError("--on \(former) and --on \(text) are the same: keep one")
      }
    }
    if differences == "wave" {
      throw ValidationError(
        "--differences is whose changes are set against each other: city, a group or a question;"
          + " the waves are what the changes are between")
    }
  }

  private var variables: [String] {
    on.flatMap { $0.split { $0 == "*" || $0 == ":" }.map(String.init) }
      + [differences].compactMap(\.self)
  }

  private var isPooled: Bool {
    differences != nil || !Set(["city", "wave"]).isDisjoint(with: variables)
  }

  private func requireNothingBesideAgainst() throws {
    guard family == .linear else { throw ValidationError("--against needs --family linear") }
    guard margins == nil, differences == nil, !isPooled, variables == on else {
      throw ValidationError(
        "--against sets each city against another one: without city, wave, interactions, --margins"
          + " and --differences")
    }
  }

  private func requireMargins() throws {
    if let margins {
      let names = margins.split(separator: ":", omittingEmptySubsequences: false)
      guard !names.contains(where: \.isEmpty), Set(names).count == names.count else {
        throw ValidationError("--margins is a group of --on, or A:B, not '\(margins)'")
      }
    }
    guard margins == nil || family != .ordinal else {
      throw ValidationError("--margins are means: not of --family ordinal")
    }
    guard cells.isEmpty || margins != nil else {
      throw ValidationError("--cells are those of --margins")
    }
    for contrast in cells where EstimateContrast(contrast) == nil {
      throw ValidationError(
        "--cells is \(EstimateContrast.form), such as \"a:1 - b:1\", not '\(contrast)'")
    }
  }

  func run() throws {
    let study = try QuestionStudy(
      arguments, disclosure, columns: variables.filter { !["city", "wave"].contains($0) })
    try study.print(printing, mayBeOfSamples: true) { analysis throws(EstimateQuery.Failure) in
      let analysis = try analysis.replicated(by: replication.replication)
      var terms: [ModelTerm] = []
      for outcome in study.questions {
        let query = query(of: outcome, in: study)
        if let against {
          terms += try analysis.decompositions(query, against: against)
        } else {
          terms += try analysis.model(query)
        }
      }
      leaveUnmade(terms)
      return RegressionTables(
        terms, level: level.level, basis: study.basis,
        significance: analysis.study.conventions.significance, isSynthetic: study.isSynthetic)
    }
  }

  /// Names the models that could not be made; where none could, those of samples that were not asked
  /// too.
  private func leaveUnmade(_ terms: [ModelTerm]) {
    let isMade = terms.contains { $0.reason == nil }
    for term in terms {
      switch term.reason {
      case nil, .parallelNotTested, .testNotCombined: continue
      case .notAsked where isMade: continue
      case let reason?:
        let place = [term.city, term.wave].filter { !$0.isEmpty }.joined(separator: ", ")
        let what =
          term.part == .coefficient ? "the model" : "the \(term.part.rawValue) \(term.term)"
        Console.leaveUnmade("\(what)\(place.isEmpty ? "" : " of \(place)"): \(reason)")
      }
    }
  }

  private func query(of outcome: String, in study: QuestionStudy) -> ModelQuery {
    var query = ModelQuery(family: family, outcome: outcome, predictors: study.common(on))
    query.margins = study.common([margins].compactMap(\.self))
    query.contrasts = cells.compactMap(EstimateContrast.init)
    query.differenceInDifferences = differences.map {
      ModelQuery.DifferenceInDifferences(group: study.common($0), since: since)
    }
    query.cityScaling = scaling ?? .interviews
    return query
  }
}
