import CFileExchange

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension FilePath {
  /// All bytes of a file that is no link.
  ///
  /// - Parameter limit: A larger file is refused.
  func contents(upTo limit: Int = .max) throws(SystemError) -> [UInt8] {
    let descriptor = withCString { open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) }
    guard descriptor >= 0 else { throw .last }
    defer { close(descriptor) }
    guard let size = entry()?.size, size <= limit else { throw SystemError(number: EFBIG) }
    var bytes: [UInt8] = []
    while true {
      let wanted = max(size - bytes.count, 4096)
      let part = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
        count = max(0, read(descriptor, buffer.baseAddress, wanted))
      }
      if part.isEmpty { return bytes }
      if bytes.isEmpty { bytes = part } else { bytes.append(contentsOf: part) }
      if bytes.count > limit { throw SystemError(number: EFBIG) }
    }
  }

  /// Makes a file of these bytes where nothing stands yet, and waits until the medium has them.
  func create(_ bytes: [UInt8], mode: mode_t = 0o666) throws(SystemError) {
    try create(PiecewiseFile(OutputFile(path: "", bytes: bytes)), mode: mode)
  }

  /// Makes a file where nothing stands yet, piece by piece, and waits until the medium has it.
  func create(_ file: PiecewiseFile, mode: mode_t = 0o666) throws(SystemError) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = withCString { open($0, flags, mode) }
    guard descriptor >= 0 else { throw .last }
    var failure: SystemError?
    file.produce { piece in
      failure = Self.write(piece, to: descriptor)
      return failure == nil
    }
    if failure == nil, fsync(descriptor) != 0, ![EINVAL, ENOTSUP].contains(errno) {
      failure = .last
    }
    close(descriptor)
    if let failure { throw failure }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> SystemError? {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count, let start = buffer.baseAddress {
        #if canImport(Glibc)
          let count = Glibc.write(descriptor, start + done, buffer.count - done)
        #else
          let count = Darwin.write(descriptor, start + done, buffer.count - done)
        #endif
        if count < 0, errno == EINTR { continue }
        if count < 0 { return .last }
        done += count
      }
      return nil
    }
  }

  /// Whether a file that is no link holds these very bytes.
  func holds(_ file: PiecewiseFile) -> Bool {
    let descriptor = withCString { open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) }
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var isSame = true
    file.produce { piece in
      isSame = Self.bytes(of: descriptor, upTo: piece.count) == piece
      return isSame
    }
    return isSame && Self.bytes(of: descriptor, upTo: 1).isEmpty
  }

  /// The next bytes of a file; fewer at its end.
  private static func bytes(of descriptor: Int32, upTo count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
      while done < count, let start = buffer.baseAddress {
        let more = read(descriptor, start + done, count - done)
        if more < 0, errno == EINTR { continue }
        if more <= 0 { return }
        done += more
      }
    }
  }

  func makeFolder(mode: mode_t = 0o777) throws(SystemError) {
    try check(withCString { mkdir($0, mode) })
  }

  /// Makes the folder and those above it that are not there.
  ///
  /// - Returns: Those made, the outermost first.
  @discardableResult
  func makeFolders(mode: mode_t = 0o777) throws(SystemError) -> [FilePath] {
    if let entry = entry(followingLink: true) {
      guard entry.kind == .folder else { throw SystemError(number: ENOTDIR) }
      return []
    }
    let above = try parent.makeFolders(mode: mode)
    do {
      try makeFolder(mode: mode)
    } catch {
      if error.number == EEXIST, entry(followingLink: true)?.kind == .folder { return above }
      for made in above.reversed() { try? made.removeFolder() }
      throw error
    }
    return above + [self]
  }

  /// Takes the name of another file, which goes.
  func rename(to other: FilePath) throws(SystemError) {
    try check(withCString { from in other.withCString { Self.systemRename(from, $0) } })
  }

  /// Takes a name that nothing has yet.
  func move(to free: FilePath) throws(SystemError) {
    let number = withCString { from in free.withCString { exchange_move(from, $0) } }
    if number == 0 { return }
    guard Self.unsupported.contains(number) else { throw SystemError(number: number) }
    if free.isTaken { throw SystemError(number: EEXIST) }
    try rename(to: free)
  }

  /// Exchanges the names of two folders in one step.
  ///
  /// - Returns: false where the file system knows no such step.
  func exchange(with other: FilePath) throws(SystemError) -> Bool {
    let number = withCString { from in other.withCString { exchange_names(from, $0) } }
    if number == 0 { return true }
    if Self.unsupported.contains(number) { return false }
    throw SystemError(number: number)
  }

  /// Gives a file, or a link itself, a second name.
  func link(to other: FilePath) throws(SystemError) {
    try check(
      withCString { from in other.withCString { linkat(AT_FDCWD, from, AT_FDCWD, $0, 0) } })
  }

  /// Removes a file or a link.
  func remove() throws(SystemError) { try check(withCString { unlink($0) }) }

  /// Removes a folder that is empty.
  func removeFolder() throws(SystemError) { try check(withCString { rmdir($0) }) }

  func setMode(_ mode: mode_t) throws(SystemError) { try check(withCString { chmod($0, mode) }) }

  /// Gives a new folder the rights and, where the system lets it, the owner of an old one.
  func takeRights(of old: FileEntry) {
    _ = withCString { lchown($0, old.owner, old.group) }
    try? setMode(old.mode)
  }

  /// Waits until the medium knows the names in a folder; best effort.
  func synchroniseNames() {
    let descriptor = withCString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// Removes a folder with all that it holds; links are not followed.
  func removeAll() throws(SystemError) {
    guard isFolder else { return try remove() }
    for name in try names() { try (self / name).removeAll() }
    try removeFolder()
  }

  private func check(_ result: Int32) throws(SystemError) {
    if result != 0 { throw .last }
  }

  /// What says that a file system, or a sandbox, does not know a rename with a condition.
  private static let unsupported = [EINVAL, ENOSYS, EPERM, ENOTSUP]

  private static func systemRename(
    _ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>
  ) -> Int32 {
    #if canImport(Glibc)
      Glibc.rename(from, to)
    #else
      Darwin.rename(from, to)
    #endif
  }
}
