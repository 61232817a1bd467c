import ArgumentParser
import Estimation
import ResultTables

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "plan", "How many interviews are needed, or what they show.",
    paragraphs: """
      Of a mean, a share, or a difference between two cities or waves. With --interviews it answers
      what they show; otherwise how many are needed; without options it prints a table. Sizes are of
      each city or wave, of a probability sample; for others they hold as far as the model does.
      """,
    usage: "[<options>]",
    examples: [
      "plan --share 0.5 --margin 0.04 --design-effect 1.5",
      "plan --deviation 20 --difference 3 --interviews 600",
    ])

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

  @Option(help: "The chance to show the difference; 0.8 where left out.")
  var power: Double?

  @Option(help: ArgumentHelp("Such as 1.5.", valueName: "number"))
  var designEffect: Double?

  @Option(
    help: ArgumentHelp(
      "Interviews at a point, in place of the design effect.", valueName: "number"))
  var clusterSize: Double?

  @Option(help: ArgumentHelp("Of answers at a point.", valueName: "number"))
  var correlation: Double?

  @Option(
    help: ArgumentHelp("Of a panel's two waves; fresh samples have 0.", valueName: "number"))
  var panelCorrelation: Double?

  @Option(help: ArgumentHelp("People, where the sample is a good part.", valueName: "number"))
  var population: Double?

  @Option(help: "Level of the interval; the test is at 1 - level.")
  var level = 0.95

  @OptionGroup var printing: FormatOption

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
    for (name, value) in [("--power", chance), ("--level", level)] {
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
    try demand(0..<1 ~= waveCorrelation, "--panel-correlation is 0 to 1")
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
    let isDifference = versus != nil || difference != nil
    try demand(margin == nil || !isDifference, "--margin is of one estimate")
    try demand(
      margin == nil || interviews == nil,
      "give --margin, to learn how many interviews it needs, or --interviews, not both")
    try demand(
      margin == nil || power == nil && panelCorrelation == nil,
      "--power and --panel-correlation are of differences, not of a --margin")
    try demand(
      power == nil || !(isDifference && interviews != nil),
      "--interviews answers with the power of the difference: leave out --power")
    if let population, let interviews {
      try demand(
        Double(interviews) <= population,
        "--interviews \(interviews) are more than the people of --population")
    }
    try demand(effect > 0, "the design effect is above 0: check --correlation")
    let isQuestion = margin != nil || interviews != nil || isDifference
    try demand(
      isQuestion || share == nil && deviation == nil,
      "say what is wanted: --margin, --interviews, --versus or --difference")
    try demand(
      !isQuestion || share != nil || deviation != nil || margin != nil,
      "say of what: --share of shares, or --deviation of means")
  }

  func run() throws {
    let rows: [SampleSizeTable.Row]
    if let plan = differencePlan {
      rows = [try differenceRow(plan)]
    } else if let interviews {
      rows = [row(interviews: interviews)]
    } else if let margin {
      rows = [try marginRow(margin)]
    } else {
      let sizes = [300, 400, 500, 600, 800, 1000, 1500].filter {
        Double($0) <= population ?? .infinity
      }
      guard !sizes.isEmpty else {
        throw ValidationError(
          "--population is smaller than any sample of the table: name --interviews")
      }
      rows = sizes.map { row(interviews: $0) }
    }
    Console.print(SampleSizeTable(rows), as: printing.format)
  }

  private var chance: Double { power ?? 0.8 }

  private var waveCorrelation: Double { panelCorrelation ?? 0 }

  private var effect: Double {
    if let clusterSize, let correlation {
      return PrecisionPlan.designEffect(clusterSize: clusterSize, correlation: correlation)
    }
    return designEffect ?? 1
  }

  private var quantity: String { deviation == nil ? "share \(share ?? 0.5)" : "mean" }

  private var precision: PrecisionPlan {
    deviation.map {
      PrecisionPlan(deviation: $0, designEffect: effect, level: level, population: population)
    }
      ?? PrecisionPlan(
        share: share ?? 0.5, designEffect: effect, level: level, population: population)
  }

  private var differencePlan: DifferencePlan? {
    func plan(_ quantity: DifferencePlan.Quantity) -> DifferencePlan {
      DifferencePlan(
        quantity, designEffect: effect, significance: 1 - level, correlation: panelCorrelation,
        population: population)
    }
    if let share, let versus { return plan(.shares(share, versus)) }
    if let deviation, let difference {
      return plan(.means(difference: difference, deviation: deviation))
    }
    return nil
  }

  private func differenceRow(_ plan: DifferencePlan) throws -> SampleSizeTable.Row {
    let size = interviews.map(Double.init) ?? plan.sampleSize(power: chance)
    return SampleSizeTable.Row(
      versus.map { "share \(share ?? 0) against \($0)" } ?? "difference of means",
      interviews: try size.map(whole), designEffect: effect,
      difference: versus.map { abs($0 - (share ?? 0)) } ?? abs(difference ?? 0),
      power: interviews.map { plan.power(interviews: Double($0)) } ?? chance)
  }

  /// A number of interviews, refused where nobody could hold so many.
  private func whole(_ interviews: Double) throws -> Int {
    guard interviews <= Self.most, let size = Int(exactly: interviews.rounded(.up)) else {
      throw ValidationError(
        "that takes more than \(Int(Self.most)) interviews: ask for a larger margin or difference, "
          + "or a smaller design effect")
    }
    return size
  }

  private func marginRow(_ margin: Double) throws -> SampleSizeTable.Row {
    SampleSizeTable.Row(
      quantity, interviews: try whole(precision.sampleSize(margin: margin)), designEffect: effect,
      margin: margin)
  }

  private func row(interviews: Int) -> SampleSizeTable.Row {
    let size = Double(interviews)
    return SampleSizeTable.Row(
      quantity, interviews: interviews, designEffect: effect,
      margin: precision.margin(interviews: size),
      difference: DifferencePlan.detectableDifference(
        deviation: precision.deviation, interviews: size,
        designEffect: effect * (1 - waveCorrelation), power: chance, significance: 1 - level,
        population: population), power: chance)
  }
}
