import Foundation
import Testing

/// A study's folder may bear the name of a subcommand.
struct StudyNamedAsSubcommandTests {
  /// A working folder with a study of that name in it.
  private func withStudy(
    named name: String, _ body: (URL) throws -> Void
  ) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: root) }
    try FileManager.default.copyItem(at: study.folder, to: root.appending(path: name))
    try body(root)
  }

  @Test(arguments: ["panel", "types", "model", "help"])
  func `the error says how it is written`(_ name: String) throws {
    try withStudy(named: name) { root in
      for options in [[], ["--factor", "SOC"], ["--ordinal", "--by-city"]] where name != "help" {
        let outcome = try BuiltCommand.run(["factors", name] + options, in: root)
        #expect(outcome.status == 64 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("./\(name)"), "\(outcome.errors)")
      }
      let outcome = try BuiltCommand.run(["factors", "./\(name)", "--factor", "SOC"], in: root)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("Wave w1"))
    }
  }

  @Test func `a subcommand takes a study of its own name`() throws {
    try withStudy(named: "reliability") { root in
      let outcome = try BuiltCommand.run(["factors", "reliability", "reliability"], in: root)
      #expect(outcome.status == 0 && outcome.output.contains("SOC"), "\(outcome.errors)")
    }
  }

  @Test func `an error of another command says nothing of it`() throws {
    try withStudy(named: "small") { root in
      let outcome = try BuiltCommand.run(["factors", "small", "--factor", "NONE"], in: root)
      #expect(outcome.status == 64 && !outcome.errors.contains("./"))
    }
  }
}
