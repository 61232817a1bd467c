#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A bar on a terminal's standard error; nothing where that is a file, a pipe, or a terminal that
/// moves no cursor. It has no colours, so that NO_COLOR has nothing to take away.
struct ProgressBar {
  private let stages: [String]
  private let isShown: Bool

  init(_ stages: String...) {
    self.stages = stages
    isShown = isatty(2) != 0 && Self.movesCursor
  }

  /// Whether the terminal knows sequences that clear a line.
  private static var movesCursor: Bool {
    let kind = getenv("TERM").map { String(cString: $0) } ?? ""
    return !["", "dumb", "unknown"].contains(kind)
  }

  /// Says which stage begins, from 0.
  func begin(_ stage: Int) {
    show(stage, of: stages.count, stages[stage])
  }

  /// Says how much is done.
  func show(_ done: Int, of total: Int, _ what: String) {
    guard isShown else { return }
    let share = total > 0 ? Double(done) / Double(total) : 1
    let filled = Int(20 * max(0, min(1, share)))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    Console.draw("\r\u{1B}[K\(bar) \(what.printable)")
  }

  /// Takes the bar away.
  func end() {
    if isShown { Console.draw("\r\u{1B}[K") }
  }
}
