import Parallelism
import SurveyModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is open for reading, or a pipe.
package final class OpenFile {
  private let descriptor: Int32
  private let status: FileStatus
  let location: SourceLocation

  /// Opens a file without ever waiting for somebody to write it.
  ///
  /// - Parameter mayBePipe: Whether a pipe that the shell has opened, such as `/dev/stdin` or
  ///   `/dev/fd/63` of a process substitution, is taken; a named pipe never is.
  /// - Throws: `file-missing`, `file-is-a-folder`, `file-is-a-device`, `file-is-a-pipe`,
  ///   `file-is-a-socket`, `file-unreadable`.
  package init(
    path: String, displayPath: String, mayBePipe: Bool = false
  ) throws(TabularFileError) {
    location = SourceLocation(file: displayPath)
    let isOpened = mayBePipe && (path.hasPrefix("/dev/") || path.hasPrefix("/proc/"))
    // Opening a device may do something to it, and a named pipe may wait: look before.
    try FileStatus(path: path, at: location).requireReadable(mayBePipe: isOpened, at: location)
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.openingError(errno, at: location) }
    do {
      status = try FileStatus(descriptor, at: location)
      try status.requireReadable(mayBePipe: isOpened, at: location)
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// Bytes when it was opened; 0 for a pipe.
  package var size: Int { status.size }

  /// Whether it is a file, which may be read at any place.
  package var isRegular: Bool { status.isRegular }

  /// Refuses a file that is another one now than when it was opened.
  ///
  /// - Parameter count: The bytes that were read.
  /// - Throws: `file-changed`.
  func requireUnchanged(read count: Int) throws(TabularFileError) {
    try status.requireSame(
      as: FileStatus(descriptor, at: location), read: count, at: location)
  }

  /// Bytes that one core reads at a time.
  private static let slice = 1 << 22

  /// All bytes up to the end.
  ///
  /// The bytes of a large file are read on all cores, each into its place; pipes, and what a file
  /// has grown by since it was measured, are read on to the end.
  ///
  /// - Throws: `file-unreadable`.
  func contents() throws(TabularFileError) -> [UInt8] {
    var bytes = size > Self.slice ? try self.bytes(0..<size) : []
    var wanted = max(size - bytes.count, 1)
    while true {
      let more = try filled(wanted, from: bytes.count)
      if bytes.isEmpty { bytes = more } else { bytes.append(contentsOf: more) }
      if more.count < wanted || bytes.count > FileContents.largest { return bytes }
      wanted = 1 << 16
    }
  }

  /// The bytes of a range, or as many as there are, read on all cores.
  ///
  /// They are copied, not mapped: a file that is cut off while it is read cannot end the program, and
  /// what was read does not change afterwards.
  ///
  /// - Throws: `file-unreadable`.
  package func bytes(_ range: Range<Int>) throws(TabularFileError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      let whole = SharedBuffer(bytes: buffer)
      whole.adviseLargePages()
      let read = concurrentMap((range.count + Self.slice - 1) / Self.slice) { [descriptor] index in
        let part = index * Self.slice..<min((index + 1) * Self.slice, range.count)
        let (count, failure) = Self.fill(
          UnsafeMutableBufferPointer(rebasing: whole.bytes[part]), from: descriptor,
          at: range.lowerBound + part.lowerBound)
        return (count: count, failure: failure, isShort: count < part.count)
      }
      for part in read {
        count += part.count
        if failure == 0 { failure = part.failure }
        if part.isShort { break }
      }
    }
    if failure != 0 { throw Self.readingError(failure, at: location) }
    return bytes
  }

  private func filled(_ count: Int, from offset: Int) throws(TabularFileError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, count in
      (count, failure) = Self.fill(buffer, from: descriptor, at: offset)
    }
    if failure != 0 { throw Self.readingError(failure, at: location) }
    return bytes
  }

  /// Fills a buffer with the bytes from an offset on; fewer where the file ends.
  ///
  /// - Returns: How many, and the error number that stopped the reading, 0 for none.
  private static func fill(
    _ buffer: UnsafeMutableBufferPointer<UInt8>, from descriptor: Int32, at offset: Int
  ) -> (count: Int, failure: Int32) {
    var count = 0
    while count < buffer.count {
      let place = buffer.baseAddress.map { $0 + count }
      var got = pread(descriptor, place, buffer.count - count, off_t(offset + count))
      if got < 0, errno == ESPIPE { got = read(descriptor, place, buffer.count - count) }
      if got < 0, errno == EINTR { continue }
      if got < 0 { return (count, errno) }
      if got == 0 { break }
      count += got
    }
    return (count, 0)
  }

  static func openingError(
    _ number: Int32, at location: SourceLocation
  ) -> TabularFileError {
    guard number == ENOENT || number == ENOTDIR else { return readingError(number, at: location) }
    return TabularFileError(
      "file-missing", "there is no such file",
      fix: "check the path, or put the file there", at: location)
  }

  static func readingError(
    _ number: Int32, at location: SourceLocation
  ) -> TabularFileError {
    TabularFileError(
      "file-unreadable", "the file cannot be read: \(String(cString: strerror(number)))",
      fix: number == EACCES ? "ask for the right to read it" : nil, at: location)
  }
}

/// Memory that several cores fill, each its own part.
private struct SharedBuffer: @unchecked Sendable {
  let bytes: UnsafeMutableBufferPointer<UInt8>

  /// Asks for pages of 2 MiB: fewer of them are to be made.
  func adviseLargePages() {
    #if os(Linux)
      let (page, start) = (1 << 21, UInt(bitPattern: bytes.baseAddress))
      let first = (start + UInt(page) - 1) & ~UInt(page - 1)
      let length = Int(start) + bytes.count - Int(first)
      if length > page {
        madvise(UnsafeMutableRawPointer(bitPattern: first), length, MADV_HUGEPAGE)
      }
    #endif
  }
}
