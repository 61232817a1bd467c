/// A file that a command leaves.
public struct OutputFile: Hashable, Sendable {
  /// Relative to the output folder, with `/` between the parts.
  public var path: String
  public var bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  public init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }
}

/// A file that is made piece by piece, so that it never stands in memory as a whole.
public struct PiecewiseFile: Sendable {
  /// Relative to the output folder, with `/` between the parts.
  public let path: String
  /// Hands over the bytes from the first to the last, the same ones at each call; it ends early where
  /// `take` returns false.
  public let produce: @Sendable (_ take: (_ piece: [UInt8]) -> Bool) -> Void

  public init(
    path: String, produce: @escaping @Sendable (_ take: (_ piece: [UInt8]) -> Bool) -> Void
  ) {
    self.path = path
    self.produce = produce
  }

  public init(_ file: OutputFile) {
    self.init(path: file.path) { take in _ = take(file.bytes) }
  }
}

/// Why an output cannot be written.
public struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
  public let path: String
  public let reason: String
  /// Whether it is another run that is writing there, which ends.
  public let isBusy: Bool

  public init(path: String, reason: String, isBusy: Bool = false) {
    self.path = path
    self.reason = reason
    self.isBusy = isBusy
  }

  init(_ path: String, _ error: SystemError) { self.init(path: path, reason: error.reason) }

  public var description: String { "cannot write \(path): \(reason)" }
}

/// A file that a run found in its way and put aside, since no run is known to have written it so.
public struct KeptFile: Hashable, Sendable {
  /// Where it stood, relative to the output folder.
  public let path: String
  /// Where it stands now.
  public let keptAs: String
}
