import Testing

@testable import TabularFiles

/// Lines of another encoding than the rest are told with their places.
struct MixedEncodingsTests {
  private static let words = ["муж", "жен", "скорее да", "не знаю"]

  private func line(_ number: Int) -> String {
    "\(number);\(Self.words[number % 4]);\(20 + number)"
  }

  private func windows1251(_ text: String) -> [UInt8] {
    let upper = TextEncoding.windows1251.upperHalf ?? []
    return text.unicodeScalars.map { scalar in
      scalar.isASCII ? UInt8(scalar.value) : UInt8(0x80 + (upper.firstIndex(of: scalar) ?? 0))
    }
  }

  private func read(_ bytes: [UInt8]) throws -> FieldTable {
    try FieldTable.reading(FileContents(file: "t.csv", bytes: bytes))
  }

  @Test func `UTF-8 above Windows-1251, and below it`() throws {
    let header = Array("id;sex;age\n".utf8)
    let utf8 = (1...20).map { Array((line($0) + "\n").utf8) }.joined()
    let single = (21...60).map { windows1251(line($0) + "\n") }.joined()
    for (bytes, lines) in [(header + utf8 + single, "2-21"), (header + single + utf8, "42-61")] {
      let table = try read(bytes)
      let finding = try #require(table.diagnostics.first { $0.code == "encodings-mixed" })
      #expect(finding.severity == .error && finding.message.contains("lines \(lines) are UTF-8"))
    }
  }

  @Test func `UTF-8 that was read as Windows-1251 and saved so`() throws {
    let upper = TextEncoding.windows1251.upperHalf ?? []
    func garbled(_ text: String) -> String {
      String(
        String.UnicodeScalarView(
          text.utf8.map { byte in
            byte < 0x80 ? Unicode.Scalar(byte) : upper[Int(byte) - 0x80]
          }))
    }
    let clean = (1...10).map(line)
    for count in [1, 5, 10] {
      let lines = clean.prefix(10 - count).map(\.self) + clean.suffix(count).map(garbled)
      let table = try read(Array((["id;sex;age"] + lines).joined(separator: "\n").utf8))
      let finding = try #require(table.diagnostics.first { $0.code == "text-garbled" })
      #expect(finding.location.line == 12 - count)
    }
  }

  @Test(arguments: ["РОССИЯ", "С № 5; Р. П.", "Рёв, Сёмга", "«Р»; «С»…", "Рё"])
  func `Russian as it is written is neither`(text: String) throws {
    let lines = ["id;sex;text"] + (1...10).map { line($0) + text }
    for bytes in [
      Array(lines.joined(separator: "\n").utf8), windows1251(lines.joined(separator: "\n")),
    ] {
      let codes = try read(bytes).diagnostics.map(\.code)
      #expect(!codes.contains("encodings-mixed") && !codes.contains("text-garbled"), "\(codes)")
    }
  }
}
