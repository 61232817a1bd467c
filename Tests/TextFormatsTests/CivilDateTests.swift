import Testing

@testable import TextFormats

@Suite("Days of the calendar")
struct CivilDateTests {
  @Test(arguments: [
    (0, "1970-01-01"), (-1, "1969-12-31"), (11_016, "2000-02-29"), (20_239, "2025-05-31"),
    (-25_509, "1900-02-28"), (-25_508, "1900-03-01"), (-141_428, "1582-10-14"),
    (-719_468, "0000-03-01"), (2_932_896, "9999-12-31"), (2_932_897, "10000-01-01"),
  ])
  func `Days since 1970 are days of the calendar`(days: Int, text: String) {
    #expect(CivilDate(daysSince1970: days).text == text)
    #expect(CivilDate(daysSince1970: days).daysSince1970 == days)
  }

  @Test(arguments: 0..<200)
  func `A day that is written is the day that is read, and the next one is later`(
    seed: Int
  ) throws {
    let days = seed * 7_919 % 3_600_000 - 700_000
    let date = CivilDate(daysSince1970: days)
    try #require((1...9999).contains(date.year))
    #expect(CivilDate(iso: date.text) == date)
    #expect(CivilDate(year: date.year, month: date.month, day: date.day) == date)
    #expect(date < CivilDate(daysSince1970: days + 1))
  }

  @Test(arguments: ["2025-05-31", "31.05.2025"])
  func `Both forms are read`(text: String) throws {
    let read = try #require(CivilDate.reading(text))
    #expect(read.date.text == "2025-05-31")
    #expect((read.form == .dayFirst) == text.hasSuffix("2025"))
  }

  @Test func `Zeros may lack in a field, not in ISO 8601`() {
    #expect(CivilDate.reading("1.5.2025")?.date.text == "2025-05-01")
    #expect(CivilDate.reading("2025-5-1")?.date.text == "2025-05-01")
    #expect(CivilDate(iso: "2025-5-1") == nil)
    #expect(CivilDate(iso: "01.05.2025") == nil)
  }

  @Test(arguments: [
    "", "2025", "2025-05", "2025-05-", "2025-05-31-", "-05-31", "2025-13-01", "2025-00-01",
    "2025-02-29", "1900-02-29", "2025-04-31", "0000-01-01", "25-05-31", "31.05.25", "31-05-2025",
    "2025.05.31", "2025-05.31", "+025-05-31", "2025-+5-31", "2025-05-31 ", "２０２５-05-31",
  ])
  func `Other text is no day`(text: String) {
    #expect(CivilDate.reading(text)?.date == nil)
  }

  @Test(arguments: [("12:30", 45_000), ("12:30:15", 45_015), ("12:30:15.250+03:00", 45_015.25)])
  func `A time of day is read in seconds`(text: String, seconds: Double) {
    #expect(CalendarClock.seconds(of: text) == seconds)
  }

  @Test(arguments: ["", "12", "24:00", "12:60", "12:30:61", "12:30 PM", "12:30x", "٣:30"])
  func `Other text is no time of day`(text: String) {
    #expect(CalendarClock.seconds(of: text) == nil)
  }

  @Test func `A moment is written with its day`() {
    #expect(CalendarClock.dateTime(seconds: 86_400 + 3_661) == "1970-01-02T01:01:01")
    #expect(CalendarClock.dateTime(seconds: -1) == "1969-12-31T23:59:59")
  }
}
