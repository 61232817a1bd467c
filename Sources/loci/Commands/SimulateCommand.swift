import ArgumentParser
import Simulation
import StudyFolder
import SurveyModel

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Answers with a known truth, for pilots and power.",
    discussion: """
      Draws the answers that truth.csv describes and writes them to the files that sources.csv \
      names. Refused where study.csv does not say synthetic,yes: real answers are never touched.

      Example: loci simulate surveys/innovation-potential
      """)

  @OptionGroup var study: StudyArgument

  @Option(help: "Another seed than that of study.csv.")
  var seed: UInt64?

  func run() throws {
    let reading = StudyReading(folder: study.study)
    guard let study = reading.study, !reading.diagnostics.hasErrors else {
      Console.report(reading.diagnostics)
      throw reading.isMissing ? ExitStatus.noInput.code : ExitStatus.dataError.code
    }
    let files = try files(study, reading.folder)
    let folder = OutputFolder(reading.folder)
    do {
      try folder.add(files)
    } catch {
      throw Console.fail(.cannotCreate, "\(error)")
    }
    Console.show(files.map { "\(folder.path)/\($0.path)\n" }.joined())
  }

  private func files(_ study: Study, _ folder: String) throws -> [OutputFile] {
    do {
      return try StudySimulation(study: study, folder: folder).files(seed: seed)
    } catch {
      throw fail(error)
    }
  }

  private func fail(_ error: SimulationError) -> ExitCode {
    switch error {
    case .notSynthetic(let id):
      return Console.fail(
        .dataError,
        "study '\(id)' does not say synthetic,yes: its answers are real and are not overwritten")
    case .badTruth(let diagnostics):
      Console.report(diagnostics)
      let isMissing = diagnostics.contains { $0.code == "file-missing" }
      return isMissing ? ExitStatus.noInput.code : ExitStatus.dataError.code
    }
  }
}
