import ArgumentParser
import CityReports
import QuestionnaireDefinition
import ResponseExport
import StudyFolder
import SurveyAnalysis
import SurveyModel
import TabularFiles
import TextFormats

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "export", "The answers for SPSS, Stata, R or an archive.",
    paragraphs: """
      The file's ending says the format: .sav and .zsav (SPSS), .dta (Stata), .csv, .xml
      (DDI-Codebook 2.5, with the .csv of the same name that it describes). Beside answers.sav stand
      answers.sav.codebook.csv with all labels and answers.sav.sps with the sets of several answers.
      Open answers come along only when asked for, and what identifies a person
      only when the column is named with --with. A warning counts the people who could be
      recognised. A file with other contents is replaced only with --replace, one of the study
      never.
      """,
    usage: "<study> --to <to> [<options>]",
    examples: [
      "export surveys/innovation-potential --to answers.sav",
      "export surveys/innovation-potential --to pskov.csv --city pskov",
    ])

  @OptionGroup var study: StudyArgument

  @Option(help: "The file to write: .sav, .zsav, .dta, .csv or .xml.", completion: .file())
  var to: String

  @Option(help: "Only this city; may be repeated.")
  var city: [String] = []

  @Option(help: "Only this wave; may be repeated.")
  var wave: [String] = []

  @Option(help: "Language of the labels; the study's first by default.")
  var language: String?

  @Flag(help: "With texts in the respondents' own words, but for those that identify a person.")
  var openAnswers = false

  @Option(
    help: """
      A personal or open question to keep, or the design's identifier or interviewer; may be repeated.
      """)
  var with: [String] = []

  @Option(help: "A question to leave out, or stratum, cluster or base_weight; may be repeated.")
  var without: [String] = []

  @Option(
    help: """
      A secret file outside the study: people get keys made with it, the same in each wave of a panel.
      """,
    completion: .file())
  var salt: String?

  @Flag(help: "Answers under the names and codes that crosswalk.csv gives them.")
  var harmonised = false

  @Flag(help: "Replace files that stand there already; files of a study are never replaced.")
  var replace = false

  func validate() throws {
    guard ExportFormat(to) != nil, !OutputPath(to).stem.isEmpty else {
      throw ValidationError("'\(to)' must end in .sav, .zsav, .dta, .csv or .xml")
    }
    if salt != nil, with.contains("identifier") {
      throw ValidationError(
        "--salt gives keys in place of identifiers: leave out --with identifier")
    }
  }

  func run() throws {
    Interruption.begin()
    let session = try StudySession.opened(
      study,
      imputed: .refused(
        command: "export",
        because: "a file holds one answer of a person; export the study without the imputed files"))
    try requireKnown(in: session.study)
    let samples = try answers(of: session).filter {
      (city.isEmpty || city.contains($0.city)) && (wave.isEmpty || wave.contains($0.wave))
    }
    guard !samples.isEmpty else { throw Console.fail(.dataError, "there are no answers to export") }
    try requireAnswers(in: samples)
    try requireColumns(in: samples)
    var options = ExportOptions(
      language: language ?? session.study.settings.languages.first ?? "ru")
    options.includesOpenAnswers = openAnswers
    options.included = Set(with)
    options.leftOut = Set(without)
    let keys = try personKeys(for: samples)
    let weightings = samples.map { weighting(of: $0, in: session, keys) }
    let export = DataExport(
      weightings.map(\.exported), of: session.study, options: options)
    try requireEffect(of: export)
    Console.report(export.diagnostics)
    let facts = ArchiveFacts(
      of: session.study, weighted: weightings.compactMap(\.weighted),
      unweighted: weightings.filter { $0.weighted == nil }.map(\.exported.sample))
    try write(export, facts, of: session)
  }

  /// The answers as they were given, or as they are analysed.
  private func answers(of session: StudySession) throws -> [Sample] {
    let crosswalk = session.study.crosswalk
    guard harmonised else {
      if crosswalk.applied.contains(where: { $0.map != nil || $0.from != $0.question }) {
        Console.complain(
          "loci: answers stand under the names and codes of their own wave; --harmonised gives them"
            + " those of crosswalk.csv\n")
      }
      return session.answers.samples
    }
    guard !crosswalk.applied.isEmpty || !crosswalk.refused.isEmpty else {
      throw ValidationError(
        "--harmonised has no effect: nobody has decided a row of crosswalk.csv; leave it out")
    }
    for sample in session.answers.samples {
      for name in crosswalk.refusedNames(in: sample.wave).sorted() {
        Console.leaveUnmade("answers to \(name), city \(sample.city), wave \(sample.wave)")
      }
    }
    return session.samples
  }

  private func requireKnown(in study: Study) throws {
    try city.forEach(study.requireCity)
    try wave.forEach(study.requireWave)
    let languages =
      study.settings.languages
      + study.questionnaires.values.flatMap(\.languages).filter {
        !study.settings.languages.contains($0)
      }
    try language.map { try study.requireLanguage($0, among: Array(Set(languages)).sorted()) }
  }

  /// Each city and wave named has answers in what is exported.
  private func requireAnswers(in samples: [Sample]) throws {
    let empty =
      city.filter { name in !samples.contains { $0.city == name } }
      + wave.filter { name in !samples.contains { $0.wave == name } }
    guard empty.isEmpty else {
      throw Console.fail(
        .dataError, "there are no answers of \(empty.joined(separator: ", ")) in what is asked for")
    }
  }

  /// Each column named is one that the study has.
  private func requireColumns(in samples: [Sample]) throws {
    let questions = samples.flatMap(\.questionnaire.questions).filter(\.kind.carriesData)
      .map(\.name)
    func has(_ pick: (DesignVariables) -> Bool) -> Bool { samples.contains { pick($0.design) } }
    let identifying = [
      ("identifier", has { $0.identifiers != nil }),
      ("interviewer", has { $0.interviewers != nil }),
    ].filter(\.1).map(\.0)
    let optional = [
      ("stratum", has { $0.strata != nil }), ("cluster", has { $0.clusters != nil }),
      ("base_weight", has { $0.hasBaseWeights }),
    ].filter(\.1).map(\.0)
    try require(with, among: questions + identifying)
    try require(without, among: questions + identifying + optional)
    if let name = with.first(where: without.contains) {
      throw ValidationError("'\(name)' stands after --with and after --without")
    }
  }

  private func require(_ names: [String], among known: [String]) throws {
    for name in names where !known.contains(name) {
      if ["city", "wave", "weight"].contains(name) {
        throw ValidationError("'\(name)' always comes along: it is named by no option")
      }
      let near = Spelling.nearest(to: name, among: Set(known).sorted())
      throw ValidationError(
        "there is no column '\(name)'" + (near.map { "; did you mean '\($0)'?" } ?? ""))
    }
  }

  /// Each column named with `--with` comes along because of it.
  private func requireEffect(of export: DataExport) throws {
    guard let needless = export.needlessInclusions.first else { return }
    let name = needless.name
    switch needless.cause {
    case .comesAnyway:
      throw ValidationError("'\(name)' comes along without being named: leave out --with \(name)")
    case .unanswered:
      throw ValidationError(
        "there are no answers to '\(name)' in what is exported: leave out --with \(name)")
    case .repeated:
      throw ValidationError(
        "'\(name)' is asked several times in an interview and has no column in an export: leave out"
          + " --with \(name), and hand on the form's own table of that repeat")
    }
  }

  /// Makes keys of people with the salt; nil where none is given.
  private func personKeys(for samples: [Sample]) throws -> PersonKeys? {
    guard let salt else { return nil }
    guard samples.contains(where: { $0.design.identifiers != nil }) else {
      throw ValidationError("--salt makes keys of identifiers, and sources.csv names none")
    }
    do throws(PersonKeys.Failure) {
      return try PersonKeys(saltFile: salt)
    } catch {
      guard error.isMissing else { throw ValidationError("\(error)") }
      throw Console.fail(.noInput, "\(error)")
    }
  }

  /// The sample with its final weights; with its base weights where it cannot be weighted.
  private func weighting(
    of sample: Sample, in session: StudySession, _ keys: PersonKeys?
  ) -> (exported: ExportedSample, weighted: WeightedSample?) {
    var weighted: WeightedSample?
    switch WeightedSample.make(sample, in: session.study) {
    case .success(let made):
      Console.reportErrors(made.diagnostics, in: session.folder)
      weighted = made
    case .failure(let failure):
      Console.reportErrors(failure.diagnostics, in: session.folder)
    }
    let personKeys = sample.design.identifiers.flatMap {
      keys?.keys(of: $0, in: sample.key, of: session.study)
    }
    let weights = weighted?.design.weights ?? sample.design.baseWeights
    return (ExportedSample(sample, weights: weights, personKeys: personKeys), weighted)
  }

  private func write(
    _ export: DataExport, _ facts: ArchiveFacts, of session: StudySession
  ) throws {
    guard let format = ExportFormat(to) else { return }
    let target = OutputPath(to)
    var files: [PiecewiseFile] = []
    switch format {
    case .csv:
      files = [
        table(export, target.name),
        PiecewiseFile(OutputFile(path: target.codebook, text: export.codebook())),
      ]
    case .ddi:
      let data = target.stem + ".csv"
      let description = export.archiveDescription(dataFile: data, facts: facts)
      Console.report(description.diagnostics)
      files = [
        PiecewiseFile(OutputFile(path: target.name, text: description.xml)),
        table(export, data),
      ]
    case .statistical(let format):
      files = try statistical(export, format, target)
    }
    do {
      let targets = ExportTargets(of: session.study, in: session.folder)
      try Interruption.afterwards {
        try targets.write(files, to: target.folder, isReplacing: replace)
      }
    } catch let error as OutputError {
      throw Console.fail(.cannotCreate, "\(error)")
    }
    Console.show(files.map { target.path(of: $0.path).printable + "\n" }.joined())
  }

  /// The answers as CSV, written as they come.
  private func table(_ export: DataExport, _ name: String) -> PiecewiseFile {
    Console.report(export.renamed(export.variables.map(\.name), in: name))
    Console.noteFormulas(export.formulaCount, in: name)
    return PiecewiseFile(path: name) { export.writeCSV($0) }
  }

  private func statistical(
    _ export: DataExport, _ format: StatisticalFile.Format, _ target: OutputPath
  ) throws -> [PiecewiseFile] {
    let names = export.names(for: format)
    Console.report(export.renamed(names, in: target.name))
    do {
      let data = export.statisticalFile(format)
      let written = try data.written(to: to)
      Console.report(
        export.numberedCodes(in: format) + export.missingCodeChanges(in: format)
          + export.inexactNumbers(in: format) + written.diagnostics)
      var files = [
        OutputFile(path: target.name, bytes: written.bytes),
        OutputFile(path: target.codebook, text: export.codebook(for: format)),
      ]
      if format != .dta {
        files.append(
          OutputFile(path: target.syntax, text: export.syntax(for: data, file: target.name)))
      }
      return files.map(PiecewiseFile.init)
    } catch {
      Console.report(error.diagnostics)
      throw ExitStatus.cannotCreate.code
    }
  }
}

/// What a file's ending asks for.
private enum ExportFormat {
  case csv, ddi
  case statistical(StatisticalFile.Format)

  init?(_ path: String) {
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    switch ending {
    case "csv": self = .csv
    case "xml": self = .ddi
    default:
      guard let format = StatisticalFile.Format(fileName: path), format != .por else { return nil }
      self = .statistical(format)
    }
  }
}

/// A path taken apart into folder and name.
private struct OutputPath {
  let folder: String
  let name: String

  init(_ path: String) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    name = String(parts.last ?? "")
    let parent = parts.dropLast().joined(separator: "/")
    folder = parts.count == 1 ? "." : parent.isEmpty ? "/" : parent
  }

  /// The name without its ending.
  var stem: String { String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)]) }

  /// The codebook of this very file: names and codes of another format differ.
  var codebook: String { name + ".codebook.csv" }

  var syntax: String { name + ".sps" }

  func path(of file: String) -> String {
    folder == "." ? file : folder == "/" ? "/\(file)" : "\(folder)/\(file)"
  }
}
