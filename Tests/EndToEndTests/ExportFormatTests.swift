import Foundation
import Testing

/// What stands in the files of an export: names, formats, labels, sets of answers, keys.
struct ExportFormatTests {
  /// Questions of all kinds under names that clash with the design and with each other, asked twice.
  private func study(name: String = "доверие") throws -> SmallStudy {
    let study = try SmallStudy()
    try study.write(
      """
      type,name,label::ru,label::en,relevant,measure
      select_one L,\(name),Доверие,Trust,,ordinal
      select_one L,weight,Ваш вес?,Your weight?,,ordinal
      select_one L,city,Ваш город?,Your town?,,ordinal
      select_multiple M,q_1,Что из этого?,Which of these?,,
      integer,q_1_1,Сколько?,How many?,"selected(${q_1}, '1')",
      integer,oktmo,ОКТМО,OKTMO,,nominal
      decimal,income,Доход,Income,,
      time,at,Время,Time,,
      date,day,День,Day,,
      text,why_\(name),Почему?,Why?,,

      """, to: "questionnaires/v1/survey.csv")
    try study.write(
      """
      list_name,name,label::ru,label::en,missing
      L,1,Нет,No,
      L,2,Да,Yes,
      L,97,Не знаю,Don't know,dont-know
      M,1,"один, «первый»",one's own,
      M,2,два,two,
      M,3,три,three,

      """, to: "questionnaires/v1/choices.csv")
    for (sheet, text) in [
      ("groups.csv", "group,category,label::ru,label::en,question,choices,from,to\n"),
      ("factors.csv", "factor,label::ru,label::en,layer,kind,facet,question,keying,scoring\n"),
      ("margins.csv", "city,wave,group,category,population,source,date\n"),
    ] { try study.write(text, to: sheet) }
    for city in ["alpha", "beta"] {
      let rows = (0..<30).map { row in
        let several = ["1", "1 2", "3", "2 3", "1 2 3"][row % 5]
        let number = several.hasPrefix("1") ? "\(row % 7 + 1)" : ""
        let code = ["1", "2", "97"][row % 3]
        let clock = "10:\(row + 10):05"
        let answer = String(repeating: "слово ", count: row % 2 == 0 ? 60 : 1)
        return "\(city)\(row),D\(row / 10),\(row / 5),\(code),1,2,\(several),\(number),"
          + "\(58_701_000_001 + row),\(Double(row * 100) + 0.25),\(clock),2025-05-\(10 + row % 20),"
          + answer + "\n"
      }
      let header =
        "id,district,point,\(name),weight,city,q_1,q_1_1,oktmo,income,at,day,why_\(name)\n"
      try study.write(header + rows.joined(), to: "responses/\(city).csv")
    }
    return study
  }

  private func exported(
    _ study: SmallStudy, _ names: String..., options: [String] = []
  ) throws -> (files: FolderContents, errors: String) {
    var errors = ""
    for name in names {
      let outcome = try BuiltCommand.run(
        ["export", study.folder.path, "--to", study.output.appending(path: name).path] + options)
      #expect(outcome.status == 0, "\(outcome.errors)")
      errors += outcome.errors
    }
    return (try FolderContents(study.output), errors)
  }

