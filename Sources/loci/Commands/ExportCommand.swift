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
      (DDI-Codebook 2.5, which describes the .csv of the same name). A codebook with all labels
      stands beside it. Open answers come along only when asked for, and what identifies a person
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

  @Option(help: "A question to leave out; may be repeated.")
  var without: [String] = []

  @Flag(help: "Replace files that stand there already; files of a study are never replaced.")
  var replace = false

  func validate() throws {
    guard ExportFormat(to) != nil else {
      throw ValidationError("'\(to)' must end in .sav, .zsav, .dta, .csv or .xml")
    }
  }

  func run() throws {
    Interruption.begin()
    let session = try StudySession.opened(study)
    try requireKnown(in: session.study)
    let samples = session.answers.samples.filter {
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
    let weightings = samples.map { weighting(of: $0, in: session) }
    let export = DataExport(
      weightings.map(\.exported), of: session.study, options: options)
    Console.report(export.diagnostics)
    if case .csv = ExportFormat(to) { Console.noteFormulas(export.formulaCount, in: to) }
    let facts = ArchiveFacts(
      of: session.study, weighted: weightings.compactMap(\.weighted),
      unweighted: weightings.filter { $0.weighted == nil }.map(\.exported.sample))
    try write(export, facts, of: session)
  }

  private func requireKnown(in study: Study) throws {
    for name in city where study.city(name) == nil {
      let known = study.cities.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no city '\(name)'; the study has \(known)")
    }
    for name in wave where study.wave(name) == nil {
      let known = study.waves.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no wave '\(name)'; the study has \(known)")
    }
    let languages =
      study.settings.languages
      + study.questionnaires.values.flatMap(\.languages).filter {
        !study.settings.languages.contains($0)
      }
    if let language, !languages.contains(language) {
      let known = Array(Set(languages)).sorted().joined(separator: ", ")
      throw ValidationError("the study has no language '\(language)', but \(known)")
    }
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
    let design = [
      ("identifier", samples.contains { $0.design.identifiers != nil }),
      ("interviewer", samples.contains { $0.design.interviewers != nil }),
    ]
    let known = Set(questions.map(\.name) + design.filter(\.1).map(\.0))
    for name in with + without where !known.contains(name) {
      let near = Spelling.nearest(to: name, among: known.sorted())
      throw ValidationError(
        "there is no column '\(name)'" + (near.map { "; did you mean '\($0)'?" } ?? ""))
    }
    if let name = with.first(where: without.contains) {
      throw ValidationError("'\(name)' stands after --with and after --without")
    }
  }

  /// The sample with its final weights; with its base weights where it cannot be weighted.
  private func weighting(
    of sample: Sample, in session: StudySession
  ) -> (exported: ExportedSample, weighted: WeightedSample?) {
    switch WeightedSample.make(sample, in: session.study) {
    case .success(let weighted):
      Console.reportErrors(weighted.diagnostics, in: session.folder)
      return (ExportedSample(sample, weights: weighted.design.weights), weighted)
    case .failure(let failure):
      Console.reportErrors(failure.diagnostics, in: session.folder)
      return (ExportedSample(sample, weights: sample.design.baseWeights), nil)
    }
  }

  private func write(
    _ export: DataExport, _ facts: ArchiveFacts, of session: StudySession
  ) throws {
    guard let format = ExportFormat(to) else { return }
    let target = OutputPath(to)
    var files: [OutputFile] = []
    switch format {
    case .csv:
      files = [
        OutputFile(path: target.name, text: export.csv),
        OutputFile(path: target.codebook, text: export.codebook()),
      ]
    case .ddi:
      let description = export.archiveDescription(
        dataFile: target.stem + ".csv", facts: facts)
      Console.report(description.diagnostics)
      files = [OutputFile(path: target.name, text: description.xml)]
    case .statistical(let format):
      files = try statistical(export, format, target)
    }
    do {
      let targets = ExportTargets(of: session.study, in: session.folder)
      try Interruption.afterwards {
        try targets.write(files, to: target.folder, isReplacing: replace) { path, bytes in
          path == target.codebook && export.isCodebook(bytes)
        }
      }
    } catch let error as OutputError {
      throw Console.fail(.cannotCreate, "\(error)")
    }
    Console.show(files.map { target.path(of: $0).printable + "\n" }.joined())
  }

  private func statistical(
    _ export: DataExport, _ format: StatisticalFile.Format, _ target: OutputPath
  ) throws -> [OutputFile] {
    do {
      let written = try export.statisticalFile(format).written(to: to)
      Console.report(export.missingCodeChanges(in: format) + written.diagnostics)
      return [
        OutputFile(path: target.name, bytes: written.bytes),
        OutputFile(path: target.codebook, text: export.codebook(for: format)),
      ]
    } catch {
      Console.report(error.diagnostics)
      throw ExitStatus.cannotCreate.code
    }
  }
}

extension DataExport {
  /// Whether bytes are the codebook of these answers in one format or another: an export to .sav and
  /// one to .dta of the same name have it in turn.
  fileprivate func isCodebook(_ bytes: [UInt8]) -> Bool {
    let formats: [StatisticalFile.Format] = [.sav, .zsav, .dta]
    return ([codebook()] + formats.map { codebook(for: $0) })
      .contains { $0.utf8.elementsEqual(bytes) }
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

  var codebook: String { stem + ".codebook.csv" }

  func path(of file: OutputFile) -> String {
    folder == "." ? file.path : folder == "/" ? "/\(file.path)" : "\(folder)/\(file.path)"
  }
}
