import Testing

@testable import ZipArchive

@Suite("Zip archives")
struct ZipArchiveTests {
  private static let entries = [
    ZipEntry("xl/workbook.xml", bytes: Array("<workbook/>".utf8)),
    ZipEntry("папка/ответы.csv", bytes: Array("id,да\n1,1\n".utf8), isStored: true),
    ZipEntry("empty", bytes: []),
    ZipEntry("long", bytes: (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 7) }),
  ]

  private func unpacked(_ bytes: [UInt8], limit: Int = 1 << 20) throws -> [ZipEntry] {
    try ZipReader.open(bytes) { archive in
      var budget = UnpackingBudget(limit: limit)
      return try archive.paths.map { path in
        ZipEntry(path, bytes: try archive.bytes(of: path, within: &budget))
      }
    }
  }

  @Test func `What is written is read back, in its order`() throws {
    let read = try unpacked(ZipWriter.bytes(of: Self.entries))
    #expect(read.map(\.path) == Self.entries.map(\.path))
    #expect(read.map(\.bytes) == Self.entries.map(\.bytes))
  }

  @Test(arguments: UInt64(0)..<50)
  func `Any entries are read back, and the same entries are the same bytes`(seed: UInt64) throws {
    var state = seed
    func draw(_ count: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % count)
    }
    let entries = (0..<draw(6)).map { number in
      ZipEntry(
        "part\(number)/\(draw(10))", bytes: (0..<draw(5_000)).map { _ in UInt8(draw(256)) },
        isStored: draw(2) == 0)
    }
    let bytes = try ZipWriter.bytes(of: entries)
    let read = try unpacked(bytes)
    #expect(read.map(\.path) == entries.map(\.path))
    #expect(read.map(\.bytes) == entries.map(\.bytes))
    #expect(try ZipWriter.bytes(of: entries) == bytes)
  }

  @Test func `A path is found in any case of letters`() throws {
    let bytes = try ZipWriter.bytes(of: Self.entries)
    var budget = UnpackingBudget(limit: 100)
    let (found, read) = try ZipReader.open(bytes) { archive in
      let found = ["XL/Workbook.XML", "xl"].map { archive.contains($0) }
      return (found, try archive.bytes(of: "XL/workbook.xml", within: &budget))
    }
    #expect(found == [true, false])
    #expect(read == Self.entries[0].bytes)
    #expect(budget.used == read.count)
    #expect(throws: ZipError.missing("xl")) {
      try ZipReader.open(bytes) { try $0.bytes(of: "xl", within: &budget) }
    }
  }

  @Test func `Deflated bytes are fewer, stored ones stand as they are`() throws {
    let text = Array(repeating: UInt8(ascii: "a"), count: 10_000)
    let deflated = try ZipWriter.bytes(of: [ZipEntry("a", bytes: text)])
    let stored = try ZipWriter.bytes(of: [ZipEntry("a", bytes: text, isStored: true)])
    #expect(deflated.count < 500)
    #expect((10_000...10_500).contains(stored.count))
  }

  @Test func `No part of an archive is read as one`() throws {
    let bytes = try ZipWriter.bytes(of: Self.entries)
    for count in [0, 1, 4, 100, bytes.count / 2, bytes.count - 1] {
      #expect(throws: ZipError.incomplete) { try unpacked(Array(bytes.prefix(count))) }
    }
    #expect(throws: ZipError.incomplete) { try unpacked(Array("id,a\n1,2\n".utf8)) }
  }

  @Test func `An entry whose bytes are damaged is refused`() throws {
    let text = Array("some text of an entry".utf8)
    var bytes = try ZipWriter.bytes(of: [ZipEntry("a", bytes: text, isStored: true)])
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: text) })
    bytes[place] ^= 1
    #expect(throws: ZipError.broken("a")) { try unpacked(bytes) }
  }

  @Test func `The limit of size holds for all entries together, and is said`() throws {
    let bytes = try ZipWriter.bytes(of: [
      ZipEntry("a", bytes: Array(repeating: 0, count: 600)),
      ZipEntry("b", bytes: Array(repeating: 0, count: 401)),
    ])
    #expect(throws: ZipError.tooLarge(limit: 1_000)) { try unpacked(bytes, limit: 1_000) }
    #expect(try unpacked(bytes, limit: 1_001).count == 2)
    #expect("\(ZipError.tooLarge(limit: 1_000))" == "it unpacks to more than 1000 bytes")
    #expect("\(ZipError.tooLarge(limit: 1 << 28))" == "it unpacks to more than 256 MB")
  }

  @Test func `A bomb is stopped at the limit`() throws {
    let bomb = try ZipWriter.bytes(of: [
      ZipEntry("a", bytes: Array(repeating: 0, count: 1 << 24))
    ])
    #expect(bomb.count < 1 << 16)
    #expect(throws: ZipError.tooLarge(limit: 1 << 20)) { try unpacked(bomb) }
  }

  @Test(arguments: ["../a", "x/../../a", "/etc/a", "..\\a", "x/..", ""])
  func `A path that leads out of the archive is not written`(path: String) {
    #expect(throws: ZipError.outside(path)) {
      try ZipWriter.bytes(of: [ZipEntry(path, bytes: [1])])
    }
  }

  @Test func `A path that leads out of the archive is neither listed nor read`() throws {
    var bytes = try ZipWriter.bytes(of: [ZipEntry("xx/a", bytes: [1]), ZipEntry("b", bytes: [2])])
    for place in bytes.indices.dropLast(3) where bytes[place...].starts(with: Array("xx/a".utf8)) {
      bytes.replaceSubrange(place..<place + 2, with: Array("..".utf8))
    }
    let (paths, isFound) = try ZipReader.open(bytes) { ($0.paths, $0.contains("../a")) }
    #expect(paths == ["b"])
    #expect(!isFound)
    #expect(throws: ZipError.missing("../a")) {
      var budget = UnpackingBudget(limit: 100)
      return try ZipReader.open(bytes) { try $0.bytes(of: "../a", within: &budget) }
    }
  }

  @Test func `A path stands once`() {
    let twice = [ZipEntry("a", bytes: [1]), ZipEntry("a", bytes: [2])]
    #expect(throws: ZipError.refused("a")) { try ZipWriter.bytes(of: twice) }
  }

  @Test func `An archive without entries is one`() throws {
    #expect(try unpacked(ZipWriter.bytes(of: [])).isEmpty)
  }
}
