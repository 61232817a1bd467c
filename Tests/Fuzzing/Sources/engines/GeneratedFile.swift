/// A field file drawn by chance: records as programs write them, most of them without damage.
struct GeneratedFile {
  private(set) var bytes: [UInt8] = []

  private let delimiter: [UInt8]
  private let lineEnds: [String]
  private let columns: Int
  /// Of 100 fields, how many are quoted.
  private let quoted: Int
  /// Of 1,000 fields, how many stand in a way that not every program would write.
  private let odd: Int

  init(by generator: inout some RandomNumberGenerator) {
    let delimiters = [",", ";", "\t", "|", ", "]
    delimiter = Array((delimiters.randomElement(using: &generator) ?? ",").utf8)
    lineEnds =
      [["\n"], ["\r\n"], ["\r"], ["\n", "\r\n"], ["\n", "\r\n", "\r"]]
      .randomElement(using: &generator) ?? ["\n"]
    columns = Int.random(in: 1...9, using: &generator)
    quoted = [0, 3, 40, 100].randomElement(using: &generator) ?? 0
    odd = [0, 0, 1, 10, 100].randomElement(using: &generator) ?? 0
    // Now and then a file of several blocks.
    let most = Int.random(in: 0..<200, using: &generator) == 0 ? 20_000 : 60
    let records = Int.random(in: 0...most, using: &generator)
    addRecord(by: &generator) { column, _ in Array("q\(column)".utf8) }
    let form = self
    for _ in 0..<records {
      addRecord(by: &generator) { _, generator in form.field(by: &generator) }
    }
    damage(by: &generator)
  }

  private mutating func addRecord<G: RandomNumberGenerator>(
    by generator: inout G, _ field: (Int, inout G) -> [UInt8]
  ) {
    let damage = Int.random(in: 0..<1000, using: &generator)
    let count = damage < odd ? Int.random(in: 0...columns + 2, using: &generator) : columns
    for column in 0..<count {
      if column > 0 { bytes += delimiter }
      bytes += field(column, &generator)
    }
    bytes += Array((lineEnds.randomElement(using: &generator) ?? "\n").utf8)
  }

  private static let words = [
    "", "", "1", "2", "5", "10", "99", "999", "12345678", "-3,5", "0.25", "01.02.2025", "да",
    "не знаю", "Псков", "a b", "\u{2028}", "é",
  ].map { Array($0.utf8) }
  private static let oddities = [
    "\"", "\"\"", " ", "\t", " x", "x ", "a\"b", "\"a\" ", " \"a\"", "\"a\"b", "\r", "\n", "\0",
    "\"\"\"", "a\"\"b", "\\", "\\\"",
  ].map { Array($0.utf8) }
  private static let contents = [
    "", "1", "да", "нет, не знаю", "\"\"", "a\"\"b", "\n", "\r\n", "\r", ",", ";", " ", "\t|",
    "строка\nи ещё\r\n;", "\"\"\"\"", String(repeating: "слово ", count: 40),
  ].map { Array($0.utf8) }

  private func field(by generator: inout some RandomNumberGenerator) -> [UInt8] {
    if Int.random(in: 0..<1000, using: &generator) < odd {
      return Self.oddities.randomElement(using: &generator) ?? []
    }
    guard Int.random(in: 0..<100, using: &generator) < quoted else {
      return Self.words.randomElement(using: &generator) ?? []
    }
    return [0x22] + (Self.contents.randomElement(using: &generator) ?? []) + [0x22]
  }

  /// Changes some bytes of every third file, and cuts some off.
  private mutating func damage(by generator: inout some RandomNumberGenerator) {
    guard Int.random(in: 0..<3, using: &generator) == 0, bytes.count > 8 else { return }
    let alphabet: [UInt8] = Array("\"\",;\t \n\r1a".utf8) + [0, 0xD0, 0xFF]
    for _ in 0..<Int.random(in: 1...8, using: &generator) {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      let byte = alphabet.randomElement(using: &generator) ?? 0x20
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: bytes[place] = byte
      case 1: bytes.insert(byte, at: place)
      default: bytes.remove(at: place)
      }
    }
    if Int.random(in: 0..<4, using: &generator) == 0 {
      bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
    }
  }
}
