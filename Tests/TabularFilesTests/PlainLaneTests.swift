import Testing

@testable import TabularFiles

@Suite("The lane beside libcsv")
struct PlainLaneTests {
  private func ends(_ block: String, quote: UInt8? = 0x22, delimiter: UInt8 = 0x2C) -> [Int]? {
    let lane = FieldEnds(quote: quote, delimiter: delimiter)
    return Array(block.utf8).withUnsafeBufferPointer { lane.find(in: $0)?.map(Int.init) }
  }

  @Test(
    "Blocks whose fields end at delimiters and line ends outside quotes are divided there",
    arguments: [
      "1👉,22👉,👉\n", "a👉,b👉\r\nc👉,d👉\r\n", "a👉,b👉\rc👉,d👉\r", "\"a,b\n\"👉,c👉\n",
      "\"\"👉,\"\"\"\"👉,\"a\"\"b\"👉\n", "a b👉,c👉\n", "é👉,\"\r\"👉\r\n", "a\0👉,b👉\n",
      "\" a \"👉,\"\tb\"👉\n",
    ])
  func plain(marked: String) {
    var expected: [Int] = []
    var block: [Unicode.Scalar] = []
    var offset = 0
    for scalar in marked.unicodeScalars {
      if scalar == "👉" {
        expected.append(offset)
      } else {
        block.append(scalar)
        offset += UTF8.width(scalar)
      }
    }
    #expect(ends(String(String.UnicodeScalarView(block))) == expected)
  }

  @Test(
    "What libcsv reads otherwise than that is left to it",
    arguments: [
      "a, b\n", "a ,b\n", " a,b\n", "a,b \n", "a,\tb\n", "a\"b,c\n", "\"a\"b,c\n", "\"a\" ,b\n",
      "a, \"b\"\n", "\"\"a,b\n", "a\"\"b,c\n", "\n", "a,b\n\nc,d\n", "a,b\r\n\r\nc,d\r\n",
      "a,b\r\rc,d\r", "\r\na,b\r\n", "\"a,b\n", "a,b", "",
    ])
  func left(block: String) {
    #expect(ends(block) == nil)
    // Wherever it stands in the 64 bytes that are looked at together.
    for shift in 0..<64 {
      let before = String(repeating: "x", count: shift) + "\n"
      #expect(ends(before + block) == nil || block.isEmpty, "after \(shift) bytes")
    }
  }

  @Test("Without a quote, quotes are text") func noQuote() {
    #expect(ends("a\"b;\"\n", quote: nil, delimiter: 0x3B) == [3, 5])
  }

  @Test("A tab between fields is no space") func tabs() {
    #expect(ends("a\tb\t\n", delimiter: 0x09) == [1, 3, 4])
    #expect(ends("a \tb\n", delimiter: 0x09) == nil)
  }

  private func expectSame(_ bytes: [UInt8], _ name: String) {
    var options = ReadingOptions()
    let contents = FileContents(file: name, bytes: bytes)
    let table = try? FieldTable.readingText(contents, options: options, partSize: 1 << 10)
    options.engine = .libcsv
    let byLibCSV = try? FieldTable.readingText(contents, options: options)
    #expect(table?.rows == byLibCSV?.rows, "\(name)")
    #expect(table?.ledger == byLibCSV?.ledger, "\(name)")
    #expect(table?.irregular == byLibCSV?.irregular, "\(name)")
    #expect(table?.diagnostics == byLibCSV?.diagnostics, "\(name)")
  }

  @Test("Damaged files are read as libcsv alone reads them", arguments: 0..<200)
  func damaged(seed: Int) {
    let file = DamagedFile(
      seed: seed, delimiter: [",", ";", "\t"][seed % 3], lineEnd: seed % 2 == 0 ? "\n" : "\r\n")
    expectSame(Array(file.text.utf8), "seed \(seed)")
  }

  @Test("Bytes changed anywhere are read as libcsv alone reads them", arguments: 0..<200)
  func changed(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let table = BaseTable.all(seed: seed)[seed % BaseTable.all(seed: seed).count]
    guard let pollution = Pollution.all(of: table).randomElement(using: &generator) else { return }
    var bytes = PollutedFile(table, pollution).bytes
    let alphabet: [UInt8] = Array("\"\",; \t\n\r1a".utf8) + [0, 0xD0]
    for _ in 0..<Int.random(in: 0..<6, using: &generator) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      let byte = alphabet.randomElement(using: &generator) ?? 0x20
      if Bool.random(using: &generator) {
        bytes[place] = byte
      } else {
        bytes.insert(byte, at: place)
      }
    }
    expectSame(bytes, "seed \(seed)")
  }
}
