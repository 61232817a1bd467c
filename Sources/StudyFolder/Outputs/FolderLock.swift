import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The right to change an output folder, which one process has at a time.
///
/// It is a hidden file beside the folder, locked by the system: the lock of a process that died is
/// none. Where a file system knows no locks, every process gets the right.
final class FolderLock: Sendable {
  private let file: FilePath
  private let descriptor: Mutex<Int32?>

  /// Takes the lock, or waits for it.
  ///
  /// - Throws: The reason where another process still has it after that time, or the file cannot be
  ///   made.
  init(_ file: FilePath, waiting: Duration) throws(FolderLockError) {
    self.file = file
    let clock = ContinuousClock()
    let end = clock.now + waiting
    while true {
      if let taken = try Self.attempt(file) {
        descriptor = Mutex(taken)
        return
      }
      if clock.now >= end { throw .held(by: Self.holder(file)) }
      usleep(20_000)
    }
  }

  deinit { release() }

  /// Gives the lock back; its file goes.
  func release() {
    descriptor.withLock { held in
      guard let number = held else { return }
      if Self.isSame(number, file) { try? file.remove() }
      close(number)
      held = nil
    }
  }

  /// One attempt.
  ///
  /// - Returns: nil where another process has the lock.
  private static func attempt(_ file: FilePath) throws(FolderLockError) -> Int32? {
    let number = file.withCString { open($0, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666) }
    guard number >= 0 else { throw .system(.last) }
    if flock(number, LOCK_EX | LOCK_NB) != 0, [EWOULDBLOCK, EINTR].contains(errno) {
      close(number)
      return nil
    }
    // The holder before us may have removed the file that we have just locked.
    guard isSame(number, file) else {
      close(number)
      return nil
    }
    guard isOurs(file) else {
      close(number)
      throw .foreign
    }
    let text = Array("\(mark)\(getpid())\n".utf8)
    if ftruncate(number, 0) == 0 { _ = pwrite(number, text, text.count, 0) }
    return number
  }

  private static func isSame(_ number: Int32, _ file: FilePath) -> Bool {
    var status = stat()
    guard fstat(number, &status) == 0 else { return false }
    return file.entry()?.identity == FileEntry(status).identity
  }

  private static let mark = "GeniusLoci lock, process "

  /// A file of that name that says something else is not ours to remove.
  private static func isOurs(_ file: FilePath) -> Bool {
    guard let bytes = try? file.contents(upTo: 4096) else { return false }
    return bytes.isEmpty || bytes.starts(with: mark.utf8)
  }

  private static func holder(_ file: FilePath) -> Int? {
    guard let bytes = try? file.contents(upTo: 4096), bytes.starts(with: mark.utf8) else {
      return nil
    }
    return Int(String(decoding: bytes.dropFirst(mark.utf8.count), as: UTF8.self).dropLast())
  }
}

/// Why a lock was not given.
enum FolderLockError: Error {
  /// By the process of this number, where it is known.
  case held(by: Int?)
  /// A file of the lock's name is another program's.
  case foreign
  case system(SystemError)
}
