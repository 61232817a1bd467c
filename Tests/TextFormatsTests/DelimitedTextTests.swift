import Testing

@testable import TextFormats

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

@Suite("Tables made from answers of a program")
struct SyntheticDataTests {
  @Test(arguments: [(true, "a,synthetic\n1,yes\n"), (false, "a,synthetic\n1,no\n")])
  func `The last column says who made the answers`(isSynthetic: Bool, text: String) {
    let table = DelimitedText(["a"], rows: [[.integer(1)]], isSynthetic: isSynthetic)
    #expect(table.text() == text)
  }
}
