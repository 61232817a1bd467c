import Foundation
import Testing

/// What is exported depends on the study alone, not on clock, time zone, locale or folder.
struct SameExportBytesTests {
  /// Zones around the world's rim, one of quarter hours, and texts that are no zone.
  private static let environments = [
    ["TZ": "UTC", "LC_ALL": "C"], ["TZ": "Pacific/Kiritimati", "LC_ALL": "ru_RU.UTF-8"],
    ["TZ": "America/Anchorage", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"],
    ["TZ": "Asia/Kathmandu", "LC_TIME": "ru_RU.KOI8-R"], ["TZ": "Pacific/Apia", "LC_ALL": ""],
    ["TZ": ":nowhere", "LC_ALL": "tr_TR.UTF-8"], ["TZ": "XXX-14:59", "SOURCE_DATE_EPOCH": "1"],
  ]

  @Test(arguments: ["sav", "zsav", "dta", "csv", "xml"])
  func `the same study gives the same bytes everywhere`(ending: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try dateWaves(of: study, end: "2025-05-31")
    var contents: [FolderContents] = []
    for (number, environment) in Self.environments.enumerated() {
      let folder = number % 2 == 0 ? study.folder : try copy(of: study, number)
      defer { if folder != study.folder { try? FileManager.default.removeItem(at: folder) } }
      let target = study.url("out-\(number)/answers.\(ending)")
      let outcome = try BuiltCommand.run(
        ["export", folder.path, "--to", target.path, "--with", "identifier", "--open-answers"],
        environment: environment)
      #expect(outcome.status == 0, "\(outcome.errors)")
      contents.append(try FolderContents(target.deletingLastPathComponent()))
    }
    #expect(contents[0].paths.contains("answers.\(ending)"))
    for other in contents.dropFirst() { #expect(other.differences(from: contents[0]) == []) }
  }

  @Test(arguments: [
    ("2025-05-31", "31 May 2500:00:00", "31 May 2025 00:00"),
    ("2011-12-30", "30 Dec 1100:00:00", "30 Dec 2011 00:00"),
    ("", "01 Jan 7000:00:00", "01 Jan 1970 00:00"),
  ])
  func `the header is dated by the last wave's end, and the file is read again`(
    end: String, spss: String, stata: String
  ) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try dateWaves(of: study, end: end)
    for (ending, text) in [("sav", spss), ("zsav", spss), ("dta", stata)] {
      let target = study.url("answers.\(ending)")
      let outcome = try BuiltCommand.run(
        ["export", study.folder.path, "--to", target.path],
        environment: ["TZ": "Pacific/Kiritimati"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let header = try Data(contentsOf: target).prefix(400)
      #expect(header.firstRange(of: Data(text.utf8)) != nil, "\(ending)")
      let read = try BuiltCommand.run(["read", target.path])
      #expect(read.status == 0 && read.output.contains("160"), "\(read.output)\(read.errors)")
    }
  }

  @Test func `drafts do not depend on zone and locale either`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let field = study.url("responses/alpha.csv").path
    let drafts = try Self.environments.enumerated().map { number, environment in
      let folder = study.url("draft-\(number)/my-study")
      let outcome = try BuiltCommand.run(
        ["init", folder.path, "--from", field], environment: environment)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try FolderContents(folder)
    }
    for other in drafts.dropFirst() { #expect(other.differences(from: drafts[0]) == []) }
    #expect(drafts[0].paths.contains("study.csv"))
  }

  private func dateWaves(of study: SmallStudy, end: String) throws {
    try study.edit("waves.csv") { $0[1] = $0[1].replacing(",,,quota", with: ",,\(end),quota") }
  }

  private func copy(of study: SmallStudy, _ number: Int) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "b-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in try FileManager.default.contentsOfDirectory(atPath: study.folder.path)
    where !name.hasPrefix("out-") {
      try FileManager.default.copyItem(
        at: study.url(name), to: folder.appending(path: name))
    }
    return folder
  }
}
