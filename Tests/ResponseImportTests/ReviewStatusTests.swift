import SurveyModel
import Testing

@testable import ResponseImport

/// Records that the program marks as no interviews.
struct ReviewStatusTests {
  struct Row: CustomTestStringConvertible {
    var header: String
    var value: String
    var reason: RefusalReason?
    var testDescription: String { "\(header) \(value)" }
  }

  private static let qualtrics = "StartDate,ResponseId,RecordedDate,A,"
  private static let kobo = "_uuid,_submission_time,A,"
  private static let central = "SubmissionDate,KEY,SubmitterID,A,"
  private static let surveySolutions = "interview__key,interview__id,B,A,"
  private static let surveyCTO = "SubmissionDate,KEY,formdef_version,A,"

  static let rows: [Row] =
    [
      ("1", .preview), ("Survey Preview", .preview), ("17", .preview), ("2", .test),
      ("Survey Test", .test), ("0", nil), ("IP Address", nil), ("4", nil), ("", nil),
      ("8", .spam), ("9", .preview), ("10", .test), ("12", .spam), ("16", nil), ("17", .preview),
      ("18", .test), ("24", .spam), ("32", nil), ("33", .preview), ("40", .spam), ("8.0", .spam),
      ("Spam", .spam), ("SPAM", .spam), ("Imported Spam", .spam), ("Imported", nil),
      ("Survey Preview Spam", .preview), ("Offline Survey Preview", .preview), ("-3", nil),
      ("Offline Response", nil), ("EX Spam", .spam),
    ].map { Row(header: qualtrics + "Status", value: $0.0, reason: $0.1) }
    + [("preview", .preview), ("test", .test), ("anonymous", nil), ("email", nil)]
    .map { Row(header: qualtrics + "DistributionChannel", value: $0.0, reason: $0.1) }
    + [
      ("validation_status_not_approved", .rejected), ("Not Approved", .rejected),
      ("Approved", nil), ("On Hold", nil), ("", nil),
    ].map { Row(header: kobo + "_validation_status", value: $0.0, reason: $0.1) }
    + [("rejected", .rejected), ("approved", nil), ("hasIssues", nil), ("edited", nil), ("", nil)]
    .map { Row(header: central + "ReviewState", value: $0.0, reason: $0.1) }
    + [("REJECTED", .rejected), ("APPROVED", nil), ("NONE", nil)]
    .map { Row(header: surveyCTO + "review_status", value: $0.0, reason: $0.1) }
    + [("65", .rejected), ("RejectedByHeadquarters", .rejected), ("100", nil), ("120", nil)]
    .map { Row(header: surveySolutions + "interview__status", value: $0.0, reason: $0.1) }

  @Test(arguments: rows)
  func `previews, tests and rejected submissions are set aside, counted and told`(_ row: Row)
    throws
  {
    let own = row.header.split(separator: ",").count - 2
    func record(_ id: Int, _ value: String) -> String {
      (0..<own).map { "\(id)\($0)" }.joined(separator: ",") + ",\(id),\(value)\n"
    }
    let text = row.header + "\n" + record(1, "") + record(2, row.value) + record(3, row.value)
    let imported = try Fixture(makeQuestion("A", .integer), text: text).read()
    #expect(imported.ledger.isBalanced)
    #expect(imported.ledger.kept.records == (row.reason == nil ? 3 : 1))
    guard let reason = row.reason else { return #expect(imported.quarantine.isEmpty) }
    #expect(imported.ledger.quarantined.map(\.reason) == [reason.rawValue])
    #expect(imported.ledger.quarantined.map(\.tally.records) == [2])
    let told = imported.findings(reason.rawValue)
    #expect(told.count == 1)
    #expect(told.first?.message.hasPrefix("2 records") == true)
    #expect(told.first?.location.line == 3)
  }

  @Test func `a column of that name in another program's file says nothing`() throws {
    let imported = try Fixture(
      makeQuestion("A", .integer), text: "id,A,review_status,Status\n1,1,rejected,1\n"
    ).read()
    #expect(imported.ledger.kept.records == 1)
  }
}
