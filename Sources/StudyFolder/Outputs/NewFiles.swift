#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that a command adds to a folder: all of them, or none.
///
/// Each is written beside its place under a hidden name first, so that a full disk is met before
/// anything is changed, and takes its name in one step.
public struct NewFiles: Sendable {
  /// What is done where a file stands already.
  public enum Clash: Sendable {
    /// Nothing is written at all.
    case refused
    /// The file is replaced; a link in its place is refused.
    case replaced
  }

  private let folder: FilePath
  private let clash: Clash
  private let isPrivate: Bool
  private var staged: [(temporary: FilePath, target: FilePath)] = []
  private var made: [FilePath] = []

  /// Adds files to a folder.
  ///
  /// - Parameters:
  ///   - files: Their bytes, and their paths in the folder.
  ///   - folder: Made where it is not there.
  ///   - clash: What is done where a file stands already.
  ///   - isPrivate: Whether only the user may look into what is made.
  /// - Throws: ``OutputError`` with the path that could not be written; nothing is then left behind.
  public static func add(
    _ files: [OutputFile], to folder: String, onClash clash: Clash, isPrivate: Bool = false
  ) throws(OutputError) {
    try add(files.map(PiecewiseFile.init), to: folder, onClash: clash, isPrivate: isPrivate)
  }

  static func add(
    _ files: [PiecewiseFile], to folder: String, onClash clash: Clash, isPrivate: Bool = false
  ) throws(OutputError) {
    var new = NewFiles(FilePath(folder), clash, isPrivate: isPrivate)
    do throws(OutputError) {
      for file in files { try new.stage(file) }
      try new.commit()
    } catch {
      new.discard()
      throw error
    }
  }

  /// Whether a path is of a place within a study's folder.
  public static func liesInStudy(_ path: String) -> Bool {
    StudyPlace.study(around: FilePath(path).resolvedSoFar) != nil
  }

  private init(_ folder: FilePath, _ clash: Clash, isPrivate: Bool) {
    self.folder = folder
    self.clash = clash
    self.isPrivate = isPrivate
  }

  private mutating func stage(_ file: PiecewiseFile) throws(OutputError) {
    let target = folder / file.path
    do throws(SystemError) {
      try requireFree(target)
      made += try target.parent.makeFolders(mode: isPrivate ? 0o700 : 0o777)
      target.removeLeftovers()
      let temporary = target.temporary
      staged.append((temporary, target))
      try temporary.create(file, mode: isPrivate ? 0o600 : 0o666)
      if !isPrivate, let mode = target.entry()?.mode { try? temporary.setMode(mode) }
    } catch {
      throw OutputError(target.description, error)
    }
  }

  private func requireFree(_ target: FilePath) throws(SystemError) {
    guard let entry = target.entry() else { return }
    if clash == .refused { throw SystemError(number: EEXIST) }
    if entry.kind == .folder { throw SystemError(number: EISDIR) }
    if entry.kind != .file { throw SystemError(number: ELOOP) }
  }

  private mutating func commit() throws(OutputError) {
    for (index, file) in staged.enumerated() {
      do throws(SystemError) {
        switch clash {
        case .refused: try file.temporary.move(to: file.target)
        case .replaced: try file.temporary.rename(to: file.target)
        }
      } catch {
        // Those that have their names already are this call's own.
        if clash == .refused { for done in staged[..<index] { try? done.target.remove() } }
        throw OutputError(file.target.description, error)
      }
    }
    for folder in Set(staged.map(\.target.parent)) { folder.synchroniseNames() }
  }

  private func discard() {
    for file in staged { try? file.temporary.remove() }
    for folder in made.reversed() { try? folder.removeFolder() }
  }
}

extension FilePath {
  fileprivate var temporary: FilePath {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    let chance = String(repeating: "0", count: 16 - digits.count) + digits
    return parent / temporaryPrefix.appending("\(getpid())-\(chance)")
  }

  private var temporaryPrefix: FilePath {
    FilePath(bytes: [UInt8(ascii: ".")] + name.bytes.prefix(200)).appending(".loci-")
  }

  /// Removes hidden files that killed processes left beside this one.
  fileprivate func removeLeftovers() {
    let prefix = temporaryPrefix.bytes
    for name in (try? parent.names()) ?? [] where name.bytes.starts(with: prefix) {
      let ending = String(decoding: name.bytes.dropFirst(prefix.count), as: UTF8.self)
      let parts = ending.split(separator: "-")
      guard parts.count == 2, let process = pid_t(parts[0]), process > 0, parts[1].count == 16,
        parts[1].allSatisfy(\.isHexDigit), (parent / name).entry()?.kind == .file
      else { continue }
      if kill(process, 0) != 0, errno == ESRCH { try? (parent / name).remove() }
    }
  }
}
