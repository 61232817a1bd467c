import Foundation

/// GNU PSPP, which reads SPSS's files and syntax.
enum PSPP {
  static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/pspp")
  static let absence = "PSPP is not installed: make setup-tests installs it"

  /// Runs syntax in a folder.
  ///
  /// - Returns: What it printed: tables as CSV, and complaints.
  static func run(_ syntax: String, in folder: URL) throws -> String {
    let (script, output) = (folder.appending(path: "t.sps"), folder.appending(path: "t.csv"))
    try Data(syntax.utf8).write(to: script)
    try? FileManager.default.removeItem(at: output)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/pspp")
    process.arguments = [script.path, "-o", output.path, "-O", "format=csv"]
    process.currentDirectoryURL = folder
    process.environment = ["LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"]
    process.standardOutput = FileHandle.nullDevice
    let complaints = Pipe()
    process.standardError = complaints
    try process.run()
    let said = String(
      decoding: complaints.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let tables = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
    return tables + said
  }
}
