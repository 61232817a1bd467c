import FoundationEssentials

/// A file that a command leaves.
public struct OutputFile: Hashable, Sendable {
  /// Relative to the output folder, with `/` between the parts.
  public var path: String
  public var bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  public init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }
}

/// Why an output cannot be written.
public struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
  public let path: String
  public let reason: String

  public var description: String { "cannot write \(path): \(reason)" }
}

/// A folder of outputs that is replaced as a whole: an interrupted run leaves the old one.
///
/// The files are written to a neighbouring folder, which takes the old one's place at the end.
public struct OutputFolder: Sendable {
  /// The folder's path.
  public let path: String

  public init(_ path: String) {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.path = trimmed
  }

  /// Whether there is such a folder or file.
  public var exists: Bool { FileManager.default.fileExists(atPath: path) }

  /// Refuses a folder that holds something else than outputs: replacing it would delete that.
  ///
  /// - Parameter marker: A file that every folder of these outputs has.
  /// - Throws: ``OutputError`` where the folder is not empty and has no such file.
  public func requireOwn(marker: String) throws(OutputError) {
    let manager = FileManager.default
    guard exists, !manager.fileExists(atPath: "\(path)/\(marker)") else { return }
    let contents = try? manager.contentsOfDirectory(atPath: path)
    guard contents?.isEmpty ?? false else {
      throw OutputError(
        path: path, reason: "it holds other files, which would be lost; name an empty folder")
    }
  }

  /// Replaces the folder.
  ///
  /// - Parameters:
  ///   - files: All that the new folder holds.
  ///   - keepsOthers: Whether files of the old folder that are not among `files` stay.
  /// - Throws: ``OutputError`` where the file system refuses; the old folder then stands as it was.
  public func replace(with files: [OutputFile], keepsOthers: Bool = false) throws(OutputError) {
    let manager = FileManager.default
    let next = neighbour("new")
    let previous = neighbour("old")
    do {
      try? manager.removeItem(atPath: next)
      try manager.createDirectory(atPath: next, withIntermediateDirectories: true)
      if keepsOthers { try copyOthers(than: Set(files.map(\.path)), to: next) }
      for file in files { try write(file, under: next) }
      try? manager.removeItem(atPath: previous)
      if manager.fileExists(atPath: path) { try manager.moveItem(atPath: path, toPath: previous) }
      try manager.moveItem(atPath: next, toPath: path)
      try? manager.removeItem(atPath: previous)
    } catch {
      restore(previous, next)
      throw OutputError(path: path, reason: OutputFolder.reason(error))
    }
  }

  /// Adds files to the folder, or replaces them, each in one step.
  ///
  /// - Parameter isPrivate: Whether only the user may look into the folders made.
  /// - Throws: ``OutputError`` where the file system refuses.
  public func add(_ files: [OutputFile], isPrivate: Bool = false) throws(OutputError) {
    do {
      for file in files { try write(file, under: path, isPrivate: isPrivate) }
    } catch {
      throw OutputError(path: path, reason: OutputFolder.reason(error))
    }
  }

  private func neighbour(_ suffix: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().joined(separator: "/")
    let prefix = parts.count > 1 ? folder + "/" : ""
    return "\(prefix).\(parts.last ?? "output").\(suffix)"
  }

  private func write(_ file: OutputFile, under folder: String, isPrivate: Bool = false) throws {
    let target = "\(folder)/\(file.path)"
    let parent = String(target[..<(target.lastIndex(of: "/") ?? target.endIndex)])
    let attributes: [FileAttributeKey: Any]? = isPrivate ? [.posixPermissions: 0o700] : nil
    try FileManager.default.createDirectory(
      atPath: parent, withIntermediateDirectories: true, attributes: attributes)
    try Data(file.bytes).write(to: URL(filePath: target), options: .atomic)
  }

  private func copyOthers(than paths: Set<String>, to next: String) throws {
    let manager = FileManager.default
    guard manager.fileExists(atPath: path) else { return }
    for relative in try manager.subpathsOfDirectory(atPath: path).sorted() {
      var isFolder = false
      guard manager.fileExists(atPath: "\(path)/\(relative)", isDirectory: &isFolder), !isFolder,
        !paths.contains(relative)
      else { continue }
      let target = "\(next)/\(relative)"
      let parent = String(target[..<(target.lastIndex(of: "/") ?? target.endIndex)])
      try manager.createDirectory(atPath: parent, withIntermediateDirectories: true)
      try manager.copyItem(atPath: "\(path)/\(relative)", toPath: target)
    }
  }

  private func restore(_ previous: String, _ next: String) {
    let manager = FileManager.default
    if !manager.fileExists(atPath: path), manager.fileExists(atPath: previous) {
      try? manager.moveItem(atPath: previous, toPath: path)
    }
    try? manager.removeItem(atPath: next)
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? CocoaError else { return "\(error)" }
    switch error.code {
    case .fileWriteNoPermission, .fileReadNoPermission: return "permission denied"
    case .fileWriteOutOfSpace: return "no space left on the device"
    case .fileWriteFileExists: return "a file stands where a folder is needed"
    case .fileNoSuchFile: return "the folder above it does not exist"
    default: return "the file system refused (\(error.code.rawValue))"
    }
  }
}
