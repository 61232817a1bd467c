import Foundation
import SampleStudies
import Testing

/// Drafts made from exports and their codebooks speak the study's own language: its names of questions
/// and its codes, whatever a format made of them.
struct ExportDraftTests {
  private static let header = ["id", "q", "m", "r", "ABC", "abc", "Abc"]
  private static let answers = [
    ["taxi", "-2 A", "1 3 2", "1", "2", "1"], ["car", "A alpha", "2 1 3", "2", "2", "2"],
    ["bus", "-2", "3 2 1", "1", "1", "2"], ["dk", "alpha", "1 2 3", "2", "1", "1"],
    ["bus", "ref", "2 3 1", "1", "2", "2"],
  ]
  /// Lists by wave: the second has another order and another choice.
  private static let lists = [
    "w1": ["bus", "car", "taxi"], "w2": ["car", "bike", "taxi", "bus"],
  ]

  /// A study of two waves in which lists of words are numbered by their places.
  private func study() throws -> SmallStudy {
    let study = try SmallStudy()
    let waves = ["w1", "w2"]
    try study.write(
      "key,value\nid,small\ntitle::en,Small\ntitle::ru,Малое\nlanguages,en;ru\nsynthetic,yes\n"
        + "partial-minimum,0\n", to: "study.csv")
    try study.write("city,code,label::en,label::ru\nalpha,1,Alpha,Альфа\n", to: "cities.csv")
    try study.write(
      "wave,code,label::en,label::ru,sample\nw1,1,One,Первая,probability\nw2,2,Two,Вторая,probability\n",
      to: "waves.csv")
    for sheet in ["groups", "factors", "margins", "missing"] {
      try? FileManager.default.removeItem(at: study.url("\(sheet).csv"))
    }
    try? FileManager.default.removeItem(at: study.url("models"))
    try study.write(
      "wave,city,file,questionnaire,identifier,values\n"
        + waves.map { "\($0),alpha,responses/\($0).csv,\($0),id,codes\n" }.joined(),
      to: "sources.csv")
    for name in ["v1", "alpha.csv", "beta.csv"] {
      let folder = name == "v1" ? "questionnaires" : "responses"
      try? FileManager.default.removeItem(at: study.url("\(folder)/\(name)"))
    }
    for (place, wave) in waves.enumerated() {
      try study.write(
        "type,name,label::en,label::ru,measure\nselect_one way,q,Way,Способ,ordinal\n"
          + "select_multiple why,m,Why,Почему,\nrank order,r,Order,Порядок,\n"
          + "select_one two,ABC,First,Первый,\nselect_one two,abc,Second,Второй,\n"
          + "select_one two,Abc,Third,Третий,\n", to: "questionnaires/\(wave)/survey.csv")
      let lists =
        [
          ("way", Self.lists[wave] ?? []), ("why", ["-2", "A", "alpha"]),
          ("order", ["1", "2", "3"]),
        ]
        + [("two", ["1", "2"])]
      try study.write(
        "list_name,name,label::en,label::ru,missing\n"
          + lists.flatMap { list, names in
            names.map { "\(list),\($0),Choice \($0),Вариант \($0),\n" }
          }.joined()
          + "way,dk,Don't know,Затрудняюсь,dont-know\nwhy,ref,Refused,Отказ,refused\n",
        to: "questionnaires/\(wave)/choices.csv")
      try study.write(
        "form_title,form_id,version\nSmall,small,\(wave)\n",
        to: "questionnaires/\(wave)/settings.csv")
      let rows = (0..<(60 + 7 * place)).map { row in
        ["\(wave)-\(row)"] + Self.answers[(row * (3 + place)) % 5]
      }
      try study.write(
        ([Self.header] + rows).map { $0.joined(separator: ",") + "\n" }.joined(),
        to: "responses/\(wave).csv")
    }
    return study
  }

  private func run(_ arguments: [String], in folder: URL) throws -> BuiltCommand.Outcome {
    let outcome = try BuiltCommand.run(arguments, in: folder)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    return outcome
  }

  /// Shares of the questions by question, choice and wave.
  private func shares(_ folder: URL) throws -> [String] {
    let outcome = try run(
      [
        "estimate", folder.path, "q", "m", "ABC", "abc", "Abc", "--no-suppression", "--format",
        "json",
      ],
      in: folder)
    return try JSON(outcome.output).array.filter { ($0["estimate"].number ?? 0) != 0 }.map {
      record in
      "\(record["question"].string ?? "") \(record["choice"].string ?? "") \(record["wave"].string ?? "")"
        + " \(record["count"].integer ?? 0) \((record["estimate"].number ?? 0) * 1e6)"
    }.sorted()
  }

