import ArgumentParser
import Foundation
import Testing

@testable import loci

/// An option that takes one value is given one.
struct RepeatedOptionTests {
  /// What `--experimental-dump-help` says of a command.
  private struct Command: Decodable {
    struct Argument: Decodable {
      struct Name: Decodable { let name: String }
      let kind: String
      let isRepeating: Bool
      let names: [Name]?
    }
    let commandName: String
    let arguments: [Argument]?
    let subcommands: [Command]?
  }

  private struct Tool: Decodable { let command: Command }

  private func commands() throws -> [(words: [String], options: [Command.Argument])] {
    let tool = try JSONDecoder().decode(Tool.self, from: Data(Loci._dumpHelp().utf8))
    func walk(
      _ command: Command, _ above: [String]
    ) -> [(words: [String], options: [Command.Argument])] {
      let words = above + [command.commandName]
      return [(words, command.arguments ?? [])]
        + (command.subcommands ?? []).flatMap { walk($0, words) }
    }
    return (tool.command.subcommands ?? []).flatMap { walk($0, []) }
  }

  @Test func `each option of each command is repeated or refused as it is declared`() throws {
    var count = 0
    for (words, options) in try commands() {
      for option in options {
        guard let name = option.names?.first.map({ "--\($0.name)" }), name.count > 3 else {
          continue
        }
        count += 1
        #expect(RepeatedOptions.flags.contains(name) == (option.kind == "flag"), "\(words) \(name)")
        guard option.kind == "option" else { continue }
        let given = words + [name, "a", name, "b"]
        let isRefused = (try? RepeatedOptions.refuse(in: given)) == nil
        #expect(isRefused == !option.isRepeating, "\(given)")
        // One that is repeated with the same value has no effect the second time.
        let same = words + [name, "a", name, "a"]
        let areTwinsRefused = (try? RepeatedOptions.refuse(in: same)) == nil
        #expect(areTwinsRefused == option.isRepeating, "\(same)")
      }
    }
    #expect(count > 100)
  }

  @Test(arguments: [
    ["report", "s", "--language=ru", "--language", "en"], ["report", "s", "--wave=1", "--wave=2"],
    ["weigh", "s", "--format", "csv", "--format=json"],
  ])
  func `two values for one are refused by name`(_ words: [String]) {
    #expect {
      try RepeatedOptions.refuse(in: words)
    } throws: {
      "\($0)".contains("is given twice, as '")
    }
  }

  @Test func `words after two hyphens are no options`() throws {
    try RepeatedOptions.refuse(in: ["report", "--", "--language", "ru", "--language", "en"])
  }
}
