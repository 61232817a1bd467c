#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What tells a file from every other, whatever it is called.
struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let inode: UInt64
}

/// What the system says of a file, a folder or a link, without following the link.
struct FileEntry: Hashable, Sendable {
  enum Kind { case file, folder, link, other }

  let kind: Kind
  let identity: FileIdentity
  let size: Int
  let mode: mode_t
  let owner: uid_t
  let group: gid_t
  /// When it was last written to, in seconds and nanoseconds.
  let modified: [Int]

  init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .other
      }
    identity = FileIdentity(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      inode: UInt64(truncatingIfNeeded: status.st_ino))
    size = Int(status.st_size)
    mode = status.st_mode & 0o7777
    (owner, group) = (status.st_uid, status.st_gid)
    #if canImport(Glibc)
      modified = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    #else
      modified = [status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec]
    #endif
  }
}

extension FilePath {
  /// What stands under the path; a link is not followed unless asked for. nil where nothing does.
  func entry(followingLink: Bool = false) -> FileEntry? {
    var status = stat()
    let failed = withCString { followingLink ? stat($0, &status) : lstat($0, &status) } != 0
    return failed ? nil : FileEntry(status)
  }

  /// Whether anything stands there, a link that leads nowhere too.
  var isTaken: Bool { entry() != nil }

  var isFolder: Bool { entry()?.kind == .folder }

  /// The path without links and dots; nil where it leads nowhere.
  var resolved: FilePath? {
    withCString { path in
      guard let text = realpath(path, nil) else { return nil }
      defer { free(text) }
      return FilePath(text)
    }
  }

  /// The path without links and dots as far as it leads somewhere.
  var resolvedSoFar: FilePath {
    if let resolved { return resolved }
    return parent == self ? self : parent.resolvedSoFar / name
  }

  /// Where a link points, as it is written in it.
  var linkTarget: FilePath? {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = withCString { readlink($0, &buffer, buffer.count) }
    return count < 0 ? nil : FilePath(bytes: buffer.prefix(count).map { UInt8(bitPattern: $0) })
  }

  /// The path that this one leads to where it is a link, or one to a link: of what is there, or would
  /// be. nil where links lead in a circle.
  var throughLinks: FilePath? {
    var path = self
    for _ in 0..<40 {
      guard path.entry()?.kind == .link, let target = path.linkTarget else { return path }
      path = target.isAbsolute ? target : path.parent / target
    }
    return nil
  }

  /// The names in a folder, sorted.
  func names() throws(SystemError) -> [FilePath] {
    guard let folder = withCString({ opendir($0) }) else { throw .last }
    defer { closedir(folder) }
    var names: [FilePath] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { FilePath($0) }
      }
      if name.description != ".", name.description != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The path that C calls so.
  private init(_ text: UnsafePointer<CChar>) {
    self.init(bytes: (0..<strlen(text)).map { UInt8(bitPattern: text[$0]) })
  }
}
