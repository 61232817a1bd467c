import SurveyModel
import Testing

@testable import ResponseImport

@Suite("Records: cities, waves, design, quarantine")
struct RecordAdmissionTests {
  private func fixture(_ text: String, _ columns: [ColumnRole: String] = [:]) -> Fixture {
    var fixture = Fixture(makeQuestion("A", .integer), text: text)
    fixture.source.columns = columns
    return fixture
  }

  @Test("cities and waves in columns, by code, name, number and label")
  func keys() throws {
    var fixture = fixture(
      "c,w,A\n1,2025,1\nPskov,w2,2\n2.0,2025,3\nПетрозаводск,2026,4\n01,2025,5\n")
    fixture.source.city = .column("c")
    fixture.source.wave = .column("w")
    let imported = try fixture.read()
    let found = imported.samples.map {
      "\($0.wave) \($0.city) \($0.responses["A"]?.shown().joined(separator: " ") ?? "")"
    }
    #expect(
      found == [
        "2025 pskov 1.0 5.0", "2025 petrozavodsk 3.0", "2026 pskov 2.0", "2026 petrozavodsk 4.0",
      ])
    #expect(imported.samples.map { $0.responses.origins.map(\.line) }.first == [2, 6])
    #expect(imported.ledger.isBalanced)
  }

  @Test("an unknown city or wave is told and its record set aside")
  func unknownKeys() throws {
    var fixture = fixture("c,w,A\n1,2025,1\n👉3,2025,2\n2,2024,3\n,2025,4\n")
    fixture.source.city = .column("c")
    fixture.source.wave = .column("w")
    let (imported, place) = try fixture.readMarked()
    #expect(
      imported.findings("unknown-city").first?.description
        == "\(place): error: no city of the study has the code '3' [unknown-city]\n"
        + "  fix: add it to the sheet of the study, or correct the record, which is set aside")
    #expect(imported.findings("unknown-city").map(\.location.line) == [3, 5])
    #expect(imported.findings("unknown-wave").map(\.location.line) == [4])
    #expect(imported.quarantine.map(\.reason) == ["unknown-city", "unknown-wave", "unknown-city"])
    #expect(imported.ledger.kept.records == 1)
    #expect(imported.ledger.isBalanced)
  }

  @Test(
    "a bad weight is told and its record set aside with its bytes",
    arguments: ["", "x", "-0.5", "-1", "inf", "nan"])
  func badWeight(weight: String) throws {
    let text = "A,w,n\n1,1.5,1\n2,👉\(weight),2\n3,0.5,3\n"
    let (imported, place) = try fixture(text, [.weight: "w"]).readMarked()
    let found = weight.isEmpty ? "a blank" : "'\(weight)'"
    #expect(
      imported.findings("bad-weight").map(\.description) == [
        "\(place): error: w must be a number from 0 up, found \(found) [bad-weight]\n"
          + "  fix: correct it; until then the record is set aside"
      ])
    #expect(imported.samples[0].design.baseWeights == [1.5, 0.5])
    #expect(imported.samples[0].design.hasBaseWeights)
    #expect(
      imported.quarantine.map { String(decoding: $0.bytes, as: UTF8.self) } == ["2,\(weight),2\n"])
    #expect(imported.ledger.quarantinedTotal.size == weight.utf8.count + 5)
    #expect(imported.ledger.isBalanced)
  }

  @Test("a column that the source names and the file lacks is an error with a remedy")
  func missingRole() throws {
    let imported = try fixture("A\n1\n", [.weight: "base_weight"]).read()
    #expect(
      imported.findings("column-missing").map(\.description) == [
        "sources.csv:2:1: error: responses/a.csv has no column 'base_weight', which 'weight' names"
          + " [column-missing]\n"
          + "  fix: correct 'weight' in sources.csv, or add the column to the file"
      ])
    #expect(imported.samples[0].design.baseWeights == [1])
    #expect(!imported.samples[0].design.hasBaseWeights)
  }

  @Test("a city column that the file lacks leaves no record unexplained")
  func missingCityColumn() throws {
    var fixture = fixture("A\n1\n2\n")
    fixture.source.city = .column("c")
    let imported = try fixture.read()
    #expect(imported.samples.isEmpty)
    #expect(imported.ledger.quarantined.map(\.reason) == ["unknown-city"])
    #expect(imported.ledger.quarantined.map(\.tally.records) == [2])
    #expect(imported.findings("column-missing").count == 1)
    #expect(imported.ledger.isBalanced)
  }

  @Test("the design's columns in the order of the interviews")
  func design() throws {
    let text = """
      id;s;p;w;N;i;A
      a;Район 1;11;1,5;40;i1;1
      b;Район 2;11;0,5;1 200;i2;2
      c;Район 2;;1;40;;3

      """
    let imported = try fixture(
      text,
      [
        .identifier: "id", .stratum: "s", .cluster: "p", .weight: "w", .interviewer: "i",
        .populationSize: "N",
      ]
    ).read()
    let expected = DesignVariables(
      baseWeights: [1.5, 0.5, 1], hasBaseWeights: true, strata: ["Район 1", "Район 2", "Район 2"],
      clusters: ["11", "11", "line 4"], populationSizes: [40, 1200, 40],
      identifiers: ["a", "b", "c"], interviewers: ["i1", "i2", ""])
    #expect(imported.samples[0].design == expected)
    #expect(imported.findings("blank-cluster").map(\.location.line) == [4])
    #expect(imported.ledger.unusedColumns == [])
  }

  @Test("identifiers that a spreadsheet rounded are told by line, never by name")
  func roundedIdentifiers() throws {
    let (imported, place) = try fixture(
      "id;A\n👉7,91E+10;1\n79110000001;2\n", [.identifier: "id"]
    ).readMarked()
    #expect(imported.findings("identifier-rounded").map(\.location) == [place])
    #expect(!imported.diagnostics.contains { $0.description.contains("7,91") })
  }

  @Test("copies of an identifier are told by line, never by name")
  func duplicateIdentifiers() throws {
    let (imported, place) = try fixture(
      "id,A\nsecret,1\nx,2\n👉secret,3\n", [.identifier: "id"]
    ).readMarked()
    #expect(
      imported.findings("duplicate-identifier").map(\.message)
        == ["the record has the identifier of the one in line 2, and other answers to A"])
    #expect(imported.findings("duplicate-identifier").map(\.location) == [place])
    #expect(!imported.diagnostics.contains { $0.description.contains("secret") })
    #expect(imported.samples[0].responses.count == 3)
  }

  @Test("irregular records are set aside beside refused ones, and the records after them live")
  func irregular() throws {
    let imported = try fixture(
      "A,w\n1,1\n2\n3,1,9\n4,-1\n\"5\"x,1\n6,1\n", [.weight: "w"]
    ).read()
    #expect(imported.samples[0].responses["A"]?.shown().last == "6.0")
    #expect(imported.quarantine.map(\.reason).contains("too-few-fields"))
    #expect(imported.quarantine.map(\.reason).contains("too-many-fields"))
    #expect(imported.quarantine.map(\.reason).contains("bad-weight"))
    #expect(imported.ledger.isBalanced)
  }

  @Test("a header without records, and a truncated last one")
  func fewRecords() throws {
    let empty = try fixture("A,B\n").read()
    #expect(empty.samples.isEmpty)
    #expect(empty.findings("no-records").count == 1)
    #expect(empty.ledger.isBalanced)
    let truncated = try fixture("A,B\n1,2\n3").read()
    #expect(truncated.samples[0].responses.count == 1)
    #expect(truncated.quarantine.map(\.reason) == ["too-few-fields"])
    #expect(truncated.ledger.isBalanced)
  }

  @Test("the quarantine's files hold the bytes and where they came from")
  func files() throws {
    let imported = try fixture("A,w\n1,x\n2,1\n3\n", [.weight: "w"]).read()
    let files = QuarantineFile.files(for: [imported, imported])
    #expect(
      files.map(\.path) == [
        "responses-a.csv.records", "responses-a.csv.index.csv", "responses-a.csv-2.records",
        "responses-a.csv-2.index.csv",
      ])
    #expect(String(decoding: files[0].bytes, as: UTF8.self) == "1,x\n3\n")
    #expect(
      String(decoding: files[1].bytes, as: UTF8.self)
        == "line,reason,offset,length\n2,bad-weight,0,4\n4,too-few-fields,4,2\n")
  }

  @Test("the bytes set aside are those of the file, in its own encoding")
  func encodedBytes() throws {
    var fixture = fixture("", [.weight: "w"])
    fixture.questions.append(makeQuestion("T", .text))
    let text = "A,w,T\n1,1,Псковская улица\n2,x,Петрозаводск\n"
    let imported = try fixture.read(windows1251(text))
    #expect(imported.quarantine.map(\.bytes) == [windows1251("2,x,Петрозаводск\n")])
    #expect(imported.samples[0].responses["T"]?.shown() == ["Псковская улица"])
    #expect(imported.ledger.isBalanced)
  }
}

