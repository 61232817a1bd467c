import Foundation

/// The repository's own folders, found from this file.
enum Repository {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func folder(_ path: String) -> URL { root.appending(path: path) }

  /// Real inputs that are read in place; nil where this machine has none.
  static var data: URL? {
    let named = ProcessInfo.processInfo.environment["GENIUSLOCI_DATA"].map { URL(filePath: $0) }
    let folder = named ?? root.deletingLastPathComponent().appending(path: "shared/data")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }

  /// The repository's programs, scripts and pages, reports and field files left aside.
  static func textFiles() throws -> [URL] {
    let endings: Set = ["swift", "md", "py", "R", "c", "h", "modulemap", "sh", "yml", "json", ""]
    let folders = ["Sources", "Tests", ".ci"].map(folder)
    let own = try FileManager.default.contentsOfDirectory(
      at: root, includingPropertiesForKeys: nil)
    let inside = folders.flatMap { folder in
      let walker = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
      return walker?.compactMap { $0 as? URL } ?? []
    }
    return (own + inside).filter { file in
      let isBuilt = file.pathComponents.contains { $0.hasPrefix(".build") }
      return endings.contains(file.pathExtension) && !isBuilt && !file.hasDirectoryPath
    }
  }

  /// All Swift files under a folder, sorted.
  static func swiftFiles(under path: String) -> [URL] {
    let walker = FileManager.default.enumerator(at: folder(path), includingPropertiesForKeys: nil)
    let files = walker?.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" } ?? []
    return files.sorted { $0.path < $1.path }
  }
}
