import Foundation
import Testing

/// The command explains itself, and its examples are true.
struct HelpTests {
  static let commands = [
    "init", "read", "check", "import", "weigh", "estimate", "plan", "factors", "compare",
    "report", "export", "simulate",
  ]

  @Test func `the command's help names every command and an example`() throws {
    let outcome = try BuiltCommand.run(["--help"])
    #expect(outcome.status == 0)
    for command in Self.commands { #expect(outcome.output.contains("  \(command) ")) }
    #expect(!examples(in: outcome.output).isEmpty)
  }

  /// Run in a copy, since some of them write.
  @Test(arguments: commands)
  func `each command's help has an example that runs`(_ command: String) throws {
    let help = try BuiltCommand.run([command, "--help"])
    #expect(help.status == 0)
    let examples = examples(in: help.output)
    #expect(!examples.isEmpty)
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    for example in examples {
      #expect(example.first == command)
      let outcome = try BuiltCommand.run(example, in: workspace.root)
      // The model study has planted errors, which check has to find.
      #expect(outcome.status == (command == "check" ? 65 : 0), "\(outcome.errors)")
      #expect(!outcome.output.isEmpty)
    }
  }

  @Test func `the version is that of the changelog`() throws {
    let outcome = try BuiltCommand.run(["--version"])
    #expect(outcome.status == 0)
    let words = outcome.output.split(whereSeparator: \.isWhitespace)
    #expect(words.first == "GeniusLoci" && words.count == 2)
    let numbers = words.last?.split(separator: ".") ?? []
    #expect(numbers.count == 3 && numbers.allSatisfy { Int($0) != nil })
  }

  @Test(arguments: commands)
  func `an unknown option ends with 64`(_ command: String) throws {
    let arguments = [
      "compare": ["study", "w1", "w2"], "estimate": ["study", "INN"],
      "export": ["study", "--to", "answers.sav"], "plan": [],
    ]
    let outcome = try BuiltCommand.run(
      [command] + (arguments[command] ?? ["study"]) + ["--no-such-option"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("Unknown option '--no-such-option'"))
    #expect(outcome.output.isEmpty)
  }

  @Test(arguments: [
    [], ["wrong"], ["report"], ["compare", "STUDY", "w1"], ["compare", "STUDY", "w1", "w1"],
    ["compare", "STUDY", "w1", "w7"], ["estimate", "STUDY"], ["estimate", "STUDY", "NONE"],
    ["estimate", "STUDY", "SOC01", "--by", "NONE"],
    ["estimate", "STUDY", "SOC01", "--format", "x"],
    ["estimate", "STUDY", "SOC01", "--quantile", "2"], ["factors", "STUDY", "--factor", "NONE"],
    ["factors", "STUDY", "--scores", "bartlett"],
    [
      "factors", "STUDY", "--factor", "SOC", "--scores", "bartlett", "--correlations", "polychoric",
    ],
    ["factors", "STUDY", "--factor", "SOC", "--parameterization", "theta"],
    ["report", "STUDY", "--city", "gamma"], ["report", "STUDY", "--wave", "w7"],
    ["report", "STUDY", "--language", "fr"], ["simulate", "STUDY", "--seed", "x"],
  ])
  func `a wrong use ends with 64 and says what is right`(_ arguments: [String]) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try BuiltCommand.run(
      arguments.map { $0 == "STUDY" ? study.folder.path : $0 }, in: study.folder)
    if arguments.isEmpty {
      #expect(outcome.status == 0 && outcome.output.contains("USAGE"))
    } else {
      #expect(outcome.status == 64)
      #expect(!outcome.errors.isEmpty && outcome.output.isEmpty)
    }
  }

  /// The arguments of what begins with `loci` after the word Example; long ones go on in the
  /// next line.
  private func examples(in help: String) -> [[String]] {
    guard let start = help.firstRange(of: "Example"), let end = help.firstRange(of: "USAGE:")
    else { return [] }
    let words = Self.words(help[start.lowerBound..<end.lowerBound])
    return words.split(separator: "loci").dropFirst().map { Array($0) }
  }

  /// As a shell parts them: what stands between quotes is one word.
  private static func words(_ text: Substring) -> [String] {
    text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .flatMap { place, part in
        place % 2 == 1
          ? [part.split(whereSeparator: \.isWhitespace).joined(separator: " ")]
          : part.split(whereSeparator: \.isWhitespace).map(String.init)
      }
  }
}
