import SurveyModel
import Testing

@testable import TabularFiles

@Suite("The dialect of a field file")
struct DialectTests {
  struct Encoded: CustomTestStringConvertible, Sendable {
    let encoding: TextEncoding
    let hasMark: Bool

    var testDescription: String { encoding.rawValue + (hasMark ? " with mark" : "") }
  }

  static let encodings = [
    Encoded(encoding: .utf8, hasMark: false), Encoded(encoding: .utf8, hasMark: true),
    Encoded(encoding: .utf16LittleEndian, hasMark: true),
    Encoded(encoding: .utf16LittleEndian, hasMark: false),
    Encoded(encoding: .utf16BigEndian, hasMark: true),
    Encoded(encoding: .utf16BigEndian, hasMark: false),
    Encoded(encoding: .windows1251, hasMark: false), Encoded(encoding: .koi8r, hasMark: false),
    Encoded(encoding: .cp866, hasMark: false),
  ]

  static let rows = [
    ["id", "Район", "вес", "Что изменить?"],
    ["p1", "Район 1", "1,25", "Дороги; освещение, парки"],
    ["p2", "Район 2", "0,9", "Ничего,\nвсё хорошо"],
    ["p3", "ЦЕНТР", "1", "Сказал: \"не знаю\""],
  ]

  private func text(_ delimiter: Delimiter, lineEnd: String) -> String {
    let mark = String(UnicodeScalar(delimiter.rawValue))
    return Self.rows.map { row in
      row.map { field in
        let needsQuotes = field.contains { ",;|\t\"\n".contains($0) }
        let doubled = field.split(separator: "\"", omittingEmptySubsequences: false)
          .joined(separator: "\"\"")
        return needsQuotes ? "\"\(doubled)\"" : field
      }.joined(separator: mark) + lineEnd
    }.joined()
  }

  @Test(
    "One table in nine encodings and four delimiters reads alike",
    arguments: encodings, Delimiter.allCases)
  func oneTable(encoded: Encoded, delimiter: Delimiter) throws {
    for lineEnd in ["\n", "\r\n", "\r"] {
      let bytes = encoded.encoding.encode(
        text(delimiter, lineEnd: lineEnd), withMark: encoded.hasMark)
      let table = try FieldTable.reading(FileContents(file: "t.csv", bytes: bytes))
      #expect(table.header.map(\.text) == Self.rows[0])
      #expect(table.rows == Array(Self.rows.dropFirst()))
      #expect(table.dialect.encoding.value == encoded.encoding)
      #expect(table.dialect.hasByteOrderMark == encoded.hasMark)
      #expect(table.dialect.delimiter.value == delimiter)
      #expect(table.dialect.decimalMark.value == .comma)
      #expect(table.ledger.isBalanced)
      #expect(table.diagnostics.isEmpty)
    }
  }

  @Test(
    "A few Cyrillic words are enough to tell the encoding",
    arguments: [
      "Район", "мужской", "ЗАТРУДНЯЮСЬ ОТВЕТИТЬ", "Да;Нет", "Псков", "«Ёлка» № 5",
      "г. Петрозаводск",
      "очень доволен",
    ], [TextEncoding.windows1251, .koi8r, .cp866])
  func fewWords(words: String, encoding: TextEncoding) {
    // Not every sign exists in every encoding.
    let writable = words.unicodeScalars.filter {
      $0.value < 0x80 || encoding.upperHalf?.contains($0) == true
    }
    let bytes = encoding.encode("id,x\n1," + String(String.UnicodeScalarView(writable)) + "\n")
    #expect(TextEncoding.detect(bytes).value == encoding)
  }

  @Test("Where nothing tells the encoding, a warning says what is assumed")
  func assumedEncoding() throws {
    let bytes =
      Array("id,t\n1,caf".utf8) + [0xE9] + Array("\n2,na".utf8) + [0xEF] + Array("ve\n".utf8)
    let table = try FieldTable.reading(FileContents(file: "t.csv", bytes: bytes))
    #expect(table.dialect.encoding.value == .windows1251)
    #expect(table.diagnostics.map(\.code) == ["encoding-assumed"])
  }

  @Test("The byte that Windows-1251 does not define is noted with its place")
  func undefinedByte() throws {
    var bytes = TextEncoding.windows1251.encode("id,имя\n1,Псков\n2,Тверь\n")
    bytes[bytes.count - 2] = 0x98
    let table = try FieldTable.reading(FileContents(file: "t.csv", bytes: bytes))
    #expect(table.text(row: 1, column: 1) == "Твер\u{FFFD}")
    #expect(table.diagnostics.map(\.code) == ["undefined-byte"])
    #expect(table.diagnostics.first?.location.description == "t.csv:3:7")
    #expect(table.ledger.isBalanced)
  }

  @Test("Text with the other delimiters inside does not mislead")
  func misleading() throws {
    let table = try fieldTable("id;t\n1;раз, два, три\n2;да, нет\n3;x|y\n")
    #expect(table.dialect.delimiter.value == .semicolon)
    let codes = try fieldTable("id,multi\n1,1;2;3\n2,4;5;6\n3,7;8;9\n")
    #expect(codes.dialect.delimiter.value == .comma)
    #expect(codes.rows[0] == ["1", "1;2;3"])
    let spaced = try fieldTable("id, имя\n1, Псков\n2, Тверь\n")
    #expect(spaced.rows == [["1", "Псков"], ["2", "Тверь"]])
    let weights = try fieldTable("id;a;b\n1;1,5;2,5\n2;1,0;3,5\n")
    #expect(weights.dialect.delimiter.value == .semicolon)
  }

  @Test("One column is one column, whatever its text holds")
  func oneColumn() throws {
    let table = try fieldTable("Ваш ответ, пожалуйста\nда, конечно\nнет\nне знаю, что сказать\n")
    #expect(table.columnCount == 1)
    #expect(table.rowCount == 3)
    #expect(table.dialect.delimiter.basis == .assumed)
  }

  @Test("What is given stands")
  func given() throws {
    let options = ReadingOptions(delimiter: .pipe, encoding: .koi8r, decimalMark: .comma)
    let bytes = TextEncoding.koi8r.encode("a,b|c\n1,2|ж\n")
    let table = try FieldTable.reading(FileContents(file: "t.csv", bytes: bytes), options: options)
    #expect(table.rows == [["1,2", "ж"]])
    #expect(table.dialect.encoding == Decision(.koi8r, .given, "it was given"))
    #expect(table.dialect.decimalMark.basis == .given)
  }

  @Test("The line sep=; names the delimiter and is non-data")
  func separatorLine() throws {
    let table = try fieldTable("sep=;\na;b,c\n1;2,3\n")
    #expect(table.rows == [["1", "2,3"]])
    #expect(table.ledger.nonData.map(\.kind) == [.separatorLine, .header])
    #expect(table.location(row: 0, column: 1).description == "t.csv:3:3")
  }
}
