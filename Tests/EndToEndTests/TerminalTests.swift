import Foundation
import Testing

/// A terminal gets sequences that move its cursor only where it knows them.
struct TerminalTests {
  /// What a command writes to a terminal of a kind.
  private func shown(_ study: SmallStudy, terminal: [String: String]) throws -> String {
    let words = "'\(BuiltCommand.path)' import '\(study.folder.path)'"
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/script")
    process.arguments = ["-qec", words, "/dev/null"]
    process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"].merging(terminal) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")),
    arguments: [
      (["TERM": "xterm"], true), (["TERM": "xterm-256color", "NO_COLOR": "1"], true),
      (["TERM": "dumb"], false), (["TERM": ""], false), ([:], false),
      (["TERM": "unknown", "NO_COLOR": "1"], false),
    ])
  func `a bar is drawn where the cursor moves, and nothing has colours`(
    _ terminal: [String: String], isDrawn: Bool
  ) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let text = try shown(study, terminal: terminal)
    #expect(text.contains("alpha"), "\(text)")
    #expect(text.contains("\u{1B}[K") == isDrawn)
    #expect(!text.contains("█") || isDrawn)
    #expect(text.firstRange(of: /\u{1B}\[[0-9;]*m/) == nil)
  }

  @Test func `a file gets no sequences`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let outcome = try BuiltCommand.run(
      ["import", study.folder.path], environment: ["TERM": "xterm"])
    #expect(!(outcome.output + outcome.errors).contains("\u{1B}"))
  }
}
