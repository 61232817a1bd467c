import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What happens when the user or the system asks the command to end: it leaves nothing behind.
///
/// A thread of its own waits for SIGINT, SIGTERM and SIGHUP. What is being written is written to its
/// end first, which takes moments; then what the command holds is let go, and the status is 128 and
/// the signal's number, as shells have it.
enum Interruption {
  /// Held while files are being written.
  private static let writing = Mutex<Void>(())
  /// What is to be let go.
  private static let cleanup = Mutex<(@Sendable () -> Void)?>(nil)

  /// Begins to wait for signals; those that the command was started to ignore stay ignored.
  ///
  /// A file that grows beyond the system's limit is an error like a full disk, and ends nothing.
  static func begin() {
    signal(SIGXFSZ, SIG_IGN)
    var awaited = sigset_t()
    sigemptyset(&awaited)
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      sigaddset(&awaited, number)
    }
    pthread_sigmask(SIG_BLOCK, &awaited, nil)
    let signals = awaited
    DispatchQueue(label: "signals").async { wait(for: signals) }
  }

  /// Writes something that a signal does not interrupt.
  static func afterwards<Value>(_ write: () throws -> Value) rethrows -> Value {
    try writing.withLock { _ in try write() }
  }

  /// Says what is to be let go when a signal ends the command.
  static func releaseAtEnd(_ release: @escaping @Sendable () -> Void) {
    cleanup.withLock { $0 = release }
  }

  private static func wait(for signals: sigset_t) {
    var signals = signals
    var number: Int32 = 0
    guard sigwait(&signals, &number) == 0 else { return }
    writing.withLock { _ in
      cleanup.withLock { $0?() }
      _exit(128 + number)
    }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }
}
