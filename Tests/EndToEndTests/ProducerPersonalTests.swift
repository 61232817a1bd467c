import Foundation
import Testing

/// Personal columns of the programs that field files are exported from: none becomes a question of a
/// draft, and none is in an export, unless it is named.
struct ProducerPersonalTests {
  /// An export: columns of the program, and which of them are personal.
  struct Export: CustomTestStringConvertible {
    var name: String
    /// Columns without which it is another program's.
    var marks: [String]
    var personal: [String]
    var testDescription: String { name }
  }

  static let exports: [Export] = [
    Export(
      name: "KoboToolbox", marks: ["_uuid", "_submission_time", "start", "end"],
      personal: [
        "deviceid", "phonenumber", "username", "subscriberid", "simserial", "_geolocation",
        "_submitted_by", "background-audio", "audit", "_place_latitude", "_place_longitude", "dob",
        "_attachments", "email",
      ]),
    Export(
      name: "ODK Central", marks: ["SubmissionDate", "KEY", "SubmitterID", "ReviewState"],
      personal: [
        "SubmitterName", "DeviceID", "meta-audit", "meta-instanceName", "home-place-Latitude",
        "home-place-Longitude", "home-phonenumber", "meta-background-audio", "home-birthdate",
      ]),
    Export(
      name: "Briefcase", marks: ["SubmissionDate", "meta-instanceID", "KEY"],
      personal: ["deviceid", "subscriberid", "simserial", "place-Latitude", "home-username"]),
    Export(
      name: "Aggregate", marks: ["SubmissionDate", "meta:instanceID"],
      personal: ["home:deviceid", "home:phonenumber", "place:Latitude", "place:Longitude"]),
    Export(
      name: "SurveyCTO", marks: ["SubmissionDate", "KEY", "formdef_version", "starttime"],
      personal: [
        "deviceid", "subscriberid", "simid", "devicephonenum", "username", "device_info",
        "audio_audit", "text_audit", "gpsLatitude", "gpsLongitude", "enum_name", "caseid",
      ]),
    Export(
      name: "Survey Solutions", marks: ["interview__key", "interview__id", "interview__status"],
      personal: ["responsible", "gps__Latitude", "gps__Longitude", "phone", "fio"]),
    Export(
      name: "Qualtrics", marks: ["StartDate", "EndDate", "ResponseId", "RecordedDate"],
      personal: [
        "IPAddress", "LocationLatitude", "LocationLongitude", "RecipientEmail",
        "RecipientFirstName", "RecipientLastName", "ExternalReference",
      ]),
    Export(
      name: "LimeSurvey", marks: ["id", "submitdate", "lastpage", "startlanguage"],
      personal: ["ipaddr", "refurl", "token", "email", "firstname", "lastname"]),
    Export(
      name: "Google Forms", marks: ["Отметка времени"],
      personal: ["Адрес электронной почты", "Ваше имя", "Номер телефона", "Дата рождения"]),
    Export(
      name: "Google Forms, English", marks: ["Timestamp"],
      personal: ["Email Address", "Username", "Date of birth"]),
    Export(
      name: "SurveyMonkey", marks: ["Respondent ID", "Collector ID", "Start Date"],
      personal: ["IP Address", "Email Address", "First Name", "Last Name", "Custom Data 1"]),
    Export(
      name: "1KA", marks: ["recnum", "itime"],
      personal: ["email", "phone", "IP"]),
  ]

  /// What stands in a column, unlike for each respondent.
  private static func value(_ column: String, _ row: Int) -> String {
    let name = column.lowercased()
    switch true {
    case name.contains("mail"), name.contains("почт"): return "user\(row)@example.org"
    case name.contains("latitude"): return "59.9\(row)"
    case name.contains("longitude"): return "30.3\(row)"
    case name.contains("date"), name.contains("time"), name.contains("время"),
      name == "start", name == "end":
      return "2025-05-\(row % 20 + 10)T12:\(row % 50 + 10):00"
    case name.contains("birth"), name.contains("dob"), name.contains("рожд"):
      return "19\(60 + row % 30)-0\(row % 9 + 1)-1\(row % 10)"
    case name == "reviewstate", name == "status": return ""
    case name.contains("ip"): return "10.0.\(row).7"
    case name.contains("phone"), name.contains("телефон"): return "7911000\(1000 + row)"
    default: return "secret\(row)x\(row * 37 % 101)"
    }
  }

  @Test(arguments: exports)
  func `no personal column of a program is drafted or exported`(_ export: Export) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "own-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let columns = export.marks + export.personal
    let rows = (1...60).map { row in
      (columns.map { Self.value($0, row) } + ["\(row % 5 + 1)", "\(row % 2 + 1)"])
        .joined(separator: ",") + "\n"
    }
    let header = (columns + ["trust", "sex"]).joined(separator: ",") + "\n"
    try (header + rows.joined()).write(
      to: folder.appending(path: "a.csv"), atomically: true, encoding: .utf8)
    let drafted = try BuiltCommand.run(["init", "study", "--from", "a.csv"], in: folder)
    #expect(drafted.status == 0, "\(drafted.errors)")
    let survey = CSVRows.parse(
      try String(
        contentsOf: folder.appending(path: "study/questionnaires/v1/survey.csv"), encoding: .utf8))
    let labels = survey.dropFirst().map { $0.dropFirst().joined(separator: " ") }
    let asked = survey.dropFirst().map { "\($0[0]) \($0[1])" }
    for column in export.personal {
      let last = column.split { "/-:".contains($0) }.last.map(String.init) ?? column
      // What a device records stays in the form, and is personal there by its type.
      let isRecorded = asked.contains { $0 == "\(last) \(last)" }
      #expect(
        isRecorded || !labels.contains { $0.contains(column) },
        "\(export.name): \(column) is asked in \(labels)")
    }
    #expect(asked.contains { $0.hasSuffix(" trust") } && asked.contains { $0.hasSuffix(" sex") })
    let exported = try BuiltCommand.run(
      ["export", "study", "--to", "out/a.csv", "--open-answers"], in: folder)
    #expect(exported.status == 0, "\(exported.errors)")
    let text = try FolderContents(folder.appending(path: "out")).text("a.csv")
    for secret in ["secret", "@example", "7911000", "59.9", "30.3", "10.0."] {
      #expect(!text.contains(secret), "\(export.name): \(secret)")
    }
    #expect(text.contains("trust"))
  }
}
