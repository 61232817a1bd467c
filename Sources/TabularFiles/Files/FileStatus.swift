import SurveyModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the system says of an open file: enough to see that it is one, and that it stayed the same.
struct FileStatus: Hashable {
  let size: Int
  private let kind: mode_t
  private let links: Int
  /// When it was last written to, in seconds and nanoseconds.
  private let modified: [Int]

  init(_ descriptor: Int32, at location: SourceLocation) throws(TabularFileError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw OpenFile.readingError(errno, at: location)
    }
    self.init(status)
  }

  /// What the system says of a path, without opening what lies there.
  init(path: String, at location: SourceLocation) throws(TabularFileError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw OpenFile.openingError(errno, at: location) }
    self.init(status)
  }

  private init(_ status: stat) {
    size = Int(status.st_size)
    kind = status.st_mode & S_IFMT
    links = Int(status.st_nlink)
    #if canImport(Glibc)
      modified = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    #else
      modified = [status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec]
    #endif
  }

  /// Whether it is a file whose size is known, and no pipe.
  var isRegular: Bool { kind == S_IFREG }

  /// Refuses folders, devices and sockets, which have no end or no bytes, and named pipes, which
  /// wait for somebody to write.
  ///
  /// - Parameter mayBePipe: Whether a pipe is taken.
  func requireReadable(
    mayBePipe: Bool, at location: SourceLocation
  ) throws(TabularFileError) {
    switch kind {
    case S_IFDIR:
      throw TabularFileError(
        "file-is-a-folder", "a file was expected, this is a folder",
        fix: "name a file inside it", at: location)
    case S_IFCHR, S_IFBLK:
      throw TabularFileError(
        "file-is-a-device", "a file was expected, this is a device",
        fix: "name a file", at: location)
    case S_IFSOCK:
      throw TabularFileError(
        "file-is-a-socket", "a file was expected, this is a socket", fix: "name a file",
        at: location)
    case S_IFIFO where !mayBePipe:
      throw TabularFileError(
        "file-is-a-pipe", "a file was expected, this is a pipe",
        fix: "write what comes through it into a file; loci read and loci init --from take "
          + "/dev/stdin", at: location)
    default: return
    }
  }

  /// Refuses a file that was written to, cut off, replaced or deleted while it was read.
  ///
  /// - Parameters:
  ///   - after: Its status when it had been read.
  ///   - count: The bytes that were read.
  func requireSame(
    as after: FileStatus, read count: Int, at location: SourceLocation
  ) throws(TabularFileError) {
    guard kind == S_IFREG else { return }
    let what: String? =
      if after.size > size {
        "the file grew from \(size) to \(after.size) bytes while it was read"
      } else if after.size < size {
        "the file was cut off from \(size) to \(after.size) bytes while it was read"
      } else if after.links == 0, links > 0 {
        "the file was deleted or replaced while it was read"
      } else if after.modified != modified || (count != size && size > 0) {
        "the file was written to while it was read"
      } else {
        nil
      }
    guard let what else { return }
    throw TabularFileError(
      "file-changed", what, fix: "wait until it is complete, then read it again", at: location)
  }
}
