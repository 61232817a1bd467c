import Foundation
import Testing

/// The exports that pyreadstat, haven and PSPP have read, as `Tests/Reference/exports.py` compared them
/// cell by cell with the CSV and the codebook: the command still writes the same bytes.
struct ExportReadBackTests {
  private static func reference() throws -> JSON {
    try JSON(
      String(contentsOf: Repository.folder("Tests/Reference/exports.json"), encoding: .utf8))
  }

  @Test(
    arguments: ["surveys/innovation-potential", "surveys/panel"], ["sav", "zsav", "dta"])
  func `other programs read what is written`(study: String, format: String) throws {
    let recorded = try Self.reference()["studies"][study][format]
    for tool in ["pyreadstat", "haven"] + (format == "dta" ? [] : ["PSPP"]) {
      #expect(recorded[tool]["differing"].integer == 0)
      #expect((recorded[tool]["cells"].integer ?? 0) > 10_000)
    }
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "read-back-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "answers.\(format)")
    let outcome = try BuiltCommand.run(["export", study, "--to", file.path, "--open-answers"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      Self.digest(try Data(contentsOf: file)) == recorded["digest"].string,
      "the file is another one: run Tests/Reference/exports.py to have it read again")
  }

  /// FNV-1a of 64 bits.
  private static func digest(_ data: Data) -> String {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in data { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let text = String(value, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}
