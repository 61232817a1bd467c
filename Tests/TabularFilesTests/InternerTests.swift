import Testing

@testable import TabularFiles

@Suite("Interning texts")
struct InternerTests {
  @Test("each distinct text has one identifier, given once", arguments: 0..<50)
  func distinct(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let interner = Interner()
    for _ in 0..<300 {
      let text = random.text()
      let identifier = Array(text.utf8).withUnsafeBufferPointer { interner.identifier(of: $0) }
      #expect(interner.texts[Int(identifier)] == text)
    }
    #expect(Set(interner.texts).count == interner.texts.count)
  }

  @Test("texts that look alike are not the same where their bytes are not")
  func bytes() {
    let interner = Interner()
    // й as one character, and as и with a breve.
    for (place, text) in ["Сай", "Саи\u{306}", "", "Сай"].enumerated() {
      let identifier = Array(text.utf8).withUnsafeBufferPointer { interner.identifier(of: $0) }
      #expect(identifier == [0, 1, 2, 0][place])
    }
    #expect(interner.texts.map { Array($0.utf8).count } == [6, 8, 0])
  }
}

extension SeededGenerator {
  /// Codes with and without leading noughts, short texts, long ones.
  fileprivate mutating func text() -> String {
    let alphabet = Array("0001123ab,ё ")
    let length = Int.random(in: 0...12, using: &self) / Int.random(in: 1...4, using: &self)
    return String((0..<length).map { _ in alphabet.randomElement(using: &self) ?? "0" })
  }
}
