import Foundation
import Testing

/// `loci export STUDY --to x.xml`: a description that an archive takes, and the CSV that it
/// describes.
struct ArchiveExportTests {
  @Test func `variables, codes and frequencies are those of the csv`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let description = try export(study)
    let header = try CSVRows.parse(
      String(contentsOf: study.output.appending(path: "answers.csv"), encoding: .utf8))[0]
    let rows = try CSVRows.records(
      String(contentsOf: study.output.appending(path: "answers.csv"), encoding: .utf8))
    #expect(description.all("var").map { $0["name"] } == header)
    #expect(description.text("fileDscr/fileTxt/dimensns/caseQnty") == "\(rows.count)")
    #expect(description.text("fileDscr/fileTxt/dimensns/varQnty") == "\(header.count)")
    let weights = rows.compactMap { Double($0["weight"] ?? "") }
    var compared = 0
    for variable in description.all("var") {
      let name = try #require(variable["name"])
      let cells = rows.map { $0[name] ?? "" }
      let codes = Set(variable.children("catgry").compactMap { $0.text("catValu") })
      if !codes.isEmpty { #expect(Set(cells).subtracting(codes + [""]) == [], "\(name)") }
      var hidden = [true: 0, false: cells.count { $0.isEmpty }]
      for category in variable.children("catgry") {
        let code = try #require(category.text("catValu"))
        let own = cells.indices.filter { cells[$0] == code }
        let isAnswer = category["missing"] == nil
        let statistics = category.children("catStat")
        guard !statistics.isEmpty else { continue }
        if let count = statistics.first(where: { $0["type"] == "freq" }) {
          #expect(Int(count.content) == own.count, "\(name) \(code)")
          #expect(own.isEmpty || own.count >= 30, "\(name) \(code)")
        } else {
          hidden[isAnswer, default: 0] += own.count
        }
        // Of questions that all were asked, the base is the file.
        guard let share = statistics.first(where: { $0["type"] == "percent" }),
          !cells.contains(where: \.isEmpty)
        else { continue }
        let expected = 100 * own.reduce(0) { $0 + weights[$1] } / weights.reduce(0, +)
        if share.content == "<1" {
          #expect(expected > 0 && expected < 1)
        } else {
          #expect(abs((Double(share.content) ?? .nan) - expected) < 0.0501, "\(name) \(code)")
        }
        compared += 1
      }
      guard variable.children("catgry").contains(where: { !$0.children("catStat").isEmpty })
      else { continue }
      try compareSums(of: variable, cells, hidden)
    }
    #expect(compared > 10)
  }

