import ArgumentParser
import InnovationPotential
import Reporting
import StudyFolder
import SurveyModel
import TextFormats

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Findings about questionnaire, sheets and answers, with their places.",
    discussion: """
      The status is 65 where any finding is an error, 66 where a file is missing. Answers of people \
      under 18 are an error unless study.csv has minors,consent; special categories of personal data \
      and exports of services abroad that hold what identifies people are warnings.

      Example: loci check surveys/innovation-potential
      """)

  @OptionGroup var study: StudyArgument

  @Option(help: "How findings are printed: text, csv or json.")
  var format: OutputFormat = .text

  func run() throws {
    let session = try StudySession.read(study.study)
    let lint = session.study.questionnaires.sorted { $0.key < $1.key }.flatMap { $0.value.lint() }
    let findings =
      session.reading.diagnostics + lint + session.answers.diagnostics
      + session.answers.personalDataFindings(in: session.study)
      + StudyAnalysis(
        session.study, samples: session.answers.samples, scope: .estimates(of: [])
      ).diagnostics
      + privateFolder(of: session)
    print(findings)
    if session.isMissingFiles { throw ExitStatus.noInput.code }
    if findings.hasErrors { throw ExitStatus.dataError.code }
  }

  private func print(_ findings: [Diagnostic]) {
    var table = ResultTable(
      [
        .text("place"), .text("severity"), .text("code"), .text("message"), .text("fix"),
      ], isSynthetic: false)
    table.rows = findings.map {
      [
        .text($0.location.description), .text($0.severity.rawValue), .text($0.code),
        .text($0.message), DelimitedText.Field($0.fix),
      ]
    }
    switch format {
    case .text:
      Console.show(findings.map { "\($0)\n" }.joined())
      Console.write(summary(of: findings))
    case .csv, .json: table.print(format)
    }
  }

  private func summary(of findings: [Diagnostic]) -> String {
    let errors = findings.count { $0.severity == .error }
    let warnings = findings.count { $0.severity == .warning }
    let notes = findings.count { $0.severity == .note }
    return "\(errors) \(plural(errors, "error", "errors")), "
      + "\(warnings) \(plural(warnings, "warning", "warnings")), "
      + "\(notes) \(plural(notes, "note", "notes"))\n"
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
