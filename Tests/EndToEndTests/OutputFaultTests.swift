import Foundation
import Testing

/// Killed, stopped, crowded or out of space: there is the old report or the new one, whole.
struct OutputFaultTests {
  /// An earlier run's reports with files of the user, and what a whole run makes of them.
  private struct Prepared {
    let reports: ReportFolder
    let before: FolderContents
    let after: FolderContents

    init() throws {
      reports = try ReportFolder()
      try reports.lay("mine", at: "notes.txt")
      try reports.lay("mine", at: "photos/square.jpg")
      try reports.lay("edited", at: "w1/beta.ru.html")
      before = try reports.contents
      try FileManager.default.copyItem(at: reports.output, to: Self.copy(of: reports))
      try reports.renameCity()
      let outcome = try reports.run()
      #expect(outcome.status == 0)
      after = try reports.contents
      #expect(after.text("w1/beta.ru.html.kept") == "edited")
    }

    private var copy: URL { Self.copy(of: reports) }

    private static func copy(of reports: ReportFolder) -> URL {
      reports.study.folder.appendingPathExtension("before")
    }

    /// Lays the earlier reports back.
    func reset() throws {
      try FileManager.default.removeItem(at: reports.output)
      try FileManager.default.copyItem(at: copy, to: reports.output)
    }

    func remove() {
      try? FileManager.default.removeItem(at: copy)
      reports.remove()
    }
  }

  private static let tracing = Comment(
    "Processes cannot be traced here: run where strace and ptrace are allowed.")
  private static let mounting = Comment("Nothing can be mounted here: run as root.")

  /// The calls that change something, of the thread that makes the exchange and of those that write.
  private static let calls = [
    "flock", "mkdir", "fsync", "linkat", "lchown", "chmod", "renameat2", "unlink", "rmdir",
  ]

  @Test(.enabled(if: Sandbox.canTrace, tracing), arguments: calls)
  func `killed at any system call, a run leaves the old or the new reports`(_ call: String) throws {
    let prepared = try Prepared()
    defer { prepared.remove() }
    // The first calls one by one, the later ones, which are many of one kind, with growing steps.
    var number = 1
    while true {
      try prepared.reset()
      let outcome = try prepared.reports.run(
        under: [
          Sandbox.strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)",
          "-e", "inject=\(call):signal=KILL:when=\(number)",
        ])
      let left = try prepared.reports.contents
      #expect(left == prepared.before || left == prepared.after, "\(call) \(number)")
      if outcome.status == 0 { break }
      #expect(try prepared.reports.run().status == 0)
      #expect(try prepared.reports.contents == prepared.after, "\(call) \(number)")
      #expect(try prepared.reports.litter == [], "\(call) \(number)")
      number += 1 + number / 2
    }
    #expect(number > 1, "\(call) is called")
  }

  @Test(.enabled(if: Sandbox.canTrace, tracing), arguments: ["EINVAL", "ENOSYS", "EPERM"])
  func `where names cannot be exchanged, the old reports come back`(_ error: String) throws {
    let prepared = try Prepared()
    defer { prepared.remove() }
    for number in 1...4 {
      try prepared.reset()
      let outcome = try prepared.reports.run(
        under: [
          Sandbox.strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=rename,renameat2",
          "-e", "inject=renameat2:error=\(error)",
          "-e", "inject=rename:signal=KILL:when=\(number)",
        ])
      if outcome.status == 0 {
        #expect(number == 3)
        #expect(try prepared.reports.contents == prepared.after)
        return
      }
      // A part is rewritten: pages of the other city come from the folder that came back.
      #expect(try prepared.reports.run(["--city=alpha"]).status == 0)
      let left = try prepared.reports.contents
      #expect(left.paths.contains("w1/beta.en.html") && left.text("notes.txt") == "mine")
      #expect(left.text("w1/beta.ru.html") == "edited")
      #expect(left.text("w1/alpha.en.html").contains("Omega"))
      #expect(try prepared.reports.litter == [])
    }
  }

  @Test(.enabled(if: Sandbox.canTrace, tracing))
  func `where files cannot have two names, those of others are moved`() throws {
    let prepared = try Prepared()
    defer { prepared.remove() }
    for (city, expected) in [([], prepared.after), (["--city=alpha"], nil)] {
      try prepared.reset()
      let outcome = try prepared.reports.run(
        city,
        under: [
          Sandbox.strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=linkat",
          "-e", "inject=linkat:error=EPERM",
        ])
      #expect(outcome.status == 0)
      let left = try prepared.reports.contents
      if let expected { #expect(left == expected) }
      #expect(left.text("notes.txt") == "mine" && left.text("photos/square.jpg") == "mine")
      #expect(left.paths.contains("w1/beta.en.html"))
      #expect(try prepared.reports.litter == [])
    }
  }

  @Test func `a file that may not grow ends the run with 73 and leaves the old reports`() throws {
    let prepared = try Prepared()
    defer { prepared.remove() }
    try prepared.reset()
    let outcome = try prepared.reports.run(
      under: ["/bin/sh", "-c", "ulimit -f 16; exec \"$@\"", "sh"])
    #expect(outcome.status == 73)
    #expect(outcome.errors.split(separator: "\n").count { $0.hasPrefix("loci: ") } == 1)
    #expect(try prepared.reports.contents == prepared.before)
    #expect(try prepared.reports.litter == [])
  }

  @Test(.enabled(if: Sandbox.canMount, mounting))
  func `a full disk ends the run with 73 and leaves the old reports`() throws {
    let prepared = try Prepared()
    defer { prepared.remove() }
    try prepared.reset()
    let bytes = try prepared.reports.contents.files.values.reduce(0) { $0 + $1.count }
    let disk = prepared.reports.study.url("disk")
    let result = prepared.reports.study.url("result")
    try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
    let script = """
      mount -t tmpfs -o size=\(bytes + bytes / 2 + 100_000) tmpfs '\(disk.path)'
      cp -a '\(prepared.reports.output.path)' '\(disk.path)/out'
      status=0; "$@" || status=$?
      ls -A '\(disk.path)' >'\(result.path).names'
      cp -a '\(disk.path)/out' '\(result.path)'
      exit $status
      """
    // The study's folder may not be above the output.
    try FileManager.default.removeItem(at: disk)
    let outside = prepared.reports.output.appendingPathExtension("disk")
    try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: outside) }
    let outcome = try BuiltCommand.run(
      ["report", prepared.reports.study.folder.path, "--output", outside.path + "/out"],
      under: [
        "/usr/bin/unshare", "-m", "/bin/sh", "-ec",
        script.replacing(disk.path, with: outside.path), "sh",
      ])
    #expect(outcome.status == 73, "\(outcome.errors)")
    #expect(outcome.errors.contains("no space left on the device"))
    #expect(try FolderContents(result) == prepared.before)
    #expect(try prepared.reports.study.text(of: "result.names") == "out\n")
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `a signal leaves nothing behind`(_ number: Int32) throws {
    let prepared = try Prepared()
    defer { prepared.remove() }
    for milliseconds in [0, 15, 30, 45, 60, 80] {
      try prepared.reset()
      let process = try BuiltCommand.start(prepared.reports.arguments)
      usleep(useconds_t(milliseconds * 1000))
      kill(process.processIdentifier, number)
      process.waitUntilExit()
      let ends = process.terminationReason == .exit ? [0, 128 + number] : [number]
      #expect(ends.contains(process.terminationStatus))
      let left = try prepared.reports.contents
      #expect(left == prepared.before || left == prepared.after)
      #expect(try prepared.reports.litter == [])
    }
  }
}

