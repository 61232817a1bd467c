import NumericalMethods
import SurveyModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why a file could not be made a table.
public struct TabularFileError: Error, Hashable, Sendable {
  /// At least one of them is an error.
  public let diagnostics: [Diagnostic]

  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  init(_ code: String, _ message: String, fix: String? = nil, at location: SourceLocation) {
    diagnostics = [Diagnostic(.error, code, message, fix: fix, at: location)]
  }
}

/// A file's bytes, and the name under which messages speak of it.
public struct FileContents: Sendable {
  /// The path as the user knows it.
  public let file: String
  public let bytes: [UInt8]

  public init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }

  /// Reads a whole file, or a pipe to its end.
  ///
  /// The bytes are copied, not mapped: a file that is cut off while it is read cannot end the
  /// program, and what was read does not change afterwards.
  ///
  /// - Parameters:
  ///   - path: Where it lies.
  ///   - displayPath: The path as the user knows it.
  /// - Throws: `file-missing`, `file-is-a-folder`, `file-is-a-device`, `file-unreadable`,
  ///   `file-too-large`, or `file-changed` where it is another one after reading than before.
  public init(path: String, displayPath: String) throws(TabularFileError) {
    try self.init(path: path, displayPath: displayPath, whileReading: {})
  }

  /// - Parameter whileReading: Done when the file is open, before its bytes are read.
  init(path: String, displayPath: String, whileReading: () -> Void) throws(TabularFileError) {
    file = displayPath
    let location = SourceLocation(file: displayPath)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Self.openingError(errno, at: location)
    }
    defer { close(descriptor) }
    let before = try FileStatus(descriptor, at: location)
    try before.requireReadable(at: location)
    whileReading()
    let failure: Int32
    (bytes, failure) = Self.contents(of: descriptor, expected: before.size)
    if failure != 0 { throw Self.readingError(failure, at: location) }
    guard bytes.count <= Self.largest else { throw Self.tooLarge(at: location) }
    try before.requireSame(
      as: FileStatus(descriptor, at: location), read: bytes.count, at: location)
  }

  /// Larger files have places that 32 bits do not hold.
  static let largest = Int(UInt32.max) - 1

  static func tooLarge(at location: SourceLocation) -> TabularFileError {
    TabularFileError(
      "file-too-large", "the file is larger than 4 GiB", fix: "divide it", at: location)
  }

  private static func openingError(
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

  /// Bytes that one core reads at a time.
  private static let slice = 1 << 22

  /// All bytes up to the end, and the error number that stopped the reading (0 for none).
  ///
  /// The bytes of a large file are read on all cores, each into its place; pipes, and what a file
  /// has grown by since it was measured, are read on to the end.
  private static func contents(of descriptor: Int32, expected: Int) -> ([UInt8], Int32) {
    var (bytes, failure) = expected > slice ? sliced(descriptor, expected) : ([], 0)
    var size = max(expected - bytes.count, 1)
    while failure == 0 {
      let start = bytes.count
      let more = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        (count, failure) = fill(buffer, from: descriptor, at: start)
      }
      if start == 0 { bytes = more } else { bytes.append(contentsOf: more) }
      if more.count < size || bytes.count > largest { break }
      size = 1 << 16
    }
    return (bytes, failure)
  }

  /// Reads as many bytes as are expected, or as there are, on all cores.
  private static func sliced(_ descriptor: Int32, _ expected: Int) -> ([UInt8], Int32) {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: expected) { buffer, count in
      let whole = SharedBuffer(bytes: buffer)
      whole.adviseLargePages()
      let read = concurrentMap((expected + slice - 1) / slice) { index in
        let range = index * slice..<min((index + 1) * slice, expected)
        let part = UnsafeMutableBufferPointer(rebasing: whole.bytes[range])
        let (count, failure) = fill(part, from: descriptor, at: range.lowerBound)
        return (count: count, failure: failure, isShort: count < range.count)
      }
      for part in read {
        count += part.count
        if failure == 0 { failure = part.failure }
        if part.isShort { break }
      }
    }
    return (bytes, failure)
  }

  /// Fills a buffer with the bytes from an offset on; fewer where the file ends.
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
