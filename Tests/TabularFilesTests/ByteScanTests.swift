import Testing

@testable import TabularFiles

@Suite("Counting bytes")
struct ByteScanTests {
  private func sample(_ seed: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    let alphabet: [UInt8] = Array("\",\n\r ab1".utf8) + [0xD0, 0xBF, 0xE2, 0x80, 0x94, 0xF0]
    let size = Int.random(in: 1...400, using: &generator)
    return (0..<size).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
  }

  @Test("Line ends and quotes are those that a plain loop finds", arguments: 0..<200)
  func census(seed: Int) {
    let bytes = sample(seed)
    let middle = bytes.count / 2
    func isLineEnd(_ place: Int) -> Bool {
      bytes[place] == 0x0A
        || (bytes[place] == 0x0D && (place + 1 == bytes.count || bytes[place + 1] != 0x0A))
    }
    bytes.withUnsafeBufferPointer { text in
      for range in [0..<bytes.count, 0..<middle, middle..<bytes.count] {
        let census = ByteScan.census(of: text, in: range, quote: 0x22)
        #expect(census.lineEnds == range.count(where: isLineEnd))
        #expect(census.quotes == range.count { bytes[$0] == 0x22 })
      }
      var isInside = false
      let end = bytes.indices.first { place in
        if bytes[place] == 0x22 { isInside.toggle() }
        return isLineEnd(place) && !isInside
      }
      let found = ByteScan.recordEnd(in: text, 0..<bytes.count, quote: 0x22)
      #expect(found?.end == end.map { $0 + 1 })
      #expect(found?.lines == end.map { (0...$0).count(where: isLineEnd) })
    }
  }

  @Test("Valid characters are counted alike in one piece and in many", arguments: 0..<200)
  func validity(seed: Int) {
    let bytes = sample(seed)
    let text = String(decoding: bytes, as: UTF8.self)
    bytes.withUnsafeBufferPointer { buffer in
      let whole = ByteScan.validity(of: buffer, in: 0..<bytes.count)
      let isValid = Array(text.utf8) == bytes
      #expect((whole.invalid == 0) == isValid)
      if isValid { #expect(whole.sequences == text.unicodeScalars.count { $0.value > 0x7F }) }
      var pieces = (sequences: 0, invalid: 0)
      for start in stride(from: 0, to: bytes.count, by: 7) {
        let found = ByteScan.validity(of: buffer, in: start..<min(start + 7, bytes.count))
        pieces = (pieces.sequences + found.sequences, pieces.invalid + found.invalid)
      }
      #expect(pieces.sequences == whole.sequences)
      #expect(pieces.invalid == whole.invalid)
    }
  }
}
