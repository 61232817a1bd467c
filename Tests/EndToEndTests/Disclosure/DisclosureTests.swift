import Foundation
import Testing

/// What is published is attacked: no figure about fewer people than the minimum base follows from
/// all that is written.
struct DisclosureTests {
  @Test func `nothing about few people follows from the model study's report and calls`() throws {
    let study = try AttackedStudy(exporting: ModelStudy.folder)
    let report = try study.run(calls: AttackedStudy.modelCalls)
    print(report.summary("model study"))
    #expect(report.relations > 0 && report.hidden > 0)
    #expect(report.mistakes == [])
    #expect(report.findings.count == 0, "they are printed above")
  }

  @Test func `nothing about few people follows from the panel's report and calls`() throws {
    let study = try AttackedStudy(exporting: PanelStudy.folder)
    let report = try study.run(calls: AttackedStudy.panelCalls)
    print(report.summary("panel"))
    #expect(report.relations > 0 && report.hidden > 0)
    #expect(report.mistakes == [])
    #expect(report.findings.count == 0, "they are printed above")
  }

  @Test func `types of residents of few people are not told`() throws {
    let study = try FirstVersion("types").study
    let report = try study.run(calls: AttackedStudy.typesCalls, reporting: false)
    print(report.summary("types of residents"))
    #expect(report.findings.count == 0, "they are printed above")
  }

  /// Studies drawn by chance: 200 of them, or as many as `LOCI_ATTACK_SEEDS` says.
  @Test(arguments: 0..<8)
  func `nothing about few people follows from small studies drawn by chance`(_ part: Int) throws {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["LOCI_ATTACK_SEEDS"].flatMap(Int.init) ?? 200
    var sum = AttackReport()
    let only = environment["LOCI_ATTACK_ONLY"].flatMap(Int.init)
    for seed in stride(from: part, to: count, by: 8) where seed == only ?? seed {
      sum += try Self.attack(seed: seed)
    }
    print(sum.summary("seeds \(part), \(part + 8), … of \(count)"))
    #expect(sum.relations > 0 && sum.hidden > 0, "the attacker saw nothing")
    #expect(sum.mistakes == [])
    #expect(sum.findings.count == 0, "they are printed above")
  }

  private static func attack(seed: Int) throws -> AttackReport {
    let drawn = try DrawnStudy(seed: seed)
    defer { drawn.remove() }
    let sheets = PublicSheets(drawn.folder)
    let study = AttackedStudy(sheets, truth: Truth(responsesOf: sheets))
    // Both languages are read of one study in three.
    let options = [[], ["--language", "ru"], ["--language", "en"]][seed % 3]
    var report = try study.run(calls: study.calls(byRotation: seed), reportOptions: options)
    for index in report.findings.indices { report.findings[index].words += " [seed \(seed)]" }
    report.mistakes = report.mistakes.map { "\($0) [seed \(seed)]" }
    return report
  }

  @Test(arguments: [1, 7, 29, 35])
  func `two runs of an interim study do not tell the new people apart`(_ new: Int) throws {
    var drawn = try DrawnStudy(interim: new)
    defer { drawn.remove() }
    let output = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: output) }
    let sheets = PublicSheets(drawn.folder)
    let command = ["report", drawn.folder.path, "--output", output.path]
    _ = try BuiltCommand.run(command)
    let (first, before) = (try FolderContents(output), Truth(responsesOf: sheets))
    try drawn.addInterviews(new)
    _ = try BuiltCommand.run(command)
    let truth = Truth(responsesOf: sheets).marking(newSince: before)
    let report = AttackedStudy(sheets, truth: truth)
      .attack(try FolderContents(output), earlier: first)
    print(report.summary("interim study, \(new) new"))
    #expect(report.relations > 0 && (report.hidden > 0 || new >= 30))
    #expect(report.mistakes == [])
    #expect(report.findings.count == 0, "they are printed above")
  }

  @Test(arguments: [1, 2, 4, 18])
  func `the pattern of what is hidden is that of the whole study`(_ seed: Int) throws {
    let drawn = try DrawnStudy(seed: seed)
    defer { drawn.remove() }
    let sheets = PublicSheets(drawn.folder)
    let study = AttackedStudy(sheets, truth: Truth(responsesOf: sheets))
    let whole = PublishedPages(try study.report(), sheets: sheets).hidden
    for (path, pattern) in whole where path.hasSuffix(".ru.html") {
      #expect(whole[path.replacing(".ru.html", with: ".en.html")] == pattern, "\(path)")
    }
    for options in [["--city", "alpha"], ["--wave", "w1"], ["--language", "ru"]] {
      let part = PublishedPages(try study.report(options), sheets: sheets).hidden
      let pages = part.filter { $0.key.hasPrefix("w1/alpha.ru") }
      #expect(!pages.isEmpty && pages.allSatisfy { whole[$0.key] == $0.value }, "\(options)")
    }
  }

  /// The attacker on any study, by hand:
  ///
  ///     LOCI_ATTACK_STUDY=/path/of/a/study swift test --skip-build --filter attackedByHand
  @Test(.enabled(if: ProcessInfo.processInfo.environment["LOCI_ATTACK_STUDY"] != nil))
  func attackedByHand() throws {
    let path = ProcessInfo.processInfo.environment["LOCI_ATTACK_STUDY"] ?? ""
    let study = try AttackedStudy(exporting: URL(filePath: path))
    let report = try study.run(calls: study.calls)
    print(report.summary(path))
    #expect(report.mistakes == [])
    #expect(report.findings.count == 0, "they are printed above")
  }

  @Test func `the attacker imports nothing of the project`() throws {
    for file in Repository.swiftFiles(under: "Tests/EndToEndTests/Disclosure") {
      let text = try String(contentsOf: file, encoding: .utf8)
      let imports = text.split(separator: "\n").filter {
        $0.hasPrefix("import ") || $0.hasPrefix("@testable")
      }
      let own = Set(imports.map(String.init))
      #expect(own.isSubset(of: ["import Foundation", "import Testing", "import CGLPK"]))
      #expect(
        !own.contains("import CGLPK") || file.lastPathComponent == "LinearProgram.swift")
    }
  }
}
