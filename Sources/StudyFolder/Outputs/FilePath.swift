#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A path as the file system has it: bytes, in whatever encoding, compared byte by byte.
struct FilePath: Hashable, Sendable, Comparable {
  let bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }
  init(_ text: String) { bytes = Array(text.utf8) }

  /// The path in a folder; the name itself where the folder is the empty path.
  static func / (folder: FilePath, name: FilePath) -> FilePath {
    if folder.bytes.isEmpty { return name }
    return FilePath(
      bytes: folder.bytes + (folder.bytes.last == Self.slash ? [] : [Self.slash]) + name.bytes)
  }

  static func / (folder: FilePath, name: String) -> FilePath { folder / FilePath(name) }

  static func < (a: FilePath, b: FilePath) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }

  /// The folder above: `.` for a bare name, `/` for what lies in the root.
  var parent: FilePath {
    guard let place = bytes.lastIndex(of: Self.slash) else { return FilePath(".") }
    return place == 0 ? FilePath("/") : FilePath(bytes: Array(bytes[..<place]))
  }

  /// The last part.
  var name: FilePath {
    FilePath(bytes: Array(bytes[((bytes.lastIndex(of: Self.slash) ?? -1) + 1)...]))
  }

  /// The parts between slashes, without empty ones.
  var parts: [FilePath] { bytes.split(separator: Self.slash).map { FilePath(bytes: Array($0)) } }

  var isAbsolute: Bool { bytes.first == Self.slash }

  /// Whether the path is another one, or lies below it.
  func isWithin(_ folder: FilePath) -> Bool {
    let prefix = folder.bytes.last == Self.slash ? folder.bytes : folder.bytes + [Self.slash]
    return self == folder || bytes.starts(with: prefix)
  }

  /// The path with something behind its last part.
  func appending(_ suffix: String) -> FilePath { FilePath(bytes: bytes + Array(suffix.utf8)) }

  /// Does something with the path as C has it.
  func withCString<Value>(_ body: (UnsafePointer<CChar>) -> Value) -> Value {
    let characters = bytes.map { CChar(bitPattern: $0) } + [0]
    return characters.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return body("") }
      return body(start)
    }
  }

  private static let slash = UInt8(ascii: "/")
}

extension FilePath: CustomStringConvertible {
  /// As text; bytes that are none are replaced.
  var description: String { String(decoding: bytes, as: UTF8.self) }
}

/// A number by which the system tells why it refused.
struct SystemError: Error, Hashable {
  let number: Int32

  /// The error of the last call that failed.
  static var last: SystemError { SystemError(number: errno) }

  /// The reason in words that need no manual.
  var reason: String {
    switch number {
    case EACCES, EPERM: "permission denied"
    case ENOSPC, EDQUOT: "no space left on the device"
    case EFBIG: "the file would be larger than the system allows"
    case EROFS: "the medium is read-only"
    case EEXIST: "a file stands there already"
    case ENOTDIR: "a file stands where a folder is needed"
    case ENOENT: "the folder above it does not exist"
    case EBUSY, EXDEV:
      "it is a medium of its own, which cannot be exchanged; name a folder inside it"
    case ENAMETOOLONG: "a name is too long"
    case ELOOP: "its links lead in a circle"
    default: String(cString: strerror(number))
    }
  }
}
