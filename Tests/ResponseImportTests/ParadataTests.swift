import SurveyModel
import Testing

@testable import ResponseImport

/// How interviews came about, from the columns that `sources.csv` names.
struct ParadataTests {
  private static let roles: [ColumnRole: String] = [
    .started: "from", .ended: "to", .mode: "how", .disposition: "code", .interviewer: "who",
  ]

  private func imported(
    _ text: String, _ columns: [ColumnRole: String] = roles
  ) throws -> SourceImport {
    var fixture = Fixture(makeQuestion("A", .integer), text: text)
    fixture.source.columns = columns
    return try fixture.read()
  }

  @Test func `each interview has its start, end, mode, disposition and interviewer`() throws {
    let imported = try imported(
      """
      A,from,to,how,code,who
      1,2025-05-31T14:05:00,2025-05-31T14:35:30,capi,1.1,i1
      2,31.05.2025 23:50,01.06.2025 00:10,,,
      3,2025-06-01,,web,1.2,i2

      """)
    let interviews = try #require(imported.samples.first).paradata.interviews
    #expect(imported.diagnostics.filter { $0.severity != .note }.isEmpty)
    #expect(interviews.count == 3)
    #expect(
      interviews.map { $0.started?.description ?? "" }
        == ["2025-05-31T14:05:00", "2025-05-31T23:50:00", "2025-06-01"])
    #expect(interviews.map(\.duration) == [1830, 1200, nil])
    #expect(interviews.map(\.mode) == ["capi", nil, "web"])
    #expect(interviews.map(\.disposition) == ["1.1", nil, "1.2"])
    #expect(interviews.map(\.interviewer) == ["i1", nil, "i2"])
  }

  @Test func `a moment that cannot be read is told with its place, and is not known`() throws {
    let imported = try imported(
      "A,from,to,how,code,who\n1,31.02.2025 10:00,2025-06-01 10:30,,,\n2,soon,2025-06-01,,,\n")
    let interviews = try #require(imported.samples.first).paradata.interviews
    #expect(interviews.map(\.started) == [nil, nil])
    #expect(interviews[0].ended == CivilMoment(daysSince1970: 20240, secondsOfDay: 37_800))
    let findings = imported.findings("not-a-date")
    #expect(
      findings.map { "\($0.location.line ?? 0):\($0.location.column ?? 0)" } == ["2:3", "3:3"])
    #expect(findings.allSatisfy { $0.severity == .warning && !$0.message.contains("soon") })
  }

  @Test func `an end before the start is told, and the interview has no length`() throws {
    let imported = try imported(
      "A,from,to,how,code,who\n1,2025-06-01 10:30,2025-06-01 10:00,,,\n")
    #expect(imported.samples.first?.paradata.interviews.first?.duration == nil)
    #expect(imported.findings("ended-before-started").count == 1)
  }

  @Test func `records set aside leave none, and without columns nothing is known`() throws {
    let text = "A,w,how\n1,1,capi\n2,none,web\n3,2,cati\n"
    let some = try imported(text, [.weight: "w", .mode: "how"])
    #expect(some.samples.first?.paradata.interviews.map(\.mode) == ["capi", "cati"])
    let none = try imported(text, [.weight: "w"])
    #expect(none.samples.first?.paradata == Paradata(unknownFor: 2))
  }

  @Test(arguments: [
    ("2025/05/14 9:12:03 PM GMT+3", "2025/05/14 9:22:03 PM GMT+3", 600.0),
    ("2025-05-14 10:00:00 UTC", "2025-05-14 10:10:00 UTC", 600),
    ("2025-05-14T10:00+03:00", "2025-05-14T09:10+02:00", 600),
    ("2025-05-14T23:55:00Z", "2025-05-15T03:05:00+03:00", 600),
    ("05/20/2025 09:00:12 AM", "05/20/2025 09:10:12 AM", 600),
    ("20/05/2025 21:00", "20/05/2025 21:10", 600),
  ])
  func `moments are read with their zones, and days beyond 12 tell the order`(
    from: String, to: String, length: Double
  ) throws {
    let imported = try imported("A,from,to,how,code,who\n1,\(from),\(to),,,\n")
    #expect(imported.samples.first?.paradata.interviews.first?.duration == length)
    #expect(imported.findings("ended-before-started").isEmpty)
    #expect(imported.findings("not-a-date").isEmpty)
  }

  @Test(arguments: [
    (DateOrder.monthFirst, "2025-05-06T21:00:00"), (.dayFirst, "2025-06-05T21:00:00"),
  ])
  func `what the source says of its dates holds for moments too`(
    order: DateOrder, moment: String
  ) throws {
    var fixture = Fixture(
      makeQuestion("A", .integer), text: "A,from\n1,5/6/2025 21:00\n")
    fixture.source.columns = [.started: "from"]
    let open = try fixture.read()
    #expect(open.findings("not-a-date").first?.fix?.contains("'dates'") == true)
    fixture.source.dates = order
    let interview = try fixture.read().samples.first?.paradata.interviews.first
    #expect(interview?.started?.description == moment)
  }
}
