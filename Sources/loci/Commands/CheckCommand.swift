import ArgumentParser
import ResultTables
import StudyFolder
import SurveyAnalysis
import SurveyModel
import TextFormats

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "check", "Findings about sheets, questions and answers.",
    paragraphs: """
      The status is 65 where any finding is an error, 66 where a file is missing. Answers of people
      under 18 are an error unless study.csv has minors,consent; special categories of personal data
      and exports of services abroad that hold what identifies people are warnings.
      """,
    usage: "<study> [--format <format>]",
    examples: [
      "check surveys/innovation-potential", "check surveys/innovation-potential --format csv",
    ])

  @OptionGroup var study: StudyArgument

  @OptionGroup var printing: FormatOption

  func run() throws {
    let session = try StudySession.read(study.study)
    let weighted = session.weighted
    let samples = session.answers.samples
    let lint = session.study.questionnaires.sorted { $0.key < $1.key }.flatMap { $0.value.lint() }
    let findings =
      session.reading.diagnostics + (session.study.openQuestions ?? []).map(\.diagnostic) + lint
      + session.answers.diagnostics
      + session.answers.personalDataFindings(in: session.study)
      + session.answers.paradataFindings
      + StudyGaps(session.study, samples: samples.map(\.key)).diagnostics
      + GroupFindings(session.study, samples: samples).diagnostics
      + weighted.diagnostics + KeyingFindings(weighted).diagnostics
      + privateFolder(of: session)
    // Each question of a draft, and each fault of a field file, asks for an answer of its own.
    let ofAnswers = Set(session.answers.diagnostics)
    let table = FindingTable(findings) {
      $0.code == "draft-question" || ofAnswers.contains($0)
    }
    Console.print(table, as: printing.format)
    if session.isMissingFiles { throw ExitStatus.noInput.code }
    if findings.hasErrors { throw ExitStatus.dataError.code }
  }

  /// The private folder holds people's answers as they came.
  private func privateFolder(of session: StudySession) -> [Diagnostic] {
    let place = SourceLocation(file: ".loci")
    var findings: [Diagnostic] = []
    if OutputFolder("\(session.folder)/\(StudyAnswers.quarantineFolder)").exists {
      findings.append(
        Diagnostic(
          .warning, "private-folder", ".loci holds quarantined records with people's answers",
          fix: "leave it out when the study is copied or sent on", at: place))
    }
    if let problem = PrivateFolder(of: session.folder).problem {
      findings.append(
        Diagnostic(
          .warning, "private-folder-open", problem.reason, fix: problem.remedy, at: place))
    }
    return findings
  }
}
