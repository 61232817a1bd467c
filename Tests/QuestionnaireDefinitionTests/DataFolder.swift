import Foundation

/// Files that other people made; read in place, and absent on most machines.
enum DataFolder {
  static let path: String = {
    if let path = ProcessInfo.processInfo.environment["GENIUSLOCI_DATA"] { return path }
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return root.deletingLastPathComponent().appending(path: "shared/data").path
  }()

  static var isPresent: Bool { FileManager.default.fileExists(atPath: path + "/xlsforms") }
}
