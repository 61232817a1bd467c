import Testing

@testable import TabularFiles

struct ReassemblyTests {
  private let text = "\u{FEFF}sep=;\na;b\n\n1;2\n1;2;3\n;\n4;5"

  @Test func `a file comes together from its three kinds of parts`() throws {
    let parts = try #require(try fieldTable(text).reassembled())
    let bytes = Array(text.utf8)
    #expect(parts.bytes == bytes && parts.gap == nil)
    #expect(parts.kept == 7 && parts.setAside == 6)
    #expect(parts.nonData == bytes.count - 13)
  }

  @Test func `a file that changed is told by the place of the first change`() throws {
    let parts = try #require(try fieldTable(text).reassembled())
    var changed = Array(text.utf8)
    changed[14] ^= 1
    #expect(parts.firstDifference(from: changed) == 14)
    #expect(parts.firstDifference(from: Array(text.utf8) + [0x0A]) == text.utf8.count)
    #expect(parts.firstDifference(from: Array(text.utf8.dropLast())) == text.utf8.count - 1)
  }

  @Test func `UTF-16 comes together too`() throws {
    var bytes: [UInt8] = [0xFF, 0xFE]
    for unit in "да,b\n1,2\n3\n".utf16 {
      bytes += [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
    }
    let table = try FieldTable.reading(FileContents(file: "t.csv", bytes: bytes))
    let parts = try #require(table.reassembled())
    #expect(parts.bytes == bytes && parts.gap == nil)
    #expect(parts.setAside == 4)
  }
}