/// A text of ASCII and Russian letters in Windows-1251.
func windows1251(_ text: String) -> [UInt8] {
  text.unicodeScalars.map { scalar in
    switch scalar.value {
    case 0x410...0x44F: UInt8(scalar.value - 0x410 + 0xC0)
    case 0x451: 0xB8
    default: UInt8(truncatingIfNeeded: scalar.value)
    }
  }
}

@Suite("Columns of replicate weights")
struct ReplicateColumnsTests {
  private func fixture(
    _ text: String, _ columns: [ColumnRole: String], method: String
  ) -> Fixture {
    var fixture = Fixture(makeQuestion("A", .integer), text: text)
    fixture.source.columns = columns
    fixture.source.replicateMethod = method
    return fixture
  }

  @Test("a range of columns becomes the sample's replicates")
  func range() throws {
    let imported = try fixture(
      "A,w,rw01,rw02,rw03\n1,1,0,2,1\n2,1,2,0,1\n",
      [.weight: "w", .replicates: "rw01-rw03"], method: "fay 0.3"
    ).read()
    #expect(imported.diagnostics.isEmpty)
    #expect(
      imported.samples.first?.design.replicates
        == ReplicateColumns(.init(.fay(0.3)), columns: [[0, 2], [2, 0], [1, 1]]))
  }

  @Test("the way replicates were made is read with its options")
  func making() {
    typealias Making = ReplicateColumns.Making
    #expect(Making("bootstrap") == Making(.bootstrap))
    #expect(Making("BRR factors") == Making(.balanced, areFactors: true))
    #expect(
      Making("fay 0.5 mse factors")
        == Making(.fay(0.5), areFactors: true, isCentredOnSample: true))
    for text in ["", "mse", "fay", "fay 1", "jk1 twice", "bootstrap 40"] {
      #expect(Making(text) == nil, "\(text)")
    }
  }

  @Test("a missing column, an unknown method and a bad range are told, and none is used")
  func problems() throws {
    for (range, method, code, words) in [
      ("rw1-rw4", "jk1", "column-missing", "lacks rw3, rw4 of the replicate weights rw1-rw4"),
      ("rw1-rw2", "jkx", "replicate-method-unknown", "that 'jkx' does not name"),
      ("rw1", "brr", "replicates-not-understood", "'rw1' is no range of columns"),
    ] {
      let imported = try fixture(
        "A,rw1,rw2\n1,0,2\n2,2,0\n", [.replicates: range], method: method
      ).read()
      let finding = try #require(imported.findings(code).first)
      #expect(finding.message.contains(words))
      #expect(imported.samples.first?.design.replicates == nil)
    }
  }

  @Test("a replicate weight that is no number from 0 up is none and is told")
  func badWeight() throws {
    let imported = try fixture(
      "A,rw1,rw2\n1,-1,2\n2,2,\n", [.replicates: "rw1-rw2"], method: "brr"
    ).read()
    let columns = try #require(imported.samples.first?.design.replicates?.columns)
    #expect(columns.map { $0.map(\.isNaN) } == [[true, false], [false, true]])
    #expect(imported.findings("bad-replicate-weight").count == 2)
  }
}

