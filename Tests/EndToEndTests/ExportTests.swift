import Foundation
import Testing

/// `loci export` writes files that other programs, and loci itself, read again.
struct ExportTests {
  @Test(arguments: ["sav", "zsav", "dta"])
  func `a study exported and imported again has the same answers`(ending: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let before = try BuiltCommand.run(["estimate", study.folder.path, "SOC01", "--format", "json"])
    for city in ["alpha", "beta"] {
      let outcome = try BuiltCommand.run([
        "export", study.folder.path, "--to", study.url("responses/\(city).\(ending)").path,
        "--city", city, "--with", "identifier",
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("responses/\(city).\(ending).codebook.csv"))
    }
    try study.edit("sources.csv") { lines in
      lines = lines.map {
        $0.replacing(".csv,v1,id,district,point", with: ".\(ending),v1,identifier,stratum,cluster")
      }
    }
    let after = try BuiltCommand.run(["estimate", study.folder.path, "SOC01", "--format", "json"])
    #expect(after.status == 0, "\(after.errors)")
    #expect(after.output == before.output)
    #expect(!after.errors.contains("error"))
  }

  @Test func `a synthetic study is stamped in every format`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    for ending in ["csv", "xml", "sav", "dta"] {
      let path = study.url("out/answers.\(ending)")
      let outcome = try BuiltCommand.run(["export", study.folder.path, "--to", path.path])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let text = String(decoding: try Data(contentsOf: path), as: UTF8.self)
      #expect(text.contains(ending == "csv" ? ",synthetic\n" : "SYNTHETIC DATA"))
    }
  }

  @Test func `what cannot be exported says so`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let folder = study.folder.path
    #expect(try BuiltCommand.run(["export", folder, "--to", "a.pdf"]).status == 64)
    #expect(
      try BuiltCommand.run(["export", folder, "--to", "a.sav", "--city", "none"]).status == 64)
    let blocked = study.url("study.csv").path + "/a.sav"
    #expect(try BuiltCommand.run(["export", folder, "--to", blocked]).status == 73)
  }
}
