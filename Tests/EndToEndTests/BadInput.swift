import Foundation

/// A spoilt small study, and what the command has to say of it.
struct BadInput: Sendable, CustomStringConvertible {
  let description: String
  /// Where the fault is told to be: `file:line:column`, or the file.
  let place: String
  let severity: String
  let code: String
  /// Exit statuses.
  let check: Int32
  let imported: Int32
  /// Cities of which a report is made all the same.
  let reported: [String]
  let spoil: @Sendable (SmallStudy) throws -> Void

  init(
    _ description: String, _ told: (place: String, severity: String, code: String),
    check: Int32 = 65, import imported: Int32 = 0, reported: [String] = ["alpha", "beta"],
    spoil: @escaping @Sendable (SmallStudy) throws -> Void
  ) {
    self.description = description
    (place, severity, code) = told
    self.check = check
    self.imported = imported
    self.reported = reported
    self.spoil = spoil
  }

  /// Whether a printed finding is the one expected.
  func isTold(in text: String) -> Bool {
    text.split(separator: "\n").contains {
      $0.hasPrefix("\(place): \(severity): ") && $0.hasSuffix("[\(code)]")
    }
  }

  private static let alpha = "responses/alpha.csv"

  static let files: [BadInput] = [
    BadInput(
      "a field file is missing", (alpha, "error", "file-missing"), check: 66, reported: ["beta"]
    ) { try FileManager.default.removeItem(at: $0.url(alpha)) },
    BadInput("a field file is empty", (alpha, "error", "file-empty"), reported: ["beta"]) {
      try $0.write("", to: alpha)
    },
    BadInput(
      "a field file has a header and no records", (alpha, "warning", "no-records"), check: 0,
      reported: ["beta"]
    ) { try $0.edit(alpha) { $0 = [$0[0], ""] } },
    BadInput("two columns have one name", ("\(alpha):1:25", "error", "duplicate-column")) {
      try $0.edit(alpha) { $0[0] = $0[0].replacing("SOC02", with: "SOC01") }
    },
    BadInput(
      "the file lacks a question", ("\(alpha):1:1", "warning", "question-not-in-file"), check: 0
    ) { try $0.edit(alpha) { $0[0] = $0[0].replacing("SOC02", with: "EXTRA") } },
    BadInput(
      "the questionnaire lacks a column",
      ("\(alpha):1:25", "warning", "column-not-in-questionnaire"), check: 0
    ) { try $0.edit(alpha) { $0[0] = $0[0].replacing("SOC02", with: "EXTRA") } },
    BadInput("a file is a workbook", (alpha, "error", "broken-workbook"), reported: ["beta"]) {
      try $0.write(tinyWorkbook, to: alpha)
    },
  ]

  static let records: [BadInput] = [
    BadInput(
      "a lone quote in the middle", ("\(alpha):40:8", "warning", "stray-quote-left-out"), check: 0
    ) {
      try $0.edit(alpha) { $0[39] = $0[39].replacing(",D2,8,", with: ",D2,\"8,") }
    },
    BadInput("an unknown code", ("\(alpha):10:9", "error", "value-not-in-choices")) {
      try $0.edit(alpha) { $0[9] = "r9,D1,2,77" + $0[9].dropFirst("r9,D1,2,1".count) }
    },
    BadInput("text in a numeric question", ("\(alpha):10:29", "error", "not-a-number")) {
      try $0.edit(alpha) { lines in
        lines[9] = "r9,D1,2,1,2,3,4,5,1,2,3,4,1,\(secret)"
      }
    },
    BadInput("the last record is cut off", ("\(alpha):81:1", "error", "too-few-fields")) {
      let bytes = try Data(contentsOf: $0.url(alpha))
      try $0.write(Data(bytes.dropLast(12)), to: alpha)
    },
    BadInput("NUL bytes", ("\(alpha):10:9", "error", "nul-byte")) {
      try $0.edit(alpha) { $0[9] = "r9,D1,2,\0" + $0[9].dropFirst("r9,D1,2,1".count) }
    },
  ]

  static let sheets: [BadInput] = [
    BadInput(
      "a sheet is missing", ("cities.csv", "error", "sheet-missing"), check: 66, import: 66,
      reported: []
    ) { try FileManager.default.removeItem(at: $0.url("cities.csv")) },
    BadInput(
      "the study sheet is missing", ("study.csv", "error", "sheet-missing"), check: 66,
      import: 66, reported: []
    ) { try FileManager.default.removeItem(at: $0.url("study.csv")) },
    BadInput(
      "a sheet is empty", ("cities.csv", "error", "file-empty"), import: 65, reported: []
    ) { try $0.write("", to: "cities.csv") },
    BadInput(
      "the questionnaire is missing", ("questionnaires", "error", "sheet-missing"), check: 66,
      import: 66, reported: []
    ) { try FileManager.default.removeItem(at: $0.url("questionnaires")) },
    BadInput(
      "a source's city is not among the cities", ("sources.csv:3:10", "error", "unknown-city"),
      reported: ["alpha"]
    ) { try $0.edit("sources.csv") { $0[2] = $0[2].replacing("w1,beta", with: "w1,gamma") } },
    BadInput(
      "a margin's category has no respondents",
      ("margins.csv:6:14", "error", "margin-without-respondents"), reported: ["beta"]
    ) {
      try $0.edit("margins.csv") { $0.insert("alpha,w1,sex,3,10,simulated,", at: 5) }
      try $0.edit("groups.csv") { $0.insert("sex,3,иное,other,SD1,3,,", at: 3) }
      try $0.edit("questionnaires/v1/choices.csv") { $0.insert("SEX,3,иной,other,", at: 9) }
    },
    BadInput(
      "the questionnaire is an old workbook",
      ("questionnaires/v1.xls", "error", "old-workbook"), import: 65, reported: []
    ) {
      try FileManager.default.removeItem(at: $0.url("questionnaires/v1"))
      let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
      try $0.write(Data(signature + [0, 0, 0, 0]), to: "questionnaires/v1.xls")
    },
  ]

  /// Stands where a number is due, and may be an open answer.
  static let secret = "тайное слово"

  /// A ZIP archive of one empty file, `xl/workbook.xml`.
  static let tinyWorkbook: Data = {
    let name = Array("xl/workbook.xml".utf8)
    func fields(_ signature: [UInt8], length: Int, nameAt place: Int) -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: length)
      bytes.replaceSubrange(0..<4, with: signature)
      bytes[place] = UInt8(name.count)
      return bytes
    }
    var local = fields([0x50, 0x4B, 3, 4], length: 30, nameAt: 26)
    local.append(contentsOf: name)
    var entry = fields([0x50, 0x4B, 1, 2], length: 46, nameAt: 28)
    entry.append(contentsOf: name)
    var end = [UInt8](repeating: 0, count: 22)
    end.replaceSubrange(0..<4, with: [0x50, 0x4B, 5, 6])
    end[8] = 1
    end[10] = 1
    end[12] = UInt8(entry.count)
    end[16] = UInt8(local.count)
    return Data(local + entry + end)
  }()
}
