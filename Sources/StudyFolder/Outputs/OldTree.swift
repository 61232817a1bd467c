/// The state of an output folder that another has replaced: it is emptied without losing a file that
/// no run is known to have written.
///
/// A file goes where it has a second name in the new state, or is an output as a former run wrote it;
/// any other is moved into the new state, under another name where its own is taken.
struct OldTree {
  let root: FilePath
  private let home: FilePath
  private let manifest: OutputManifest?
  /// What the run that made the exchange has looked at; nil where it is not known any more.
  private let removable: [FilePath: FileEntry]?
  private let renames: [FilePath: FilePath]

  init(
    _ root: FilePath, _ home: FilePath, removable: [FilePath: FileEntry]? = nil,
    renames: [FilePath: FilePath] = [:]
  ) {
    self.root = root
    self.home = home
    self.removable = removable
    self.renames = renames
    manifest = OutputManifest(in: root)
  }

  /// Removes the tree, as far as the file system lets it.
  func empty() {
    empty(FilePath(""), into: FilePath(""))
    try? root.removeFolder()
  }

  private func empty(_ folder: FilePath, into target: FilePath) {
    guard let names = try? (root / folder).names() else { return }
    // The manifest proves what the others are: it goes last.
    for name in names where folder / name != OutputManifest.path {
      settle(folder / name, target / name)
    }
    guard folder.bytes.isEmpty, names.contains(OutputManifest.path) else { return }
    let rest = (try? root.names()) ?? []
    if rest == [OutputManifest.path] { settle(OutputManifest.path, OutputManifest.path) }
  }

  private func settle(_ path: FilePath, _ target: FilePath) {
    guard let entry = (root / path).entry() else { return }
    if entry.kind == .folder {
      let isEmpty = (try? (root / path).names().isEmpty) ?? false
      let folder = self.folder(for: path, target)
      if isEmpty { _ = try? (home / folder).makeFolders() }
      empty(path, into: folder)
      try? (root / path).removeFolder()
    } else if hasSecondName(entry, target) || mayGo(path, entry) {
      try? (root / path).remove()
    } else {
      move(path, target)
    }
  }

  /// The folder of the new state that takes up what is left of an old one.
  private func folder(for path: FilePath, _ target: FilePath) -> FilePath {
    if let name = renames[path] { return name }
    guard let entry = (home / target).entry(), entry.kind != .folder else { return target }
    return target.keptNames.first {
      let other = (home / $0).entry()
      return other == nil || other?.kind == .folder
    } ?? target
  }

  private func hasSecondName(_ entry: FileEntry, _ target: FilePath) -> Bool {
    if (home / target).entry()?.identity == entry.identity { return true }
    for name in target.keptNames {
      guard let other = (home / name).entry() else { return false }
      if other.identity == entry.identity { return true }
    }
    return false
  }

  private func mayGo(_ path: FilePath, _ entry: FileEntry) -> Bool {
    if let removable { return removable[path] == entry }
    guard entry.kind == .file else { return false }
    if manifest?.proves(path, in: root) ?? false { return true }
    guard let new = (home / path).entry(), new.kind == .file, new.size == entry.size else {
      return false
    }
    guard let bytes = try? (root / path).contents() else { return false }
    return (try? (home / path).contents()) == bytes
  }

  private func move(_ path: FilePath, _ target: FilePath) {
    _ = try? (home / target).parent.makeFolders()
    if (try? (root / path).move(to: home / target)) != nil { return }
    for name in target.keptNames where !(home / name).isTaken {
      try? (root / path).move(to: home / name)
      return
    }
  }
}
