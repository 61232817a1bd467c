import Testing

@testable import TabularFiles

@Suite("Fields held in few bits")
struct CellCodeTests {
  private func quantity(_ text: String) -> UInt32? {
    Array(text.utf8).withUnsafeBufferPointer { field in
      guard let start = field.baseAddress, field.count <= Quantity.longest else { return nil }
      return Quantity.reading(start, field.count)
    }
  }

  private func text(_ cell: UInt32) -> String {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = bytes.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { Quantity.write(cell, to: $0) } ?? 0
    }
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  @Test(
    "A quantity is a number or a date that comes back exactly",
    arguments: [
      "0", "-0", "7", "134217727", "0,5", "0.50", "-12,345", "12345678", "0.123456", "2025-05-12",
      "31.12.2024", "0001-01-01", "-123456,78",
    ])
  func held(text expected: String) throws {
    #expect(text(try #require(quantity(expected))) == expected)
  }

  @Test(
    "What would not come back is none",
    arguments: [
      "007", "+5", "5,", ",5", "1e5", "134217728", "0.1234567", "1,2,3", "12.13.2025", "2025-00-12",
      "-", "1 2", "--1", "-,1", "00", "-01",
    ])
  func refused(text: String) { #expect(quantity(text) == nil) }

  @Test("Any text of digits and signs is held exactly or not at all", arguments: 0..<200)
  func anything(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let count = Int.random(in: 1...10, using: &generator)
      let made = String(
        (0..<count).map { _ in "0123456789-.,".randomElement(using: &generator) ?? "0" })
      if let cell = quantity(made) { #expect(text(cell) == made) }
    }
  }
}
