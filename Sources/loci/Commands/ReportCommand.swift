import ArgumentParser
import CityReports
import InnovationPotential
import StudyFolder
import SurveyModel
import TextFormats

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Reports on the cities of a study, as web pages and tables.",
    discussion: """
      The reports are written to a neighbouring folder first and moved into place at the end. With \
      --city, --wave or --language only those pages and the index are rewritten.

      Example: loci report surveys/innovation-potential --language ru
      """)

  @OptionGroup var study: StudyArgument

  @Option(help: "Only this city; may be repeated.")
  var city: [String] = []

  @Option(help: "Only this wave.")
  var wave: String?

  @Option(help: "Only this language: ru or en.")
  var language: String?

  @Option(help: "Where the reports go; reports/<study id> by default.", completion: .directory)
  var output: String?

  func run() throws {
    let progress = ProgressBar("reading", "estimating", "writing")
    progress.begin(0)
    defer { progress.end() }
    let session = try StudySession(study)
    try session.writeQuarantine()
    let scope = try scope(in: session.study)
    progress.begin(1)
    let analysis = try session.analysis()
    let run = ReportRun(
      analysis: analysis, inputs: session.inputs, ledger: session.answers.ledger,
      version: Loci.version)
    progress.begin(2)
    let folder = OutputFolder(output ?? "reports/\(session.study.settings.id)")
    try write(run.files(scope), to: folder, keepsOthers: !scope.isEverything)
    progress.end()
    Console.show("\(folder.path.printable)/index.html\n")
  }

  private func scope(in study: Study) throws -> ReportScope {
    for name in city where study.city(name) == nil {
      throw ValidationError(
        "there is no city '\(name)'; the study has \(study.cities.map(\.name).joined(separator: ", "))"
      )
    }
    if let wave, study.wave(wave) == nil {
      throw ValidationError(
        "there is no wave '\(wave)'; the study has \(study.waves.map(\.name).joined(separator: ", "))"
      )
    }
    if let language, !study.settings.languages.contains(language) {
      throw ValidationError(
        "the study has no language '\(language)', but \(study.settings.languages.joined(separator: ", "))"
      )
    }
    return ReportScope(cities: city.isEmpty ? nil : Set(city), wave: wave, language: language)
  }

  private func write(
    _ files: [OutputFile], to folder: OutputFolder, keepsOthers: Bool
  ) throws {
    do throws(OutputError) {
      try folder.requireOwn(marker: "manifest.json")
      try folder.replace(with: files, keepsOthers: keepsOthers)
    } catch {
      throw Console.fail(.cannotCreate, "\(error)")
    }
  }
}
