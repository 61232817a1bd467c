#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bytes on their way to a file descriptor, collected so that small texts cost no system call each.
struct OutputStream {
  private let descriptor: Int32
  private var waiting: [UInt8] = []
  /// The number of the error that stopped the writing, 0 for none; nothing is written after it.
  private(set) var failure: Int32 = 0

  private static let capacity = 1 << 16

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// - Returns: The error that stopped the writing, 0 for none.
  @discardableResult
  mutating func append(_ bytes: some Collection<UInt8>) -> Int32 {
    waiting.append(contentsOf: bytes)
    return waiting.count < Self.capacity ? failure : flush()
  }

  /// Writes all that waits.
  @discardableResult
  mutating func flush() -> Int32 {
    if failure == 0 { failure = waiting.withUnsafeBytes { Self.write($0, to: descriptor) } }
    waiting.removeAll(keepingCapacity: true)
    return failure
  }

  /// Writes all that waits and closes the descriptor: some systems tell of a full disk only then.
  mutating func close() -> Int32 {
    let hasWritten = flush() == 0
    #if canImport(Glibc)
      let isClosed = Glibc.close(descriptor) == 0
    #else
      let isClosed = Darwin.close(descriptor) == 0
    #endif
    if hasWritten, !isClosed { failure = errno }
    return failure
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      #if canImport(Glibc)
        let count = Glibc.write(descriptor, part.baseAddress, part.count)
      #else
        let count = Darwin.write(descriptor, part.baseAddress, part.count)
      #endif
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        awaitRoom(descriptor)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  /// Waits until a pipe whose other end set it not to block can take more.
  private static func awaitRoom(_ descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&request, 1, -1)
  }
}
