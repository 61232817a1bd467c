import ArgumentParser
import Foundation
import SurveyModel
import TextFormats

/// How a command ends, as sysexits has it.
enum ExitStatus: Int32 {
  /// Something is wrong with the data.
  case dataError = 65
  /// A file is missing.
  case noInput = 66
  /// The output cannot be written.
  case cannotCreate = 73

  var code: ExitCode { ExitCode(rawValue) }
}

/// Standard output and standard error.
enum Console {
  static func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

  static func write(_ bytes: UnsafeBufferPointer<UInt8>) {
    FileHandle.standardOutput.write(Data(buffer: bytes))
  }

  /// Prints text to be read: control characters of names and labels are escaped.
  static func show(_ text: String) { write(text.printableLines) }

  /// Prints lines to standard error, control characters escaped.
  static func complain(_ text: String) { draw(text.printableLines) }

  /// Writes to standard error what may move a terminal's cursor.
  fileprivate static func draw(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  /// Prints diagnostics to standard error, one after the other.
  static func report(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    complain(diagnostics.map { "\($0)\n" }.joined())
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
}

/// A bar on a terminal's standard error; nothing where that is a file or a pipe.
struct ProgressBar {
  private let stages: [String]
  private let isShown: Bool

  init(_ stages: String...) {
    self.stages = stages
    isShown = isatty(2) != 0
  }

  /// Says which stage begins, from 0.
  func begin(_ stage: Int) {
    show(stage, of: stages.count, stages[stage])
  }

  /// Says how much is done.
  func show(_ done: Int, of total: Int, _ what: String) {
    guard isShown else { return }
    let filled = total > 0 ? 20 * min(done, total) / total : 20
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    Console.draw("\r\u{1B}[K\(bar) \(what.printable)")
  }

  /// Takes the bar away.
  func end() {
    if isShown { Console.draw("\r\u{1B}[K") }
  }
}
