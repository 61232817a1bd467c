import Testing

@testable import TextFormats

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
