import ArgumentParser
import StudyFolder

extension StudyManual.Language: ExpressibleByArgument {}

/// `loci help study`: the manual page of a study's sheets.
struct StudyHelpCommand: ParsableCommand {
  static let name = "help-study"

  static let configuration = CommandConfiguration(
    commandName: name, abstract: "What each sheet of a study may hold.",
    usage: "loci help study [--language <language>]", shouldDisplay: false)

  /// Command lines that ask for it, said as the parser has them.
  static func translated(_ words: [String]) -> [String] {
    words.starts(with: ["help", "study"]) ? [name] + words.dropFirst(2) : words
  }

  @Option(help: "The page's language.")
  var language: StudyManual.Language = .en

  func run() { Console.show(StudyManual(in: language).text) }
}
