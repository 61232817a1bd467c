import ArgumentParser
import Estimation
import ResultTables
import SurveyAnalysis
import SurveyModel

/// Questions or scores of a study.
struct QuestionArguments: ParsableArguments {
  @OptionGroup var study: StudyArgument

  @Argument(help: "Names of questions or scores, such as INN or INN.A.")
  var questions: [String]
}

/// What may be told of people.
struct DisclosureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Take a question although it identifies a person.",
      valueName: "question"))
  var with: [String] = []

  @OptionGroup var suppression: SuppressionOption
}

/// Which figure of a question, and of whom.
struct FigureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A group or question to divide by; may be repeated.", valueName: "group"))
  var by: [String] = []

  @Option(help: "What is estimated; else what suits the question.")
  var statistic: EstimateQuery.Statistic?

  @Option(help: ArgumentHelp("What a ratio is taken to.", valueName: "question"))
  var to: String?

  @Option(help: "Whom shares are of.")
  var base: EstimateBase?

  func validate() throws {
    guard (statistic == .ratio) == (to != nil) else {
      throw ValidationError("--statistic ratio and --to go together: name what to divide by")
    }
    let isOfNumbers = [.mean, .ratio, .quantile].contains(statistic)
    guard base == nil || !isOfNumbers else {
      throw ValidationError("--base is of shares: leave it out, or --statistic proportion")
    }
  }

  func query(of names: [String]) -> EstimateQuery {
    var query = EstimateQuery(names: names, by: by, base: base ?? .asked)
    query.statistic = statistic
    query.denominator = to
    return query
  }
}

/// The level of intervals.
struct LevelOption: ParsableArguments {
  @Option(help: "Level of intervals.")
  var level = 0.95

  func validate() throws {
    guard level > 0, level < 1 else {
      throw ValidationError("--level lies between 0 and 1, such as 0.95, not \(level)")
    }
  }
}

/// How p values are adjusted.
struct AdjustmentOption: ParsableArguments {
  @Option(help: "How p values are adjusted; else benjamini-hochberg.")
  var adjust: Adjustment?

  var adjustment: Adjustment { adjust ?? .benjaminiHochberg }
}

/// A study whose answers have been read for some names.
struct QuestionStudy {
  let analysis: WeightedStudy

  /// Reads the study.
  ///
  /// - Parameters:
  ///   - columns: Other questions and scores that figures are made of.
  ///   - groups: What people are divided by.
  /// - Throws: `ValidationError` for a question that identifies a person and was not allowed.
  init(
    _ arguments: QuestionArguments, _ disclosure: DisclosureOptions, columns: [String] = [],
    groups: [String] = []
  ) throws {
    let session = try StudySession.opened(arguments.study, suppression: disclosure.suppression)
    let names = arguments.questions + columns
    for name in disclosure.with where !(names + groups).contains(name) {
      throw ValidationError("--with \(name) allows a question that is not asked for")
    }
    for name in names + groups where !disclosure.with.contains(name) {
      try Self.requireImpersonal(name, in: session.answers.samples)
    }
    analysis = try session.usable()
  }

  /// A quantile of telephone numbers is somebody's.
  private static func requireImpersonal(_ name: String, in samples: [Sample]) throws {
    let question = samples.lazy.compactMap { $0.questionnaire[name] }.first
    if let what = question.flatMap(samples.personalData) {
      throw ValidationError(
        "'\(name)' seems to record \(what.words), which identifies a person; if you may tell it,"
          + " add --with \(name)")
    }
  }

  var isSynthetic: Bool { analysis.study.settings.isSynthetic }

  var basis: InferenceBasis { InferenceBasis(waves: analysis.study.waves) }

  /// Prints what the study answers.
  ///
  /// - Throws: `ValidationError` where it cannot answer.
  func print<Answer: PrintedResult>(
    _ printing: FormatOption,
    _ answer: (WeightedStudy) throws(EstimateQuery.Failure) -> Answer
  ) throws {
    do throws(EstimateQuery.Failure) {
      Console.print(try answer(analysis), as: printing.format)
    } catch {
      throw ValidationError(error.words)
    }
    if printing.format == .text { Console.show(analysis.modelNote) }
  }
}

extension WeightedStudy {
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
