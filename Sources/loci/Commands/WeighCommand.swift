import ArgumentParser
import Estimation
import ResultTables
import SurveyAnalysis
import SurveyModel

struct WeighCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "weigh", "Weights by city and wave, with their passport.",
    paragraphs: """
      Base weights are raked to margins.csv, each weight kept within 0.3 and 3 mean weights. Margins
      that no weights agree with are answered with the categories that contradict each other, and
      the smallest change or merge that would do. Without margins the base weights stand.

      rake is iterative proportional fitting; poststratify takes one margin; greg, raking and logit
      calibrate. Limits are of weights; bounds are of the factor between base weight and weight.
      What this command tries changes no report.
      """,
    usage: "<study> [--method <method>] [<options>]",
    examples: [
      "weigh surveys/innovation-potential --limits 0.2:5 --format json",
      "weigh surveys/innovation-potential --method logit --bounds 0.3:3",
    ])

  @OptionGroup var study: StudyArgument

  @Option(help: "How weights come to agree with the margins.")
  var method = WeightingMethod.iterative

  @Option(
    help: ArgumentHelp(
      "Smallest and largest weight in mean weights, such as 0.3:3.", valueName: "range"))
  var limits: NumberRange?

  @Flag(help: "Keep weights within no limits.")
  var noLimits = false

  @Option(
    help: ArgumentHelp(
      "Smallest and largest factor of the base weight, such as 0.5:2.", valueName: "range"))
  var bounds: NumberRange?

  @Option(
    help: ArgumentHelp(
      "Categories to count as one, such as 'age=18-24|25-34'; may be repeated.",
      valueName: "categories"))
  var merge: [MergeRequest] = []

  @Option(
    help: "How weights make up for those who did not answer, by contacts.csv and cases.csv.")
  var nonresponse: StudySettings.Nonresponse?

  @OptionGroup var printing: FormatOption

  func validate() throws {
    if noLimits, limits != nil {
      throw ValidationError("give --limits or --no-limits, not both")
    }
    if method == .logit, bounds == nil {
      throw ValidationError("--method logit needs --bounds, such as --bounds 0.3:3")
    }
    if method == .logit, limits != nil {
      throw ValidationError("--method logit takes --bounds and no --limits")
    }
    if method == .logit, noLimits {
      throw ValidationError("--method logit has no limits: leave out --no-limits")
    }
  }

  func run() throws {
    let session = try StudySession.opened(
      study,
      imputed: .refused(
        command: "weigh",
        because: "each data set has weights of its own, and there is no passport of all together"))
    try session.requireSheets()
    try requireCases(of: session.study)
    try requireMargins(of: session.study)
    let weighting = StudyWeighting(session.study, samples: session.samples, plan: plan)
    if isUsual {
      Console.reportErrors(weighting.diagnostics, in: session.folder)
    } else {
      Console.report(weighting.diagnostics)
    }
    guard !weighting.samples.isEmpty else {
      throw Console.fail(.dataError, "no sample can be estimated from")
    }
    for failure in weighting.notUsable {
      Console.leaveUnmade("weights of city \(failure.city), wave \(failure.wave)")
    }
    Console.complain("loci: counts of few people: working material, not for publication\n")
    Console.print(
      WeightingTables(weighting, isSynthetic: session.study.settings.isSynthetic),
      as: printing.format)
  }

  /// What the option needs: a probability sample, its cases, and how they ended.
  private func requireCases(of study: Study) throws {
    guard let nonresponse else { return }
    guard study.waves.contains(where: \.sample.isProbability) else {
      throw ValidationError(
        "--nonresponse \(nonresponse.rawValue) is of probability samples, and waves.csv has none")
    }
    for (sheet, isThere) in [
      ("cases", !study.caseRecords.cases.isEmpty),
      ("contacts", !study.caseRecords.contacts.isEmpty),
    ]
    where !isThere {
      throw ValidationError(
        "--nonresponse \(nonresponse.rawValue) needs \(sheet).csv, which the study has not")
    }
  }

  /// What is done to reach margins needs some; categories are merged of a group that has them.
  private func requireMargins(of study: Study) throws {
    let given = [
      ("--method \(method.rawValue)", method != .iterative), ("--limits", limits != nil),
      ("--no-limits", noLimits), ("--bounds", bounds != nil), ("--merge", !merge.isEmpty),
    ].filter(\.1).map(\.0)
    if let option = given.first, study.margins.isEmpty {
      throw ValidationError(
        "\(option) is of weights that are brought to margins, and the study has no margins.csv")
    }
    let groups = Set(study.margins.map(\.group.name)).sorted()
    for name in merge.map(\.merge.group.name) where !groups.contains(name) {
      let near = Spelling.nearest(to: name, among: groups).map { "; did you mean '\($0)'?" } ?? ""
      throw ValidationError(
        "--merge is of groups of margins.csv (\(groups.joined(separator: ", "))), not of '\(name)'"
          + near)
    }
  }

  /// Whether weights are made as `check` and reports make them.
  private var isUsual: Bool {
    method == .iterative && limits == nil && !noLimits && bounds == nil && merge.isEmpty
      && nonresponse == nil
  }

  private var plan: WeightingPlan {
    let usual: ClosedRange<Double>? =
      noLimits || method == .logit ? nil : limits?.range ?? WeightingPlan.usualLimits
    return WeightingPlan(
      method: method, limits: usual, bounds: bounds?.range, merges: merge.map(\.merge),
      givesUpLimits: limits == nil, nonresponse: nonresponse)
  }
}
