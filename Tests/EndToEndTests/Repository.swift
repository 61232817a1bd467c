import Foundation

/// The repository's own folders, found from this file.
enum Repository {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func folder(_ path: String) -> URL { root.appending(path: path) }

  /// Real inputs that are read in place; nil where this machine has none.
  static var data: URL? {
    let named = ProcessInfo.processInfo.environment["GENIUSLOCI_DATA"].map { URL(filePath: $0) }
    let folder = named ?? root.appending(path: "../shared/data").standardizedFileURL
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }

  /// All Swift files under a folder, sorted.
  static func swiftFiles(under path: String) -> [URL] {
    let walker = FileManager.default.enumerator(at: folder(path), includingPropertiesForKeys: nil)
    let files = walker?.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" } ?? []
    return files.sorted { $0.path < $1.path }
  }
}
