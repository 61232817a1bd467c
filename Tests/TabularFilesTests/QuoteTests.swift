import SurveyModel
import Testing

@testable import TabularFiles

@Suite("Quotes: around fields, within them, and none")
struct QuoteTests {
  /// The places of all fields, however the file is divided.
  private func table(
    _ text: String, encoding: TextEncoding = .utf8, options: ReadingOptions = ReadingOptions()
  ) throws -> FieldTable {
    let bytes = encoding.byteOrderMark + encoding.encode(text)
    let contents = FileContents(file: "t.csv", bytes: bytes)
    let whole = try FieldTable.reading(contents, options: options)
    for size in [1, 17, 60] {
      let parts = try FieldTable.readingText(contents, options: options, partSize: size)
      #expect(parts.rows == whole.rows && parts.ledger == whole.ledger)
    }
    #expect(whole.ledger.isBalanced && whole.reassembled()?.firstDifference(from: bytes) == nil)
    return whole
  }

  @Test("A quote behind a backslash is text, in any encoding", arguments: TextEncoding.allCases)
  func backslash(encoding: TextEncoding) throws {
    guard ![.windows1251AsLatin1, .latin1].contains(encoding) else { return }
    let isWestern = encoding == .windows1252
    let word = isWestern ? "café déjà vu où l'été" : "улица Ленина"
    let text =
      "id,said,age\r\n1,\"\(word) \\\"Луч\\\", 5\",30\r\n2,\"C:\\\\x\\\\\",41\r\n3,\"a\\n \(word)\",22\r\n"
      .replacing("Луч", with: isWestern ? "Luch" : "Луч")
    let table = try table(text, encoding: encoding)
    #expect(table.dialect.encoding.value == encoding)
    #expect(
      table.dialect.escape.value == .backslash && table.dialect.escape.runnerUp == .doubled)
    let named = isWestern ? "Luch" : "Луч"
    #expect(table.rows.map { $0[1] } == ["\(word) \"\(named)\", 5", "C:\\x\\", "a\\n \(word)"])
    #expect(table.rows.map { $0[2] } == ["30", "41", "22"])
    #expect(table.location(row: 2, column: 1).description == "t.csv:4:3")
    #expect(table.recordBytes(row: 1) == encoding.encode("2,\"C:\\\\x\\\\\",41\r\n"))
    #expect(table.diagnostics.isEmpty)
  }

  @Test("Quotes behind backslashes may end a field")
  func backslashAtTheEnd() throws {
    let text = "id;said;age\n\"1\";\"\\\"Луч\\\"\";\"30\"\n\"2\";\"о \\\"Заре\\\"\";\"41\"\n"
    let table = try table(text)
    #expect(table.dialect.escape.value == .backslash)
    #expect(table.rows == [["1", "\"Луч\"", "30"], ["2", "о \"Заре\"", "41"]])
    #expect(table.diagnostics.isEmpty)
  }

  @Test("Quotes behind backslashes are told where the first of them comes late")
  func lateBackslash() throws {
    let rows = (0..<30_000).map { row in
      "\(row);\"\(row % 5_000 == 4_999 ? "о \\\"Заре\\\"; \(row)" : "да")\";41\n"
    }
    let text = "id;said;age\n" + rows.joined()
    let table = try fieldTable(text)
    #expect(table.dialect.escape.value == .backslash)
    #expect(table.rowCount == 30_000 && table.diagnostics.isEmpty && table.ledger.isBalanced)
    #expect(table.text(row: 4_999, column: 1) == "о \"Заре\"; 4999")
  }

  @Test("A backslash before the closing quote of a path is none, where quotes are doubled")
  func pathsAreNoEscape() throws {
    let paths = try table("id,path,said\n1,\"C:\\new\\\",\"so \"\"it\"\" was\"\n")
    #expect(paths.dialect.escape == Decision(.doubled, .found, paths.dialect.escape.reason))
    #expect(paths.rows == [["1", "C:\\new\\", "so \"it\" was"]])
    let alone = try table("id,path\n1,\"C:\\new\\\"\n")
    #expect(alone.dialect.escape.basis == .assumed && alone.rows == [["1", "C:\\new\\"]])
  }

  @Test("What is given of the escape stands")
  func givenEscape() throws {
    var options = ReadingOptions()
    options.escape = .doubled
    let text = "id,said\n1,\"a \\\"\"b\\\"\" c\"\n"
    let doubled = try table(text, options: options)
    #expect(doubled.rows == [["1", "a \\\"b\\\" c"]])
    #expect(doubled.dialect.escape == Decision(.doubled, .given, "it was given"))
  }

  @Test("Quotes that stand within fields as they are")
  func noEscape() throws {
    let table = try table(
      "id,said,age\n1,\"a \"b\" c\",30\n2,\"d\",41\n3,\"the \"e\" and f\",22\n")
    #expect(table.dialect.escape.value == .none && table.dialect.escape.runnerUp == .doubled)
    #expect(table.rows.map { $0[1] } == ["a \"b\" c", "d", "the \"e\" and f"])
    #expect(table.ledger.repairs.map(\.kind) == [.strayQuote, .strayQuote])
  }

  @Test("Quotes that begin or end texts, but stand around none, are text")
  func noQuotes() throws {
    let text =
      "id\tname\tsize\n1\t\"Луч\" завод\t12\"\n2\t\"Мир\" кинотеатр\t5\"\n3\t\"Ока\" и \"Дон\" суда\t7\"\n"
    let table = try table(text)
    #expect(table.dialect.quote.value == .none && table.dialect.quote.runnerUp == .double)
    #expect(
      table.rows.map { $0[1] } == [
        "\"Луч\" завод", "\"Мир\" кинотеатр", "\"Ока\" и \"Дон\" суда",
      ])
    #expect(table.rows.map { $0[2] } == ["12\"", "5\"", "7\""])
    #expect(table.location(row: 2, column: 2).description == "t.csv:4:22")
    #expect(table.diagnostics.isEmpty)
  }

  @Test("No quotes, where that was given")
  func givenNone() throws {
    var options = ReadingOptions()
    options.quote = QuoteMark.none
    let table = try table("a,b\n\"1,2\"\n3,\0\n\"4,\"\"5\n", options: options)
    #expect(table.rows == [["\"1", "2\""], ["\"4", "\"\"5"]])
    #expect(table.irregular.map(\.reason) == [.nulByte])
  }

  @Test("Records that end in different ways are read, and told")
  func mixedLineEnds() throws {
    let table = try table("a,b\r\n1,\"x\ny\"\n2,z\r3,w\r\n")
    #expect(table.rows == [["1", "x\ny"], ["2", "z"], ["3", "w"]])
    #expect(table.dialect.lineEnd.value == .mixed && table.dialect.lineEnd.runnerUp == .crlf)
    let plain = try self.table("a,b\r\n1,\"x\ny\"\r\n")
    #expect(plain.dialect.lineEnd.value == .crlf)
  }
}

