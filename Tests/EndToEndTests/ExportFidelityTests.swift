import Foundation
import Testing

/// What an export says is what the field files said; what a format cannot hold is told, and what
/// differs between waves.
struct ExportFidelityTests {
  private static let formats = ["sav", "zsav", "dta", "csv"]

  /// Lists with words among numbers, and the numbers that data sets have for their codes.
  private static let lists: [(codes: [String], numbers: [String], words: String)] = [
    (["5", "4", "3", "2", "1", "other"], ["5", "4", "3", "2", "1", "6"], "other → 6"),
    (["0", "1", "2", "97_other", "99"], ["0", "1", "2", "100", "99"], "97_other → 100"),
    (["01", "1", "001"], ["2", "1", "3"], "01 → 2, 001 → 3"),
    (["0", "25", "50", "none"], ["0", "25", "50", "51"], "none → 51"),
  ]

  @Test(arguments: lists.indices, formats)
  func `numbers stay and words get numbers, which is told once for the list`(
    place: Int, format: String
  ) throws {
    let list = Self.lists[place]
    let study = try SmallStudy.bare(
      survey: "select_one L,q,Q\nselect_one L,r,R",
      choices: list.codes.map { "L,\($0),Label \($0)," }.joined(separator: "\n"),
      answers: ["id,q,r"]
        + (0..<40).map { row in
          let code = list.codes[row % list.codes.count]
          return "p\(row),\(code),\(code)"
        })
    defer { study.remove() }
    let (files, errors) = try study.exported("a.\(format)")
    let cells = try study.readBack("a.\(format)", column: "q")
    let expected = format == "csv" ? list.codes : list.numbers
    #expect(cells == (0..<40).map { expected[$0 % expected.count] })
    let told = errors.components(separatedBy: "[codes-numbered]").count - 1
    #expect(told == (format == "csv" ? 0 : 1), "\(errors)")
    if format != "csv" {
      #expect(errors.contains("the list 'L' (q, r)") && errors.contains(list.words), "\(errors)")
    }
    let rows = CSVRows.records(files.text("a.\(format).codebook.csv"))
      .filter { $0["variable"] == "q" && $0["code"] != "" && $0["missing"] == "" }
    #expect(rows.map { $0["code"] ?? "" } == list.codes)
    #expect(rows.map { $0["value"] ?? "" } == list.numbers)
  }

  @Test func `a list of words is a note, a list of numbers nothing`() throws {
    let study = try SmallStudy.bare(
      survey: "select_one S,s,Sex\nselect_one N,n,N",
      choices: "S,m,Man,\nS,f,Woman,\nN,1,A,\nN,2,B,",
      answers: ["id,s,n"] + (0..<40).map { "p\($0),\($0 % 2 == 0 ? "m" : "f"),\($0 % 2 + 1)" })
    defer { study.remove() }
    let (_, errors) = try study.exported("a.sav")
    #expect(errors.contains("note: an SPSS data file (.sav) has numbers only"), "\(errors)")
    #expect(errors.contains("the list 'S' [words-numbered]"), "\(errors)")
  }

  @Test func `labels that Stata has no place for go to no other value`() throws {
    let study = try SmallStudy.bare(
      survey: "select_one a,a,A\nselect_one b,b,B",
      choices: "a,1,One,\na,1.5,Half,\na,2,Two,\nb,1,Good,\nb,4294967297,Bad,",
      answers: ["id,a,b"]
        + (0..<60).map { "p\($0),\(["1", "1.5", "2"][$0 % 3]),\(["1", "4294967297"][$0 % 2])" })
    defer { study.remove() }
    let (files, errors) = try study.exported("a.dta")
    #expect(errors.contains("a (1.5), b (4294967297) [value-label-left-out]"), "\(errors)")
    #expect(files.text("a.dta.codebook.csv").contains(",1.5,1.5,,Half,"))
    let text = try BuiltCommand.run([
      "read", study.output.path + "/a.dta", "--format", "json",
    ]).output
    #expect(text.contains("One") && text.contains("Two") && !text.contains("Half"), "\(text)")
  }

  /// A list whose codes change places, a question that is closed in one wave and a number in the other.
  private func twoWaves() throws -> SmallStudy {
    let study = try SmallStudy.bare(
      survey: "select_one a,q,Q\nselect_multiple a,m,M\nselect_one c,typ,T\ninteger,i,I",
      choices: "a,1,Red,\na,2,Blue,\na,9,Green,\nc,1,c1,\nc,2,c2,",
      answers: ["id,q,m,typ,i"]
        + (0..<60).map { "p\($0),\($0 % 2 + 1),\(["1 2", "9"][$0 % 2]),\($0 % 2 + 1),\($0 % 5)" })
    try study.write(
      "wave,label::en,sample\nw1,First,probability\nw2,Second,probability\n", to: "waves.csv")
    try study.addWave(
      "w2", survey: "select_one a,q,Q\nselect_multiple a,m,M\ninteger,typ,T\ndate,i,I",
      choices: "a,1,Blue,\na,2,Red,\na,9,DK,dont-know",
      answers: ["id,q,m,typ,i"]
        + (0..<60).map {
          "q\($0),\(["1", "2", "9"][$0 % 3]),\(["1 2", "9", "1"][$0 % 3]),\($0 + 20),2025-05-\(10 + $0 % 10)"
        })
    return study
  }