  /// What is hidden is known as a difference of what is told: it is nobody, or as many as a base.
  private func compareSums(
    of variable: XMLCodebook.Element, _ cells: [String], _ hidden: [Bool: Int]
  ) throws {
    let name = variable["name"] ?? ""
    let none = Set(
      variable.children("invalrng").flatMap { $0.children("item") }.compactMap { $0["VALUE"] })
    let valid = cells.count { !$0.isEmpty && !none.contains($0) }
    let sums = Dictionary(
      uniqueKeysWithValues: variable.children("sumStat").map { ($0["type"] ?? "", Int($0.content)) }
    )
    if sums.isEmpty {
      let all = hidden.values.reduce(0, +)
      #expect(all >= 30, "\(name)")
    } else {
      #expect(sums["vald"] == valid && sums["invd"] == cells.count - valid, "\(name) \(sums)")
      for count in hidden.values { #expect(count == 0 || count >= 30, "\(name) \(hidden)") }
    }
  }

  /// A question with a routing whose choice "not asked" is a code of the list, and rare answers.
  @Test(arguments: [0, 5, 29, 31]) func `codes of no answer are counted as the csv has them`(
    rare: Int
  ) throws {
    let answers =
      (0..<100).map { "p\($0),1,\($0 % 2 + 1)" } + (0..<rare).map { "r\($0),1,3" }
      + (0..<60).map { "n\($0),2,9" }
    let study = try SmallStudy.bare(
      survey: "select_one a,a,A,\nselect_one b,b,B,${a} = '1'",
      choices: "a,1,Yes,\na,2,No,\nb,1,Good,\nb,2,Bad,\nb,3,Rare,\nb,9,Not asked,not-asked",
      answers: ["id,a,b"] + answers, surveyHeader: "type,name,label::en,relevant")
    defer { study.remove() }
    _ = try study.exported("x.xml")
    let description = try XMLCodebook(study.output.appending(path: "x.xml"))
    let table = try String(contentsOf: study.output.appending(path: "x.csv"), encoding: .utf8)
    let header = try #require(CSVRows.parse(table).first)
    // A study of people has no column that says it is made up, in either file.
    #expect(description.all("var").map { $0["name"] } == header && !header.contains("synthetic"))
    #expect(description.text("fileDscr/fileTxt/dimensns/varQnty") == "\(header.count)")
    let variable = try #require(description.all("var").first { $0["name"] == "b" })
    let cells = CSVRows.records(table).map { $0["b"] ?? "" }
    var hidden = [true: 0, false: 0]
    for category in variable.children("catgry") {
      let code = try #require(category.text("catValu"))
      let count = cells.count { $0 == code }
      let told = category.children("catStat").first { $0["type"] == "freq" }
      if let told {
        #expect(Int(told.content) == count && (count == 0 || count >= 30), "\(code)")
      } else {
        hidden[category["missing"] == nil, default: 0] += count
      }
    }
    #expect(variable.children("catgry").last?.children("catStat").first?.content == "60")
    try compareSums(of: variable, cells, hidden)
  }

  @Test func `the mark of a made-up study is described as the csv has it`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let mark = try #require(export(study).all("var").first { $0["name"] == "synthetic" })
    #expect(mark.children("varFormat").first?["type"] == "character")
    #expect(mark.children("catgry").map { $0.text("catValu") } == ["yes"])
    let csv = try String(contentsOf: study.output.appending(path: "answers.csv"), encoding: .utf8)
    #expect(Set(CSVRows.records(csv).map { $0["synthetic"] }) == ["yes"])
  }