  @Test func `a name stands once in each file, and what was renamed is listed`() throws {
    let study = try study()
    defer { study.remove() }
    let (files, errors) = try exported(study, "a.xml", "a.csv", options: ["--open-answers"])
    let header = files.text("a.csv").split(separator: "\n")[0].split(separator: ",")
      .map(String.init)
    #expect(
      header == [
        "city", "wave", "weight", "stratum", "cluster", "доверие", "weight_2", "city_2", "q_1_1",
        "q_1_2", "q_1_3", "q_1_1_2", "oktmo", "income", "at", "day", "why_доверие", "synthetic",
      ])
    let book = CSVRows.records(files.text("a.csv.codebook.csv"))
    #expect(
      book.filter { $0["type"] != "" && $0["left-out"] == "" }.map { $0["variable"] ?? "" }
        == header.dropLast())
    let described = files.text("a.xml").split(separator: "<var ").dropFirst().compactMap {
      $0.split(separator: "name=\"").dropFirst().first?.split(separator: "\"").first.map(
        String.init)
    }
    #expect(Array(described.prefix(header.count - 1)) == header.dropLast())
    #expect(
      errors.contains(
        "3 columns could not keep their names: weight (the question 'weight') → weight_2, city (the"
          + " question 'city') → city_2, q_1_1 (the question 'q_1_1') → q_1_1_2 [column-renamed]"))
  }

  /// Whatever stands before the first letter of two bytes, the short name of eight is no half letter.
  @Test(
    .enabled(if: PSPP.isInstalled, Comment(rawValue: PSPP.absence)), arguments: 0..<9,
    ["доверие", "Ё", "город2"])
  func `PSPP reads names of Cyrillic letters as they are`(before: Int, name: String) throws {
    let name = String("abcdefghi".prefix(before)) + name
    let study = try study(name: name)
    defer { study.remove() }
    _ = try exported(study, "a.sav", "b.zsav", options: ["--open-answers"])
    for file in ["a.sav", "b.zsav"] {
      let said = try PSPP.run("GET FILE='\(file)'.\nDISPLAY DICTIONARY.\n", in: study.output)
      #expect(!said.contains("warning") && !said.contains("error"), "\(said)")
      #expect(said.contains("\n\(name),") && said.contains("\nwhy_\(name),"), "\(said)")
    }
  }

  /// Names that differ behind the eight bytes of the short name, or in capitals before them.
  @Test(
    .enabled(if: PSPP.isInstalled, Comment(rawValue: PSPP.absence)),
    arguments: [
      ["доверие_к_соседям", "доверие_к_мэру", "доверие_к_полиции", "Доверие"],
      ["Вопрос1", "вопрос_a"], ["Вопрос1", "Вопрос10", "Вопрос11", "вопрос_a", "вопрос_b"],
      ["ВОПРОСЫ1", "вопросы_2"], ["Question_1", "question_2", "QUESTION"], ["城市一", "城市二"],
      ["Ёлка", "ёлка_2"], ["Straße_1", "STRASSE_2"],
    ])
  func `PSPP finds every variable under its name, and runs the syntax`(_ names: [String]) throws {
    let study = try SmallStudy.bare(
      survey: names.map { "select_one L,\($0),Label of \($0)" }.joined(separator: "\n"),
      choices: "L,1,One,\nL,2,Two,",
      answers: [(["id"] + names).joined(separator: ",")]
        + (0..<40).map { row in
          (["p\(row)"] + names.indices.map { "\((row >> $0) % 2 + 1)" }).joined(separator: ",")
        })
    defer { study.remove() }
    let (files, _) = try study.exported("a.sav")
    let said = try PSPP.run(
      files.text("a.sav.sps") + "DISPLAY DICTIONARY.\n", in: study.output)
    #expect(!said.contains("warning") && !said.contains("error"), "\(said)")
    for name in names { #expect(said.contains("\n\(name),"), "\(name): \(said)") }
  }

  @Test(
    .enabled(if: PSPP.isInstalled, Comment(rawValue: PSPP.absence)),
    arguments: [["1"], ["1", "2", "3"], ["900", "1100"], ["0.873465", "1.126535"]])
  func `PSPP shows counts that are weighted`(_ weights: [String]) throws {
    let study = try SmallStudy.bare(
      survey: "select_one L,a,A", choices: "L,1,One,\nL,2,Two,",
      answers: ["id,a,w"]
        + (0..<60).map { "p\($0),\($0 % 2 + 1),\(weights[$0 % weights.count])" },
      sources: ",w", roles: ",weight")
    defer { study.remove() }
    _ = try study.exported("a.sav")
    let said = try PSPP.run("GET FILE='a.sav'.\nFREQUENCIES a.\n", in: study.output)
    let rows = said.split(separator: "\n").filter { $0.contains("One,") || $0.hasPrefix("Total,") }
    #expect(!rows.isEmpty && !said.contains("*"), "\(said)")
  }

  @Test(.enabled(if: PSPP.isInstalled, Comment(rawValue: PSPP.absence)))
  func `formats show every digit, and PSPP runs the syntax beside the file`() throws {
    let study = try study()
    defer { study.remove() }
    let (files, _) = try exported(study, "a.sav", options: ["--open-answers"])
    let syntax = files.text("a.sav.sps")
    #expect(syntax.contains("* q_1_1_2 (q_1_1) was asked where selected(${q_1}, '1').\n"))
    let said = try PSPP.run(
      syntax + "DISPLAY DICTIONARY.\nMRSETS /DISPLAY NAME=ALL.\nLIST oktmo income at day.\n",
      in: study.output)
    #expect(!said.contains("warning") && !said.contains("error"), "\(said)")
    for (name, format) in [
      ("city", "F1.0"), ("доверие", "F2.0"), ("q_1_2", "F1.0"), ("oktmo", "F11.0"),
      ("income", "F7.2"), ("at", "TIME8.0"), ("day", "EDATE10"),
    ] {
      let row = said.split(separator: "\n").first { $0.hasPrefix("\(name),") }
      #expect(row?.contains(",\(format),\(format),") == true, "\(row ?? "")")
    }
    for name in ["at", "day"] {
      #expect(
        said.split(separator: "\n").contains { $0.hasPrefix("\(name),") && $0.contains(",Scale,") })
    }
    #expect(said.contains("$q_1,Что из этого?,Dichotomies,1,"))
    #expect(said.contains("58701000001,.25,10:10:05,10.05.2025"), "\(said)")
    #expect(said.contains("один, «первый»"))
  }

  @Test func `times of Stata are moments of the day, and are read again as times`() throws {
    let study = try study()
    defer { study.remove() }
    let (_, _) = try exported(study, "a.dta", options: ["--open-answers"])
    let bytes = try Data(contentsOf: study.output.appending(path: "a.dta"))
    for format in ["%tcHH:MM:SS", "%11.0f", "%8.0f", "%8.2f", "%td"] {
      #expect(bytes.firstRange(of: Data(format.utf8)) != nil, "\(format)")
    }
    let read = try BuiltCommand.run(
      ["read", study.output.path + "/a.dta", "--format", "csv", "--only", "at"])
    #expect(read.output.split(separator: "\n")[1] == "10:10:05", "\(read.output) \(read.errors)")
  }

  @Test(arguments: [("sav", 64, 255), ("dta", 80, 80)])
  func `labels are cut at a word, and that is told`(
    _ ending: String, title: Int, label: Int
  ) throws {
    let study = try study()
    defer { study.remove() }
    let words = (1...60).map { "слово\($0)" }.joined(separator: " ")
    try study.edit("study.csv") { lines in
      lines = lines.map {
        $0.hasPrefix("title::ru")
          ? "title::ru,\(words)" : $0.replacing("synthetic,yes", with: "synthetic,no")
      }
    }
    try study.edit("questionnaires/v1/survey.csv") {
      $0[1] = $0[1].replacing(",Доверие,", with: ",\(words),")
    }
    let (_, errors) = try exported(study, "a.\(ending)", options: ["--language", "ru"])
    #expect(errors.contains("[file-label-cut]") && errors.contains("[label-cut]"), "\(errors)")
    let bytes = try Data(contentsOf: study.output.appending(path: "a.\(ending)"))
    let text = String(decoding: bytes, as: UTF8.self)
    // Either label ends with a whole word and an ellipsis.
    let ends = text.ranges(of: "…").map { text[..<$0.lowerBound].suffix(12) }
    #expect(ends.count == 2, "\(ends)")
    for end in ends {
      #expect(end.last?.isNumber == true && words.contains(end.suffix(8) + " "), "\(end)")
    }
  }

  @Test func `a wording that changed stands in the codebook, wave by wave`() throws {
    let study = try study()
    defer { study.remove() }
    try study.edit("waves.csv") { $0.insert("w2,Вторая волна,Second wave,,,quota,fresh", at: 2) }
    try study.edit("sources.csv") { $0[2] = "w2,beta,responses/beta.csv,v2,id,district,point" }
    for sheet in ["survey", "choices", "settings"] {
      try study.write(
        study.text(of: "questionnaires/v1/\(sheet).csv").replacing("Доход", with: "Ваш доход"),
        to: "questionnaires/v2/\(sheet).csv")
    }
    let (files, errors) = try exported(study, "a.sav")
    #expect(errors.contains("not every wave was asked income in the same words"), "\(errors)")
    let book = CSVRows.records(files.text("a.sav.codebook.csv"))
    let row = try #require(book.first { $0["variable"] == "income" && $0["code"] == "" })
    #expect(row["wordings"] == "w1: Доход · w2: Ваш доход")
    #expect(book.filter { $0["wordings"] != "" }.count == 1)
    #expect(
      files.text("a.sav.sps").contains(
        "* income in the words of each wave: w1: Доход · w2: Ваш доход.\n"))
  }

  @Test func `the same salt gives the same keys, another one others, none no key`() throws {
    let study = try study()
    defer { study.remove() }
    try FileManager.default.createDirectory(at: study.output, withIntermediateDirectories: true)
    func salt(_ text: String, _ name: String) throws -> String {
      let file = study.output.appending(path: name)
      try Data(text.utf8).write(to: file)
      return file.path
    }
    let first = try salt(String(repeating: "one", count: 20), "salt-1")
    let second = try salt(String(repeating: "two", count: 20), "salt-2")
    func keys(_ name: String, _ options: String...) throws -> [String] {
      let files = try exported(study, name, options: options).files
      #expect(!files.text(name).contains("alpha1,") || options.contains("identifier"))
      return CSVRows.records(files.text(name)).map { $0["person_key"] ?? "-" }
    }
    let own = try keys("a.csv", "--salt", first)
    #expect(
      Set(own).count == 60 && own.allSatisfy { $0.count == 20 && $0.allSatisfy(\.isHexDigit) })
    #expect(try keys("b.csv", "--salt", first, "--city", "beta") == Array(own.suffix(30)))
    #expect(try Set(keys("c.csv", "--salt", second)).isDisjoint(with: own))
    #expect(try Set(keys("d.csv")) == ["-"])
  }

  /// Two samples with the same numbers are twice as many people; a panel's are the same ones.
  @Test(arguments: [
    (["probability", "probability"], 40), (["probability", "panel"], 20), (["panel", "panel"], 20),
    (["quota", "open"], 40),
  ])
  func `a key is a person's, and not a number's in two samples`(
    _ samples: [String], people: Int
  ) throws {
    let answers = ["id,a"] + (0..<20).map { "\($0),\($0 % 2 + 1)" }
    let (survey, choices) = ("select_one L,a,A", "L,1,One,\nL,2,Two,")
    let study = try SmallStudy.bare(survey: survey, choices: choices, answers: answers)
    defer { study.remove() }
    try study.write(
      "wave,label::en,sample\nw1,First,\(samples[0])\nw2,Second,\(samples[1])\n", to: "waves.csv")
    try study.addWave("w2", survey: survey, choices: choices, answers: answers)
    try FileManager.default.createDirectory(at: study.output, withIntermediateDirectories: true)
    let salt = study.output.appending(path: "salt")
    try Data(String(repeating: "salt", count: 9).utf8).write(to: salt)
    let (files, _) = try study.exported("a.csv", "--salt", salt.path)
    let keys = CSVRows.records(files.text("a.csv")).map { $0["person_key"] ?? "" }
    #expect(keys.count == 40 && Set(keys).count == people)
    #expect((Array(keys.prefix(20)) == Array(keys.suffix(20))) == (people == 20))
    let (one, _) = try study.exported("b.csv", "--salt", salt.path, "--wave", "w2")
    #expect(CSVRows.records(one.text("b.csv")).map { $0["person_key"] ?? "" } == keys.suffix(20))
  }

  @Test(arguments: [
    ("salt", "lies in the study"), ("responses/salt", "lies in the study"),
    ("../short", "needs 16"),
  ])
  func `a salt that protects nothing is refused`(_ path: String, words: String) throws {
    let study = try study()
    defer { study.remove() }
    try FileManager.default.createDirectory(at: study.output, withIntermediateDirectories: true)
    let file = path == "../short" ? study.output.appending(path: "short") : study.url(path)
    try Data((path == "../short" ? "short" : String(repeating: "s", count: 64)).utf8).write(
      to: file)
    let outcome = try BuiltCommand.run([
      "export", study.folder.path, "--to", study.output.path + "/a.csv", "--salt", file.path,
    ])
    #expect(outcome.status == 64 && outcome.errors.contains(words), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: study.output.path + "/a.csv"))
  }
}
