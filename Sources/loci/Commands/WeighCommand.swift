import ArgumentParser
import Estimation
import InnovationPotential
import Reporting
import SurveyModel

struct WeighCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weigh",
    abstract: "Weights by city and wave, with their passport.",
    discussion: """
      Base weights are raked to margins.csv, each weight kept within 0.3 and 3 mean weights inside \
      the loop. Without margins the base weights stand. Kish's design effect is n Σw² / (Σw)². \
      Margins that no weights agree with are answered with the categories that contradict each \
      other, and the smallest change or merge that would do. A category written 'a|b' in \
      margins.csv, or --merge, makes two categories one; the passport says so.

      Methods: rake (iterative proportional fitting), poststratify (one margin, crossed perhaps), \
      greg (linear calibration), raking (raking distance), logit (within --bounds). Limits are of \
      weights, in mean weights; bounds are of the factor between base weight and weight. What this \
      command tries changes no report: those rake within 0.3:3.

      Examples:
        loci weigh surveys/innovation-potential
        loci weigh surveys/innovation-potential --limits 0.2:5 --format json
        loci weigh surveys/innovation-potential --method greg --no-limits --bounds 0.4:2.5
        loci weigh surveys/innovation-potential --method logit --bounds 0.3:3
        loci weigh surveys/innovation-potential --merge 'education=1|2' --format csv
      """)

  @OptionGroup var study: StudyArgument

  @Option(help: "rake, poststratify, greg, raking or logit.")
  var method = WeightingMethod.iterative

  @Option(help: "Smallest and largest weight in mean weights, such as 0.3:3.")
  var limits: NumberRange?

  @Flag(help: "Keep weights within no limits.")
  var noLimits = false

  @Option(help: "Smallest and largest factor of the base weight, such as 0.5:2.")
  var bounds: NumberRange?

  @Option(help: "Categories of a group to count as one, such as 'age=18-24|25-34'; repeatable.")
  var merge: [MergeRequest] = []

  @Option(help: "How the passport is printed: text, csv or json.")
  var format: OutputFormat = .text

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
  }

  func run() throws {
    let session = try StudySession(study)
    let weighting = StudyWeighting(session.study, samples: session.answers.samples, plan: plan)
    Console.report(weighting.diagnostics)
    guard !weighting.samples.isEmpty else {
      throw Console.fail(.dataError, "no sample can be estimated from")
    }
    let passport = WeightingTables(weighting, session.study)
    Console.complain("loci: counts of few people: working material, not for publication\n")
    switch format {
    case .text: Console.show(passport.text)
    case .csv, .json: passport.categories.print(format)
    }
  }

  private var plan: WeightingPlan {
    let usual: ClosedRange<Double>? =
      noLimits || method == .logit ? nil : limits?.range ?? WeightingPlan.usualLimits
    return WeightingPlan(
      method: method, limits: usual, bounds: bounds?.range, merges: merge.map(\.merge),
      givesUpLimits: limits == nil)
  }
}

extension WeightingMethod: ExpressibleByArgument {}

/// `0.3:3`.
struct NumberRange: ExpressibleByArgument {
  var range: ClosedRange<Double>

  init?(argument: String) {
    let ends = argument.split(separator: ":", omittingEmptySubsequences: false)
      .compactMap { Double($0.replacing(",", with: ".")) }
    guard ends.count == 2, ends[0] < ends[1], ends.allSatisfy(\.isFinite) else { return nil }
    range = ends[0]...ends[1]
  }
}

/// `age=18-24|25-34`.
struct MergeRequest: ExpressibleByArgument {
  var merge: WeightingPlan.Merge

  init?(argument: String) {
    let sides = argument.split(separator: "=", maxSplits: 1).map(String.init)
    let categories = sides.last?.split(separator: WeightingPlan.Merge.separator).map(String.init)
    guard sides.count == 2, let categories, categories.count > 1 else { return nil }
    merge = WeightingPlan.Merge(group: sides[0], categories: categories)
  }
}