  @Test(arguments: ["sav", "zsav", "dta", "csv"])
  func `exports of two waves, drafted together, keep every share`(format: String) throws {
    let study = try study()
    defer { study.remove() }
    try FileManager.default.createDirectory(at: study.output, withIntermediateDirectories: true)
    var words = ["init", "again"]
    for wave in ["w1", "w2"] {
      _ = try run(
        ["export", study.folder.path, "--wave", wave, "--to", "\(wave).\(format)"], in: study.output
      )
      words += ["--from", "\(wave).\(format)", "--labels", "\(wave).\(format).codebook.csv"]
    }
    _ = try run(words, in: study.output)
    let again = study.output.appending(path: "again")
    try RoundTrip.stateSample(in: again)
    #expect(try shares(again) == shares(study.folder))
  }

  @Test func `codebooks that differ are taken by their names, or refused`() throws {
    let study = try study()
    defer { study.remove() }
    try FileManager.default.createDirectory(at: study.output, withIntermediateDirectories: true)
    var words = ["init", "again"]
    for wave in ["w1", "w2"] {
      _ = try run(
        ["export", study.folder.path, "--wave", wave, "--to", "\(wave).sav"], in: study.output)
      try FileManager.default.moveItem(
        at: study.output.appending(path: "\(wave).sav.codebook.csv"),
        to: study.output.appending(path: "book-\(wave).csv"))
      words += ["--from", "\(wave).sav", "--labels", "book-\(wave).csv"]
    }
    let outcome = try BuiltCommand.run(words, in: study.output)
    #expect(
      outcome.status == 65 && outcome.errors.contains("[codebooks-differ]"), "\(outcome.errors)")
    #expect(outcome.errors.contains("w1.sav.codebook.csv"))
  }

  @Test func `one table gives one draft, whatever it is written as`() throws {
    let study = try study()
    defer { study.remove() }
    try FileManager.default.createDirectory(at: study.output, withIntermediateDirectories: true)
    for format in ["sav", "zsav", "dta", "csv"] {
      _ = try run(["export", study.folder.path, "--to", "t.\(format)"], in: study.output)
    }
    let rows = CSVRows.parse(
      try String(contentsOf: study.output.appending(path: "t.csv"), encoding: .utf8))
    try SmallWorkbook(sheets: [("t", rows)]).data.write(to: study.output.appending(path: "t.xlsx"))
    var drafts: [[String]] = []
    for format in ["csv", "xlsx", "sav", "zsav", "dta"] {
      let book = format == "xlsx" ? "csv" : format
      _ = try run(
        ["init", format, "--from", "t.\(format)", "--labels", "t.\(book).codebook.csv"],
        in: study.output)
      let folder = study.output.appending(path: format)
      func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      }
      let choices = CSVRows.records(try text("questionnaires/v1/choices.csv"))
        .filter { $0["missing"] == "" }
        .map { "\($0["list_name"] ?? "") \($0["name"] ?? "") \($0["label::en"] ?? "")" }
      let survey = try text("questionnaires/v1/survey.csv")
      #expect(survey.contains("rank r,r,Order,Порядок"), "\(format): \(survey)")
      #expect(choices.contains("q taxi Choice taxi"), "\(format): \(choices)")
      #expect(CSVRows.parse(try text("study.csv")).contains(["languages", "en;ru"]), "\(format)")
      drafts.append([survey] + choices)
    }
    for (format, draft) in zip(["xlsx", "sav", "zsav", "dta"], drafts.dropFirst()) {
      #expect(draft == drafts[0], "\(format)")
    }
  }

  @Test func `a value of a data set stands for one choice`() throws {
    let study = try study()
    defer { study.remove() }
    try study.write(
      "list_name,name,label::en,missing,data_value\nway,bus,Bus,,1\nway,car,Car,,1.0\n"
        + "way,taxi,Taxi,,3\nwhy,A,A,,\norder,1,1,,\ntwo,1,1,,\n",
      to: "questionnaires/w1/choices.csv")
    let check = try BuiltCommand.run(["check", study.folder.path])
    #expect(check.status == 65)
    #expect(
      (check.output + check.errors).contains(
        "choices.csv:3:14: error: the value '1.0' of a data set stands for 'bus' of the list 'way'"),
      "\(check.output)\(check.errors)")
  }
}
