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

  /// Those that are of shares, as they were written.
  var optionsOfShares: [String] {
    (base == nil ? [] : ["--base"]) + (statistic == .proportion ? ["--statistic proportion"] : [])
  }

  func query(of names: [String]) -> EstimateQuery {
    var query = EstimateQuery(names: names, by: by, base: base ?? .asked)
    query.statistic = statistic
    query.denominator = to
    return query
  }

  /// What is asked for of a study's questions, under the names by which they are analysed.
  func query(of study: QuestionStudy) -> EstimateQuery {
    var query = query(of: study.questions)
    query.by = study.common(by)
    query.denominator = to.map(study.common)
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
  /// The questions and scores that are asked for, under the names by which they are analysed.
  let questions: [String]

  /// Reads the study.
  ///
  /// - Parameters:
  ///   - columns: Other questions and scores that figures are made of.
  ///   - groups: What people are divided by.
  /// - Throws: `ValidationError` for a question that identifies a person and was not allowed.
  init(
    _ arguments: QuestionArguments, _ disclosure: DisclosureOptions, columns: [String] = [],
    groups: [String] = [], imputed: ImputedStudyUse = .known
  ) throws {
    let session = try StudySession.opened(
      arguments.study, suppression: disclosure.suppression, imputed: imputed)
    func common(_ names: [String]) -> [String] { names.map(session.study.crosswalk.commonName) }
    // Of `M=m1` the question is M.
    let columns = columns.map { String($0.prefix { $0 != "=" }) }
    Self.tellNames(arguments.questions + columns + groups, in: session.study)
    questions = common(arguments.questions)
    let names = questions.map { String($0.prefix { $0 != "=" }) } + common(columns)
    let (groups, allowed) = (common(groups), common(disclosure.with))
    for name in common(columns) where questions.contains(name) {
      throw ValidationError("'\(name)' is asked of itself: name another question")
    }
    for name in allowed where !(names + groups).contains(name) {
      throw ValidationError("--with \(name) allows a question that is not asked for")
    }
    let samples = session.samples
    for name in allowed where Self.personalData(name, in: samples) == nil {
      throw ValidationError("--with \(name) allows nothing: it identifies nobody; leave it out")
    }
    for name in names + groups where !allowed.contains(name) {
      try Self.requireImpersonal(name, in: samples)
    }
    analysis = try session.usable(of: names + groups)
  }

  /// The names by which questions are analysed that other waves' questionnaires call so.
  func common(_ names: [String]) -> [String] { names.map(common) }

  func common(_ name: String) -> String { analysis.study.crosswalk.commonName(of: name) }

  private static func tellNames(_ names: [String], in study: Study) {
    for name in names where study.crosswalk.commonName(of: name) != name {
      Console.complain(
        "loci: '\(name.printable)' is '\(study.crosswalk.commonName(of: name))' (crosswalk.csv)\n")
    }
  }

  /// A quantile of telephone numbers is somebody's.
  private static func requireImpersonal(_ name: String, in samples: [Sample]) throws {
    if let what = personalData(name, in: samples) {
      throw ValidationError(
        "'\(name)' seems to record \(what.words), which identifies a person; if you may tell it,"
          + " add --with \(name)")
    }
  }

  /// What a question of this name tells of a person; nil for nothing.
  private static func personalData(_ name: String, in samples: [Sample]) -> PersonalData? {
    samples.lazy.compactMap { $0.questionnaire[name] }.first.flatMap(samples.personalData)
  }

  /// Refuses options of shares where only scores are asked for, which have none.
  ///
  /// - Parameter options: As they were written.
  func requireShares(of names: [String], for options: [String]) throws {
    guard let option = options.first,
      names.allSatisfy({ name in
        analysis.samples.contains { $0.scored.scores.contains { $0.id.name == name } }
      })
    else { return }
    throw ValidationError(
      "\(option) is of shares, and a score has none: leave it out, or name a question")
  }

  var isSynthetic: Bool { analysis.study.settings.isSynthetic }

  var basis: InferenceBasis { InferenceBasis(waves: analysis.study.waves) }

  /// Prints what the study answers.
  ///
  /// - Parameter mayBeOfSamples: Whether names may be `city` and `wave`.
  /// - Throws: `ValidationError` where it cannot answer.
  func print<Answer: PrintedResult>(
    _ printing: FormatOption, mayBeOfSamples: Bool = false,
    _ answer: (WeightedStudy) throws(EstimateQuery.Failure) -> Answer
  ) throws {
    do throws(EstimateQuery.Failure) {
      Console.print(try answer(analysis), as: printing.format)
    } catch {
      let words = error.words(in: analysis.study, mayBeOfSamples: mayBeOfSamples)
      if error.isOfData { throw Console.fail(.dataError, words) }
      throw ValidationError(words)
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

extension Study {
  /// Whether a name such as `INA1=9` is of a question that has no such choice.
  fileprivate func hasNoChoice(_ name: String) -> Bool {
    let known = choiceNames(ofQuestionIn: name)
    return !known.isEmpty && !known.contains(name)
  }

  /// `INA1=1`, `INA1=2`, …, for a name that begins so; none where it names no question with choices.
  fileprivate func choiceNames(ofQuestionIn name: String) -> [String] {
    guard let sign = name.firstIndex(of: "=") else { return [] }
    let question = String(name[..<sign])
    let names = questionnaires.values.flatMap { questionnaire in
      (questionnaire[question]?.choices?.choices ?? []).map { "\(question)=\($0.name)" }
    }
    return Set(names).sorted()
  }

  /// Names of questions and scores.
  fileprivate var quantityNames: [String] {
    questionnaires.values.flatMap(\.questions).map(\.name) + factors.map(\.name)
      + factors.flatMap { factor in
        factor.items.compactMap { item in item.facet.map { "\(factor.name).\($0)" } }
      }
  }

  /// Names of groups, and of questions with one answer.
  fileprivate var groupNames: [String] {
    groupings.map(\.name)
      + questionnaires.values.flatMap(\.questions).filter {
        if case .selectOne = $0.kind { true } else { false }
      }.map(\.name)
  }
}

extension EstimateQuery.Failure {
  /// Whether the question is right and the data cannot answer it.
  fileprivate var isOfData: Bool {
    switch self {
    case .noAnswers, .overlappingGroup: true
    default: false
    }
  }

  /// - Parameter mayBeOfSamples: Whether `city` and `wave` could have been meant.
  fileprivate func words(in study: Study, mayBeOfSamples: Bool) -> String {
    func meant(_ name: String, _ known: [String]) -> String {
      Spelling.nearest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }
    return switch self {
    case .unknownQuestion(let name):
      "no questionnaire has a question '\(name)', and factors.csv no score of that name"
        + meant(
          name,
          study.quantityNames + (mayBeOfSamples ? study.groupNames + ModelQuery.ofSamples : []))
    case .unknownGroup(let name):
      "'\(name)' is neither a group of groups.csv nor a question with one answer"
        + meant(name, study.groupNames + (mayBeOfSamples ? ModelQuery.ofSamples : []))
    case .noAnswers(let name):
      "there are no answers to make figures of '\(name)' from: no field file has a column of it that"
        + " can be read (question-not-in-file)"
    case .overlappingGroup(let name):
      "the group '\(name)' puts people into two categories at once: no figure is made by it"
    case .noNumbers(let name) where study.hasNoChoice(name):
      "no questionnaire has the answer '\(name)'"
        + meant(name, study.choiceNames(ofQuestionIn: name))
    case .noNumbers(let name):
      "'\(name)' has no numbers to work with: ask for --statistic proportion, or, in a logistic "
        + "model, for one of its answers (\(name)=CHOICE)"
    case .noReplicates(let city, let wave, let reason):
      "no replicates of city \(city), wave \(wave): \(reason)"
    case .unknownTerm(let name, let known):
      "there is no cell '\(name)' among \(known.joined(separator: ", "))" + meant(name, known)
    case .noCategories(let name, let known):
      "there is no city or wave '\(name)' among \(known.joined(separator: ", ")); for categories of a"
        + " group name it with --by" + meant(name, known)
    case .mixedTerms:
      "--cells are cities, or waves; for both name --by city --by wave, and cells such as \"a:w1 - b:w1\""
    case .severalAnswers(let name, let choices):
      "'\(name)' allows several answers, so that it is no predictor: take its choices one by one,"
        + " as --on \(choices.first ?? name); there are \(choices.joined(separator: ", "))"
    case .notComparable(let name):
      "\(name) does not measure the same in all cities and waves, so its means are not compared: "
        + "see loci factors, or compare its questions one by one"
    case .notAGroupOfTheModel(let name):
      "--margins '\(name)': margins are of groups that the model has, by --on"
    case .populationUnknown(let cities):
      "the population of \(cities.joined(separator: ", ")) is not known: give it in margins.csv or"
        + " cities.csv, or let cities count by their interviews"
    case .aQuestionIsCalled(let name):
      "a question or group of the study is called '\(name)', as the samples' own would be: rename it"
    case .sharesLack(let names):
      "--shares says nothing of \(names.joined(separator: ", ")): give all answers of the base a share"
        + " above 0, or take --base with-opinion"
    case .noFirstWave(let waves):
      waves.count > 2
        ? "--since is the first wave after, one of \(waves.dropFirst().joined(separator: ", "))"
        : waves.count == 2
          ? "--since is the second wave, \(waves[1]), or left out"
          : "a difference in differences needs two waves"
    case .noContrast:
      "trends are of means, shares, totals and ratios, not of quantiles"
    }
  }
}
