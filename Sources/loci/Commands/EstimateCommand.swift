import ArgumentParser
import Estimation
import InnovationPotential
import Reporting
import SurveyModel
import TextFormats

struct EstimateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Means, proportions, totals, ratios, quantiles, contrasts, tests and models.",
    discussion: """
      A question's shares are of all who were asked, "don't know" included; --base with-opinion \
      takes those who gave an answer of substance. Scores are named as in factors.csv: INN, INN.A. \
      Contrasts and tests are between categories of --by, or, without it, between cities or waves.

      What the sample is stands in the study: weight, stratum, cluster, population-size (and \
      stratum-2, cluster-2, population-size-2 of a second stage) and replicates with their \
      replicate-method in sources.csv; sample in waves.csv; in study.csv lonely-clusters, what a \
      stratum with one point adds: adjust, average, certainty or fail.

      Figures about fewer people than minimum-base of study.csv are hidden, and as many others as \
      would tell them; shares by groups are whole per cents. Of many queries together the command \
      knows nothing: publish what a report holds.

      Examples:
        loci estimate surveys/innovation-potential INA1 --by sex
        loci estimate surveys/innovation-potential INN INN.A --format json
        loci estimate surveys/innovation-potential SD2 --statistic quantile --quantile 0.25
        loci estimate surveys/innovation-potential INN --statistic ratio --to SOC
        loci estimate surveys/innovation-potential INN --by sex --contrast "1 - 2"
        loci estimate surveys/innovation-potential INN --by education --contrast "3 - 1" \
          --contrast "3 - 2" --adjust holm
        loci estimate surveys/innovation-potential INA1 --by sex --test rao-scott
        loci estimate surveys/innovation-potential INA1 --by age --letters
        loci estimate surveys/innovation-potential INN --replicates jkn
        loci estimate surveys/innovation-potential INN --replicates bootstrap --mse
        loci estimate surveys/innovation-potential INA1 --interval wilson --level 0.9
        loci estimate surveys/innovation-potential INN --model linear --on SOC --on sex
        loci estimate surveys/innovation-potential INN --variance interviewer
      """)

  @OptionGroup var study: StudyArgument

  @Argument(help: "Names of questions or scores.")
  var questions: [String]

  @Option(help: "mean, proportion, total, ratio or quantile; what suits the question if left out.")
  var statistic: EstimateQuery.Statistic?

  @Option(help: "A group of groups.csv, or a question, to divide by; may be repeated.")
  var by: [String] = []

  @Option(help: "The question or score that a ratio is taken to.")
  var to: String?

  @Option(help: "Whom shares are of: asked or with-opinion.")
  var base: String = EstimateBase.asked.rawValue

  @Option(help: "A quantile of numbers, such as 0.5; may be repeated.")
  var quantile: [Double] = []

  @Flag(help: "Add totals: right only where weights add up to people.")
  var totals = false

  @Option(
    help: "Cells set against each other: \"1 - 2\", \"0.5* a + 0.5* b - c\"; may be repeated.")
  var contrast: [String] = []

  @Option(help: "rao-scott, rao-scott-first, mean, rank or median; between cities without --by.")
  var test: EstimateTest.Kind?

  @Flag(help: "A table whose columns are marked with letters of those that they exceed.")
  var letters = false

  @Option(
    help:
      "Adjustment of p values of pairs and of several contrasts: holm, benjamini-hochberg, none.")
  var adjust: Adjustment = .benjaminiHochberg

  @Option(
    help: "Errors by replicates: jk1, jkn, brr, fay, bootstrap or sdr, each weighted again.")
  var replicates: ReplicateChoice?

  @Option(help: "Fay's factor: what rests of the weight of a half-sample left out, 0 up to 1.")
  var fayFactor = 0.3

  @Flag(help: "Measure replicates from the whole sample's estimate, not from their mean.")
  var mse = false

  /// Bootstrap replicates that are made at most; their memory grows with them and the interviews.
  private static let mostReplicates = 10_000

  @Option(help: "Number of bootstrap replicates, 2 to 10000.")
  var replicateCount = 500

  @Option(help: "Seed of the bootstrap.")
  var seed: UInt64 = 1

  @Option(help: "Intervals of shares: logit, wilson, korn-graubard, arcsine or linear.")
  var interval: ProportionInterval = .logit

  @Option(help: "Level of intervals.")
  var level = 0.95

  @Option(help: "Fit a model: linear, logistic (QUESTION=CHOICE), poisson or ordinal.")
  var model: ModelQuery.Family?

  @Option(help: "A predictor of the model; may be repeated.")
  var on: [String] = []

  @Option(help: "The city whose difference from the others a linear model decomposes.")
  var against: String?

  @Option(help: "Variance between groups: interviewer, cluster, stratum, or a group; repeatable.")
  var variance: [String] = []

  @Option(help: "A question to estimate although it identifies a person; may be repeated.")
  var with: [String] = []

  @OptionGroup var suppression: SuppressionOption

  @Option(help: "How estimates are printed: text, csv or json.")
  var format: OutputFormat = .text

  func validate() throws {
    guard let base = EstimateBase(rawValue: base), base != .answered else {
      throw ValidationError("--base is asked or with-opinion, not '\(base)'")
    }
    for probability in quantile where !(probability > 0 && probability < 1) {
      throw ValidationError("--quantile lies between 0 and 1, not \(probability)")
    }
    guard level > 0, level < 1 else {
      throw ValidationError("--level lies between 0 and 1, such as 0.95, not \(level)")
    }
    guard (statistic == .ratio) == (to != nil) else {
      throw ValidationError("--statistic ratio and --to go together: name what to divide by")
    }
    guard (2...Self.mostReplicates).contains(replicateCount) else {
      throw ValidationError(
        "--replicate-count is 2 at least, 200 for an interval, and \(Self.mostReplicates) at most")
    }
    guard fayFactor >= 0, fayFactor < 1 else {
      throw ValidationError("--fay-factor lies from 0 up to 1, such as 0.3, not \(fayFactor)")
    }
    guard !mse || replicates != nil else {
      throw ValidationError("--mse is about replicates: say which with --replicates")
    }
    guard on.isEmpty == (model == nil) else {
      throw ValidationError("--model and --on go together: name the predictors")
    }
    guard against == nil || model == .linear else {
      throw ValidationError("--against needs --model linear")
    }
    for contrast in contrast where EstimateContrast(contrast) == nil {
      throw ValidationError(
        "--contrast is two cells or more with + and - between, such as \"1 - 2\", "
          + "not '\(contrast)'")
    }
    let kinds = [!contrast.isEmpty, test != nil, letters, model != nil, !variance.isEmpty]
    guard kinds.count(where: { $0 }) < 2 else {
      throw ValidationError("ask for one of --contrast, --test, --letters, --model, --variance")
    }
  }

  func run() throws {
    let session = try StudySession(study, suppression: suppression)
    try requireImpersonal(in: session.answers.samples)
    let analysis = try session.analysis(
      .estimates(of: Set(questions + on + [to].compactMap(\.self))))
    do throws(EstimateQuery.Failure) {
      try run(analysis)
      if format == .text { Console.show(analysis.modelNote) }
    } catch {
      throw ValidationError(error.words)
    }
  }

  /// A quantile of telephone numbers is somebody's.
  private func requireImpersonal(in samples: [Sample]) throws {
    for name in questions + by + on + [to].compactMap(\.self) where !with.contains(name) {
      let question = samples.lazy.compactMap { $0.questionnaire[name] }.first
      if let what = question.flatMap(samples.personalData) {
        throw ValidationError(
          "'\(name)' seems to record \(what.words), which identifies a person; if you may tell it,"
            + " add --with \(name)")
      }
    }
  }

  private func run(_ made: StudyAnalysis) throws(EstimateQuery.Failure) {
    let printing = ResultPrinting(format, made.study)
    let isEstimate = contrast.isEmpty && test == nil && !letters && model == nil && variance.isEmpty
    let analysis = try isEstimate ? made : made.replicated(by: query.replication)
    if let test {
      let tests = try analysis.tests(test, query, adjustment: adjust)
      Console.write(tests.printed(printing))
    } else if letters {
      let tables = try analysis.letteredTables(query, adjustment: adjust)
      Console.write(tables.printed(printing))
    } else if let family = model {
      var terms: [ModelTerm] = []
      for name in questions {
        let query = ModelQuery(family: family, outcome: name, predictors: on)
        if let against {
          terms += try analysis.decompositions(query, against: against)
        } else {
          terms += try analysis.model(query)
        }
      }
      Console.write(terms.printed(printing, level: level))
    } else if !variance.isEmpty {
      let variances = try analysis.groupVariances(of: questions, by: variance)
      Console.write(variances.printed(printing))
    } else {
      let records =
        if contrast.isEmpty {
          try analysis.estimates(query)
        } else {
          try analysis.contrasts(
            contrast.compactMap(EstimateContrast.init), query, adjustment: adjust)
        }
      Console.write(
        EstimateTables(records: records, by: by, isContrast: !contrast.isEmpty)
          .printed(format, isSynthetic: analysis.study.settings.isSynthetic))
    }
  }

  private var query: EstimateQuery {
    var query = EstimateQuery(
      names: questions, by: by, base: EstimateBase(rawValue: base) ?? .asked,
      quantiles: quantile, totals: totals)
    query.statistic = statistic
    query.denominator = to
    query.interval = interval
    query.level = level
    query.replication = replicates.map { choice in
      EstimateQuery.Replication(
        choice == .fay ? .fay(fayFactor) : choice.method(count: replicateCount, seed: seed),
        centre: mse ? .fullSample : .replicateMean)
    }
    return query
  }
}

