import Foundation

/// The built `loci`, run as its user runs it.
struct BuiltCommand {
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The command beside the test bundle.
  static let path = URL(filePath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "loci").path

  /// Runs the command to its end.
  ///
  /// - Parameters:
  ///   - arguments: As on a command line.
  ///   - folder: The working folder.
  ///   - environment: Variables set beside the inherited ones.
  ///   - onOneCore: Whether it may use a single processor only.
  ///   - wrapper: Words of a command that runs it, such as strace and its options.
  static func run(
    _ arguments: [String], in folder: URL = Repository.root, environment: [String: String] = [:],
    onOneCore: Bool = false, under wrapper: [String] = []
  ) throws -> Outcome {
    let process = Process()
    let core = onOneCore ? ["/usr/bin/taskset", "--cpu-list", try firstCore] : []
    let words = core + wrapper + [path]
    process.executableURL = URL(filePath: words[0])
    process.arguments = words.dropFirst() + arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let scratch = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let output = try file("output", in: scratch)
    let errors = try file("errors", in: scratch)
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: try String(contentsOf: scratch.appending(path: "output"), encoding: .utf8),
      errors: try String(contentsOf: scratch.appending(path: "errors"), encoding: .utf8))
  }

  /// Begins the command; what it prints goes nowhere.
  static func start(_ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// The number of the first processor that this process may run on.
  private static var firstCore: String {
    get throws {
      let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }
      let list = line?.split(whereSeparator: \.isWhitespace).last ?? "0"
      return String(list.prefix(while: \.isNumber))
    }
  }

  private static func file(_ name: String, in folder: URL) throws -> FileHandle {
    let url = folder.appending(path: name)
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }
}
