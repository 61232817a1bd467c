import ArgumentParser
import ResultTables
import SurveyAnalysis

struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "test", "Tests between groups or cities.",
    paragraphs: """
      With --by one test of each group in each sample; without it the cities of each wave, all
      together and pair by pair. --letters prints figures side by side, each with the letters of
      those that it exceeds.
      """,
    usage: "<study> <questions> ... [<options>]",
    examples: [
      "test surveys/innovation-potential INA1 --by sex --method rao-scott",
      "test surveys/innovation-potential INA1 --by age --letters",
    ])

  @OptionGroup var arguments: QuestionArguments

  @Option(help: "Which test; between cities mean where left out.")
  var method: EstimateTest.Kind?

  @Flag(help: "Figures with letters in place of tests.")
  var letters = false

  @Option(
    help: ArgumentHelp(
      "Of one question: 1=0.4,2=0.6, tested against.", valueName: "shares"))
  var shares: String?

  @OptionGroup var figure: FigureOptions
  @OptionGroup var adjusting: AdjustmentOption
  @OptionGroup var replication: ReplicationOptions
  @OptionGroup var disclosure: DisclosureOptions
  @OptionGroup var printing: FormatOption

  func validate() throws {
    guard method == nil || !letters else {
      throw ValidationError("ask for --method or --letters, not both")
    }
    guard figure.statistic != .quantile else {
      throw ValidationError("tests are of means, shares, totals and ratios, not of quantiles")
    }
    if shares != nil { return try requireOnlyShares() }
    if letters { return }
    if figure.by.isEmpty {
      if let method, method != .mean { try requireAnswersAsTheyAre(method) }
      return
    }
    try requireOneTestPerGroup()
  }

  /// Given shares are tested in each city and wave by itself.
  private func requireOnlyShares() throws {
    guard let shares, GivenShares(shares) != nil else {
      throw ValidationError(
        "--shares is each answer's name with its share, such as 1=0.4,2=0.6; they add up to 1, or"
          + " to 100")
    }
    guard arguments.questions.count == 1 else {
      throw ValidationError("--shares are of one question")
    }
    guard figure.by.isEmpty, figure.statistic == nil, figure.to == nil, method == nil, !letters,
      adjusting.adjust == nil
    else {
      throw ValidationError(
        "--shares is a test of its own: leave out --by, --statistic, --method, --letters, --adjust")
    }
  }

  /// Ranks and distributions of cities are of the answers as they are.
  private func requireAnswersAsTheyAre(_ method: EstimateTest.Kind) throws {
    guard figure.statistic == nil || figure.statistic == .mean, figure.to == nil else {
      throw ValidationError(
        "--method \(method.rawValue) tests the answers as they are: leave out --statistic and --to")
    }
    guard figure.base == nil || [.raoScott, .raoScottFirst].contains(method) else {
      throw ValidationError("--base is of shares: it goes with --method rao-scott")
    }
  }

  /// With a group each test is one of all its categories, of the answers as they are.
  private func requireOneTestPerGroup() throws {
    guard let method else { throw ValidationError("say which test with --method, or --letters") }
    guard figure.statistic == nil else {
      throw ValidationError(
        "--statistic is of --letters and of cities: --method says what is tested")
    }
    guard adjusting.adjust == nil else {
      throw ValidationError("--adjust is of pairs: of --letters, and of cities without --by")
    }
    guard figure.base == nil || [.raoScott, .raoScottFirst].contains(method) else {
      throw ValidationError("--base is of shares: it goes with --method rao-scott")
    }
  }

  func run() throws {
    let study = try QuestionStudy(
      arguments, disclosure, columns: [figure.to].compactMap(\.self), groups: figure.by,
      imputed: .refused(
        command: "test",
        because: "tests of several figures at once are not combined over data sets;"
          + " contrast and regress test one by one"))
    try study.requireShares(of: study.questions, for: figure.optionsOfShares)
    let query = figure.query(of: study)
    if let given = shares.flatMap(GivenShares.init) {
      try study.print(printing) { analysis throws(EstimateQuery.Failure) in
        TestTables(
          try analysis.replicated(by: replication.replication)
            .fitTests(of: study.questions[0], to: given, base: query.base),
          basis: study.basis, isSynthetic: study.isSynthetic)
      }
    } else if letters {
      try study.print(printing) { analysis throws(EstimateQuery.Failure) in
        LetterTables(
          try analysis.replicated(by: replication.replication)
            .letteredTables(query, adjustment: adjusting.adjustment),
          basis: study.basis, isSynthetic: study.isSynthetic)
      }
    } else {
      try study.print(printing) { analysis throws(EstimateQuery.Failure) in
        TestTables(
          try analysis.replicated(by: replication.replication)
            .tests(method ?? .mean, query, adjustment: adjusting.adjustment),
          basis: study.basis, isSynthetic: study.isSynthetic)
      }
    }
  }
}
