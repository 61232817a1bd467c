import Foundation
import Testing

/// What a respondent wrote where it does not belong comes out nowhere.
struct PlantedSecretsTests {
  @Test(
    "no message, page, table or draft tells what stands in the wrong cell",
    arguments: PlantedSecrets.places)
  func nothingIsTold(place: PlantedSecrets.Place) throws {
    let planted = try PlantedSecrets(place, seed: place.hashSeed)
    defer { planted.remove() }
    for call in planted.calls {
      let outcome = try BuiltCommand.run(call)
      #expect([0, 64, 65].contains(outcome.status), "\(call): \(outcome.errors)")
      expectNothing(of: outcome.output, call, place)
      expectNothing(of: outcome.errors, call, place)
    }
    for (path, bytes) in try planted.written() {
      // Exports keep days, and names of strata and points, as they are.
      let kept: [PlantedSecrets.Place] = [
        .column("D1"), .column("district"), .column("point"), .shiftedRecords,
      ]
      if path == "answers.csv", kept.contains(place) { continue }
      expectNothing(of: String(decoding: bytes, as: UTF8.self), [path], place)
    }
  }

  private func expectNothing(
    of text: String, _ call: [String], _ place: PlantedSecrets.Place
  ) {
    for mark in PlantedSecrets.marks {
      let found = text.range(of: mark).map { range in
        let start = text.index(range.lowerBound, offsetBy: -80, limitedBy: text.startIndex)
        return String(text[(start ?? text.startIndex)..<range.upperBound])
      }
      #expect(found == nil, "\(call.prefix(1)), \(place): \(found ?? "")")
    }
    let controls = text.unicodeScalars.filter {
      ($0.value < 0x20 && $0 != "\n") || (0x7F..<0xA0).contains($0.value)
    }
    #expect(controls.isEmpty, "\(call.prefix(1)), \(place): \(controls.map(\.value))")
  }

  @Test(
    "what can be a code is still told",
    arguments: [
      ("SOC01", "77", "must be 1…5, found '77'"), ("SD1", "9", "must be 1 or 2, found '9'"),
      ("SOC01", "yes", "must be 1…5, found 'yes'"), ("w", "-1.5", "from 0 up, found '-1.5'"),
      ("SD2", "17", "found '17'"), ("D1", "31.13.2025", "of the form 00.00.0000"),
      ("town", "9", "no city of the study has the code '9'"),
      ("SD2", "Анна", "a whole number, found a text of 4 characters"),
      ("SOC01", "79117654321", "found a number of 11 digits"),
    ])
  func codesAreTold(column: String, value: String, message: String) throws {
    let planted = try PlantedSecrets(.column(column), seed: 1)
    defer { planted.remove() }
    try planted.study.edit("responses/alpha.csv") { lines in
      for (row, line) in lines.enumerated() {
        lines[row] = PlantedSecrets.secrets.reduce(line) { $0.replacing($1, with: value) }
      }
    }
    let outcome = try BuiltCommand.run(["check", planted.study.folder.path])
    #expect(outcome.status == 65)
    #expect(outcome.output.contains(message), "\(outcome.output)")
  }

  @Test(
    "names of files and arguments reach the terminal escaped",
    arguments: [
      ["read", "no\u{1B}[2Jfile.csv"], ["check", "no\u{1B}[2J\nloci: error: forged"],
      ["check", ".", "--format", "x\u{1B}[31m"], ["check", ".", "--forma\u{1B}[31m"],
      ["read", "a\u{202E}vsc.b"], ["export", ".", "--to", "a\u{1B}.pdf"],
      ["no\u{1B}command"], ["check", ".", "--format=x\n\u{9B}2J"],
      ["init", "x\u{7}", "--from", "none\u{1B}.csv"],
    ])
  func argumentsAreEscaped(arguments: [String]) throws {
    let outcome = try BuiltCommand.run(arguments)
    #expect(outcome.status != 0)
    let all = outcome.output + outcome.errors
    #expect(!all.isEmpty && all.contains("\\u{"))
    #expect(
      !all.unicodeScalars.contains { $0 != "\n" && ($0.value < 0x20 || $0 == "\u{9B}") })
    #expect(!all.contains("\u{202E}"))
    #expect(!all.split(separator: "\n").contains { $0.hasPrefix("loci: error: forged") })
  }

  @Test func `a file's own name is escaped where it is described`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let name = "re\u{1B}[31mport\u{202E}.csv"
    try study.write(study.text(of: "responses/alpha.csv"), to: "responses/\(name)")
    for format in ["text", "json"] {
      let outcome = try BuiltCommand.run([
        "read", study.url("responses").path + "/\(name)", "--format", format,
      ])
      #expect(outcome.status == 0)
      let all = outcome.output + outcome.errors
      #expect(!all.contains("\u{1B}") && !all.contains("\u{202E}"))
    }
  }
}

extension PlantedSecrets.Place {
  /// The same in every run.
  fileprivate var hashSeed: Int { description.utf8.reduce(0) { ($0 * 31 + Int($1)) % 997 } }
}
