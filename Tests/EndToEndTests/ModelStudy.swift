import Foundation

/// The model study of the repository, and its reports made once for all tests.
enum ModelStudy {
  static let folder = Repository.folder("surveys/innovation-potential")

  /// What `loci report` leaves, and how it ended.
  static let reports: Result<Reports, any Error> = Result { try Reports() }

  struct Reports: Sendable {
    let contents: FolderContents
    let status: Int32

    fileprivate init() throws {
      let output = FileManager.default.temporaryDirectory.appending(
        path: "model-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: output) }
      let outcome = try BuiltCommand.run(
        ["report", "surveys/innovation-potential", "--output", output.path])
      status = outcome.status
      contents = try FolderContents(output)
    }
  }

  /// A working folder with a copy of the studies where the commands' examples look for it.
  struct Workspace {
    let root: URL
    var study: URL { root.appending(path: "surveys/innovation-potential") }

    init() throws {
      root = FileManager.default.temporaryDirectory.appending(path: "work-\(UUID().uuidString)")
      try FileManager.default.createDirectory(
        at: root.appending(path: "surveys"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: ModelStudy.folder, to: study)
      try FileManager.default.copyItem(
        at: PanelStudy.folder, to: root.appending(path: "surveys/panel"))
    }

    func remove() { try? FileManager.default.removeItem(at: root) }
  }
}
