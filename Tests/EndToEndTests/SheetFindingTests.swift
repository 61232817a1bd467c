import Foundation
import SampleStudies
import Testing

/// Nothing that a study's folder holds is ignored in silence.
struct SheetFindingTests {
  struct Spoilt: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What `check` says: the place and severity that a line begins with, and words in it.
    let place: String
    var says: [String]
    let spoil: @Sendable (SmallStudy) throws -> Void

    init(
      _ description: String, _ place: String, says: String...,
      spoil: @escaping @Sendable (SmallStudy) throws -> Void
    ) {
      (testDescription, self.place, self.says, self.spoil) = (description, place, says, spoil)
    }

    var isError: Bool { place.hasSuffix("error") }
  }

  private static let names: [Spoilt] = [
    Spoilt("a column misspelt", "sources.csv:1:41: error", says: "wieght", "'weight'") {
      try $0.edit("sources.csv") { $0[0] = $0[0].replacing("stratum", with: "wieght") }
    },
    Spoilt("a label's column misspelt", "cities.csv:1:11: error", says: "'label::ru'") {
      try $0.edit("cities.csv") { $0[0] = $0[0].replacing("label::ru", with: "lable::ru") }
    },
    Spoilt("a further column", "cities.csv:1:56: warning", says: "'note'") {
      try $0.edit("cities.csv") { $0[0] += ",note" }
    },
    Spoilt("a key misspelt", "study.csv:8:1: error", says: "minimum-bas", "'minimum-base'") {
      try $0.edit("study.csv") { $0.insert("minimum-bas,300", at: 7) }
    },
    Spoilt("a further key", "study.csv:8:1: warning", says: "'customer'") {
      try $0.edit("study.csv") { $0.insert("customer,we", at: 7) }
    },
    Spoilt("a key twice", "study.csv:8:1: error", says: "twice") {
      try $0.edit("study.csv") { $0.insert("seed,2", at: 7) }
    },
    Spoilt("a sheet in capitals", "Missing.csv: error", says: "'missing.csv'") {
      try $0.write("question,source,value,reason\n", to: "Missing.csv")
    },
    Spoilt("a sheet with another ending", "texts.xlsx: error", says: "'texts.csv'") {
      try $0.write("", to: "texts.xlsx")
    },
    Spoilt("files of others", "letter.docx: warning", says: "2 files", "'plan.pdf'") {
      try $0.write("", to: "letter.docx")
      try $0.write("", to: "plan.pdf")
    },
    Spoilt("a form's sheet misspelt", "questionnaires/v1/chioces.csv: error", says: "choices.csv") {
      try $0.write("list_name,name\n", to: "questionnaires/v1/chioces.csv")
    },
    Spoilt("a field file in no row", "responses/gamma.csv: warning", says: "not read") {
      try $0.write("id\n", to: "responses/gamma.csv")
    },
    Spoilt(
      "a form's column misspelt", "questionnaires/v1/survey.csv:1:40: error", says: "constraint"
    ) {
      try $0.edit("questionnaires/v1/survey.csv") {
        $0[0] = $0[0].replacing("constraint", with: "constarint")
      }
    },
    Spoilt("a workbook's sheet misspelt", "study.xlsx: error", says: "'texts'") {
      let book = SmallWorkbook(sheets: [("text", [["section", "language", "text"]])])
      try $0.write(book.data, to: "study.xlsx")
    },
    Spoilt("a workbook's column misspelt", "study.xlsx[texts]:1:2: error", says: "'language'") {
      let header = ["section", "langauge", "language", "text"]
      try $0.write(SmallWorkbook(sheets: [("texts", [header])]).data, to: "study.xlsx")
    },
    Spoilt("a sheet in file and workbook", "study.xlsx[groups]:1:1: warning", says: "groups.csv") {
      let book = SmallWorkbook(sheets: [("groups", [["group", "category", "question"]])])
      try $0.write(book.data, to: "study.xlsx")
    },
  ]

  private static let values: [Spoilt] = [
    Spoilt("a date that is none", "waves.csv:2:28: error", says: "2025-05-31") {
      try $0.edit("waves.csv") { $0[1] = $0[1].replacing(",,,quota", with: ",May,,quota") }
    },
    Spoilt("an unknown section", "texts.csv:2:1: error", says: "'conclusions'?") {
      try $0.write("section,language,text\nconclusion,ru,т\n", to: "texts.csv")
    },
    Spoilt("contacts of an unknown city", "fieldwork.csv:2:1: error", says: "'gamma'") {
      try $0.write("wave,city,disposition,count\nw1,gamma,1.1,5\n", to: "fieldwork.csv")
    },
    Spoilt("a text of an unknown wave", "texts.csv:2:1: error", says: "'w9'") {
      try $0.write("section,wave,language,text\nframe,w9,ru,т\n", to: "texts.csv")
    },
    Spoilt("a text in another language", "texts.csv:2:1: warning", says: "'de'") {
      try $0.write("section,language,text\nframe,de,t\n", to: "texts.csv")
    },
    Spoilt(
      "a mark of an unknown question", "questions.csv:2:1: error", says: "did you mean 'INA1'?"
    ) {
      try $0.write("question,key\nINA11,yes\n", to: "questions.csv")
    },
    Spoilt("a mark that is neither yes nor no", "questions.csv:2:6: error", says: "'1'", "yes, no")
    {
      try $0.write("question,key\nINA1,1\n", to: "questions.csv")
    },
    Spoilt("a question marked twice", "questions.csv:3:1: error", says: "'INA1'", "twice") {
      try $0.write("question,key\nINA1,yes\nINA1,no\n", to: "questions.csv")
    },
    Spoilt("a key question of numbers", "questions.csv:2:1: warning", says: "SD2", "no choices") {
      try $0.write("question,key\nSD2,yes\n", to: "questions.csv")
    },
    Spoilt("bands that overlap", "groups.csv:5:5: error", says: "40…44 is in both", "overlap") {
      try $0.edit("groups.csv") { $0[4] = $0[4].replacing(",45,", with: ",40,") }
    },
    Spoilt("bands with a gap", "groups.csv:4:5: warning", says: "of 160 answers", "40…44") {
      try $0.edit("groups.csv") { $0[3] = $0[3].replacing(",18,44", with: ",18,39") }
    },
    Spoilt("per cent that do not add up", "margins.csv:2:14: error", says: "90", "100") {
      try $0.edit("margins.csv") {
        $0[1] = $0[1].replacing("450", with: "40")
        $0[2] = $0[2].replacing("550", with: "50")
      }
    },
    Spoilt("a city without margins", "margins.csv: warning", says: "city beta", "'sex'") {
      try $0.edit("margins.csv") { $0.removeSubrange(3...4) }
    },
    Spoilt("a reversed keying", "factors.csv:3:37: warning", says: "SOC02", "likely '-'") {
      try $0.edit("factors.csv") { $0[2] = $0[2].replacing("SOC02,-", with: "SOC02,+") }
    },
    Spoilt("choices that are no answers", "questionnaires/v1/choices.csv:7:6: warning", says: "97")
    {
      try $0.edit("questionnaires/v1/choices.csv") {
        $0[6] = $0[6].replacing("dont-know", with: "")
      }
    },
  ]

  private static func missing(_ description: String, _ place: String, says: String..., rows: String)
    -> Spoilt
  {
    var spoilt = Spoilt(description, "missing.csv:\(place)") {
      try $0.write("question,source,value,reason,preset\n" + rows, to: "missing.csv")
    }
    spoilt.says = says
    return spoilt
  }

  private static let rowsOfMissing: [Spoilt] = [
    missing("a preset and a value", "2:16: error", says: "both", rows: "*,*,99,refused,ess\n"),
    missing(
      "one value with two reasons", "3:1: error", says: "row 2", "dont-know",
      rows: "SD2,*,99,dont-know,\nSD2,*,99,refused,\n"),
    missing(
      "one value twice", "3:1: warning", says: "row 2",
      rows: "SD2,*,99,refused,\nSD2,*,99,refused,\n"),
    missing(
      "a range", "2:1: error", says: "'998-999'", "is not understood",
      rows: "SD2,*,998-999,refused,\n"),
    missing(
      "a label in the place of a code", "2:1: warning", says: "did you mean its code '97'?",
      rows: "SOC01,*,Don't know,dont-know,\n"),
    missing(
      "a value that never occurs", "2:1: note", says: "no answer is '998'",
      rows: "SD2,*,998,refused,\n"),
    missing(
      "a choice, for every question", "2:1: warning", says: "'1'", "there it stays an answer",
      rows: "*,*,1,refused,\n"),
    missing(
      "a question in another case", "2:1: error", says: "did you mean 'SD2'?",
      rows: "sd2,*,99,refused,\n"),
    missing(
      "a file of nearly this name", "2:1: error", says: "did you mean 'responses/alpha.csv'?",
      rows: "SD2,responses/alfa.csv,99,refused,\n"),
  ]

  private static func form(
    _ description: String, _ place: String, says: String..., from old: String, to new: String,
    in file: String
  ) -> Spoilt {
    var spoilt = Spoilt(description, place) { study in
      try study.edit(file) { lines in
        for row in lines.indices { lines[row] = lines[row].replacing(old, with: new) }
      }
    }
    spoilt.says = says
    return spoilt
  }

  private static let misspelt: [Spoilt] = [
    form(
      "a language of a sheet", "cities.csv:1:21: error", says: "'in::rxu'", "'in::ru'",
      from: "in::ru", to: "in::rxu", in: "cities.csv"),
    form(
      "a language of a form", "questionnaires/v1: error", says: "'rxu'", "did you mean 'ru'?",
      from: "label::ru", to: "label::rxu", in: "questionnaires/v1/survey.csv"),
    form(
      "a language that lacks", "groups.csv: warning", says: "no label in 'ru'", "'sex=1'",
      from: "label::ru", to: "note", in: "groups.csv"),
    form(
      "required", "questionnaires/v1/survey.csv:2:57: warning", says: "did you mean 'yes'?",
      from: "Statement SOC01,yes", to: "Statement SOC01,yeqs", in: "questionnaires/v1/survey.csv"),
    form(
      "a day of a margin", "margins.csv:2:41: warning", says: "2025-05-31",
      from: "450,simulated population,", to: "450,simulated population,2025-01-0q1",
      in: "margins.csv"),
    Spoilt(
      "a default language", "questionnaires/v1/settings.csv:2:13: warning",
      says: "did you mean 'ru'?"
    ) {
      try $0.write(
        "form_title,form_id,default_language\nStudy,small,rqu\n",
        to: "questionnaires/v1/settings.csv")
    },
    form(
      "a factor in one of its rows", "factors.csv:2:38: error", says: "did you mean 'SOC'?",
      from: "SOC,Доверие,Trust,place,reflective,,SOC01",
      to: "SOqC,Доверие,Trust,place,reflective,,SOC01",
      in: "factors.csv"),
    form(
      "a factor in another case", "factors.csv:2:32: error", says: "did you mean 'SOC'?",
      from: "SOC,Доверие,Trust,place,reflective,,SOC01",
      to: "soc,Своё,Own,place,reflective,,SOC01", in: "factors.csv"),
    Spoilt("a group in one of its rows", "groups.csv:4:6: error", says: "did you mean 'age'?") {
      try $0.edit("groups.csv") {
        $0[3] = $0[3].replacing("age,", with: "agee,")
        $0[4] = "age,45-64,45–64 года,45–64,SD2,,45,64"
        $0.insert("age,65+,65 лет и старше,65 and over,SD2,,65,", at: 5)
      }
    },
    Spoilt("two corrections of one answer", "corrections.csv:3:1: error", says: "rows 2, 3", "SD2")
    {
      study in
      let row = try study.text(of: "responses/alpha.csv").split(separator: "\n")[5].split(
        separator: ",")
      let start = "responses/alpha.csv,\(row[0]),SD2,\(row[row.count - 1])"
      try study.write(
        "file,record,question,old,new,who,why\n\(start),30,a,b\n\(start),70,a,b\n",
        to: "corrections.csv")
    },
  ]

  @Test(arguments: names + values + rowsOfMissing + misspelt)
  func `check tells it, and ends with 65 where it is an error`(_ spoilt: Spoilt) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try spoilt.spoil(study)
    let check = try BuiltCommand.run(["check", study.folder.path])
    let line = check.output.split(separator: "\n").first {
      $0.hasPrefix(spoilt.place) && spoilt.says.allSatisfy($0.contains)
    }
    #expect(line != nil, "\(check.output)")
    #expect(check.status == (spoilt.isError ? 65 : 0), "\(check.output)")
  }

  @Test func `what a study may hold besides is passed over`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    for name in [
      "README.md", "LICENSE", ".git/config", "families.csv", "actions.csv",
      "points.csv", "quotas.csv",
      "schedule.csv", "backchecks.csv", "exclusions.csv", "rules.csv",
      "passport/x.csv", "districts.geojson", "report-template.docx", "models/SOC.lav",
      "factors.draft.csv",
    ] {
      try study.write("", to: name)
    }
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.status == 0 && check.output.hasSuffix("0 errors, 1 warning, 0 notes\n"))
    #expect(check.output.contains("[missing-code-in-range]"), "\(check.output)")
  }

  @Test func `other commands print errors and the number of warnings`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("cities.csv") { $0[0] += ",note" }
    let weigh = try BuiltCommand.run(["weigh", study.folder.path])
    #expect(weigh.status == 0 && !weigh.errors.contains("[unknown-column]"))
    #expect(weigh.errors.hasSuffix("loci: 1 warning: run loci check \(study.folder.path)\n"))
    try study.edit("study.csv") { $0.insert("minimum-bas,300", at: 7) }
    #expect(try BuiltCommand.run(["weigh", study.folder.path]).errors.contains("[unknown-key]"))
  }

  @Test func `weighing counts the interviews of no category, and prints figures as given`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("groups.csv") { $0[3] = $0[3].replacing(",18,44", with: ",18,39") }
    try study.edit("margins.csv") {
      $0.insert(
        contentsOf: ["alpha,w1,age,18-44,400.5,register,", "alpha,w1,age,45+,599,register,"], at: 5)
    }
    let answers = try study.text(of: "responses/alpha.csv").split(separator: "\n").dropFirst()
    let ages = answers.compactMap { $0.split(separator: ",").last.flatMap { Int($0) } }
    let outside = ages.count { (40...44).contains($0) }
    let weigh = try BuiltCommand.run(["weigh", study.folder.path])
    #expect(
      weigh.output.contains("In no category of age (alpha, w1): \(outside) of 80 interviews."))
    #expect(weigh.output.contains("They keep their share of the base weights"))
    let csv = try BuiltCommand.run(["weigh", study.folder.path, "--format", "csv"]).output
    #expect(csv.contains(",age,18-44,400.5,") && csv.contains(",age,45+,599,"), "\(csv)")
  }

  @Test func `help study prints the manual page in both languages`() throws {
    let english = try BuiltCommand.run(["help", "study"])
    #expect(english.status == 0 && english.output.hasPrefix("# A study, sheet by sheet\n"))
    let russian = try BuiltCommand.run(["help", "study", "--language", "ru"])
    #expect(russian.status == 0 && russian.output.hasPrefix("# Исследование: лист за листом\n"))
  }
}
