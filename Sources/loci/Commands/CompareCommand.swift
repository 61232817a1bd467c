import ArgumentParser
import CityReports
import Reporting
import ResultTables
import SocioculturalFactors
import StudyFolder
import SurveyAnalysis
import SurveyModel
import TextFormats

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "compare", "What changed between waves.",
    paragraphs: """
      In the questions, and in the answers. Each question of both waves has a verdict: identical, cosmetic, recodable (compared in common codes), rescaled
      (a scale of another length; not compared unless somebody decides so), base-differs (compared on the base that both waves have), not-comparable. No
      change of a question that is not comparable is computed, and no score uses it. A question under another name is proposed, never assumed: confirm it
      in crosswalk.csv, which --draft-crosswalk drafts.

      Changes are in points (0–100) or shares, with standard error and interval. p values are
      adjusted by Benjamini–Hochberg over the family of scores, and over that of questions. The
      verdict is rose, fell, practically unchanged, or not established.

      Without waves, each two consecutive ones are compared.
      """,
    usage: "<study> [<earlier> <later>] [<options>]",
    examples: [
      "compare surveys/innovation-potential w1 w2",
      "compare surveys/innovation-potential --questions",
    ])

  @OptionGroup var study: StudyArgument

  @Argument(
    help: ArgumentHelp(
      "The earlier and the later wave; all where none is named.", valueName: "wave"))
  var waves: [String] = []

  @Flag(help: "Compare the questions alone; no answers are read.")
  var questions = false

  @Option(
    help: ArgumentHelp(
      "Write the two versions side by side, with the words marked, to a new file (.html).",
      valueName: "file"), completion: .file())
  var html: String?

  @Flag(help: "Draft crosswalk.csv: which questions of the waves are one.")
  var draftCrosswalk = false

  @OptionGroup var suppression: SuppressionOption

  @OptionGroup var printing: FormatOption

  func validate() throws {
    guard waves.isEmpty || waves.count == 2 else {
      throw ValidationError("name two waves, the earlier and the later, or none for all")
    }
    if waves.count == 2, waves[0] == waves[1] {
      throw ValidationError("name two different waves, not '\(waves[0])' twice")
    }
    if draftCrosswalk {
      guard waves.isEmpty, !questions, html == nil, !suppression.noSuppression,
        printing.format == .text
      else {
        throw ValidationError(
          "--draft-crosswalk drafts a sheet on all waves and compares nothing: leave out the rest")
      }
    }
    if questions, suppression.noSuppression {
      throw ValidationError("--no-suppression hides nothing of questions: leave it out")
    }
    if let html, !html.lowercased().hasSuffix(".html") {
      throw ValidationError("--html writes a page: name a file that ends in .html")
    }
  }

  func run() throws {
    Interruption.begin()
    if draftCrosswalk { return try writeCrosswalk() }
    try requirePlace()
    if questions { return try compareQuestions() }
    let session = try StudySession.opened(
      study, suppression: suppression,
      imputed: .refused(
        command: "compare",
        because: "verdicts on waves are not combined over data sets; contrast STUDY QUESTION"
          + " --cells \"w2 - w1\" is"))
    let pairs = try pairs(of: session.study)
    let asked = Set(pairs.flatMap { [$0.0, $0.1] })
    let analysis = try session.usable { asked.contains($0.wave) }
    let comparisons = pairs.compactMap { analysis.comparison(from: $0.0, to: $0.1) }
    guard !comparisons.isEmpty else {
      throw Console.fail(
        .dataError,
        "no city has usable answers in both waves" + (waves.isEmpty ? " of any two" : ""))
    }
    Console.print(WaveChangesPrinted(comparisons, in: session.study), as: printing.format)
    for missing in comparisons.flatMap(\.missingBridges) {
      Console.leaveUnmade(
        "the change of \(missing.ballot.question) over the split ballot of \(missing.ballot.wave), city"
          + " \(missing.city): \(missing.reason)")
    }
    for pair in pairs
    where !comparisons.contains(where: { $0.earlier == pair.0 && $0.later == pair.1 }) {
      Console.leaveUnmade("changes from \(pair.0) to \(pair.1): no city has usable answers in both")
    }
    try writePage(pairs, in: session.study)
  }

  /// No page is written into a study.
  private func requirePlace() throws {
    guard let html, NewFiles.liesInStudy(html) else { return }
    throw Console.fail(
      .cannotCreate,
      "\(html.printable) lies in a study, in which no page is written: name another place")
  }

  private func compareQuestions() throws {
    let (_, study) = try readSheets()
    let pairs = try pairs(of: study)
    let questions = pairs.map { WaveQuestions(from: $0.0, to: $0.1, in: study) }
    guard questions.contains(where: { !$0.versions.isEmpty }) else {
      throw Console.fail(
        .dataError, "no city was asked in two waves by questionnaires that can be read")
    }
    Console.print(WaveQuestionTables(questions, in: study), as: printing.format)
    try writePage(pairs, in: study)
  }

  /// The two waves that are named, or each two consecutive ones.
  private func pairs(of study: Study) throws -> [(String, String)] {
    try waves.forEach(study.requireWave)
    let names = study.waves.map(\.name)
    if waves.count == 2 {
      let ordered = names.filter(waves.contains)
      if ordered != waves {
        Console.complain(
          "loci: compared in the order of waves.csv: \(ordered.joined(separator: " → "))\n")
      }
      return [(ordered[0], ordered[1])]
    }
    guard names.count > 1 else {
      throw Console.fail(.dataError, "the study has one wave: there is nothing to compare")
    }
    return Array(zip(names, names.dropFirst()))
  }

  private func readSheets() throws -> (StudyReading, Study) {
    let reading = StudyReading(folder: study.study)
    guard let read = reading.study else {
      Console.report(reading.diagnostics)
      throw reading.isMissing ? ExitStatus.noInput.code : ExitStatus.dataError.code
    }
    Console.reportErrors(reading.diagnostics, in: study.study)
    return (reading, read)
  }

  private func writePage(_ pairs: [(String, String)], in study: Study) throws {
    guard let html else { return }
    let page = QuestionChangesPage(
      pairs.map { WaveQuestions(from: $0.0, to: $0.1, in: study) }, in: study)
    let place = html.lastIndex(of: "/")
    let folder = place.map { html[..<$0].isEmpty ? "/" : String(html[..<$0]) } ?? "."
    let name = place.map { String(html[html.index(after: $0)...]) } ?? html
    do {
      try Interruption.afterwards {
        try NewFiles.add(
          [OutputFile(path: name, text: page.html)], to: folder,
          onClash: .refused)
      }
    } catch let error as OutputError {
      throw Console.fail(.cannotCreate, "\(error)")
    }
    Console.complain("loci: \(html.printable)\n")
  }

  private func writeCrosswalk() throws {
    let (reading, study) = try readSheets()
    let draft = CrosswalkDraft(of: study)
    guard var file = draft.file else {
      Console.complain(
        "loci: the questions of all waves are the same: there is nothing to decide\n")
      return
    }
    let isTaken =
      !study.crosswalk.rows.isEmpty || OutputFolder("\(reading.folder)/crosswalk.csv").exists
    if isTaken { file.path = "crosswalk.draft.csv" }
    do {
      try Interruption.afterwards {
        try NewFiles.add([file], to: reading.folder, onClash: .refused)
      }
    } catch let error as OutputError {
      throw Console.fail(.cannotCreate, "\(error)")
    }
    Console.show("\(reading.folder)/\(file.path)".printable + "\n")
    if isTaken {
      throw Console.fail(
        .cannotCreate, "crosswalk.csv is there already and stays: take over the rows that are right"
      )
    }
    Console.complain(
      "loci: look at each row that nobody has decided, and write who decided it as 'decided-by'; until"
        + " then it is not used\n")
  }
}
