import SurveyModel
import TabularFiles
import Testing

@testable import ResponseImport

@Suite("Numbers, dates and times")
struct CellFormTests {
  @Test(
    "numbers as field files write them",
    arguments: [
      ("12", DecimalMark.point, 12.0), ("-3", .point, -3), ("\u{2212}3", .point, -3),
      ("1.5", .point, 1.5), ("1,5", .comma, 1.5), ("1 234,5", .comma, 1234.5),
      ("1\u{A0}234\u{A0}567", .point, 1_234_567), ("1\u{202F}234.5", .point, 1234.5),
      ("45%", .point, 45), ("45 %", .point, 45), ("1.5", .comma, 1.5), ("1,25", .point, 1.25),
      ("0,125", .point, 0.125), ("1,2E+05", .comma, 120_000), ("+7", .point, 7),
      ("1.234,5", .comma, 1234.5), ("1,234.5", .point, 1234.5),
      ("1.234.567,5", .point, 1_234_567.5),
      ("1,234,567.5", .comma, 1_234_567.5), ("-1.234,56 %", .comma, -1234.56),
    ])
  func numbers(text: String, mark: DecimalMark, value: Double) {
    #expect(NumberCell(text, mark: mark)?.value == value)
  }

  @Test(
    "texts that are no numbers, or of which it cannot be told",
    arguments: [
      "", "-", "1,234", "1.2.3", "1,23.4", "12.34,5", "12 34", "1 23", "x", "1e", "nan", "inf",
      "1-2", "0x1A",
    ])
  func notNumbers(text: String) {
    #expect(NumberCell(text, mark: .point) == nil)
  }

  @Test(
    "dates and times by the clock on the wall",
    arguments: [
      ("1970-01-01", 0, nil), ("2025-05-31", 20_239, nil), ("31.05.2025", 20_239, nil),
      ("1.5.2025", 20_209, nil), ("2024-02-29T23:59:59.5+03:00", 19_782, 86_399.5),
      ("2025-05-31 14:05", 20_239, 50_700.0), ("31.05.2025 14:05:30", 20_239, 50_730.0),
      ("Oct 10, 2015 6:26:24 PM", 16_718, 66_384.0), ("May 1, 2025 12:00:01 AM", 20_209, 1.0),
      ("1969-12-31", -1, nil), ("2025-05-31T14:05Z", 20_239, 50_700.0),
    ] as [(String, Int, Double?)])
  func dates(text: String, days: Int, seconds: Double?) throws {
    let clock = try #require(ClockTime(text))
    #expect(clock.days == days)
    #expect(clock.seconds == seconds)
  }

  @Test(
    "texts that are no dates",
    arguments: [
      "2025-02-29", "31.04.2025", "05/31/2025", "2025-5", "25-05-31", "2025-05-31T25:00", "x",
      "2025-05-31Tx", "",
    ])
  func notDates(text: String) {
    #expect(ClockTime(text) == nil)
  }

  @Test("typed columns: whole numbers, decimals, dates, times, moments, computed fields")
  func typed() throws {
    let fixture = Fixture(
      makeQuestion("I", .integer), makeQuestion("D", .decimal), makeQuestion("T", .date),
      makeQuestion("H", .time), makeQuestion("start", .metadata("start")),
      makeQuestion("C", .calculation(nil)), makeQuestion("K", .calculation(nil)),
      text: """
        I;D;T;H;start;C;K
        34,0;1,5;31.05.2025;14:05;2025-05-31T10:00:00.000+03:00;12;uuid
        1 200;2;2025-05-31;00:00:30;01.01.1970 00:01;;x

        """)
    let responses = try fixture.responses()
    #expect(responses["I"]?.shown() == ["34.0", "1200.0"])
    #expect(responses["D"]?.shown() == ["1.5", "2.0"])
    #expect(responses["T"]?.shown() == ["20239.0", "20239.0"])
    #expect(responses["H"]?.shown() == ["50700.0", "30.0"])
    #expect(responses["start"]?.shown() == ["1748685600.0", "60.0"])
    #expect(responses["C"]?.shown() == ["12.0", "(no-answer)"])
    #expect(responses["K"]?.shown() == ["uuid", "x"])
  }

  @Test("conditions see dates as dates")
  func datesInConditions() throws {
    let fixture = Fixture(
      makeQuestion("T", .date, constraint: ". >= date('2025-05-01')"),
      text: "n,T\n1,31.05.2025\n2,30.04.2025\n")
    #expect(try fixture.responses()["T"]?.missing == [nil, .invalid])
  }
}
