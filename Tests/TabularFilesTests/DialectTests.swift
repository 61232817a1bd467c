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
    Encoded(encoding: .macCyrillic, hasMark: false),
    Encoded(encoding: .cp866, hasMark: false), Encoded(encoding: .iso88595, hasMark: false),
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
    "One table in each encoding and four delimiters reads alike",
    arguments: encodings, Delimiter.signs)
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

  @Test(
    "A few words in Windows-1251 are not taken for signs of a Macintosh",
    arguments: [
      "Что мешает", "Здравствуйте", "Участвовали в городском проекте, которого раньше не было",
      "За последние 12 месяцев", "Забота о благополучии жителей", "Знакомство",
    ])
  func rareCapitals(words: String) {
    let bytes = TextEncoding.windows1251.encode("id,x\n1,\(words)\n")
    #expect(TextEncoding.detect(bytes).value == .windows1251)
  }

  @Test("What a column repeats tells the encoding once")
  func repeatedWords() {
    let values = ["по", "с", "лучше", "двор"]
    let rows = (0..<400).map { "\($0);\(values[$0 % 4])\n" }.joined()
    for encoding in [TextEncoding.windows1251, .koi8r, .cp866] {
      let bytes = encoding.encode("id;В0. Как Вы считаете?\n" + rows)
      #expect(TextEncoding.detect(bytes).value == encoding)
    }
  }

  @Test(
    "Mac Cyrillic is told where a word has я or a capital beside a small letter",
    arguments: ["Район", "Да;Нет", "г. Петрозаводск", "Псков", "«Ёлка» № 5", "моя семья"])
  func macCyrillic(words: String) {
    let bytes = TextEncoding.macCyrillic.encode("id,x\n1,\(words)\n")
    #expect(TextEncoding.detect(bytes).value == .macCyrillic)
  }

  /// Answers as short as files have them, one column each.
  static let shortTexts: [[String]] = [
    ["да", "нет", "Да"], ["да", "нет"], ["Да", "Нет"], ["ДА", "НЕТ"], ["Мужской", "Женский"],
    ["мужской", "женский"], ["МУЖСКОЙ", "ЖЕНСКИЙ"], ["Часто", "Редко", "Никогда"],
    ["Чуть лучше", "Чуть хуже"], ["Есть", "Таких нет"], ["Уже участвую"], ["Факт"], ["Центр"],
    ["Затрудняюсь ответить"], ["Не знаю"], ["Ещё нет"], ["Псков"], ["УЧЁТ", "УЧЕТ"],
    ["«Да»", "«Нет»"], ["Юрист", "Экономист", "Инженер", "Учитель"], ["Улучшилась", "Ухудшилась"],
    ["Санкт-Петербург"], ["5 — очень доволен"],
  ]

  @Test("Short Russian answers are read rightly, or the doubt is told", arguments: shortTexts)
  func shortAnswers(_ texts: [String]) throws {
    let encodings: [TextEncoding] = [
      .windows1251, .koi8r, .cp866, .macCyrillic, .iso88595, .utf8,
    ]
    for encoding in encodings {
      let writable = texts.map { text in
        String(
          String.UnicodeScalarView(
            text.unicodeScalars.filter {
              $0.value < 0x80 || encoding.upperHalf?.contains($0) != false
            }))
      }
      let rows = writable.enumerated().map { "\($0),\($1)\n" }.joined()
      let file = FileContents(file: "t.csv", bytes: encoding.encode("id,x\n" + rows))
      let table = try FieldTable.reading(file)
      let read = (0..<table.rowCount).map { table.text(row: $0, column: 1) }
      let isTold = table.diagnostics.contains { $0.code == "encoding-assumed" }
      #expect(read == writable || isTold, "\(encoding): \(read)")
      if encoding == .windows1251, texts.joined().count > 8 {
        #expect(read == writable && !isTold, "\(encoding): \(read)")
      }
    }
  }

  @Test("Capitals of a Macintosh are told from signs of Windows")
  func capitalsOfMacintosh() throws {
    for capital in "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ" {
      let bytes = TextEncoding.macCyrillic.encode("id,x\n1,да\n2,нет\n3,\(capital)то\n")
      #expect(TextEncoding.detect(bytes).value == .macCyrillic, "\(capital)")
    }
  }

  @Test("Where nothing tells the encoding, a warning says what is assumed")
  func assumedEncoding() throws {
    let bytes = Array("id,t\n1,5 ".utf8) + [0xB0] + Array("\n2,7 ".utf8) + [0xB0, 0x0A]
    let table = try FieldTable.reading(FileContents(file: "t.csv", bytes: bytes))
    #expect(table.dialect.encoding.value == .windows1251)
    #expect(table.diagnostics.map(\.code) == ["encoding-assumed"])
  }

  @Test(
    "Letters with accents in Latin words are Western",
    arguments: [
      ("caf\u{E9},na\u{EF}ve", TextEncoding.windows1252),
      ("Universit\u{E4}t M\u{FC}nchen,\u{20AC} 5", .windows1252),
      ("fa\u{E7}ade \u{81},se\u{F1}or", .latin1),
    ])
  func western(words: String, encoding: TextEncoding) throws {
    let bytes = encoding.encode("id,x,y\n1,\(words)\n2,b,c\n")
    let table = try FieldTable.reading(FileContents(file: "t.csv", bytes: bytes))
    #expect(table.dialect.encoding.value == encoding && table.dialect.encoding.basis == .found)
    #expect(table.rows[0].dropFirst().joined(separator: ",") == words)
    #expect(table.diagnostics.isEmpty)
  }

  @Test("Every encoding is known by its own name") func names() {
    for encoding in TextEncoding.allCases {
      #expect(TextEncoding(name: encoding.rawValue) == encoding)
    }
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

  @Test("An encoding that shows late is told from one per cent of the file")
  func lateLetters() throws {
    var bytes = Array("id,said\n".utf8)
    while bytes.count < 3 << 20 { bytes += Array("12345,abc def ghi jkl mno pqr stu\n".utf8) }
    let ascii = bytes
    for encoding in [TextEncoding.koi8r, .windows1251, .cp866] {
      bytes = ascii
      while bytes.count < 5 << 20 { bytes += encoding.encode("7,улица Набережная в городе\n") }
      #expect(TextEncoding.detect(bytes).value == encoding)
    }
    // Where the sample has none of it, all bytes tell.
    bytes = ascii + TextEncoding.koi8r.encode("7,улица Набережная\n")
    let all = TextEncoding.detecting(bytes)
    #expect(all.encoding.value != .utf8 && all.census.invalid > 0)
  }

  @Test("Spaces divide fields where no sign does and numbers stand among them")
  func spaces() throws {
    let table = try fieldTable(
      "id city \"said what\" age\n1 Pskov \"a b\" 30\n2 \"Velikiye Luki\" c 41\n3 Ostrov \"\" 22\n")
    #expect(table.dialect.delimiter == Decision(.space, .found, table.dialect.delimiter.reason))
    #expect(table.header.map(\.text) == ["id", "city", "said what", "age"])
    #expect(table.rows[1] == ["2", "Velikiye Luki", "c", "41"])
    #expect(table.location(row: 1, column: 2).description == "t.csv:3:19")
    #expect(table.ledger.isBalanced && table.diagnostics.isEmpty)
    for words in ["ФИО врача тут\nИванова Анна Петровна\nПетров Пётр Ильич\n", "a b\n1 2\n3 4\n"] {
      #expect(try fieldTable(words).columnCount == 1)
    }
  }

  @Test("One field between single quotes tells of them where its record is regular with them only")
  func fewSingleQuotes() throws {
    let text = "id;wish;sex\n1;more buses;2\n2;'clean water; light';1\n3;it's fine;2\n4;;1\n"
    let table = try fieldTable(text)
    #expect(table.dialect.quote.value == .single && table.dialect.quote.runnerUp == .double)
    #expect(table.rows[1] == ["2", "clean water; light", "1"] && table.rows[2][1] == "it's fine")
    #expect(table.irregular.isEmpty && table.ledger.isBalanced)
    let apostrophes = try fieldTable("id;wish;sex\n1;'tis; well;2\n2;dogs;1\n3;cats';2\n4;;1\n")
    #expect(apostrophes.dialect.quote.value == .double)
  }

  @Test("Single quotes stand around fields where no double one does")
  func singleQuotes() throws {
    let text =
      "id,'said what',age\n1,'a, b',30\n2,'She said \"no\",\nand that''s that.',41\n3,it's fine,22\n"
    let table = try fieldTable(text)
    #expect(table.dialect.quote.value == .single && table.dialect.quote.runnerUp == .double)
    #expect(table.header.map(\.text) == ["id", "said what", "age"])
    #expect(
      table.rows.map { $0[1] } == ["a, b", "She said \"no\",\nand that's that.", "it's fine"])
    #expect(table.location(row: 1, column: 2).description == "t.csv:4:20")
    #expect(table.ledger.isBalanced)
    for size in [1, 20, 60] {
      let parts = try FieldTable.readingText(
        FileContents(file: "t.csv", bytes: Array(text.utf8)), options: ReadingOptions(),
        partSize: size)
      #expect(parts.rows == table.rows && parts.ledger == table.ledger)
    }
    let apostrophes = try fieldTable("id,t\n1,'tis a pity\n2,the dogs'\n3,\"'quoted'\"\n")
    #expect(apostrophes.dialect.quote.value == .double)
    #expect(apostrophes.rows.map { $0[1] } == ["'tis a pity", "the dogs'", "'quoted'"])
    var options = ReadingOptions()
    options.quote = .double
    let given = try FieldTable.reading(
      FileContents(file: "t.csv", bytes: Array("a,b\n'1',2\n'3',4\n".utf8)), options: options)
    #expect(given.rows[0][0] == "'1'" && given.dialect.quote.basis == .given)
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
