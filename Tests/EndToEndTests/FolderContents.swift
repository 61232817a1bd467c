import Foundation

/// All files under a folder with their bytes, by their paths in it.
struct FolderContents: Equatable {
  let files: [String: Data]

  init(_ folder: URL) throws {
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let file = folder.appending(path: path)
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
      if exists, !isFolder.boolValue { files[path] = try Data(contentsOf: file) }
    }
    self.files = files
  }

  private init(files: [String: Data]) { self.files = files }

  /// Only the files at some paths.
  func keeping(_ paths: [String]) -> FolderContents {
    FolderContents(files: files.filter { paths.contains($0.key) })
  }

  var paths: [String] { files.keys.sorted() }

  /// A file's text; empty where there is none.
  func text(_ path: String) -> String { String(decoding: files[path] ?? Data(), as: UTF8.self) }

  /// Pages by path, sorted.
  var pages: [(path: String, html: String)] {
    paths.filter { $0.hasSuffix(".html") }.map { ($0, text($0)) }
  }

  /// Paths whose bytes differ, or that only one of the two has.
  func differences(from other: FolderContents) -> [String] {
    Set(paths).union(other.paths).filter { files[$0] != other.files[$0] }.sorted()
  }
}
