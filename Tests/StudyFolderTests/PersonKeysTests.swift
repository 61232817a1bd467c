import Foundation
import SurveyModel
import Testing

@testable import StudyFolder

struct PersonKeysTests {
  /// > M. Nystrom (2005). *RFC 4231*, §4.2, §4.3, §4.7.
  @Test(arguments: [
    (
      [UInt8](repeating: 0x0B, count: 20), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xAA, count: 131),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
  ])
  func `digests are those of the standard`(_ key: [UInt8], text: String, digest: String) {
    #expect(FileDigest.authentication(of: Array(text.utf8), key: key) == digest)
  }

  /// Waves of which the third asks the second's people again.
  private static func study() throws -> Study {
    let kinds: [Wave.SampleKind] = [.probability, .quota, .panel, .open]
    return try Study(
      settings: StudySettings(id: "s", title: Label("S"), languages: ["en"]),
      cities: ["pskov", "tver"].map { City(name: $0, label: Label($0)) },
      waves: kinds.enumerated().map { Wave(name: "w\($0 + 1)", label: Label("W"), sample: $1) },
      sources: [], questionnaires: [:])
  }

  @Test func `a person is one of a city and a sample`() throws {
    let salt = FileManager.default.temporaryDirectory.appending(path: "salt-\(UUID().uuidString)")
    try Data(repeating: 7, count: 32).write(to: salt)
    defer { try? FileManager.default.removeItem(at: salt) }
    let (keys, study) = (try PersonKeys(saltFile: salt.path), try Self.study())
    func key(_ identifier: String, _ city: String, _ wave: String) -> String {
      keys.keys(of: [identifier], in: SampleKey(city: city, wave: wave), of: study)[0]
    }
    let pskov = keys.keys(
      of: ["1", "", "2", "1"], in: SampleKey(city: "pskov", wave: "w1"), of: study)
    #expect(pskov[0] == pskov[3] && pskov[0] != pskov[2] && pskov[1] == "")
    let all = ["pskov", "tver"].flatMap { city in
      ["w1", "w2", "w3", "w4"].map { key("1", city, $0) }
    }
    #expect(all[0] == pskov[0] && all[1] == all[2] && Set(all).count == 6)
  }
}
