import Foundation

/// A small study and the folder of its reports, as an earlier run and its user left them.
struct ReportFolder {
  let study: SmallStudy
  var output: URL { study.output }
  var arguments: [String] { ["report", study.folder.path, "--output", output.path] }

  /// - Parameter isWritten: Whether a run has written reports already.
  init(isWritten: Bool = true) throws {
    study = try SmallStudy()
    if isWritten { try run() }
  }

  func remove() {
    for name in (try? OutputNeighbours.hidden(beside: output)) ?? [] {
      try? FileManager.default.removeItem(
        at: output.deletingLastPathComponent().appending(path: name))
    }
    study.remove()
  }

  @discardableResult
  func run(_ options: [String] = [], under wrapper: [String] = []) throws -> BuiltCommand.Outcome {
    try BuiltCommand.run(arguments + options, under: wrapper)
  }

  /// Puts a file into the folder.
  func lay(_ text: String, at path: String) throws {
    let target = output.appending(path: path)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: target)
  }

  /// Changes a word that all pages of a city print.
  func renameCity() throws {
    try study.edit("cities.csv") { $0[1] = "alpha,,Омега,в Омеге,Омеги,Omega," }
  }

  var contents: FolderContents { get throws { try FolderContents(output) } }
  var litter: [String] { get throws { try OutputNeighbours.hidden(beside: output) } }

  /// The manifest as the first version wrote it: without outputs and seal.
  func makeOld() throws {
    let url = output.appending(path: "manifest.json")
    let text = try String(contentsOf: url, encoding: .utf8)
    let start = text.firstRange(of: ",\n  \"outputs\"").map { text[..<$0.lowerBound] } ?? ""
    try Data((start + "\n}\n").utf8).write(to: url)
  }
}

/// What this machine lets a test do.
enum Sandbox {
  static let strace = "/usr/bin/strace"

  /// Whether processes may be traced, and killed at a system call.
  static let canTrace = succeeds([strace, "-o", "/dev/null", "/bin/true"])

  /// Whether file systems may be mounted in a namespace of one's own.
  static let canMount = succeeds([
    "/usr/bin/unshare", "-m", "/bin/mount", "-t", "tmpfs", "none", "/mnt",
  ])

  static func succeeds(_ words: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: words[0])
    process.arguments = Array(words.dropFirst())
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// A shell script that ends in the command, in a namespace where it may mount.
  static func mounting(_ script: String) -> [String] {
    ["/usr/bin/unshare", "-m", "/bin/sh", "-ec", script + "\nexec \"$@\"", "sh"]
  }
}