  @Test(arguments: formats)
  func `a label that changed between waves is told, with both in the codebook`(format: String)
    throws
  {
    let study = try twoWaves()
    defer { study.remove() }
    let (files, errors) = try study.exported("a.\(format)")
    #expect(
      errors.contains(
        "codes of the list 'a' (q, m) have other labels in some of the waves w1, w2: 1, 2, 9; labels"
          + " are those of the first [choice-label-changed]"), "\(errors)")
    let rows = CSVRows.records(files.text("a.\(format).codebook.csv"))
    let red = try #require(rows.first { $0["variable"] == "q" && $0["code"] == "1" })
    #expect(red["wordings"] == "w1: Red · w2: Blue" && red["label::en"] == "Red")
    let flag = try #require(rows.first { $0["variable"] == "m_2" && $0["type"] != "" })
    #expect(flag["wordings"] == "w1: M: Blue · w2: M: Red")
    #expect(rows.filter { $0["variable"] == "m_2" && $0["wordings"] != "" }.count == 1)
  }

  @Test(arguments: formats)
  func `a question of two kinds loses no answer`(format: String) throws {
    let study = try twoWaves()
    defer { study.remove() }
    let (files, errors) = try study.exported("a.\(format)")
    #expect(
      errors.contains(
        "typ was asked as select_one in w1 (60 interviews), as integer in w2 (60 interviews)"),
      "\(errors)")
    let closed = try study.readBack("a.\(format)", column: "typ")
    let number = try study.readBack("a.\(format)", column: "typ_2")
    #expect(Array(closed.prefix(60)) == (0..<60).map { "\($0 % 2 + 1)" })
    #expect(Array(number.suffix(60)) == (0..<60).map { "\($0 + 20)" })
    let numbers = try study.readBack("a.\(format)", column: "i")
    let days = try study.readBack("a.\(format)", column: "i_2")
    #expect(Array(numbers.prefix(60)) == (0..<60).map { "\($0 % 5)" })
    #expect(Array(days.suffix(60)) == (0..<60).map { "2025-05-\(10 + $0 % 10)" })
    let book = CSVRows.records(files.text("a.\(format).codebook.csv"))
    #expect(
      book.filter { $0["question"] == "typ" }.map { $0["type"] ?? "" } == ["select_one", "integer"])
  }

  @Test(arguments: formats)
  func `an answer of one choice that a later wave calls "don't know" stays one`(format: String)
    throws
  {
    let study = try twoWaves()
    defer { study.remove() }
    _ = try study.exported("a.\(format)")
    let draft = study.output.appending(path: "again").path
    let path = study.output.path + "/a.\(format)"
    let made = try BuiltCommand.run([
      "init", draft, "--from", path, "--labels", path + ".codebook.csv",
    ])
    #expect(made.status == 0, "\(made.errors)")
    try RoundTrip.stateSample(in: URL(filePath: draft))
    func shares(_ folder: String) throws -> [String] {
      let outcome = try BuiltCommand.run([
        "estimate", folder, "m", "--format", "json", "--no-suppression",
      ])
      return try JSON(outcome.output).array.filter { $0["wave"].string == "w2" }.map {
        "\($0["choice"].string ?? "") \($0["count"].integer ?? -1) \($0["notRecorded"].integer ?? -1)"
      }.sorted()
    }
    let (before, after) = (try shares(study.folder.path), try shares(draft))
    #expect(!before.isEmpty && Set(before).isSubset(of: after), "\(before) \(after)")
  }

  @Test func `fractions, zones and long numbers stand whole in a CSV, and are told elsewhere`()
    throws
  {
    let answers = [
      "2025-06-01T12:00:00+03:00,12:00:00.750,12345678901234567,0.12345678901234567",
      "2025-06-01T12:00:00Z,12:00:00.25,9007199254740993,0.10000000000000001",
      "2025-06-01T12:00:00.9,12:00,60401000000,-0.3",
      "2025-06-01T23:59:59.123456-05:30,23:59:59.999,1,12345678901234.567",
    ]
    let study = try SmallStudy.bare(
      survey: "dateTime,t,T\ntime,c,C\ninteger,n,N\ndecimal,d,D",
      answers: ["id,t,c,n,d"] + answers.enumerated().map { "p\($0),\($1)" })
    defer { study.remove() }
    let (files, _) = try study.exported("a.csv")
    let written = CSVRows.records(files.text("a.csv"))
    func column(_ name: String) -> [String] { written.map { $0[name] ?? "-" } }
    #expect(
      column("t") == [
        "2025-06-01T12:00:00+03:00", "2025-06-01T12:00:00Z", "2025-06-01T12:00:00.9",
        "2025-06-01T23:59:59.123456-05:30",
      ])
    #expect(column("c") == ["12:00:00.75", "12:00:00.25", "12:00:00", "23:59:59.999"])
    #expect(column("n") == ["12345678901234567", "9007199254740993", "60401000000", "1"])
    #expect(column("d") == ["0.12345678901234567", "0.1", "-0.3", "12345678901234.567"])
    for format in ["sav", "dta"] {
      let (_, errors) = try study.exported("a.\(format)")
      #expect(errors.contains("t (3) [time-zone-dropped]"), "\(errors)")
      #expect(errors.contains("n (2), d (2) [digits-dropped]"), "\(errors)")
      #expect(
        try study.readBack("a.\(format)", column: "c")
          == ["12:00:00.75", "12:00:00.25", "12:00:00", "23:59:59.999"])
      #expect(
        try Array(study.readBack("a.\(format)", column: "t").prefix(3))
          == ["2025-06-01T12:00:00", "2025-06-01T12:00:00", "2025-06-01T12:00:00.9"])
    }
  }

  @Test func `the choices of an order are named in every file`() throws {
    let study = try SmallStudy.bare(
      survey: "rank r,rk,Rank", choices: "r,1,Alpha,\nr,2,Beta,\nr,3,Gamma,",
      answers: ["id,rk"] + (0..<40).map { "p\($0),\(["1 2 3", "3 1 2"][$0 % 2])" })
    defer { study.remove() }
    let order = "rk: 1 Alpha; 2 Beta; 3 Gamma"
    for format in ["sav", "dta", "csv", "xml"] {
      let (files, _) = try study.exported("a.\(format)")
      switch format {
      case "xml":
        #expect(files.text("a.xml").contains("Codes: 1 Alpha; 2 Beta; 3 Gamma</txt>"))
        continue
      case "sav": #expect(files.text("a.sav.sps").contains("* the order in \(order).\n"))
      default: break
      }
      #expect(
        files.text("a.\(format).codebook.csv").ranges(of: "rk,,,,,2,2,,Beta,").count == 1)
      if format != "csv" {
        let bytes = try Data(contentsOf: study.output.appending(path: "a.\(format)"))
        #expect(bytes.firstRange(of: Data(order.utf8)) != nil)
      }
      let draft = study.output.appending(path: "again-\(format)").path
      let path = study.output.path + "/a.\(format)"
      let made = try BuiltCommand.run([
        "init", draft, "--from", path, "--labels", path + ".codebook.csv",
      ])
      #expect(made.status == 0, "\(made.errors)")
      let missing = try? String(contentsOfFile: draft + "/missing.csv", encoding: .utf8)
      #expect(missing?.contains("rk") != true, "\(missing ?? "")")
    }
  }

  @Test func `more missing choices than letters come back from Stata by their codebook`() throws {
    let study = try SmallStudy.bare(
      survey: "select_one L,q,Q",
      choices: (1...40).map {
        "L,\($0),c\($0),\($0 < 3 ? "" : $0 % 2 == 0 ? "refused" : "dont-know")"
      }
      .joined(separator: "\n"),
      answers: ["id,q"] + (0..<120).map { "p\($0),\($0 % 40 + 1)" })
    defer { study.remove() }
    let (_, errors) = try study.exported("a.dta")
    #expect(errors.contains("[letters-shared]"))
    let path = study.output.path + "/a.dta"
    let made = try BuiltCommand.run([
      "init", study.output.path + "/again", "--from", path, "--labels", path + ".codebook.csv",
    ])
    #expect(made.status == 0, "\(made.errors)")
  }

  @Test func `a text that SPSS cuts is not said to stand in the codebook`() throws {
    let study = try SmallStudy.bare(
      survey: "text,o,Opinion",
      answers: ["id,o"]
        + (0..<20).map { "p\($0),\(String(repeating: "я", count: $0 == 3 ? 20_000 : 9))" })
    defer { study.remove() }
    let (_, errors) = try study.exported("a.sav", "--open-answers")
    let lines = errors.split(separator: "\n")
    let place = try #require(lines.firstIndex { $0.contains("[text-cut]") })
    #expect(lines[place + 1].contains("write .dta or .csv"), "\(errors)")
  }

  @Test(arguments: ["str1", "str5", "str2045", "strL", "byte"])
  func `a word that Stata keeps for itself is renamed`(name: String) throws {
    let study = try SmallStudy.bare(
      survey: "integer,\(name),I", answers: ["id,\(name)"] + (0..<20).map { "p\($0),\($0)" })
    defer { study.remove() }
    let (_, errors) = try study.exported("a.dta")
    #expect(errors.contains("\(name) (the question '\(name)') → "), "\(errors)")
  }
}
