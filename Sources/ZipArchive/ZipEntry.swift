/// A file in a zip archive.
package struct ZipEntry: Hashable, Sendable {
  /// `folder/name`, in Unicode.
  package let path: String
  package let bytes: [UInt8]
  /// Whether the bytes stand in the archive as they are; they are deflated otherwise.
  package let isStored: Bool

  package init(_ path: String, bytes: [UInt8], isStored: Bool = false) {
    self.path = path
    self.bytes = bytes
    self.isStored = isStored
  }

  /// Whether a path names a place in the archive: it is relative, and no part of it is `..`.
  static func isInside(_ path: String) -> Bool {
    let parts = path.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
    return !path.isEmpty && parts.first != "" && !parts.contains("..")
  }
}

/// The bytes that entries of an archive may unpack to, all of them together: a small archive may
/// hold any amount.
package struct UnpackingBudget: Hashable, Sendable {
  /// In bytes.
  package let limit: Int
  package private(set) var used = 0

  package init(limit: Int) { self.limit = limit }

  mutating func take(_ count: Int) throws(ZipError) {
    guard count <= limit - used else { throw .tooLarge(limit: limit) }
    used += count
  }
}

/// Why an archive cannot be read or written.
package enum ZipError: Error, Hashable, CustomStringConvertible {
  case noMemory
  /// The bytes are no archive, or only a part of one.
  case incomplete
  /// There is no entry of this path, or a password locks it.
  case missing(String)
  /// The entry's bytes are damaged.
  case broken(String)
  /// The entries unpack to more than so many bytes.
  case tooLarge(limit: Int)
  /// The path leads out of the archive.
  case outside(String)
  /// The path stands twice, or is longer than the format allows.
  case refused(String)

  package var description: String {
    switch self {
    case .noMemory: "no memory for it"
    case .incomplete: "its zip archive is not complete"
    case .missing(let path): "its part \(path) is missing or locked by a password"
    case .broken(let path): "its part \(path) cannot be unpacked"
    case .tooLarge(let limit): "it unpacks to more than \(Self.size(limit))"
    case .outside(let path): "its part \(path) leads out of the archive"
    case .refused(let path): "its part \(path) stands twice or has too long a path"
    }
  }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1 << 20 ? "\(bytes >> 20) MB" : "\(bytes) bytes"
  }
}
