/// A folder of outputs that is replaced as a whole: an interrupted run leaves the old one.
///
/// A run deletes only what a former run wrote: the files that the manifest lists and whose bytes are
/// still those. What was changed since is kept under another name, and files of others stay.
public struct OutputFolder: Sendable {
  /// The folder's path, as the user knows it.
  public let path: String

  public init(_ path: String) {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.path = trimmed
  }

  /// Whether there is such a folder or file.
  public var exists: Bool { FilePath(path).entry(followingLink: true) != nil }

  /// Takes the right to replace the folder, waiting for another run to end.
  ///
  /// What an earlier run left unfinished is put in order first.
  ///
  /// - Parameter waiting: How long another run is waited for.
  /// - Throws: ``OutputError`` where the folder holds a study, lies in one, holds files of others
  ///   only, is being written by another run, or cannot be made.
  public func held(waiting: Duration = .seconds(10)) throws(OutputError) -> HeldOutputFolder {
    let target = try target()
    try refuseStudy(around: target)
    let made: [FilePath]
    do {
      made = try target.parent.makeFolders()
    } catch {
      throw OutputError(path, error)
    }
    do throws(OutputError) {
      let home = target.parent.resolvedSoFar / target.name
      try refuseStudy(around: home)
      return try HeldOutputFolder(self, at: home, madeFolders: made, waiting: waiting)
    } catch {
      for folder in made.reversed() { try? folder.removeFolder() }
      throw error
    }
  }

  /// Where the folder is, or will be: links are followed, one that leads to nothing yet too.
  private func target() throws(OutputError) -> FilePath {
    var target = FilePath(path)
    for _ in 0..<40 {
      if let real = target.resolved { return real }
      guard target.entry()?.kind == .link, let next = target.linkTarget else {
        return target.resolvedSoFar
      }
      target = next.isAbsolute ? next : target.parent / next
    }
    throw OutputError(path: path, reason: "its links lead in a circle")
  }

  /// Refuses a folder that holds a study, or lies inside one.
  private func refuseStudy(around target: FilePath) throws(OutputError) {
    if StudyPlace.isStudy(target) || (target / "responses").isFolder {
      throw OutputError(
        path: path, reason: "it holds a study; name another folder with --output")
    }
    var folder = target
    while folder != folder.parent {
      folder = folder.parent
      if StudyPlace.isStudy(folder) {
        throw OutputError(
          path: path,
          reason: "it lies inside the study \(folder); name a folder outside it with --output")
      }
    }
  }
}