  /// Each makes that nothing may be told of one question or of all.
  @Test(arguments: [
    ("study.csv", "disclosure,strict", "SOC01"), ("study.csv", "interim,yes", "SOC01"),
    ("study.csv", "minimum-base,81", "SOC01"), ("small sample", "", "SOC01"),
    ("sensitive", "", "SOC02"),
  ])
  func `frequencies that would tell of few people are not there`(
    place: String, line: String, question: String
  ) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    switch place {
    case "small sample":
      try study.edit("responses/beta.csv") { $0 = Array($0.prefix(26)) + [""] }
    case "sensitive":
      try study.edit("questionnaires/v1/survey.csv") { lines in
        lines = lines.enumerated().map { index, line in
          line.isEmpty
            ? line
            : line + (index == 0 ? ",sensitive" : line.contains(",\(question),") ? ",yes" : ",")
        }
      }
    default: try study.edit(place) { $0.insert(line, at: $0.count - 1) }
    }
    let description = try export(study)
    let own = try #require(description.all("var").first { $0["name"] == question })
    #expect(!own.children("catgry").isEmpty)
    #expect(own.children("catgry").allSatisfy { $0.children("catStat").isEmpty }, "\(place)")
    #expect(own.children("sumStat").isEmpty)
    if place == "sensitive" {
      let other = try #require(description.all("var").first { $0["name"] == "SOC01" })
      #expect(other.children("catgry").contains { !$0.children("catStat").isEmpty })
    }
  }

  @Test func `of numbers there is no minimum, no maximum and no sum`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    let description = try export(study)
    for statistic in description.all("sumStat") {
      #expect(["vald", "invd"].contains(statistic["type"]))
    }
    #expect(description.all("range").isEmpty)
  }

  /// The schema that DDI Alliance publishes, put beside this file as `DDI-Codebook-2.5/codebook.xsd`,
  /// or named by `DDI_SCHEMA`.
  private static let schema: String? = {
    let beside = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "DDI-Codebook-2.5/codebook.xsd").path
    let named = ProcessInfo.processInfo.environment["DDI_SCHEMA"]
    return [named, beside].compactMap(\.self).first {
      FileManager.default.fileExists(atPath: $0)
        && FileManager.default.fileExists(atPath: "/usr/bin/xmllint")
    }
  }()

  @Test(
    .enabled(
      if: schema != nil,
      "put the DDI Alliance's schema at Tests/EndToEndTests/DDI-Codebook-2.5 and install xmllint"))
  func `descriptions are valid by the official schema`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.write(Self.texts(Self.sections), to: "texts.csv")
    for folder in [study.folder, Repository.root.appending(path: "surveys/innovation-potential")] {
      let file = study.output.appending(path: "valid.xml")
      _ = try BuiltCommand.run(["export", folder.path, "--to", file.path, "--replace"])
      let validation = Process()
      validation.executableURL = URL(filePath: "/usr/bin/xmllint")
      validation.arguments = ["--noout", "--schema", Self.schema ?? "", file.path]
      try validation.run()
      validation.waitUntilExit()
      #expect(validation.terminationStatus == 0)
    }
  }

  @Test func `elements stand where DDI has them, and references lead somewhere`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.write(Self.texts(Self.sections), to: "texts.csv")
    let description = try export(study)
    for (parent, order) in Self.order {
      for element in description.elements where element.name == parent {
        let places = element.children.map { child in order.firstIndex(of: child.name) }
        #expect(!places.contains(nil), "\(parent): \(element.children.map(\.name))")
        let known = places.compactMap(\.self)
        #expect(known == known.sorted(), "\(parent): \(element.children.map(\.name))")
      }
    }
    let identifiers = description.elements.compactMap { $0["ID"] }
    #expect(Set(identifiers).count == identifiers.count)
    for element in description.elements {
      for key in ["var", "wgt-var", "files"] {
        for reference in (element[key] ?? "").split(separator: " ") {
          #expect(identifiers.contains(String(reference)), "\(element.name) \(key)=\(reference)")
        }
      }
    }
  }

  @Test func `what an archive asks for and the study does not say is listed, and nothing else`()
    throws
  {
    let study = try SmallStudy()
    defer { study.remove() }
    var outcome = try run(study)
    for word in ["Abstract (CESSDA)", "Distributor", "section identifier"] {
      #expect(outcome.errors.contains(word), "\(outcome.errors)")
    }
    #expect(!outcome.errors.contains("Title of the study"))
    try study.write(Self.texts(Self.sections), to: "texts.csv")
    outcome = try run(study)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(!outcome.errors.contains("archive-gap"), "\(outcome.errors)")
    let description = try XMLCodebook(study.output.appending(path: "answers.xml"))
    let agency = description.all("IDNo").compactMap { $0["agency"] }
    #expect(agency == ["DOI"])
    #expect(description.all("AuthEnty").map(\.content) == ["А. Б.", "В. Г."])
    #expect(description.all("nation").first?["abbr"] == "RU")
    #expect(description.all("nation").first?.content == "Россия")
    #expect(description.all("holdings").first?["URI"] == "https://example.org/study")
  }

  @Test(arguments: ["autors", "Abstract", "anotation", ""])
  func `a section that nobody takes is an error`(section: String) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    try study.write(Self.texts([(section, "Текст")]), to: "texts.csv")
    let outcome = try BuiltCommand.run(["check", study.folder.path])
    #expect(outcome.status == 65)
    #expect(outcome.output.contains("texts.csv:2:1: error"), "\(outcome.output)\(outcome.errors)")
  }

  private static let sections: [(String, String)] = [
    ("authors", "А. Б.; В. Г."), ("distributor", "Архив"), ("depositor", "А. Б."),
    ("funder", "Фонд"), ("identifier", "DOI:10.1234/abc"), ("version", "1.0"),
    ("address", "https://example.org/study"), ("abstract", "О чём исследование"),
    ("keywords", "доверие; город"), ("topics", "Общество"), ("nation", "Россия (RU)"),
    ("universe", "Жители 18 лет и старше"), ("mode", "Личное интервью"),
    ("access", "По запросу"), ("citation", "Ссылаться так"), ("customer", "Заказчик"),
    ("contractor", "Исполнитель"), ("frame", "Список домов"),
  ]

  private static func texts(_ rows: [(String, String)]) -> String {
    "section,city,wave,language,text,author\n"
      + rows.map { "\($0.0),,,ru,\($0.1),\n" }.joined()
  }

  private func run(_ study: SmallStudy) throws -> BuiltCommand.Outcome {
    try BuiltCommand.run(
      [
        "export", study.folder.path, "--to", study.output.appending(path: "answers.xml").path,
        "--replace",
      ])
  }

  private func export(_ study: SmallStudy) throws -> XMLCodebook {
    for ending in ["csv", "xml"] {
      let outcome = try BuiltCommand.run(
        [
          "export", study.folder.path, "--to",
          study.output.appending(path: "answers.\(ending)").path, "--replace",
        ])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    return try XMLCodebook(study.output.appending(path: "answers.xml"))
  }

  /// The order of children in DDI-Codebook 2.5, of the elements that are written.
  ///
  /// > DDI Alliance (2014). *DDI-Codebook 2.5*, field level documentation.
  private static let order: [String: [String]] = [
    "codeBook": ["docDscr", "stdyDscr", "fileDscr", "dataDscr", "otherMat"],
    "docDscr": ["citation"],
    "citation": [
      "titlStmt", "rspStmt", "prodStmt", "distStmt", "serStmt", "verStmt", "biblCit", "holdings",
      "notes",
    ],
    "titlStmt": ["titl", "subTitl", "altTitl", "parTitl", "IDNo"],
    "rspStmt": ["AuthEnty", "othId"],
    "prodStmt": ["producer", "copyright", "prodDate", "prodPlac", "software", "fundAg", "grantNo"],
    "distStmt": ["distrbtr", "contact", "depositr", "depDate", "distDate"],
    "verStmt": ["version", "verResp", "notes"],
    "stdyDscr": [
      "citation", "studyAuthorization", "stdyInfo", "studyDevelopment", "method", "dataAccs",
      "othrStdyMat", "notes",
    ],
    "studyAuthorization": ["authorizingAgency", "authorizationStatement"],
    "stdyInfo": ["studyBudget", "subject", "abstract", "sumDscr", "qualityStatement", "notes"],
    "subject": ["keyword", "topcClas"],
    "sumDscr": [
      "timePrd", "collDate", "nation", "geogCover", "geogUnit", "geoBndBox", "boundPoly",
      "anlyUnit", "universe", "dataKind",
    ],
    "method": ["dataColl", "notes", "anlyInfo", "stdyClas", "dataProcessing"],
    "dataColl": [
      "timeMeth", "dataCollector", "collectorTraining", "frequenc", "sampProc", "sampleFrame",
      "targetSampleSize", "deviat", "collMode", "resInstru", "instrumentDevelopment", "sources",
      "collSitu", "actMin", "ConOps", "weight", "cleanOps",
    ],
    "sampleFrame": ["sampleFrameName", "labl", "txt"],
    "anlyInfo": ["respRate", "EstSmpErr", "dataAppr"],
    "dataAccs": ["setAvail", "useStmt", "notes"],
    "useStmt": [
      "confDec", "specPerm", "restrctn", "contact", "citReq", "deposReq", "conditions",
      "disclaimer",
    ],
    "fileDscr": ["fileTxt", "locMap", "notes"],
    "fileTxt": [
      "fileName", "fileCitation", "dataFingerprint", "fileCont", "fileStrc", "dimensns",
      "fileType", "format", "filePlac", "dataChck", "ProcStat", "dataMsng", "software", "verStmt",
    ],
    "dimensns": ["caseQnty", "varQnty", "logRecL", "recPrCas", "recNumTot"],
    "dataDscr": ["varGrp", "nCubeGrp", "var", "nCube", "notes"],
    "varGrp": ["labl", "txt", "concept", "defntn", "universe", "notes"],
    "var": [
      "location", "labl", "imputation", "security", "embargo", "respUnit", "anlysUnit", "qstn",
      "valrng", "invalrng", "undocCod", "universe", "TotlResp", "sumStat", "txt", "stdCatgry",
      "catgryGrp", "catgry", "codInstr", "verStmt", "concept", "derivation", "varFormat", "geoMap",
      "catLevel", "notes",
    ],
    "qstn": ["preQTxt", "qstnLit", "postQTxt", "forward", "backward", "ivuInstr"],
    "invalrng": ["item", "range", "key", "notes"],
    "catgry": ["catValu", "labl", "txt", "catStat", "mrow"],
    "derivation": ["varRange", "drvdesc", "drvcmd"],
  ]
}
