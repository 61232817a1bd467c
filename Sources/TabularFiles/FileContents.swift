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

  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - path: Where it lies.
  ///   - displayPath: The path as the user knows it.
  /// - Throws: `file-missing`, `file-is-a-folder` or `file-unreadable`.
  public init(path: String, displayPath: String) throws(TabularFileError) {
    file = displayPath
    let location = SourceLocation(file: displayPath)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Self.openingError(errno, at: location)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw Self.readingError(errno, at: location)
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw TabularFileError(
        "file-is-a-folder", "a file was expected, this is a folder",
        fix: "name a file inside it", at: location)
    }
    let failure: Int32
    (bytes, failure) = Self.contents(of: descriptor, expected: Int(status.st_size))
    if failure != 0 { throw Self.readingError(failure, at: location) }
  }

  private static func openingError(
    _ number: Int32, at location: SourceLocation
  ) -> TabularFileError {
    guard number == ENOENT || number == ENOTDIR else { return readingError(number, at: location) }
    return TabularFileError(
      "file-missing", "there is no such file",
      fix: "check the path, or put the file there", at: location)
  }

  private static func readingError(
    _ number: Int32, at location: SourceLocation
  ) -> TabularFileError {
    TabularFileError(
      "file-unreadable", "the file cannot be read: \(String(cString: strerror(number)))",
      fix: number == EACCES ? "ask for the right to read it" : nil, at: location)
  }

  /// All bytes up to the end, and the error number that stopped the reading (0 for none).
  private static func contents(of descriptor: Int32, expected: Int) -> ([UInt8], Int32) {
    var bytes: [UInt8] = []
    var failure: Int32 = 0
    var size = max(expected, 1)
    while failure == 0 {
      let start = bytes.count
      let more = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        count = 0
        while count < buffer.count {
          let got = read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
          if got < 0, errno == EINTR { continue }
          if got < 0 { failure = errno }
          if got <= 0 { return }
          count += got
        }
      }
      if start == 0 { bytes = more } else { bytes.append(contentsOf: more) }
      if more.count < size { break }
      // The file may have grown since it was measured; pipes have no size.
      size = 1 << 16
    }
    return (bytes, failure)
  }
}
