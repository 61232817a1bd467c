import CityReports
import Foundation
import QuestionnaireDefinition
import SocioculturalFactors
import StudyFolder
import SurveyAnalysis
import SurveyModel
import Testing

/// Studies damaged at random: whatever comes of them, the program ends in an orderly way.
struct MutilationTests {
  @Test(arguments: UInt64(0)..<100)
  func `a mutilated study ends in findings or reports, never in a trap`(_ seed: UInt64) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    var damage = Damage(seed: seed)
    let files = (SmallStudy.sheets.keys + ["responses/alpha.csv", "responses/beta.csv"]).sorted()
    for _ in 0...damage.below(3) {
      let path = files[damage.below(files.count)]
      try study.write(damage.done(to: try Data(contentsOf: study.url(path))), to: path)
    }
    let reading = StudyReading(folder: study.folder.path)
    guard let sheets = reading.study else {
      #expect(reading.diagnostics.hasErrors)
      return
    }
    let answers = StudyAnswers(of: sheets, in: reading.folder)
    #expect(answers.ledger.allSatisfy { $0.isBalanced })
    let analysis = WeightedStudy(sheets, models: reading.models, samples: answers.samples)
    let questionnaires = sheets.questionnaires.sorted { $0.key < $1.key }
    let findings =
      reading.diagnostics + questionnaires.flatMap { $0.value.lint() } + answers.diagnostics
      + analysis.diagnostics
    #expect(findings.allSatisfy { !$0.message.isEmpty && !$0.location.file.isEmpty })
    // Reports take longer: one study in five.
    guard seed % 5 == 0 else { return }
    let run = ReportRun(
      findings: ReportFindings(analysis), inputs: reading.inputs, ledger: answers.ledger,
      version: "test")
    #expect(run.files().contains { $0.path == "index.html" })
  }
}

/// What bad media and careless hands do to a file, repeatable by its seed.
private struct Damage {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03 }

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  /// The file with one to twelve wounds.
  mutating func done(to data: Data) -> Data {
    var bytes = [UInt8](data)
    for _ in 0...below(12) where !bytes.isEmpty { wound(&bytes) }
    return Data(bytes)
  }

  private mutating func wound(_ bytes: inout [UInt8]) {
    let start = below(bytes.count)
    let end = min(bytes.count, start + 1 + below(20))
    switch below(8) {
    case 0: bytes.removeSubrange(start..<end)
    case 1: bytes.insert(contentsOf: bytes[start..<end], at: below(bytes.count))
    case 2: bytes[start] ^= UInt8(1 << below(8))
    case 3: bytes[start] = UInt8(below(256))
    case 4: bytes.insert([34, 44, 59, 10, 13, 0, 9, 255][below(8)], at: start)
    case 5: replaceLine(at: start, of: &bytes)
    case 6: bytes.insert(contentsOf: Array("99999999999999999999".utf8), at: start)
    default: if below(6) == 0 { bytes.removeSubrange(start...) } else { bytes.swapAt(start, 0) }
    }
  }

  /// Doubles or deletes a whole line.
  private mutating func replaceLine(at place: Int, of bytes: inout [UInt8]) {
    let start = bytes[..<place].lastIndex(of: 10).map { $0 + 1 } ?? 0
    let end = bytes[place...].firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
    if below(2) == 0 {
      bytes.insert(contentsOf: bytes[start..<end], at: start)
    } else {
      bytes.removeSubrange(start..<end)
    }
  }
}
