import Foundation
import Testing

/// What `make install` puts beside the command.
struct InstallationTests {
  @Test func `the command, its manual page and completions are installed`() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/make")
    process.arguments = ["-n", "install", "DESTDIR=/stage", "PREFIX=/usr"]
    process.currentDirectoryURL = Repository.root
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let plan = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    for target in [
      "bin/loci", "share/man/man1/loci.1", "share/bash-completion/completions/loci",
      "share/zsh/site-functions/_loci", "share/fish/vendor_completions.d/loci.fish",
    ] { #expect(plan.contains("/stage/usr/\(target)\n"), "\(target)") }
    #expect(plan.contains("generate-manual"))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions know every command and the options of export`(_ shell: String) throws {
    let outcome = try BuiltCommand.run(["--generate-completion-script", shell])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    for word in ["export", "simulate", "init", "without", "salt"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
    if shell == "bash" {
      let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      defer { try? FileManager.default.removeItem(at: file) }
      try Data(outcome.output.utf8).write(to: file)
      let check = Process()
      check.executableURL = URL(filePath: "/bin/bash")
      check.arguments = ["-n", file.path]
      try check.run()
      check.waitUntilExit()
      #expect(check.terminationStatus == 0)
    }
  }
}