extension StudyAnalysis {
  /// What errors and intervals rest on where samples were not drawn by chance.
  fileprivate var modelNote: String {
    let waves = study.waves.filter { wave in
      !wave.sample.isProbability && samples.contains { $0.wave == wave.name }
    }
    guard !waves.isEmpty else { return "" }
    let names = waves.map { "\($0.name) (\($0.sample.rawValue))" }.joined(separator: ", ")
    let words =
      "Non-probability sample: \(names). Its errors, intervals and tests are model-based; they "
      + "assume that people who were not reached answer as those of their weighting cell."
    return "\n" + words.wrapped(to: 98).joined(separator: "\n") + "\n"
  }
}

/// Replicates by R's names.
enum ReplicateChoice: String, ExpressibleByArgument, CaseIterable {
  case jk1, jkn, brr, fay, bootstrap, sdr

  func method(count: Int, seed: UInt64) -> ReplicationMethod {
    switch self {
    case .jk1: .jackknife
    case .jkn: .stratifiedJackknife
    case .brr: .balanced
    case .fay: .fay(0)
    case .bootstrap: .bootstrap(replicates: count, seed: seed)
    case .sdr: .successiveDifferences
    }
  }
}

extension EstimateQuery.Statistic: ExpressibleByArgument {}
extension EstimateTest.Kind: ExpressibleByArgument {}
extension Adjustment: ExpressibleByArgument {}
extension ProportionInterval: ExpressibleByArgument {}
extension ModelQuery.Family: ExpressibleByArgument {}

extension EstimateQuery.Failure {
  fileprivate var words: String {
    switch self {
    case .unknownQuestion(let name):
      "no questionnaire has a question '\(name)', and factors.csv no score of that name"
    case .unknownGroup(let name):
      "'\(name)' is neither a group of groups.csv nor a question with one answer"
    case .noNumbers(let name):
      "'\(name)' has no numbers to work with: ask for --statistic proportion, or, in a logistic "
        + "model, for one of its answers (\(name)=CHOICE)"
    case .noReplicates(let city, let wave, let reason):
      "no replicates of city \(city), wave \(wave): \(reason)"
    case .unknownTerm(let name, let known):
      "there is no cell '\(name)' to contrast; there are \(known.joined(separator: ", ")); "
        + "categories need one --by"
    case .wavesShareClusters:
      "waves of this study went to the same points, so they are not independent: "
        + "use loci compare, which takes that into account"
    case .notComparable(let name):
      "\(name) does not measure the same in all cities and waves, so its means are not compared: "
        + "see loci factors, or compare its questions one by one"
    case .noContrast:
      "contrasts are of means, shares, totals and ratios: leave out --quantile"
    }
  }
}
