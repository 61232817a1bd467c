import ArgumentParser
import CityReports
import SocioculturalFactors
import StudyFolder
import SurveyAnalysis
import SurveyModel
import TabularFiles
import TextFormats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "report", "Reports on the cities, as web pages and tables.",
    paragraphs: """
      The reports are made beside the folder first and exchanged for the old ones in one step. With
      --city, --wave or --language only those pages and the index are rewritten. Only files that an
      earlier run wrote are replaced or removed; one that was changed since is kept as NAME.kept,
      and files of yours stay.
      """,
    usage: "<study> [<options>]",
    examples: [
      "report surveys/innovation-potential", "report surveys/innovation-potential --language ru",
    ])

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
    Interruption.begin()
    let progress = ProgressBar("reading", "estimating", "writing")
    progress.begin(0)
    defer { progress.end() }
    let session = try StudySession.opened(
      study,
      imputed: .refused(
        command: "report",
        because:
          "tests and models of its pages are not combined over data sets; estimate, contrast,"
          + " regress and correlate are"))
    let scope = try scope(in: session.study)
    let folder = try held(OutputFolder(output ?? "reports/\(session.study.settings.id)"))
    defer { folder.release() }
    _ = session.writeQuarantine()
    progress.begin(1)
    let published = try published(in: folder.folder.path)
    let usable = try session.usable {
      (city.isEmpty || city.contains($0.city)) && (wave == nil || wave == $0.wave)
    }
    let findings = ReportFindings(usable, published: published)
    tell(findings.waiting, minimumBase: session.study.settings.minimumBase)
    let run = ReportRun(
      findings: findings, inputs: session.inputs, ledger: session.answers.ledger,
      version: Loci.version)
    progress.begin(2)
    try write(run, scope, to: folder)
    progress.end()
    Console.show("\(folder.folder.path.printable)/index.html\n")
    try requirePages(of: session.answers.samples)
  }

  /// Each city and wave named has answers to report on; the others are written all the same.
  private func requirePages(of samples: [Sample]) throws {
    let asked = samples.filter { wave == nil || $0.wave == wave }
    let empty = city.filter { name in !asked.contains { $0.city == name } }
    let names = empty.isEmpty && asked.isEmpty ? [wave].compactMap(\.self) : empty
    guard names.isEmpty else {
      let place = wave.map { empty.isEmpty ? "" : " in \($0)" } ?? ""
      throw Console.fail(
        .dataError, "no page of \(names.joined(separator: ", "))\(place): there are no answers")
    }
  }

  /// What an unfinished survey has published before.
  private func published(in folder: String) throws -> InterimBases {
    do throws(TabularFileError) {
      return try InterimTable(in: folder)?.bases ?? InterimBases()
    } catch {
      Console.report(error.diagnostics)
      throw ExitStatus.dataError.code
    }
  }

  private func scope(in study: Study) throws -> ReportScope {
    try city.forEach(study.requireCity)
    try wave.map(study.requireWave)
    try language.map { try study.requireLanguage($0, among: study.settings.languages) }
    return ReportScope(cities: city.isEmpty ? nil : Set(city), wave: wave, language: language)
  }

  /// Takes the folder for this run alone; another run is waited for.
  private func held(_ folder: OutputFolder) throws -> HeldOutputFolder {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(10)
    while true {
      do {
        return try Interruption.afterwards {
          let held = try folder.held(waiting: .zero)
          Interruption.releaseAtEnd { held.release() }
          return held
        }
      } catch let error as OutputError {
        guard error.isBusy, clock.now < end else {
          throw Console.fail(.cannotCreate, "\(error)")
        }
        usleep(20_000)
      }
    }
  }

  private func write(
    _ run: ReportRun, _ scope: ReportScope, to folder: HeldOutputFolder
  ) throws {
    let files = run.files(scope)
    do {
      let kept = try Interruption.afterwards {
        try folder.replace(
          with: files, keepsOthers: !scope.isEverything, manifest: run.manifest(listing:))
      }
      tell(kept, in: folder.folder)
    } catch let error as OutputError {
      throw Console.fail(.cannotCreate, "\(error)")
    }
  }

  private func tell(_ waiting: [WaitingSample], minimumBase: Int) {
    for sample in waiting {
      Console.complain(
        "loci: \(sample.city), \(sample.wave): \(sample.interviews) interviews so far, "
          + "\(sample.published) when figures were last published; they come again when each base "
          + "has grown by \(minimumBase)\n")
    }
  }

  /// Says which files were in the way; where they are many, how many.
  private func tell(_ kept: [KeptFile], in folder: OutputFolder) {
    let shown = kept.count > 10 ? 3 : kept.count
    for file in kept.prefix(shown) {
      Console.complain(
        "loci: \(folder.path)/\(file.path) is not as a run wrote it: kept as \(file.keptAs)\n")
    }
    if kept.count > shown {
      Console.complain("loci: and \(kept.count - shown) more files, each kept as NAME.kept\n")
    }
  }
}
