import Foundation
import Testing

/// What identifies a person is left out of drafts and exports unless it is named, and `check` tells what
/// the law asks.
struct PersonalDataTests {
  /// A small study with questions that identify people, by their names, labels, types and answers.
  private func personalStudy() throws -> SmallStudy {
    let study = try SmallStudy()
    let questions: [(row: String, answer: (Int) -> String)] = [
      ("text,phone,Телефон,Telephone", { "+7 911 000-00-\($0 + 10)" }),
      ("integer,T,Ваш номер телефона,Q", { "7911000\(1000 + $0)" }),
      ("text,contact,Куда прислать ответ?,Where?", { "user\($0)@example.org" }),
      ("text,NM,\"Фамилия, имя, отчество\",Q", { "Имярек \($0)" }),
      ("date,B,Дата рождения,Birthday", { "19\(60 + $0 % 30)-05-17" }),
      ("geopoint,place,Где Вы?,Where are you?", { "59.9\($0) 30.3\($0) 0 0" }),
      ("audio,sound,Запись,Recording", { "\($0).m4a" }),
      ("username,username,,", { "int-\($0 % 5)" }),
      ("deviceid,deviceid,,", { "collect:\($0)x" }),
      ("text,where,Откуда вход?,From where?", { "10.0.\($0).7" }),
      ("text,O1,Что ещё?,What else?", { "мысль \($0)" }),
      ("integer,kids,Сколько у Вас детей?,How many children?", { "\($0 % 4)" }),
    ]
    try study.edit("questionnaires/v1/survey.csv") { lines in
      lines.insert(contentsOf: questions.map { $0.row + ",,,nominal" }, at: lines.count - 1)
    }
    for city in ["alpha", "beta"] {
      try study.edit("responses/\(city).csv") { lines in
        for row in lines.indices where !lines[row].isEmpty {
          let cells = questions.map { question in
            row == 0
              ? String(question.row.split(separator: ",")[1]) : question.answer(row)
          }
          lines[row] += "," + cells.joined(separator: ",")
        }
      }
    }
    return study
  }

  private static let personal = [
    "phone", "T", "contact", "NM", "B", "place", "sound", "username", "deviceid", "where",
  ]

