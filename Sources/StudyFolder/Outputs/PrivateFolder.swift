#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folder `.loci` of a study, which only its user may look into.
public struct PrivateFolder: Sendable {
  private let study: String
  private var path: FilePath { FilePath(study) / Self.name }
  private static let name = ".loci"

  /// - Parameter study: The study's folder.
  public init(of study: String) { self.study = study }

  /// What is wrong with the folder as it stands, and what to do; nil where nothing is.
  public var problem: (reason: String, remedy: String)? {
    guard let entry = path.entry() else { return nil }
    switch entry.kind {
    case .link:
      return (".loci is a link, and answers do not leave the study", "put a folder in its place")
    case .file, .other: return (".loci is no folder", "take the file away")
    case .folder:
      guard !entry.isPrivate else { return nil }
      return ("others can look into .loci", "set its rights to 700; loci import does that")
    }
  }

  /// Takes from others the right to look into the folder, where it is there.
  ///
  /// - Throws: ``OutputError`` where it is a link or a file, or its rights cannot be set, or it
  ///   cannot be looked into.
  public func close() throws(OutputError) {
    try close(path, as: Self.name)
    guard path.isFolder else { return }
    let names: [FilePath]
    do {
      names = try path.names()
    } catch {
      throw OutputError("\(study)/\(Self.name)", error)
    }
    for name in names where (path / name).isFolder {
      try close(path / name, as: "\(Self.name)/\(name)")
    }
  }

  /// Adds files to it, or replaces them; makes it where it is not there.
  ///
  /// - Parameter files: Their paths are relative to the study's folder.
  /// - Throws: ``OutputError``; nothing is then written.
  public func add(_ files: [OutputFile]) throws(OutputError) {
    try close()
    for folder in Set(files.flatMap { FilePath($0.path).foldersAbove }).sorted()
    where (FilePath(study) / folder).entry()?.kind == .link {
      throw link(folder.description)
    }
    try NewFiles.add(files, to: study, onClash: .replaced, isPrivate: true)
  }

  private func close(_ folder: FilePath, as name: String) throws(OutputError) {
    guard let entry = folder.entry() else { return }
    switch entry.kind {
    case .folder: break
    case .link: throw link(name)
    case .file, .other:
      throw OutputError(
        path: "\(study)/\(name)", reason: "a file stands where a folder is needed; take it away")
    }
    if entry.isPrivate { return }
    try? folder.setMode(0o700)
    // A file system without rights takes the call and changes nothing.
    guard folder.entry()?.isPrivate ?? false else {
      throw OutputError(
        path: "\(study)/\(name)",
        reason: "others can look into it, and its rights cannot be changed; set them to 700, "
          + "or move the study")
    }
  }

  private func link(_ name: String) -> OutputError {
    OutputError(
      path: "\(study)/\(name)",
      reason: "it is a link, and answers do not leave the study; put a folder in its place")
  }
}

extension FileEntry {
  fileprivate var isPrivate: Bool { mode & 0o777 == 0o700 }
}
