import ArgumentParser
import Simulation
import StudyFolder
import SurveyModel

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "simulate", "Answers with a known truth, for pilots and power.",
    paragraphs: """
      Draws the answers that truth.csv describes and writes them to the files that sources.csv
      names, all inside the study's folder. Refused where study.csv does not say synthetic,yes: real
      answers are never touched. A fieldwork.csv or margins.csv that was not simulated stays; what
      was drawn then stands beside it, in fieldwork.draft.csv or margins.draft.csv.
      """,
    usage: "<study> [--seed <seed>]",
    examples: [
      "simulate surveys/innovation-potential", "simulate surveys/innovation-potential --seed 7",
    ])

  @OptionGroup var study: StudyArgument

  @Option(help: "Another seed than that of study.csv.")
  var seed: UInt64?

  func run() throws {
    Interruption.begin()
    let reading = StudyReading(folder: study.study)
    guard let study = reading.study, !reading.diagnostics.hasErrors else {
      Console.reportErrors(reading.diagnostics, in: reading.folder)
      throw reading.isMissing ? ExitStatus.noInput.code : ExitStatus.dataError.code
    }
    let simulation = try simulation(study, reading.folder)
    let files = SimulatedFiles(in: reading.folder)
    try refuse(files.problems(of: study))
    let drawn = simulation.drawnFiles(seed: seed)
    do {
      let result = try Interruption.afterwards {
        let result = try files.write(drawn.fieldFiles, sheets: drawn.sheets) {
          simulation.drawnFiles().sheets
        }
        if let seed, seed != study.settings.seed { try files.record(drawn.sheets) }
        return result
      }
      Console.show(result.written.map { "\(reading.folder)/\($0)\n" }.joined())
      try tell(result.drafts)
    } catch let error as OutputError {
      throw Console.fail(.cannotCreate, "\(error)")
    }
  }

  private func refuse(_ problems: [Diagnostic]) throws {
    Console.report(problems)
    if problems.hasErrors { throw ExitStatus.cannotCreate.code }
  }

  private func tell(_ drafts: [KeptFile]) throws {
    for draft in drafts {
      Console.complain(
        "loci: \(draft.path) is there already, and nothing shows that it was simulated: it stays; "
          + "what was drawn stands in \(draft.keptAs), to be taken over by you\n")
    }
    if !drafts.isEmpty { throw ExitStatus.cannotCreate.code }
  }

  private func simulation(_ study: Study, _ folder: String) throws -> StudySimulation {
    do {
      return try StudySimulation(study: study, folder: folder)
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
