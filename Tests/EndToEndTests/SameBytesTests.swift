import Foundation
import Testing

/// The same input gives the same bytes, and nothing is written that was not asked for.
struct SameBytesTests {
  @Test func `reports do not depend on folder, time zone, locale, cores or working folder`()
    throws
  {
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
      ], onOneCore: true)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let second = try FolderContents(output)
    #expect(second.differences(from: first.contents) == [])
    #expect(second.paths.count > 20)
  }

  @Test(arguments: [
    ["weigh", "--format=json"], ["estimate", "INN", "SOC01", "--by=sex", "--format=json"],
    ["estimate", "INN", "--replicates=bootstrap", "--replicate-count=100", "--format=json"],
    ["estimate", "SD2", "--model=linear", "--on=SOC01", "--replicates=jkn", "--format=json"],
    ["factors", "--format=json"],
  ])
  func `one core and many give the same figures`(_ words: [String]) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let arguments = [words[0], study.folder.path] + words.dropFirst()
    let many = try BuiltCommand.run(arguments)
    let one = try BuiltCommand.run(arguments, onOneCore: true)
    #expect(many.status == 0 && one.status == 0, "\(one.errors)")
    #expect(many.output == one.output && many.errors == one.errors)
  }

  @Test(arguments: ["--city=alpha", "--language=en", "--wave=w1"])
  func `a part of the reports is rewritten with the index and no other page`(
    _ option: String
  ) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let output = study.output
    let arguments = ["report", study.folder.path, "--output", output.path]
    #expect(try BuiltCommand.run(arguments).status == 0)
    let whole = try FolderContents(output)
    for page in whole.pages {
      try Data("doctored".utf8).write(to: output.appending(path: page.path))
    }
    #expect(try BuiltCommand.run(arguments + [option]).status == 0)
    let part = try FolderContents(output)
    let asked = whole.pages.map(\.path).filter { isPage($0, partOf: option) }
    #expect(part.paths == (whole.paths + asked.map { $0 + ".kept" }).sorted())
    for page in part.pages {
      let isAsked = asked.contains(page.path)
      #expect(page.html == (isAsked ? whole.text(page.path) : "doctored"), "\(page.path)")
    }
    for page in asked { #expect(part.text(page + ".kept") == "doctored") }
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
    let output = study.output
    let arguments = ["report", study.folder.path, "--output", output.path]
    #expect(try BuiltCommand.run(arguments).status == 0)
    try study.edit("cities.csv") { $0.removeAll { $0.hasPrefix("beta") } }
    for sheet in ["sources.csv", "margins.csv"] {
      try study.edit(sheet) { $0.removeAll { $0.contains("beta,") } }
    }
    #expect(try BuiltCommand.run(arguments).status == 0)
    let paths = try FolderContents(output).paths
    #expect(paths.contains("w1/alpha.ru.html") && !paths.contains { $0.contains("beta") })
  }

  @Test func `quarantined records stay private to the study`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("responses/alpha.csv") { $0[9] = "hidden-identifier,D1,2,1,1,1,1,1" }
    let output = study.output
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
