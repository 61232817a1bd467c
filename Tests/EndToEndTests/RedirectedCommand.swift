import Foundation

/// The built `loci` with standard streams that are full, closed or without a reader.
struct RedirectedCommand {
  let status: Int32
  let output: String
  let errors: String

  /// Runs the command as a shell starts it, for a minute at most.
  ///
  /// - Parameters:
  ///   - arguments: As on a command line.
  ///   - redirections: As in bash: `>/dev/full`, `2>&-`, `<(…)` apart.
  init(_ arguments: [String], _ redirections: String, in folder: URL) throws {
    try self.init(script: "exec timeout 60 \"$0\" \"$@\" \(redirections)", arguments, in: folder)
  }

  /// Runs a script of bash in which `"$0"` is the command.
  init(script: String, _ arguments: [String] = [], in folder: URL) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", script, BuiltCommand.path] + arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging([
      "SWIFT_BACKTRACE": "enable=no"
    ]) { $1 }
    let scratch = folder.appending(path: ".streams-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let files = ["output", "errors"].map { scratch.appending(path: $0) }
    for file in files { try Data().write(to: file) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    output = String(decoding: try Data(contentsOf: files[0]), as: UTF8.self)
    errors = String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
  }

  /// Whether the command ended by its own will: no signal, no trap, no end of the minute.
  var isOrderly: Bool {
    status < 124 && !errors.contains("Fatal error") && !errors.contains("Precondition failed")
  }
}