  @Test func `an export leaves out what identifies a person, says so, and lists it`() throws {
    let study = try personalStudy()
    defer { study.remove() }
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.csv").path
    let outcome = try BuiltCommand.run([
      "export", study.folder.path, "--to", path, "--open-answers",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let files = try FolderContents(folder)
    let header = try #require(files.text("a.csv").split(separator: "\n").first)
    let columns = header.split(separator: ",").map(String.init)
    #expect(columns.contains("O1") && columns.contains("kids") && columns.contains("SD2"))
    for name in Self.personal + ["identifier"] {
      #expect(!columns.contains(name))
      #expect(outcome.errors.contains("\(name) ("), "\(name)")
      #expect(files.text("a.csv.codebook.csv").contains("\n\(name),"), "\(name)")
    }
    #expect(outcome.errors.components(separatedBy: "[left-out]").count == 2)
    #expect(files.text("a.csv.codebook.csv").contains(",a telephone number,\n"))
  }

  @Test func `named columns come back, and no others`() throws {
    let study = try personalStudy()
    defer { study.remove() }
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.csv").path
    let outcome = try BuiltCommand.run([
      "export", study.folder.path, "--to", path, "--with", "phone", "--with", "identifier",
      "--with", "O1",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let text = try FolderContents(folder).text("a.csv")
    let columns = text.prefix { $0 != "\n" }.split(separator: ",").map(String.init)
    #expect(Set(columns).isSuperset(of: ["phone", "identifier", "O1"]))
    #expect(Set(columns).isDisjoint(with: Self.personal.filter { $0 != "phone" }))
    #expect(text.contains("+7 911 000-00-11"))
  }

  @Test(
    "a wrong name is an error of use",
    arguments: [
      (["--with", "phne"], "did you mean 'phone'?"),
      (["--with", "nothing"], "no column 'nothing'"),
      (["--with", "phone", "--without", "phone"], "--with and after --without"),
    ])
  func wrongNames(options: [String], message: String) throws {
    let study = try personalStudy()
    defer { study.remove() }
    let outcome = try BuiltCommand.run(["export", study.folder.path, "--to", "a.csv"] + options)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test func `no page, table or estimate tells of what identifies a person`() throws {
    let study = try personalStudy()
    defer { study.remove() }
    let output = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: output) }
    let report = try BuiltCommand.run(["report", study.folder.path, "--output", output.path])
    #expect(report.status == 0, "\(report.errors)")
    let distributions = try FolderContents(output).text("tables/distributions.csv")
    #expect(distributions.contains(",SD1,"))
    for name in ["phone", "T", "NM", "B", "place", "sound"] {
      #expect(!distributions.contains(",\(name),"))
    }
    let median = ["estimate", study.folder.path, "T", "--statistic", "quantile"]
    let refused = try BuiltCommand.run(median)
    #expect(refused.status == 64 && refused.errors.contains("a telephone number"))
    #expect(!(refused.output + refused.errors).contains("7911000"))
    #expect(try BuiltCommand.run(median + ["--with", "T"]).status == 0)
  }
}

/// Drafts from files with personal columns, or without names of columns.
struct PersonalDraftTests {
  private func draft(_ text: String, _ options: [String] = []) throws -> (
    outcome: BuiltCommand.Outcome, files: FolderContents
  ) {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: "f.csv"))
    let outcome = try BuiltCommand.run(["init", "d", "--from", "f.csv"] + options, in: folder)
    return (outcome, try FolderContents(folder.appending(path: "d")))
  }

  private static let table =
    "ФИО,Телефон,E-mail,Дата рождения,IP-адрес,interviewer,Возраст,Оценка\n"
    + (10..<40).map {
      "Имярек \($0) Петров,+7 911 000-00-\($0),u\($0)@example.org,17.05.19\($0 + 40),10.0.0.\($0),"
        + "Анна Смирнова,\($0),\($0 % 5 + 1)\n"
    }.joined()

  @Test func `personal columns are listed, not drafted`() throws {
    let (outcome, files) = try draft(Self.table)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let survey = CSVRows.parse(files.text("questionnaires/v1/survey.csv")).dropFirst()
    #expect(survey.map { $0[1] } == ["Возраст", "Оценка"])
    let listed = CSVRows.parse(files.text("draft.csv"))
    #expect(listed[0] == ["sheet", "row", "question"])
    #expect(listed.count { $0[2].contains("was not drafted") } == 6)
    for name in ["ФИО", "Телефон", "E-mail", "Дата рождения", "IP-адрес", "interviewer"] {
      #expect(outcome.errors.contains("'\(name)'") && files.text("draft.csv").contains("'\(name)'"))
    }
    #expect(!files.text("questionnaires/v1/choices.csv").contains("Смирнова"))
  }

  @Test func `a named one is drafted, an unknown name is an error of use`() throws {
    let (outcome, files) = try draft(Self.table, ["--with", "Телефон"])
    #expect(outcome.status == 0)
    #expect(files.text("questionnaires/v1/survey.csv").contains("Телефон"))
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(Self.table.utf8).write(to: folder.appending(path: "f.csv"))
    let wrong = try BuiltCommand.run(
      ["init", "d", "--from", "f.csv", "--with", "Телефо"], in: folder)
    #expect(wrong.status == 64 && wrong.errors.contains("did you mean 'Телефон'?"))
    #expect(try BuiltCommand.run(["init", "d", "--with", "x"], in: folder).status == 64)
  }

  @Test(
    "a first record is no header",
    arguments: [
      "Зоя Канарейкина,canary@example.org,да\n", "Зоя Канарейкина,+7 911 765-43-21,да\n",
      "canary,79117654321,да\n", "canary,192.168.17.5,да\n", "canary,34,5\n",
      "canary,1984-03-07,да\n",
    ])
  func headerless(first: String) throws {
    let second = first.split(separator: ",")[1]
    let rows = (0..<12).map { row in
      let contact =
        second.contains("@")
        ? "u\(row)@example.org"
        : second.contains("+")
          ? "+7 911 000-00-\(10 + row)"
          : second.contains(":") || second.contains("192")
            ? "10.0.0.\(row)"
            : second.contains("-") ? "19\(60 + row)-01-17" : "\(row * 7 + 18)"
      return "Имярек \(row),\(contact),\(row % 2 == 0 ? "да" : "нет")\n"
    }
    let (outcome, files) = try draft(first + rows.joined())
    #expect(outcome.status == 0, "\(outcome.errors)")
    let all = files.files.filter { !$0.key.hasPrefix("responses/") }.map {
      String(decoding: $0.value, as: UTF8.self)
    }.joined()
    for mark in PlantedSecrets.marks + ["192.168"] {
      #expect(!(all + outcome.errors + outcome.output).contains(mark), "\(mark)")
    }
    #expect(all.contains("column 1"))
  }
}

/// What `check` says of the law on personal data.
struct LawfulnessTests {
  @Test(
    "ages under 18 are refused unless their parents have consented",
    arguments: [
      ("integer,AGE,Возраст,Age", "15", true), ("integer,q,Сколько Вам полных лет?,Q", "17", true),
      ("integer,q,Q,How old are you?", "3", true), ("decimal,age,В,Q", "17.5", true),
      ("integer,AGE,Возраст,Age", "18", false),
      ("integer,kid,Возраст ребёнка,Age of your child", "5", false),
      ("integer,q,Сколько лет Вы живёте в городе?,Years", "5", false),
      ("select_one YOUNG,a,Ваш возраст,Your age", "1", true),
      ("select_one YOUNG,a,Ваш возраст,Your age", "2", false),
    ])
  func minors(question: String, answer: String, isRefused: Bool) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("questionnaires/v1/survey.csv") { $0.insert(question + ",,,", at: 1) }
    try study.edit("questionnaires/v1/choices.csv") {
      $0.insert(contentsOf: ["YOUNG,1,14–17 лет,14–17,", "YOUNG,2,18–24 года,18–24,"], at: 1)
    }
    let name = question.split(separator: ",")[1]
    for city in ["alpha", "beta"] {
      try study.edit("responses/\(city).csv") { lines in
        for row in lines.indices where !lines[row].isEmpty {
          let usual = question.hasPrefix("select") ? "2" : "40"
          let isYoung = city == "alpha" && row < 3
          lines[row] += row == 0 ? ",\(name)" : isYoung ? ",\(answer)" : ",\(usual)"
        }
      }
    }
    let outcome = try BuiltCommand.run(["check", study.folder.path])
    #expect(outcome.output.contains("[minors]") == isRefused, "\(outcome.output)")
    #expect((outcome.status == 65) == isRefused)
    if isRefused {
      #expect(outcome.output.contains("in 2 interviews"))
      try study.edit("study.csv") { $0.insert("minors,consent", at: 1) }
      #expect(try BuiltCommand.run(["check", study.folder.path]).status == 0)
    }
  }

  @Test func `the key minors knows one value`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("study.csv") { $0.insert("minors,yes", at: 1) }
    let outcome = try BuiltCommand.run(["check", study.folder.path])
    #expect(outcome.status == 65 && outcome.output.contains("'value' must be one of consent"))
  }

  @Test(
    "a foreign service's export that identifies people is a reminder of localisation",
    arguments: [
      ("ResponseId,RecordedDate,IPAddress", true), ("ResponseId,RecordedDate,Status", false),
      ("_uuid,_submission_time,phone", true), ("submitdate,lastpage,email", false),
    ])
  func localisation(columns: String, isTold: Bool) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.edit("responses/alpha.csv") { lines in
      for row in lines.indices where !lines[row].isEmpty {
        lines[row] += row == 0 ? ",\(columns)" : ",x\(row),2025-05-01,10.0.0.\(row)"
      }
    }
    let outcome = try BuiltCommand.run(["check", study.folder.path])
    #expect(outcome.output.contains("[localisation]") == isTold, "\(outcome.output)")
    #expect(!outcome.output.contains("10.0.0"))
  }
}
