import Testing

@testable import Reporting

@Suite("Words")
struct WordsTests {
  @Test(
    "Russian plural forms",
    arguments: [
      (1, "город"), (2, "города"), (4, "города"), (5, "городов"), (11, "городов"),
      (12, "городов"), (14, "городов"), (21, "город"), (22, "города"), (100, "городов"),
      (111, "городов"), (101, "город"), (0, "городов"),
    ])
  func russianPlural(_ count: Int, expected: String) {
    #expect(plural(count, "город", "города", "городов") == expected)
  }

  @Test func `English has two forms`() {
    #expect(plural(1, "city", "cities") == "city")
    #expect(plural(0, "city", "cities") == "cities")
    #expect(plural(21, "city", "cities") == "cities")
  }

  @Test func `Lists end in a conjunction`() {
    #expect(Language.ru.listed([]) == "")
    #expect(Language.ru.listed(["а"]) == "а")
    #expect(Language.ru.listed(["а", "б", "в"]) == "а, б и в")
    #expect(Language.en.listed(["a", "b"]) == "a and b")
  }

  @Test func `Inner quotation marks differ from outer ones`() {
    #expect(Language.ru.quoted("Кто стоит за «Местом»?") == "«Кто стоит за „Местом“?»")
    #expect(Language.en.quoted("a “b” c") == "“a ‘b’ c”")
  }

  @Test func `Days are written out`() {
    #expect(Language.ru.date("2025-05-12") == "12\u{A0}мая 2025\u{A0}г.")
    #expect(Language.en.date("2025-05-12") == "12\u{A0}May 2025")
    #expect(Language.ru.date("весна") == "весна")
    #expect(Language.ru.date("2025-13-12") == "2025-13-12")
  }

  @Test(
    "Ranges of days name what the two have in common once",
    arguments: [
      ("2025-05-12", "2025-05-28", "12–28\u{A0}мая 2025\u{A0}г."),
      ("2025-05-28", "2025-06-03", "28\u{A0}мая — 3\u{A0}июня 2025\u{A0}г."),
      ("2025-05-12", "2025-05-12", "12\u{A0}мая 2025\u{A0}г."),
      ("2024-12-28", "2025-01-09", "28\u{A0}декабря 2024\u{A0}г. — 9\u{A0}января 2025\u{A0}г."),
    ])
  func dateRanges(_ start: String, _ end: String, expected: String) {
    #expect(Language.ru.dates(start, end) == expected)
  }
}

@Suite("Prose")
struct ProseTests {
  @Test func `Interpolations keep their kind until they are rendered`() {
    let prose: Prose = "Индекс — \(.score(61.2)) балла, \(strong: "выше") на \(.count(3))."
    #expect(
      prose.inlines == [
        .text("Индекс — "), .number(.score(61.2)), .text(" балла, "), .strong("выше"),
        .text(" на "), .number(.count(3)), .text("."),
      ])
    #expect(prose.plainText(in: .ru) == "Индекс — 61,2 балла, выше на 3.")
    #expect(prose.plainText(in: .en) == "Индекс — 61.2 балла, выше на 3.")
  }
}
