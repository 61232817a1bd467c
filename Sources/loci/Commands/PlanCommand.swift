import ArgumentParser
import Estimation
import Reporting
import TextFormats

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "How many interviews are needed, or what a number of interviews shows.",
    discussion: """
      A mean, a share, or a difference between two cities or waves, with the design effect. Where
      --interviews is given, it answers what they show; otherwise how many are needed. Without \
      options it prints a table of sample sizes. Sizes are of each city or wave, and of a \
      probability sample; for others the same figures hold only as far as the model does.

      Examples:
        loci plan
        loci plan --share 0.5 --margin 0.04 --design-effect 1.5
        loci plan --share 0.5 --versus 0.6 --power 0.8 --cluster-size 10 --correlation 0.05
        loci plan --deviation 20 --difference 3 --interviews 600
      """)

  @Option(help: "The share expected, 0 to 1; 0.5 is the worst case.")
  var share: Double?

  @Option(help: "The other city's, or the next wave's, share.")
  var versus: Double?

  @Option(help: "The standard deviation of answers, for means.")
  var deviation: Double?

  @Option(help: "The difference of means to be shown.")
  var difference: Double?

  @Option(help: "Half the width of the interval that is wanted.")
  var margin: Double?

  @Option(help: "Interviews in each city or wave.")
  var interviews: Int?

  @Option(help: "The chance to show the difference.")
  var power = 0.8

  @Option(help: "The design effect, such as 1.5.")
  var designEffect: Double?

  @Option(help: "Interviews at a point, which make the design effect 1 + (size - 1) × correlation.")
  var clusterSize: Double?

  @Option(help: "The correlation of answers at a point.")
  var correlation: Double?

  @Option(help: "The correlation of a panel's two waves; 0 for fresh samples.")
  var panelCorrelation = 0.0

  @Option(help: "People in the population, where the sample is a good part of it.")
  var population: Double?

  @Option(help: "Level of the interval; the test is two-sided at 1 - level.")
  var level = 0.95

  @Option(help: "How the answer is printed: text, csv or json.")
  var format: OutputFormat = .text

  /// The least and the greatest size, margin, deviation or effect that is taken; more interviews than
  /// the greatest are never advised.
  private static let (least, most) = (1e-9, 1e10)

  func validate() throws {
    func demand(_ holds: Bool, _ words: String) throws {
      guard holds else { throw ValidationError(words) }
    }
    for (name, value) in [("--share", share), ("--versus", versus)] {
      try demand(value.map { $0 > 0 && $0 < 1 } ?? true, "\(name) lies between 0 and 1")
    }
    for (name, value) in [("--power", power), ("--level", level)] {
      try demand(value > 0 && value < 1, "\(name) lies between 0 and 1, such as 0.8")
    }
    for (name, value) in [
      ("--deviation", deviation), ("--margin", margin), ("--design-effect", designEffect),
      ("--cluster-size", clusterSize), ("--population", population),
      ("--interviews", interviews.map(Double.init)), ("--difference", difference.map(abs)),
    ] {
      try demand(value.map { $0 > 0 && $0.isFinite } ?? true, "\(name) is above 0")
      try demand(value ?? 1 >= Self.least, "\(name) is \(Self.least) at least")
      try demand(value ?? 1 <= Self.most, "\(name) is \(Int(Self.most)) at most")
    }
    try demand(
      correlation.map { $0 > -1 && $0 < 1 } ?? true, "--correlation lies between -1 and 1")
    try demand(panelCorrelation >= 0 && panelCorrelation < 1, "--panel-correlation is 0 to 1")
    try demand(
      (clusterSize == nil) == (correlation == nil),
      "--cluster-size and --correlation go together")
    try demand(
      designEffect == nil || clusterSize == nil,
      "give --design-effect, or --cluster-size and --correlation, not both")
    try demand(share == nil || deviation == nil, "give --share, or --deviation of means, not both")
    try demand(versus == nil || share != nil, "--versus needs --share")
    try demand(versus != share || share == nil, "--versus differs from --share")
    try demand(difference == nil || deviation != nil, "--difference needs --deviation")
    try demand(margin == nil || versus == nil && difference == nil, "--margin is of one estimate")
    try demand(effect > 0, "the design effect is above 0: check --correlation")
    let isQuestion = margin != nil || interviews != nil || versus != nil || difference != nil
    try demand(
      isQuestion || share == nil && deviation == nil,
      "say what is wanted: --margin, --interviews, --versus or --difference")
    try demand(
      !isQuestion || share != nil || deviation != nil || margin != nil,
      "say of what: --share of shares, or --deviation of means")
  }

  func run() throws {
    var table = ResultTable(
      [
        .text("of"), .number("interviews"), .number("designEffect", "deff"),
        .number("margin"), .number("difference"), .number("power"),
      ], isSynthetic: false)
    if let plan = differencePlan {
      table.rows = [try differenceRow(plan)]
    } else if margin != nil || interviews != nil {
      table.rows = [try precisionRow]
    } else {
      table.rows = [300, 400, 500, 600, 800, 1000, 1500].map { row(interviews: $0) }
    }
    table.print(format)
    if format == .text { Console.show(notes) }
  }

  private var effect: Double {
    if let clusterSize, let correlation { return 1 + (clusterSize - 1) * correlation }
    return designEffect ?? 1
  }

  private var quantity: String { deviation == nil ? "share \(share ?? 0.5)" : "mean" }

  private var deviationOfAnswers: Double {
    deviation ?? ((share ?? 0.5) * (1 - (share ?? 0.5))).squareRoot()
  }

  private var precision: PrecisionPlan {
    PrecisionPlan(
      deviation: deviationOfAnswers, designEffect: effect, level: level, population: population)
  }

  private var differencePlan: DifferencePlan? {
    func plan(_ quantity: DifferencePlan.Quantity) -> DifferencePlan {
      DifferencePlan(
        quantity, designEffect: effect, significance: 1 - level, correlation: panelCorrelation)
    }
    if let share, let versus { return plan(.shares(share, versus)) }
    if let deviation, let difference {
      return plan(.means(difference: difference, deviation: deviation))
    }
    return nil
  }

  private func differenceRow(_ plan: DifferencePlan) throws -> [DelimitedText.Field] {
    let gap = versus.map { abs($0 - (share ?? 0)) } ?? abs(difference ?? 0)
    let size = interviews.map(Double.init) ?? plan.sampleSize(power: power)
    let reached = interviews.map { plan.power(interviews: Double($0)) } ?? power
    return [
      .text(versus.map { "share \(share ?? 0) against \($0)" } ?? "difference of means"),
      try size.map(whole) ?? .missing, .number(effect),
      .missing, .number(gap), .number(reached),
    ]
  }

  /// A number of interviews, refused where nobody could hold so many.
  private func whole(_ interviews: Double) throws -> DelimitedText.Field {
    guard interviews <= Self.most, let size = Int(exactly: interviews.rounded(.up)) else {
      throw ValidationError(
        "that takes more than \(Int(Self.most)) interviews: ask for a larger margin or difference, "
          + "or a smaller design effect")
    }
    return .integer(size)
  }

  private var precisionRow: [DelimitedText.Field] {
    get throws {
      guard let interviews else {
        let size = try whole(precision.sampleSize(margin: margin ?? 0.05))
        return [
          .text(quantity), size, .number(effect), .number(margin ?? 0.05), .missing,
          .missing,
        ]
      }
      return row(interviews: interviews)
    }
  }

  private func row(interviews: Int) -> [DelimitedText.Field] {
    [
      .text(quantity), .integer(interviews), .number(effect),
      .number(precision.margin(interviews: Double(interviews))),
      .number(
        DifferencePlan.detectableDifference(
          deviation: deviationOfAnswers, interviews: Double(interviews),
          designEffect: effect * (1 - panelCorrelation), power: power)), .number(power),
    ]
  }

  private var notes: String {
    """

    Interviews are of each city or wave. Margin: half the interval's width. Difference: what two
    such samples show with that power. Shares are 0–1. Nonresponse is not counted: invite more.

    """
  }
}
