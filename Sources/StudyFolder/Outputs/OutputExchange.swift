import Parallelism

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The change of an output folder into its next state, in one step.
///
/// Beside the folder a hidden one is made, which holds the journal and, as `tree`, the next state;
/// files that stay have a second name there. `tree` and the folder exchange their names, and what a
/// former run wrote is removed from the old tree. Where names cannot be exchanged, the folder becomes
/// `old` and `tree` takes its name. Killed at any moment, the next run finds the journal and puts all
/// in order: there is always the old state or the new one, whole, and no file of others is without a
/// name.
struct OutputExchange {
  private let home: FilePath
  private let container: FilePath
  private var tree: FilePath { container / "tree" }
  private var old: FilePath { container / "old" }

  init(replacing home: FilePath) {
    self.home = home
    container = home.parent / ".\(Self.mark(home)).loci-\(getpid())-\(Self.chance)"
  }

  private init(_ container: FilePath, of home: FilePath) {
    self.home = home
    self.container = container
  }

  /// The lock of a folder of outputs, beside it.
  static func lockFile(of home: FilePath) -> FilePath {
    home.parent / ".\(mark(home)).loci-lock"
  }

  /// The folder's name, shortened where a longer one could not be made.
  private static func mark(_ home: FilePath) -> FilePath {
    let name = home.name
    guard name.bytes.count > 150 else { return name }
    let digest = FileDigest.sha256(name.bytes).prefix(16)
    return FilePath(bytes: Array(name.bytes.prefix(100))).appending("~\(digest)")
  }

  private static var chance: String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Makes the next state and puts it in the folder's place.
  ///
  /// - Throws: The file system's refusal; the folder then stands as it was.
  func carryOut(_ plan: OutputPlan) throws(SystemError) {
    do {
      try stage(plan)
      try exchange(isNew: plan.rights == nil)
    } catch {
      discard()
      throw error
    }
    home.parent.synchroniseNames()
    let renames = Dictionary(plan.kept.map { ($0.path, $0.keptAs) }) { first, _ in first }
    settle(OldTree(oldTree, home, removable: plan.removable, renames: renames))
  }
}

// MARK: - The next state

extension OutputExchange {
  private func stage(_ plan: OutputPlan) throws(SystemError) {
    try container.makeFolder(mode: 0o700)
    try tree.makeFolder()
    guard let identity = tree.entry()?.identity else { throw .last }
    try (container / Journal.name).create(Journal(tree: identity).bytes)
    let folders = Set(
      plan.files.flatMap { FilePath($0.path).foldersAbove } + plan.folders.map(\.path))
    for folder in folders.sorted() { try (tree / folder).makeFolders() }
    try write(plan.files)
    for file in plan.staying { try stay(file) }
    for (path, rights) in plan.folders { (tree / path).takeRights(of: rights) }
    for folder in folders { (tree / folder).synchroniseNames() }
    if let rights = plan.rights { tree.takeRights(of: rights) }
    tree.synchroniseNames()
  }

  private func write(_ files: [OutputFile]) throws(SystemError) {
    let failures = concurrentMap(files.count) { index -> SystemError? in
      do throws(SystemError) {
        try (tree / files[index].path).create(files[index].bytes)
        return nil
      } catch {
        return error
      }
    }
    if let failure = failures.compactMap(\.self).first { throw failure }
  }

  /// Gives a file that stays its second name. Where the file system knows none, an output is copied;
  /// another's file is moved when the exchange is done.
  private func stay(_ file: OutputPlan.Staying) throws(SystemError) {
    do {
      try (home / file.old).link(to: tree / file.new)
    } catch {
      guard [EPERM, ENOTSUP, EMLINK, EXDEV, ENOSYS].contains(error.number) else { throw error }
      guard file.isOutput else { return }
      try (tree / file.new).create((home / file.old).contents())
    }
  }

  private func exchange(isNew: Bool) throws(SystemError) {
    if isNew { return try tree.move(to: home) }
    if try tree.exchange(with: home) { return }
    try home.rename(to: old)
    do {
      try tree.rename(to: home)
    } catch {
      try? old.rename(to: home)
      throw error
    }
  }
}

// MARK: - The old state

extension OutputExchange {
  private var oldTree: FilePath { old.isFolder ? old : tree }

  /// Removes the next state that was not reached.
  private func discard() {
    if tree.isTaken { try? tree.removeAll() }
    if !tree.isTaken { try? (container / Journal.name).remove() }
    try? container.removeFolder()
  }

  /// Empties the old tree, and removes what is left of the exchange.
  ///
  /// What cannot be removed stays where it is, with the journal, for the next run.
  private func settle(_ tree: OldTree) {
    if tree.root.isFolder { tree.empty() }
    guard !tree.root.isTaken else { return }
    try? (container / Journal.name).remove()
    try? container.removeFolder()
  }

  /// Puts in order what killed runs left beside the folder.
  ///
  /// Only the holder of the folder's lock calls it: whoever left these is dead.
  static func recover(_ home: FilePath) throws(SystemError) {
    let prefix = FilePath(".\(mark(home)).loci-").bytes
    for name in try home.parent.names() where name.bytes.starts(with: prefix) {
      let container = home.parent / name
      guard isOwn(name.bytes.dropFirst(prefix.count)), container.isFolder else { continue }
      try OutputExchange(container, of: home).recover()
    }
  }

  /// Whether a name ends in a process number and sixteen digits.
  private static func isOwn(_ ending: ArraySlice<UInt8>) -> Bool {
    let parts = String(decoding: ending, as: UTF8.self).split(separator: "-")
    return parts.count == 2 && parts[0].allSatisfy(\.isNumber)
      && parts[1].count == 16 && parts[1].allSatisfy(\.isHexDigit)
  }

  private func recover() throws(SystemError) {
    guard let journal = Journal(at: container / Journal.name) else { return removeUnbegun() }
    if old.isFolder {
      if home.isTaken {
        settle(OldTree(old, home))
      } else {
        try old.rename(to: home)
      }
      if old.isTaken { return }
      return discard()
    }
    guard tree.isFolder, tree.entry()?.identity != journal.tree else { return discard() }
    if home.isTaken {
      settle(OldTree(tree, home))
    } else {
      try tree.rename(to: home)
      discard()
    }
  }

  /// Removes what has no journal yet, and so nothing else: a folder that holds more stays.
  private func removeUnbegun() {
    let journal = container / Journal.name
    try? tree.removeFolder()
    if journal.entry()?.size == 0 { try? journal.remove() }
    try? container.removeFolder()
  }
}

/// What an exchange was about to do, for the run that finds it unfinished.
private struct Journal {
  static let name = "journal"
  /// The folder that is to take the output's place.
  let tree: FileIdentity

  var bytes: [UInt8] { Array("\(Self.mark) \(tree.device) \(tree.inode)\n".utf8) }

  init(tree: FileIdentity) { self.tree = tree }

  /// nil where there is none, or not a whole one.
  init?(at path: FilePath) {
    guard let bytes = try? path.contents(upTo: 4096), bytes.last == UInt8(ascii: "\n") else {
      return nil
    }
    let words = String(decoding: bytes.dropLast(), as: UTF8.self).split(separator: " ")
    guard words.count == 4, words[..<2].joined(separator: " ") == Self.mark,
      let device = UInt64(words[2]), let inode = UInt64(words[3])
    else { return nil }
    tree = FileIdentity(device: device, inode: inode)
  }

  private static let mark = "GeniusLoci exchange"
}