@Suite("Columns of the stages of drawing")
struct LaterStageTests {
  private func imported(_ text: String, _ columns: [ColumnRole: String]) throws -> SourceImport {
    var fixture = Fixture(makeQuestion("A", .integer), text: text)
    fixture.source.columns = columns
    return try fixture.read()
  }

  @Test("stages follow one another until one is not named")
  func stages() throws {
    let imported = try imported(
      "A,p,h,n,m,k\n1,P1,H1,9,4,2\n2,P1,,9,4,2\n",
      [
        .cluster: "p", .populationSize: "n", .cluster(stage: 2): "h",
        .populationSize(stage: 2): "m",
        .populationSize(stage: 4): "k",
      ])
    let design = try #require(imported.samples.first).design
    #expect(design.populationSizes == [9, 9])
    #expect(
      design.laterStages == [
        LaterStageVariables(clusters: ["H1", "line 3"], populationSizes: [4, 4])
      ])
    #expect(imported.findings("blank-cluster-2").count == 1)
  }

  @Test("a size that is no number sets its record aside")
  func badSize() throws {
    let imported = try imported(
      "A,n,m\n1,9,4\n2,9,none\n3,9,5\n",
      [.populationSize: "n", .populationSize(stage: 2): "m"])
    let design = try #require(imported.samples.first).design
    #expect(design.laterStages == [LaterStageVariables(populationSizes: [4, 5])])
    let finding = try #require(imported.findings("bad-population-size").first)
    #expect(finding.location.line == 3 && finding.location.column == 5)
  }
}
