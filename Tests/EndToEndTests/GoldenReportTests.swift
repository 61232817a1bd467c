import Foundation
import Testing

/// The committed reports are what the command makes of the committed studies.
///
/// After an intended change: `make report`, look at the pages, and name in the changelog, under
/// *Numbers*, each figure that moved.
struct GoldenReportTests {
  @Test func `the reports of the studies are unchanged`() throws {
    let studies = try FileManager.default.contentsOfDirectory(
      atPath: Repository.folder("surveys").path)
    // The panel is there for `loci factors --panel`; its pages have nothing that others lack.
    for study in studies.sorted() where !study.hasPrefix(".") && study != "panel" {
      let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      defer { try? FileManager.default.removeItem(at: folder) }
      let outcome = try BuiltCommand.run(
        ["report", "surveys/\(study)", "--output", folder.path])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let made = try files(in: folder)
      let golden = try files(in: Repository.folder("reports/\(study)"))
      #expect(made.keys.sorted() == golden.keys.sorted())
      for (path, bytes) in made where golden[path] != bytes {
        Issue.record("reports/\(study)/\(path) differs: \(firstDifference(golden[path], bytes))")
      }
    }
  }

  private func files(in folder: URL) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let url = folder.appending(path: path)
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
        !isFolder.boolValue
      {
        files[path] = try Data(contentsOf: url)
      }
    }
    return files
  }

  private func firstDifference(_ golden: Data?, _ made: Data) -> String {
    guard let golden else { return "it is not committed" }
    let place = zip(golden, made).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
    func around(_ data: Data) -> String {
      String(decoding: data.dropFirst(max(0, place - 60)).prefix(160), as: UTF8.self)
    }
    return "at byte \(place)\ncommitted: \(around(golden))\nmade now:  \(around(made))"
  }
}
