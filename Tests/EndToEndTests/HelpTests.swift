import Foundation
import Testing

/// The command explains itself, and its examples are true.
struct HelpTests {
  static let commands: [[String]] =
    [
      "init", "read", "check", "import", "weigh", "estimate", "contrast", "test", "regress",
      "correlate",
      "variance", "trend", "plan", "factors", "compare", "report", "export", "simulate",
    ].map { [$0] }
    + ["reliability", "explore", "model", "invariance", "panel", "types", "scores"].map {
      ["factors", $0]
    }

  /// What a terminal shows without scrolling.
  private static let screen = (lines: 40, columns: 80)

  @Test func `the command's help names every command and an example`() throws {
    let outcome = try BuiltCommand.run(["--help"])
    #expect(outcome.status == 0)
    for command in Self.commands where command.count == 1 {
      #expect(outcome.output.contains("  \(command[0]) "))
    }
    #expect(!examples(in: outcome.output).isEmpty)
    let factors = try BuiltCommand.run(["factors", "--help"])
    for command in Self.commands where command.count == 2 {
      #expect(factors.output.contains("  \(command[1]) "))
    }
    #expect(!factors.output.contains("overview"))
  }

  @Test(arguments: [[]] + commands)
  func `each help fits a screen and ends with two examples`(_ command: [String]) throws {
    let help = try BuiltCommand.run(command + ["--help"])
    #expect(help.status == 0 && help.errors.isEmpty)
    let lines = help.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count <= Self.screen.lines, "\(lines.count) lines")
    for line in lines { #expect(line.count <= Self.screen.columns, "\(line)") }
    let last = lines.suffix(3)
    #expect(last.first == "EXAMPLES:")
    #expect(last.dropFirst().allSatisfy { $0.hasPrefix("  loci ") }, "\(last)")
  }

  @Test(arguments: [[]] + commands)
  func `no line of a help breaks before it is full`(_ command: [String]) throws {
    let help = try BuiltCommand.run(command + ["--help"]).output
    let text = help.prefix(upTo: help.firstRange(of: "USAGE: ")?.lowerBound ?? help.endIndex)
    for paragraph in text.split(separator: "\n\n") {
      let lines = paragraph.split(separator: "\n")
      for (line, next) in zip(lines, lines.dropFirst()) {
        let word = next.prefix { $0 != " " }
        #expect(line.count + word.count + 1 >= Self.screen.columns, "\(line)")
      }
    }
  }

  /// Run in a copy, since some of them write.
  @Test(arguments: commands)
  func `the examples of each command's help run`(_ command: [String]) throws {
    let help = try BuiltCommand.run(command + ["--help"])
    let examples = examples(in: help.output)
    #expect(examples.count == 2)
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    for example in examples {
      #expect(example.starts(with: command))
      let outcome = try BuiltCommand.run(example, in: workspace.root)
      // The model study has planted errors, which check has to find.
      #expect(outcome.status == (command == ["check"] ? 65 : 0), "\(outcome.errors)")
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
  func `an unknown option ends with 64`(_ command: [String]) throws {
    let arguments = [
      "compare": ["study", "w1", "w2"], "estimate": ["study", "INN"],
      "contrast": ["study", "INN", "--cells", "a - b"], "test": ["study", "INN"],
      "regress": ["study", "INN", "--on", "SOC"],
      "variance": ["study", "INN", "--between", "cluster"], "trend": ["study", "INN"],
      "correlate": ["study", "INN", "SOC"],
      "export": ["study", "--to", "answers.sav"], "plan": [],
      "scores": ["study", "--factor", "SOC"],
    ]
    let outcome = try BuiltCommand.run(
      command + (arguments[command.last ?? ""] ?? ["study"]) + ["--no-such-option"])
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

  /// The arguments of the lines under the heading of examples.
  private func examples(in help: String) -> [[String]] {
    guard let start = help.firstRange(of: "EXAMPLES:\n") else { return [] }
    return help[start.upperBound...].split(separator: "\n").map {
      Array(Self.words($0).dropFirst())
    }
  }

  /// As a shell parts them: what stands between quotes is one word.
  private static func words(_ text: Substring) -> [String] {
    text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .flatMap { place, part in
        place % 2 == 1
          ? [String(part)] : part.split(whereSeparator: \.isWhitespace).map(String.init)
      }
  }
}
