import Foundation
import SurveyModel
import Testing

@testable import TabularFiles

@Suite("A file read a window at a time")
struct FieldStreamTests {
  /// A file in a folder of its own for as long as the body runs.
  private func withFile<R>(_ bytes: [UInt8], _ body: (String) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "t.csv")
    try Data(bytes).write(to: file)
    return try body(file.path)
  }

  /// What windows come to, one after the other.
  private struct Windows {
    var count = 0
    var rows: [[String]] = []
    var locations: [String] = []
    var bytes: [UInt8] = []
    let stream: FieldStream

    init(_ path: String, size: Int, lookahead: Int = 1 << 13) throws {
      var stream = try FieldStream(
        path: path, options: ReadingOptions(), windowBytes: size, lookahead: lookahead)
      while let table = try stream.next() {
        count += 1
        rows += table.rows
        locations += (0..<table.rowCount).map {
          table.location(row: $0, column: table.columnCount - 1).description
        }
        #expect(table.ledger.isBalanced && table.reassembled()?.gap == nil)
        bytes += table.reassembled()?.bytes ?? []
      }
      self.stream = stream
    }
  }

  private static let damages = [
    "7,\"a\nb, c\"\"d\"\"\",2.5,x\n", "8,\"open, 3.5,y\n", "9,too,many,4.5,z\n", "10,few\n", "\n",
    ",,,\n", "11,a\"b\"c,1.5,q\r\n", "12,\u{1},2.5,\n",
    "13,long \(String(repeating: "ы", count: 900)),1,w\n",
  ]

  /// Records with damaged ones at places drawn by chance: 30 KB for each thousand.
  private func text(_ seed: UInt64, rows: Int, isDamaged: Bool = true) -> String {
    var random = SystemlessRandom(seed)
    var text = "id,said,\"what, more\",last\n"
    for row in 0..<rows {
      text += "\(row),\"said \(random.next(9))\",\(row % 7).5,да\n"
      if isDamaged, random.next(60) == 0 { text += Self.damages[random.next(Self.damages.count)] }
    }
    return text
  }

  /// Windows are larger than what the form of a file is found from, as they always are.
  @Test("Windows give what the whole file gives", arguments: UInt64(1)...6)
  func windows(seed: UInt64) throws {
    let text = text(seed, rows: 36_000)
    let encoding: TextEncoding = [.utf8, .utf16LittleEndian, .windows1251][Int(seed % 3)]
    let bytes = encoding.byteOrderMark + encoding.encode(text.replacing("\u{1}", with: "ж"))
    try withFile(bytes) { path in
      let whole = try FieldTable.reading(path: path, displayPath: path)
      let parts = try Windows(
        path, size: (encoding.isUTF16 ? 620_000 : 290_000) + 2 * Int(seed) * 101)
      #expect(parts.count > 2 && parts.rows == whole.rows)
      #expect(
        parts.locations
          == (0..<whole.rowCount).map {
            whole.location(row: $0, column: whole.columnCount - 1).description
          })
      #expect(parts.bytes == bytes)
      #expect(parts.stream.ledger == whole.ledger && whole.ledger.isBalanced)
      #expect(parts.stream.irregular.map(\.location) == whole.irregular.map(\.location))
      #expect(parts.stream.irregular.map(\.extent) == whole.irregular.map(\.extent))
      #expect(parts.stream.rowCount == whole.rowCount)
      #expect(parts.stream.dialect?.encoding.value == encoding)
      #expect(parts.stream.dialect?.delimiter == whole.dialect.delimiter)
      #expect(parts.stream.dialect?.lineEnd == whole.dialect.lineEnd)
      #expect(
        Set(parts.stream.diagnostics.map(\.description))
          == Set(whole.diagnostics.map(\.description)))
    }
  }

  @Test("What a file is understood to hold is the same", arguments: [3, 8] as [UInt64])
  func understanding(seed: UInt64) throws {
    try withFile(Array(text(seed, rows: 1500, isDamaged: false).utf8)) { path in
      let whole = FileUnderstanding(try FieldTable.reading(path: path, displayPath: path))
      var stream = try FieldStream(
        path: path, options: ReadingOptions(), windowBytes: 20_000, lookahead: 1 << 13)
      var calls = 0
      let parts = try FileUnderstanding(&stream) { _ in calls += 1 }
      #expect(parts.columns == whole.columns && calls > 2)
      #expect(parts.diagnostics.map(\.description) == whole.diagnostics.map(\.description))
      stream = try FieldStream(
        path: path, options: ReadingOptions(), windowBytes: 20_000, lookahead: 1 << 13)
      let few = try FileUnderstanding(&stream, only: ["last", "id"])
      #expect(few.columns == [whole.columns[3], whole.columns[0]])
    }
  }

  @Test("A further table is set aside to the file's end, and not read", arguments: [false, true])
  func furtherTable(isRepeated: Bool) throws {
    let header = "id,возраст,вес\n"
    let body = (0..<2000).map { "\($0),41,0.5\r\n" }.joined()
    let further = isRepeated ? header + body : "\nгород,число\n" + body.replacing(",41", with: "")
    let bytes = Array((header + body + further).utf8)
    try withFile(bytes) { path in
      let whole = try FieldTable.reading(path: path, displayPath: path)
      let parts = try Windows(path, size: 12_001)
      #expect(parts.rows.count == 2000 && parts.stream.irregular.count == 1)
      #expect(parts.stream.irregular[0].message == whole.irregular[0].message)
      #expect(parts.stream.irregular[0].extent == whole.irregular[0].extent)
      #expect(parts.stream.ledger == whole.ledger && parts.stream.ledger.isBalanced)
    }
  }

  @Test("A window grows for a record that is longer")
  func longRecord() throws {
    let long = String(repeating: "слово ", count: 9000)
    let text = "id,said\n1,a\n2,\(long)\n3,b\n"
    try withFile(Array(text.utf8)) { path in
      let parts = try Windows(path, size: 100, lookahead: 40)
      #expect(parts.rows.map { $0[0] } == ["1", "2", "3"] && parts.bytes == Array(text.utf8))
    }
  }

  @Test("Clean CSV of chosen columns, in their order")
  func only() throws {
    let table = try fieldTable("a;b;c\n1;x,y;2,5\n2;z;3\n")
    var clean: [UInt8] = []
    table.writeClean(columns: try table.columns(named: ["c", "b"])) { clean += $0 }
    #expect(String(decoding: clean, as: UTF8.self) == "c,b\n2.5,\"x,y\"\n3,z\n")
    let error = #expect(throws: TabularFileError.self) { try table.columns(named: ["B", "d"]) }
    #expect(error?.diagnostics.map(\.code) == ["unknown-column", "unknown-column"])
    #expect(error?.diagnostics.first?.fix == "write 'b'")
  }

  @Test("A file that grows between its windows is refused")
  func growing() throws {
    let text = "id,said\n" + (0..<2000).map { "\($0),abc\n" }.joined()
    try withFile(Array(text.utf8)) { path in
      var stream = try FieldStream(
        path: path, options: ReadingOptions(), windowBytes: 4000, lookahead: 400)
      _ = try stream.next()
      let handle = try FileHandle(forWritingTo: URL(filePath: path))
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("1,2\n".utf8))
      let error = #expect(throws: TabularFileError.self) { while try stream.next() != nil {} }
      #expect(error?.diagnostics.map(\.code) == ["file-changed"])
    }
  }
}

/// Numbers drawn by a linear congruence, the same in every run.
private struct SystemlessRandom {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % count
  }
}