@Suite("Windows-1251 that was read as Latin-1 and saved so")
struct GarbledTextTests {
  private static let text =
    "№,город,ответ,индекс\n1,Псков,«Наш» завод – первый,0.5\n2,Ёлкино,не знаю,1.2\n"

  /// The text as the program that took it for Western wrote it.
  private func garbled(_ text: String, as western: TextEncoding) -> [UInt8] {
    let upperHalf = western.upperHalf ?? []
    let units = TextEncoding.windows1251.encode(text).map { byte -> Unicode.Scalar in
      let scalar = byte < 0x80 ? Unicode.Scalar(byte) : upperHalf[Int(byte) - 0x80]
      return scalar == "\u{FFFD}" ? Unicode.Scalar(byte) : scalar
    }
    return Array(String(String.UnicodeScalarView(units)).utf8)
  }

  @Test("It is noticed, and kept as it stands", arguments: [TextEncoding.latin1, .windows1252])
  func noticed(western: TextEncoding) throws {
    let bytes = garbled(Self.text, as: western)
    let table = try FieldTable.reading(FileContents(file: "t.csv", bytes: bytes))
    #expect(table.dialect.encoding.value == .utf8)
    #expect(table.diagnostics.map(\.code) == ["text-garbled"])
    // The example is the program's own: a cell of the file may be somebody's name.
    #expect(table.diagnostics[0].message.contains("'Ïñêîâ' for 'Псков'"))
    #expect(!table.diagnostics[0].message.contains("город"))
    #expect(table.text(row: 0, column: 1) == "Ïñêîâ")
  }

