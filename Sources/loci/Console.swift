import ArgumentParser
import Reporting
import ResultTables
import SurveyModel
import Synchronization
import TextFormats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard output and standard error.
///
/// Output is collected and written in large pieces, before anything goes to standard error and when
/// the command ends. Output that cannot be written ends the command: a reader that has gone away
/// (`| head -1`) silently with status 141, as a shell has it; anything else with a line and 74.
/// Diagnostics that cannot be written do not stop the work; the status is 74 in the end.
enum Console {
  private static let output = Mutex(OutputStream(descriptor: 1))
  private static let errors = Mutex(OutputStream(descriptor: 2))
  /// Warnings about a study that only `check` prints.
  private static let untold = Mutex((study: "", warnings: [Diagnostic]()))

  /// Whether something that was asked for was not made.
  private static let isIncomplete = Mutex(false)

  /// The status of a command whose reader has gone away: 128 and the number of SIGPIPE.
  private static let brokenPipe: Int32 = 141

  /// Prepares the process, before any file is opened or thread begun.
  ///
  /// Neither a pipe without a reader nor a file that may not grow any more kills the process: writing
  /// to them fails, on whatever thread. A standard stream that is closed is given a place of its own
  /// which refuses all bytes, so that no file of the study takes its number.
  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }

  static func write(_ text: String) {
    var text = text
    text.withUTF8 { write($0) }
  }

  static func write(_ bytes: UnsafeBufferPointer<UInt8>) {
    endUnlessWritten(output.withLock { $0.append(bytes) })
  }

  /// Prints text to be read: control characters of names and labels are escaped.
  static func show(_ text: String) { write(text.printableLines) }

  /// Prints a result: text escaped, files for other programs as they are. What could not be made of it
  /// is told, and the command ends with 65.
  static func print(_ result: some PrintedResult, as format: OutputFormat) {
    let written = result.written(as: format)
    if format == .text { show(written) } else { write(written) }
    result.unmade.forEach(leaveUnmade)
  }

  /// Prints lines to standard error, control characters escaped.
  static func complain(_ text: String) { draw(text.printableLines) }

  /// Writes to standard error what may move a terminal's cursor.
  static func draw(_ text: String) {
    endUnlessWritten(output.withLock { $0.flush() })
    var text = text
    text.withUTF8 { bytes in
      errors.withLock {
        $0.append(bytes)
        $0.flush()
      }
    }
  }

  /// Prints diagnostics to standard error, one after the other.
  static func report(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    complain(diagnostics.map { "\($0)\n" }.joined())
  }

  /// Prints the errors among what was found in a study, each kind once. The warnings are `check`'s to
  /// tell: their number is printed when the command ends.
  static func reportErrors(_ diagnostics: [Diagnostic], in study: String) {
    report(FindingTable(diagnostics.filter { $0.severity == .error }).findings)
    untold.withLock { untold in
      untold.study = study
      untold.warnings += diagnostics.filter {
        $0.severity == .warning && !untold.warnings.contains($0)
      }
    }
  }

  /// Says how many warnings were not printed, and where they are.
  private static func tellUntold() {
    let (study, warnings) = untold.withLock { ($0.study, $0.warnings) }
    let count = FindingTable(warnings).findings.count
    guard count > 0 else { return }
    complain(
      "loci: \(count) \(plural(count, "warning", "warnings")): run loci check \(study.printable)\n")
  }

  /// Says how many cells of a file that keeps its bytes a spreadsheet would take for formulas.
  static func noteFormulas(_ count: Int, in file: String) {
    guard count > 0 else { return }
    let cells = count == 1 ? "1 cell begins" : "\(count) cells begin"
    report([
      Diagnostic(
        .note, "formula-like", "\(cells) with =, +, -, @, a tab or a carriage return",
        fix: "open the file in a spreadsheet as text only: it would take them for formulas",
        at: SourceLocation(file: file))
    ])
  }

  /// Ends the command after a last word.
  static func fail(_ status: ExitStatus, _ message: String? = nil) -> ExitCode {
    if let message { complain("loci: \(message.printable)\n") }
    return status.code
  }

  /// Says what was asked for and is not made; the command goes on, and ends with 65.
  static func leaveUnmade(_ what: String) {
    complain("loci: not made: \(what.printable)\n")
    isIncomplete.withLock { $0 = true }
  }

  /// Writes what is still to be written, and ends the process.
  static func end(_ status: Int32) -> Never {
    let isIncomplete = isIncomplete.withLock { $0 }
    let status = status == 0 && isIncomplete ? ExitStatus.dataError.rawValue : status
    tellUntold()
    endUnlessWritten(output.withLock { $0.close() })
    let lost = errors.withLock { $0.failure }
    exit(lost == 0 || lost == EPIPE ? status : ExitStatus.ioError.rawValue)
  }

  private static func endUnlessWritten(_ failure: Int32) {
    if failure == 0 { return }
    if failure == EPIPE { exit(brokenPipe) }
    let words = "loci: cannot write to standard output: \(String(cString: strerror(failure)))\n"
    errors.withLock {
      $0.append(Array(words.utf8))
      $0.flush()
    }
    exit(ExitStatus.ioError.rawValue)
  }
}
