import Parallelism

/// What the next state of an output folder is to be, and what becomes of each file of the old one.
struct OutputPlan {
  /// All new files, the manifest among them.
  private(set) var files: [OutputFile] = []
  /// Old files that stay, with the names they are to have.
  private(set) var staying: [Staying] = []
  /// Folders that stay, or are made for what stays, with the old one's rights.
  private(set) var folders: [(path: FilePath, rights: FileEntry)] = []
  /// Old files that a former run wrote so: they may go.
  private(set) var removable: [FilePath: FileEntry] = [:]
  /// What was in the way and is not known to be a former run's.
  private(set) var kept: [(path: FilePath, keptAs: FilePath)] = []
  /// The old folder's own rights; nil where there is none.
  private(set) var rights: FileEntry?

  struct Staying {
    let old: FilePath
    let new: FilePath
    /// Whether a former run wrote it.
    let isOutput: Bool
  }

  private let home: FilePath
  private let newFiles: [FilePath: OutputFile]
  private let newFolders: Set<FilePath>
  private let keepsOthers: Bool
  private let old: OutputManifest?
  /// What the manifest is to list of files that stay.
  private var records: [OutputRecord]

  init(
    of home: FilePath, files: [OutputFile], keepsOthers: Bool,
    manifest: ([OutputRecord]) -> OutputFile
  ) throws(SystemError) {
    self.home = home
    self.keepsOthers = keepsOthers
    let written = files.map(\.path) + [OutputManifest.path.description]
    newFolders = Set(written.flatMap { FilePath($0).foldersAbove })
    newFiles = Dictionary(files.map { (FilePath($0.path), $0) }) { $1 }
    records = concurrentMap(files.count) { OutputRecord(files[$0]) }
    old = OutputManifest(in: home)
    rights = home.entry()
    if rights != nil { try walk(FilePath("")) }
    records.sort { FilePath($0.path) < FilePath($1.path) }
    self.files = files + [manifest(records)]
  }

  var keptFiles: [KeptFile] {
    kept.map { KeptFile(path: $0.path.description, keptAs: $0.keptAs.description) }
  }

  private mutating func walk(_ folder: FilePath) throws(SystemError) {
    let names = try (home / folder).names()
    let paths = names.map { folder / $0 }
    let entries = paths.map { (home / $0).entry() }
    let owned = ownership(paths, entries)
    for (index, path) in paths.enumerated() {
      guard let entry = entries[index] else { continue }
      if entry.kind == .folder {
        try enter(path, entry)
      } else {
        judge(path, entry, isUnchanged: owned[index])
      }
    }
  }

  /// Whether each is an output as a run wrote it: it has the bytes of the new one, which is soon seen,
  /// or those that the manifest lists.
  private func ownership(_ paths: [FilePath], _ entries: [FileEntry?]) -> [Bool] {
    concurrentMap(paths.count) { index in
      let path = paths[index]
      guard let entry = entries[index], entry.kind == .file, let old else { return false }
      if let new = newFiles[path], entry.size == new.bytes.count,
        (try? (home / path).contents()) == new.bytes
      {
        return true
      }
      return old.proves(path, in: home)
    }
  }

  private mutating func enter(_ path: FilePath, _ entry: FileEntry) throws(SystemError) {
    if newFiles[path] != nil || path == OutputManifest.path {
      let name = freeName(for: path)
      kept.append((path, name))
      return try keepFolder(path, as: name, entry)
    }
    let before = staying.count
    let isEmpty = try (home / path).names().isEmpty
    try walk(path)
    if isEmpty || staying.count > before || newFolders.contains(path) {
      folders.append((path, entry))
    }
  }

  private mutating func keepFolder(
    _ path: FilePath, as name: FilePath, _ entry: FileEntry
  ) throws(SystemError) {
    folders.append((name, entry))
    for child in try (home / path).names() {
      guard let entry = (home / path / child).entry() else { continue }
      if entry.kind == .folder {
        try keepFolder(path / child, as: name / child, entry)
      } else {
        staying.append(Staying(old: path / child, new: name / child, isOutput: false))
      }
    }
  }

  private mutating func judge(_ path: FilePath, _ entry: FileEntry, isUnchanged: Bool) {
    let isInTheWay =
      newFiles[path] != nil || newFolders.contains(path) || path == OutputManifest.path
    let digest = old?.outputs[path]
    if isUnchanged, isInTheWay || (digest != nil && !keepsOthers) {
      removable[path] = entry
    } else if isInTheWay || (digest != nil && !keepsOthers) {
      keep(path)
    } else {
      staying.append(Staying(old: path, new: path, isOutput: isUnchanged))
      if let digest { records.append(OutputRecord(path: path.description, sha256: digest)) }
    }
  }

  private mutating func keep(_ path: FilePath) {
    let name = freeName(for: path)
    kept.append((path, name))
    staying.append(Staying(old: path, new: name, isOutput: false))
  }

  private func freeName(for path: FilePath) -> FilePath {
    path.keptNames.first { name in
      !(home / name).isTaken && newFiles[name] == nil && !newFolders.contains(name)
    } ?? path.appending(".kept")
  }
}

extension OutputManifest {
  /// Whether a file of the folder has the bytes that a former run gave it.
  func proves(_ path: FilePath, in folder: FilePath) -> Bool {
    if path == Self.path { return isSealed }
    guard let digest = outputs[path], let bytes = try? (folder / path).contents() else {
      return false
    }
    return FileDigest.sha256(bytes) == digest
  }
}

extension FilePath {
  /// The names under which a file that is in the way may be kept, the first free one of which is
  /// taken.
  var keptNames: some Sequence<FilePath> {
    (1...).lazy.map { appending($0 == 1 ? ".kept" : ".kept-\($0)") }
  }

  /// The folders that a relative path goes through, the outermost first.
  var foldersAbove: [FilePath] {
    let parts = parts
    return parts.indices.dropFirst().map { count in
      parts[..<count].reduce(FilePath("")) { $0 / $1 }
    }
  }
}
