import Foundation
import Testing

/// The same input gives the same bytes, and nothing is written that was not asked for.
struct SameBytesTests {
  @Test func `reports do not depend on folder, time zone, locale or working folder`() throws {
    let first = try ModelStudy.reports.get()
    #expect(first.status == 0)
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    let output = workspace.root.appending(path: "elsewhere/reports")
    let outcome = try BuiltCommand.run(
      ["report", "../surveys/innovation-potential/", "--output", output.path],
      in: workspace.study.deletingLastPathComponent(),
      environment: [
        "TZ": "Asia/Vladivostok", "LANG": "ru_RU.UTF-8", "LC_ALL": "ru_RU.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let second = try FolderContents(output)
    #expect(second.differences(from: first.contents) == [])
    #expect(second.paths.count > 20)
  }

  @Test(arguments: ["--city=alpha", "--language=en", "--wave=w1"])
  func `a part of the reports is rewritten with the index and no other page`(
    _ option: String
  ) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let output = study.url("reports")
    let arguments = ["report", study.folder.path, "--output", output.path]
    #expect(try BuiltCommand.run(arguments).status == 0)
    let whole = try FolderContents(output)
    for page in whole.pages {
      try Data("doctored".utf8).write(to: output.appending(path: page.path))
    }
    #expect(try BuiltCommand.run(arguments + [option]).status == 0)
    let part = try FolderContents(output)
    #expect(part.paths == whole.paths)
    for page in part.pages {
      let isAsked = isPage(page.path, partOf: option)
      #expect(page.html == (isAsked ? whole.text(page.path) : "doctored"), "\(page.path)")
    }
  }

  private func isPage(_ path: String, partOf option: String) -> Bool {
    switch option {
    case _ where path == "index.html": true
    case "--city=alpha": path.contains("alpha")
    case "--language=en": path.hasSuffix(".en.html")
    default: path.hasPrefix("w1/")
    }
  }

  @Test func `files of an older run that are no longer made go away`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let output = study.url("reports")
    let arguments = ["report", study.folder.path, "--output", output.path]
    #expect(try BuiltCommand.run(arguments).status == 0)
    try study.write("old", to: "reports/w0/omega.ru.html")
    #expect(try BuiltCommand.run(arguments).status == 0)
    #expect(try !FolderContents(output).paths.contains("w0/omega.ru.html"))
  }

  @Test func `quarantined records stay private to the study`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("responses/alpha.csv") { $0[9] = "hidden-identifier,D1,2,1,1,1,1,1" }
    let output = study.url("reports")
    let report = try BuiltCommand.run(["report", study.folder.path, "--output", output.path])
    #expect(report.status == 0)
    let attributes = try FileManager.default.attributesOfItem(atPath: study.url(".loci").path)
    #expect(attributes[.posixPermissions] as? Int == 0o700)
    let quarantine = try FolderContents(study.url(".loci/quarantine"))
    #expect(quarantine.paths.contains { quarantine.text($0).contains("hidden-identifier") })
    let reports = try FolderContents(output)
    #expect(!reports.paths.contains { $0.contains("quarantine") })
    #expect(!reports.paths.contains { reports.text($0).contains("hidden-identifier") })
    #expect(!(report.output + report.errors).contains("hidden-identifier"))
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.output.contains(".loci: warning: ") && check.output.contains("[private-folder]"))
  }

  @Test func `field files are never changed`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("responses/alpha.csv") { $0[9] = "\"r9,D1" }
    let before = try FolderContents(study.folder)
    for command in ["check", "import", "weigh", "factors"] {
      _ = try BuiltCommand.run([command, study.folder.path])
    }
    let changed = try FolderContents(study.folder).differences(from: before)
    #expect(changed.allSatisfy { $0.hasPrefix(".loci/quarantine/") }, "\(changed)")
  }
}