  @Test(
    "It is repaired where that is asked, and every place is the file's",
    arguments: [TextEncoding.latin1, .windows1252], [false, true])
  func repaired(western: TextEncoding, hasMark: Bool) throws {
    let bytes = (hasMark ? [0xEF, 0xBB, 0xBF] : []) + garbled(Self.text, as: western)
    let contents = FileContents(file: "t.csv", bytes: bytes)
    let options = try ReadingOptions(
      [.encoding: "windows-1251-as-latin-1"], at: SourceLocation(file: "sources.csv"))
    let table = try FieldTable.reading(contents, options: options)
    let meant = try fieldTable(Self.text)
    #expect(table.header.map(\.text) == meant.header.map(\.text) && table.rows == meant.rows)
    #expect(table.location(row: 1, column: 2) == meant.location(row: 1, column: 2))
    #expect(table.ledger.isBalanced && table.diagnostics.isEmpty)
    #expect(table.reassembled()?.firstDifference(from: bytes) == nil)
    #expect(table.recordBytes(row: 0).count > 50)
    for size in [1, 30] {
      let parts = try FieldTable.readingText(contents, options: options, partSize: size)
      #expect(parts.rows == table.rows && parts.ledger == table.ledger)
    }
  }

  @Test("Western words and Russian text are not taken for it")
  func notGarbled() throws {
    let french = "id,réponse\n1,déjà vu à l'école où l'été était très frais\n2,être né à Orléans\n"
    #expect(try fieldTable(french).diagnostics.isEmpty)
    #expect(try fieldTable(Self.text).diagnostics.isEmpty)
    #expect(try fieldTable("id,ä\n1,ö\n").diagnostics.isEmpty)
  }

  @Test("Bytes that are no UTF-8 are told")
  func broken() throws {
    let bytes = garbled(Self.text, as: .latin1) + [0x33, 0x2C, 0xFF, 0x2C, 0x2C, 0x31, 0x0A]
    var options = ReadingOptions()
    options.encoding = .windows1251AsLatin1
    let table = try FieldTable.reading(FileContents(file: "t.csv", bytes: bytes), options: options)
    #expect(table.rows[2] == ["3", "\u{FFFD}", "", "1"])
    #expect(table.diagnostics.map(\.code) == ["undefined-byte"])
    #expect(table.diagnostics[0].location.description == "t.csv:4:3")
  }

  @Test(arguments: [2, 3, 4, 5])
  func `A quote that finds its pair records later is told`(columns: Int) throws {
    func record(_ number: Int, _ end: String) -> String {
      ((0..<columns - 1).map { "\(number + $0)" } + [end]).joined(separator: ",") + "\n"
    }
    let header = (1...columns).map { "c\($0)" }.joined(separator: ",") + "\n"
    let text = (1...40).map { record($0, $0 == 10 ? "\"open" : $0 == 20 ? "shut\"" : "ok") }
      .joined()
    let codes = try fieldTable(header + text).diagnostics.map(\.code)
    #expect(codes == ["quoted-lines-like-records"])
    let letter = "1,\"Dear all,\nyes, I do\nand\nno\"\n".replacing(
      "1,", with: record(1, "").dropLast(1))
    #expect(try fieldTable(header + record(2, "ok") + letter).diagnostics.isEmpty)
  }
}
