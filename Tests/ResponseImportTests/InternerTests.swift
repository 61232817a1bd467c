import Testing

@testable import ResponseImport

@Suite("Interning texts")
struct InternerTests {
  @Test("each distinct text has one identifier, given once", arguments: 0..<50 as Range<UInt64>)
  func distinct(seed: UInt64) {
    var random = SplitMix(state: seed)
    var interner = Interner()
    for _ in 0..<300 {
      let text = random.text()
      let identifier = Array(text.utf8).withUnsafeBufferPointer { interner.identifier(of: $0) }
      #expect(interner.texts[Int(identifier)] == text)
    }
    #expect(Set(interner.texts).count == interner.texts.count)
  }
}

/// A small generator of repeatable numbers.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Codes with and without leading noughts, short texts, long ones.
  mutating func text() -> String {
    let alphabet = Array("0001123ab,ё ")
    let length = Int.random(in: 0...12, using: &self) / Int.random(in: 1...4, using: &self)
    return String((0..<length).map { _ in alphabet.randomElement(using: &self) ?? "0" })
  }
}
