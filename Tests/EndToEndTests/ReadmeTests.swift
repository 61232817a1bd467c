import Foundation
import Testing

/// Every `loci` line of the README does what a reader would see.
struct ReadmeTests {
  private static let lines: [String] = {
    let text = (try? String(contentsOf: Repository.folder("README.md"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("loci ") }
  }()

  @Test func `the tour has ten lines`() {
    #expect(Self.lines.count == 10)
  }

  @Test func `each line of the tour runs, one after the other`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["surveys", "reports"] {
      try FileManager.default.copyItem(
        at: Repository.folder(name), to: folder.appending(path: name))
    }
    for line in Self.lines {
      let outcome = try BuiltCommand.run(
        line.split(separator: " ").dropFirst().map(String.init), in: folder)
      // The model study has broken records on purpose, which are errors to `check`.
      let expected: Int32 = line.hasPrefix("loci check") ? 65 : 0
      #expect(outcome.status == expected, "\(line): \(outcome.errors)")
      #expect(!outcome.output.isEmpty, "\(line) printed nothing")
    }
  }
}
