import Testing

@testable import Reporting

@Suite("Tables for other programs")
struct DelimitedTextTests {
  private var sample: DelimitedText {
    var table = DelimitedText(["city", "estimate", "count", "label"])
    table.rows = [
      ["pskov", .number(1.0 / 3), .integer(512), "a, \"b\"; c"],
      ["petrozavodsk", DelimitedText.Field(Double?.none), .number(.nan), "две\nстроки"],
      ["short"],
    ]
    return table
  }

  @Test func `The standard style is UTF-8, comma, LF, decimal point`() {
    #expect(
      sample.text() == """
        city,estimate,count,label
        pskov,0.3333333333,512,"a, ""b""; c"
        petrozavodsk,,,"две
        строки"
        short,,,

        """)
  }

  @Test func `The style for a Russian Excel has a byte order mark, semicolon, decimal comma`() {
    let text = sample.text(.russianExcel)
    #expect(text.unicodeScalars.first == "\u{FEFF}")
    let expected =
      "\u{FEFF}city;estimate;count;label\r\n"
      + "pskov;0,3333333333;512;\"a, \"\"b\"\"; c\"\r\n"
      + "petrozavodsk;;;\"две\nстроки\"\r\nshort;;;\r\n"
    #expect(text == expected)
  }
}

@Suite("JSON")
struct JSONValueTests {
  @Test func `Members keep their order, numbers their value`() {
    let value: JSONValue = [
      "question": "INA1", "choice": nil, "estimate": 61.2, "whole": 3.0, "n": 512,
      "by": ["sex": "1"], "tiny": 1e-7, "bad": .number(.nan), "list": [1, 2.5, true],
      "empty": [], "none": [:],
    ]
    #expect(
      value.text() == """
        {
          "question": "INA1",
          "choice": null,
          "estimate": 61.2,
          "whole": 3,
          "n": 512,
          "by": {
            "sex": "1"
          },
          "tiny": 1e-07,
          "bad": null,
          "list": [1, 2.5, true],
          "empty": [],
          "none": {}
        }

        """)
  }

  @Test func `An array of objects has each on lines of its own`() {
    let value: JSONValue = [["a": 1], ["a": 2]]
    #expect(value.text() == "[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": 2\n  }\n]\n")
  }

  @Test func `Text is escaped`() {
    let value: JSONValue = "a\"b\\c\n\r\t\u{1}я/"
    #expect(value.text() == "\"a\\\"b\\\\c\\n\\r\\t\\u0001я/\"\n")
  }
}

@Suite("Tables for a terminal")
struct TextTableTests {
  @Test func `Numbers stand right, text left`() {
    var table = TextTable([.init("город"), .init("n", isNumeric: true)])
    table.rows = [["Псков", "602"], ["Петрозаводск", "9"]]
    #expect(
      table.text() == """
        город           n
        ────────────  ───
        Псков         602
        Петрозаводск    9

        """)
  }

  @Test("No line is wider than the terminal", arguments: [40, 60, 100])
  func fits(width: Int) {
    var table = TextTable([.init("вопрос"), .init("пояснение"), .init("n", isNumeric: true)])
    let long = "С малознакомыми людьми лучше быть настороже, чем потом жалеть о своей доверчивости"
    table.rows = [[long, long + " " + long, "602"], ["слово" + String(repeating: "о", count: 90)]]
    let lines = table.text(width: width).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= width })
    let words = lines.dropFirst(2).joined().split(separator: " ").joined()
    #expect(words.count == (3 * long.count - 3 * 11 + 3 + 95))
  }
}

@Suite("Words longer than a column")
struct LongWordTests {
  @Test(arguments: [
    ("responses/2021-q1.csv", 19, ["responses/", "2021-q1.csv"]),
    ("Петропавловск-Камчатский", 20, ["Петропавловск-", "Камчатский"]),
    ("одно длинноеслово", 8, ["одно", "длинноес", "лово"]), ("коротко", 8, ["коротко"]),
    ("/ааааааааааа", 6, ["/ааааа", "аааааа"]), ("", 8, [""]),
  ])
  func `A long word is broken behind a sign where it has one`(
    text: String, width: Int, lines: [String]
  ) {
    #expect(text.wrapped(to: width) == lines)
  }
}
