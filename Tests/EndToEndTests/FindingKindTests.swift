import Foundation
import Testing

/// What is wrong with twenty rows in the same way is one finding of `check`.
struct FindingKindTests {
  private let numbers = 1...20

  /// A study in which each kind of fault occurs twenty times.
  private func study() throws -> LostAnswerStudy {
    let study = try LostAnswerStudy(lost: [:])
    func add(_ path: String, _ row: (Int) -> String) throws {
      let file = study.folder.appending(path: path)
      let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
      try Data((text + numbers.map { row($0) + "\n" }.joined()).utf8).write(to: file)
    }
    func begin(_ path: String, _ header: String) throws {
      try Data((header + "\n").utf8).write(to: study.folder.appending(path: path))
    }
    try begin("factors.csv", "factor,label::ru,label::en,layer,kind,facet,question,keying,scoring")
    try begin("margins.csv", "city,wave,group,category,population,source,date")
    try begin("missing.csv", "question,source,value,reason")
    try add("factors.csv") { "F,Ф,F,place,reflective,,ITEM\($0),+,mean" }
    try add("margins.csv") { "alpha,w1,sex,z\($0),5,census," }
    try add("missing.csv") { "OTHER\($0),*,99,refused" }
    try add("groups.csv") { "vote,v\($0),г \($0),v \($0),V,none\($0),," }
    try add("questionnaires/v1/survey.csv") {
      "select_one L\($0),S\($0),Вопрос,Question,no,,nominal"
    }
    try add("questionnaires/v1/survey.csv") { "integer,T\($0),Число,,no,. < 9,scale" }
    try add("questionnaires/v1/choices.csv") { "L\($0),1,да,yes,," }
    try add("questionnaires/v1/choices.csv") { "L\($0),97,Затрудняюсь ответить,Don't know,," }
    for number in numbers {
      try begin("extra\(number).csv", "a")
      try begin("responses/x\(number).csv", "a")
    }
    return study
  }

  @Test func `twenty rows of a fault are one finding with a count and a few names`() throws {
    let study = try study()
    defer { study.remove() }
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.status == 65)
    let kinds: [(code: String, words: String)] = [
      ("unknown-question", "question 'ITEM1', which no questionnaire has; so 19 more: 'ITEM2'"),
      ("unknown-question", "question 'OTHER1', which no questionnaire has; so 19 more: 'OTHER2'"),
      ("unknown-category", "no category 'z1'; so 19 more: 'z2', 'z3', 'z4', 'z5' and 15 others"),
      ("unknown-choice", "uses choice 'none1', which V lacks; so 19 more: 'v2'"),
      ("missing-translation", "T1 has no label in the language 'en'; so 19 more: T2, T3, T4, T5"),
      ("unmarked-missing", "20 choices of 20 lists read as if no answer were given"),
      ("unknown-file", "20 files are not looked at"),
      ("file-not-in-sources", "20 files of responses are in no row of sources.csv"),
    ]
    let lines = check.output.split(separator: "\n").map(String.init)
    for (code, words) in kinds {
      let told = lines.filter { $0.hasSuffix("[\(code)]") }
      #expect(told.count { $0.contains(words) } == 1, "\(code): \(told)")
      #expect(told.count == kinds.count { $0.code == code }, "\(code): \(told)")
    }
    // A list for a program, or for whoever mends the rows, has them all.
    let rows = CSVRows.records(
      try BuiltCommand.run(["check", study.folder.path, "--format", "csv"]).output)
    for code in ["unknown-category", "unknown-choice", "missing-translation"] {
      #expect(rows.count { $0["code"] == code } == 20, "\(code)")
    }
  }
}
