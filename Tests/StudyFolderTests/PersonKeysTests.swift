import Foundation
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

  @Test func `a person is one of a city`() throws {
    let salt = FileManager.default.temporaryDirectory.appending(path: "salt-\(UUID().uuidString)")
    try Data(repeating: 7, count: 32).write(to: salt)
    defer { try? FileManager.default.removeItem(at: salt) }
    let keys = try PersonKeys(saltFile: salt.path)
    let pskov = keys.keys(of: ["1", "", "2", "1"], in: "pskov")
    #expect(pskov[0] == pskov[3] && pskov[0] != pskov[2] && pskov[1] == "")
    #expect(keys.keys(of: ["1"], in: "tver") != [pskov[0]])
  }
}
