import SurveyModel
import Testing

@testable import ResponseImport

/// Random interviews, and the ways in which a field file may write them.
struct RandomInterviews {
  enum Shape: CaseIterable { case codes, details, onesAndBlanks, both, labels }

  var one: [Int?] = []
  var several: [[Int]] = []
  var numbers: [Int?] = []
  var texts: [String] = []

  init(seed: UInt64) {
    var random = SplitMix(state: seed)
    for _ in 0..<Int.random(in: 1...40, using: &random) {
      one.append(Bool.random(using: &random) ? Int.random(in: 0...12, using: &random) : nil)
      several.append((0..<4).filter { _ in Bool.random(using: &random) })
      numbers.append(
        Int.random(in: 0...3, using: &random) > 0 ? Int.random(in: -9...9999, using: &random) : nil)
      texts.append(
        ["", "да", "он сказал «нет», и \"ушёл\"", "a;b,c"].randomElement(using: &random) ?? "")
    }
  }

  /// The file's text.
  func file(_ shape: Shape, delimiter: Character) -> String {
    var rows = [["n", "Q"] + header(shape) + ["X", "T"]]
    for row in one.indices {
      let code = one[row].map { trust11.choices[$0].name } ?? ""
      rows.append(
        ["\(row)", code] + cells(several[row], shape)
          + [numbers[row].map { "\($0)" } ?? "", texts[row]])
    }
    return rows.map { row in
      row.map(Self.quoted).joined(separator: String(delimiter)) + "\r\n"
    }.joined()
  }

  private func header(_ shape: Shape) -> [String] {
    let details = (1...5).map { "M/\($0)" }
    return switch shape {
    case .codes, .labels: ["M"]
    case .details, .onesAndBlanks: details
    case .both: ["M"] + details
    }
  }

  private func cells(_ chosen: [Int], _ shape: Shape) -> [String] {
    let codes = chosen.map { deeds.choices[$0].name }.joined(separator: " ")
    let flags = (0..<5).map { chosen.contains($0) ? "1" : "0" }
    return switch shape {
    case .codes: [codes]
    case .labels: [chosen.map { deeds.choices[$0].label.texts[""] ?? "" }.joined(separator: ", ")]
    case .details: flags
    case .onesAndBlanks: flags.map { $0 == "0" ? "" : $0 }
    case .both: [codes] + flags
    }
  }

  private static func quoted(_ text: String) -> String {
    text.contains { "\",;".contains($0) }
      ? "\"" + String(text.flatMap { $0 == "\"" ? "\"\"" : String($0) }) + "\"" : text
  }

  var shownOne: [String] {
    one.map { $0.map { Self.shown(trust11.choices[$0]) } ?? "(lost)" }
  }

  var shownSeveral: [String] {
    several.map { chosen in
      chosen.isEmpty ? "(lost)" : chosen.map { deeds.choices[$0].name }.joined(separator: "+")
    }
  }

  private static func shown(_ choice: Choice) -> String {
    choice.missing.map { "(\($0.rawValue))" } ?? choice.name
  }
}

@Suite("Laws of the import")
struct ImportLawTests {
  @Test("what was written in any shape and encoding is read", arguments: 0..<60 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    let interviews = RandomInterviews(seed: seed)
    for shape in RandomInterviews.Shape.allCases {
      let delimiter: Character = seed % 2 == 0 ? ";" : ","
      let text = interviews.file(shape, delimiter: delimiter)
      var fixture = Fixture(
        makeQuestion("Q", .selectOne(trust11)), makeQuestion("M", .selectMultiple(deeds)),
        makeQuestion("X", .integer), makeQuestion("T", .text), text: text)
      if seed % 3 == 0 { fixture.text = "\u{FEFF}" + text }
      let imported = try fixture.read()
      let responses = try #require(imported.samples.first).responses
      #expect(responses["Q"]?.shown(trust11) == interviews.shownOne)
      #expect(responses["M"]?.shown(deeds) == interviews.shownSeveral)
      #expect(
        responses["X"]?.shown() == interviews.numbers.map { $0.map { "\(Double($0))" } ?? "(lost)" }
      )
      #expect(
        responses["T"]?.shown() == interviews.texts.map { $0.isEmpty ? "(no-answer)" : $0 })
      #expect(imported.ledger.isBalanced)
      #expect(!imported.diagnostics.hasErrors)
    }
  }

  @Test("no damage to a file goes unaccounted for", arguments: 0..<200 as Range<UInt64>)
  func balance(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let interviews = RandomInterviews(seed: seed)
    var bytes = Array(interviews.file(.details, delimiter: ",").utf8)
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let place = Int.random(in: 20..<bytes.count, using: &random)
      bytes[place] = [0x2C, 0x22, 0x0A, 0x31, 0x00, 0xFF].randomElement(using: &random) ?? 0
    }
    var fixture = Fixture(
      makeQuestion("Q", .selectOne(trust11)), makeQuestion("M", .selectMultiple(deeds)),
      makeQuestion("X", .integer), makeQuestion("T", .text), text: "")
    fixture.source.columns = [.weight: "X"]
    let imported = try fixture.read(bytes)
    let ledger = imported.ledger
    #expect(ledger.isBalanced)
    #expect(
      ledger.table.total
        == ledger.kept.size + ledger.quarantinedTotal.size + ledger.table.nonDataSize)
    #expect(imported.quarantine.reduce(0) { $0 + $1.bytes.count } == ledger.quarantinedTotal.size)
    for question in ledger.questions {
      #expect(
        question.answers + question.missing.values.reduce(0, +) == ledger.kept.records)
    }
  }

  @Test("rows in another order are the same interviews", arguments: 0..<40 as Range<UInt64>)
  func order(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let lines = RandomInterviews(seed: seed).file(.both, delimiter: ",")
      .split(separator: "\r\n").map { $0 + "\r\n" }
    let orders = [Array(lines.dropFirst()), lines.dropFirst().shuffled(using: &random)]
    let read = try orders.map { rows -> [String] in
      let responses = try Fixture(
        makeQuestion("Q", .selectOne(trust11)),
        makeQuestion("M", .selectMultiple(deeds), relevant: "${Q} > 5"),
        makeQuestion("n", .integer), text: lines[0] + rows.joined()
      ).responses()
      let columns = [("n", nil), ("Q", trust11), ("M", deeds)].map { name, list in
        responses[name]?.shown(list) ?? []
      }
      return columns[0].indices.map { row in columns.map { $0[row] }.joined(separator: " ") }
    }
    #expect(read[0].sorted() == read[1].sorted())
  }
}
