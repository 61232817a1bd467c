/// An output folder that this process alone may replace, until it is released.
public final class HeldOutputFolder: Sendable {
  public let folder: OutputFolder
  private let home: FilePath
  private let madeFolders: [FilePath]
  private let lock: FolderLock

  init(
    _ folder: OutputFolder, at home: FilePath, madeFolders: [FilePath], waiting: Duration
  ) throws(OutputError) {
    self.folder = folder
    self.home = home
    self.madeFolders = madeFolders
    do throws(FolderLockError) {
      lock = try FolderLock(OutputExchange.lockFile(of: home), waiting: waiting)
    } catch {
      throw folder.error(error)
    }
    do throws(SystemError) {
      try OutputExchange.recover(home)
    } catch {
      lock.release()
      throw OutputError(folder.path, error)
    }
    do throws(OutputError) {
      try requireOwn()
    } catch {
      lock.release()
      throw error
    }
  }

  deinit { release() }

  /// Lets other runs in; folders made for an output that did not come go.
  public func release() {
    lock.release()
    for made in madeFolders.reversed() { try? made.removeFolder() }
  }

  /// Replaces the folder's outputs.
  ///
  /// - Parameters:
  ///   - files: The new outputs, without the manifest.
  ///   - keepsOthers: Whether outputs of former runs that are not among `files` stay.
  ///   - manifest: `manifest.json`, listing these outputs, sorted by path.
  /// - Returns: Files that were in the way and are not known to be a former run's.
  /// - Throws: ``OutputError`` where the file system refuses; the old folder then stands as it was.
  public func replace(
    with files: [OutputFile], keepsOthers: Bool = false,
    manifest: ([OutputRecord]) -> OutputFile
  ) throws(OutputError) -> [KeptFile] {
    do throws(SystemError) {
      let plan = try OutputPlan(
        of: home, files: files, keepsOthers: keepsOthers, manifest: manifest)
      try OutputExchange(replacing: home).carryOut(plan)
      return plan.keptFiles
    } catch {
      throw OutputError(folder.path, error)
    }
  }

  /// Refuses what is no folder of outputs.
  private func requireOwn() throws(OutputError) {
    guard let entry = home.entry() else { return }
    guard entry.kind == .folder else {
      throw OutputError(path: folder.path, reason: "a file stands there; name a folder")
    }
    do throws(SystemError) {
      if try home.names().isEmpty || OutputManifest(in: home) != nil { return }
    } catch {
      throw OutputError(folder.path, error)
    }
    throw OutputError(
      path: folder.path,
      reason: "it holds other files and no manifest.json of GeniusLoci; name an empty folder")
  }
}

extension OutputFolder {
  fileprivate func error(_ error: FolderLockError) -> OutputError {
    switch error {
    case .held(let process):
      let who = process.map { " (process \($0))" } ?? ""
      return OutputError(
        path: path, reason: "another run\(who) is writing there; wait until it has ended",
        isBusy: true)
    case .foreign:
      return OutputError(
        path: path, reason: "a file beside it has the name of its lock; take that file away")
    case .system(let error): return OutputError(path, error)
    }
  }
}
