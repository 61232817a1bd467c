import SurveyModel

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
  ///   - mayBePipe: Whether a pipe that the shell has opened is read to its end.
  /// - Throws: `file-missing`, `file-is-a-folder`, `file-is-a-device`, `file-is-a-pipe`,
  ///   `file-is-a-socket`, `file-unreadable`, `file-too-large`, or `file-changed` where it is another one after reading than before.
  public init(
    path: String, displayPath: String, mayBePipe: Bool = false
  ) throws(TabularFileError) {
    try self.init(path: path, displayPath: displayPath, mayBePipe: mayBePipe, whileReading: {})
  }

  /// - Parameter whileReading: Done when the file is open, before its bytes are read.
  init(
    path: String, displayPath: String, mayBePipe: Bool = false, whileReading: () -> Void
  ) throws(TabularFileError) {
    file = displayPath
    let open = try OpenFile(path: path, displayPath: displayPath, mayBePipe: mayBePipe)
    if open.size > Self.largest { throw Self.tooLarge(at: open.location) }
    whileReading()
    bytes = try open.contents()
    guard bytes.count <= Self.largest else { throw Self.tooLarge(at: open.location) }
    try open.requireUnchanged(read: bytes.count)
  }

  /// Larger files have places that 32 bits do not hold.
  static let largest = Int(UInt32.max) - 1

  static func tooLarge(at location: SourceLocation) -> TabularFileError {
    TabularFileError(
      "file-too-large", "the file is larger than 4 GiB",
      fix: "divide it, or write the columns that you need into a file of their own:"
        + " loci read FILE --only QUESTION --format csv", at: location)
  }
}

extension FileContents {
  /// The whole text in the encoding that its bytes betray; bytes without a meaning are replaced.
  package var decodedText: String {
    let text = DecodedText(bytes, as: TextEncoding.detect(bytes).value)
    let body = text.bytes[text.start...]
    guard let decoder = text.decoder else { return String(decoding: body, as: UTF8.self) }
    return String(decoding: body.withUnsafeBufferPointer { decoder.decode($0) }, as: UTF8.self)
  }
}