/// Runs at the same time into the same folder.
struct ConcurrentRunTests {
  @Test func `three runs at once leave one whole report`() throws {
    let reports = try ReportFolder()
    defer { reports.remove() }
    try reports.lay("mine", at: "notes.txt")
    let whole = try reports.contents
    for round in 0..<6 {
      if round % 3 == 0 { try FileManager.default.removeItem(at: reports.output) }
      let options = [[], ["--city=alpha"], ["--language=en"]]
      let runs = try (0..<3).map { index in
        try BuiltCommand.start(
          reports.arguments + (round % 3 == 0 ? [] : options[(round + index) % 3]))
      }
      for run in runs {
        run.waitUntilExit()
        #expect(run.terminationStatus == 0)
      }
      let changed = try reports.contents.differences(from: whole)
      #expect(changed.allSatisfy { $0 == "notes.txt" }, "round \(round): \(changed)")
      #expect(try reports.litter == [])
    }
  }

  @Test func `a run that waits too long names the process that writes`() throws {
    let reports = try ReportFolder()
    defer { reports.remove() }
    let holder = try stoppedWhileWriting(reports)
    defer { kill(holder.processIdentifier, SIGKILL) }
    let before = try reports.contents
    let outcome = try reports.run()
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("another run (process \(holder.processIdentifier))"))
    #expect(try reports.contents == before)
    kill(holder.processIdentifier, SIGKILL)
    holder.waitUntilExit()
    #expect(try reports.run().status == 0, "the lock of a dead process is none")
    #expect(try reports.litter == [])
  }

  /// A run that was stopped after it took the lock and before it gave it back; it may be through
  /// before the signal comes, then another one is begun.
  private func stoppedWhileWriting(_ reports: ReportFolder) throws -> Process {
    for _ in 0..<100 {
      let run = try BuiltCommand.start(reports.arguments)
      // What a killed one left does not count: the lock must be held.
      while try !reports.isLocked, run.isRunning { usleep(100) }
      kill(run.processIdentifier, SIGSTOP)
      usleep(20_000)
      if try reports.isLocked { return run }
      kill(run.processIdentifier, SIGKILL)
      run.waitUntilExit()
    }
    throw NeverStopped()
  }

  private struct NeverStopped: Error {}

  @Test(arguments: ["", "GeniusLoci lock, process 1\n"])
  func `a lock without a holder is none`(_ text: String) throws {
    let reports = try ReportFolder()
    defer { reports.remove() }
    try lay(text, beside: reports)
    #expect(try reports.run().status == 0)
    #expect(try reports.litter == [])
  }

  @Test func `a file of the lock's name that is another's is not removed`() throws {
    let reports = try ReportFolder()
    defer { reports.remove() }
    try lay("my notes", beside: reports)
    let outcome = try reports.run()
    #expect(outcome.status == 73 && outcome.errors.contains("the name of its lock"))
    #expect(try reports.litter.count == 1)
  }

  private func lay(_ text: String, beside reports: ReportFolder) throws {
    let name = ".\(reports.output.lastPathComponent).loci-lock"
    try Data(text.utf8).write(
      to: reports.output.deletingLastPathComponent().appending(path: name))
  }
}

extension ReportFolder {
  /// Whether some run holds a lock beside the folder: its file alone says nothing, since it is there
  /// before it is locked.
  fileprivate var isLocked: Bool {
    get throws {
      try litter.contains { name in
        let path = output.deletingLastPathComponent().appending(path: name).path
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) != 0
      }
    }
  }
}
