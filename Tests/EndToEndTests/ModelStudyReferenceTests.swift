import Foundation
import Testing

/// The model study's printed figures against R.
///
/// `Tests/Reference/model-study.R` reads the study's field files with base R, survey and psych
/// alone and made `model-study.json`: run it again when the responses change.
struct ModelStudyReferenceTests {
  /// Tables carry ten significant digits, weights come by iteration: so much may differ of one,
  /// and of a smaller figure in units of its neighbours.
  private static let tolerance = 1e-8

  private let reference: [String: [[String: ReferenceFigure]]]

  /// The tables that the command makes, once for all tests.
  private static let tables = Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let outcome = try BuiltCommand.run(
      ["report", "surveys/innovation-potential", "--language", "en", "--output", folder.path])
    try #require(outcome.status == 0, "\(outcome.errors)")
    let tables = folder.appending(path: "tables")
    return try Dictionary(
      uniqueKeysWithValues: FileManager.default.contentsOfDirectory(atPath: tables.path).map {
        ($0, try PrintedTable(tables.appending(path: $0)))
      })
  }

  init() throws {
    let file = Repository.folder("Tests/Reference/model-study.json")
    reference = try JSONDecoder().decode(ReferenceTables.self, from: Data(contentsOf: file)).tables
  }

  private static let estimates = [
    "value": "estimate", "se": "standardError", "df": "degreesOfFreedom", "lower": "lower",
    "upper": "upper", "deff": "designEffect", "n": "count", "wn": "weightedCount",
  ]
  private static let differences = [
    "value": "difference", "se": "standardError", "df": "degreesOfFreedom", "lower": "lower",
    "upper": "upper", "p": "pValue", "adjusted": "adjustedPValue", "verdict": "verdict",
  ]

  @Test func `weights, their spread and what was put aside`() throws {
    try compare(
      "weights", with: "weights", by: ["wave", "city"],
      ["kish": "kishDesignEffect", "effective": "effectiveCount"], atLeast: 4)
    for row in reference["weights"] ?? [] {
      #expect((row["minimum"]?.number ?? 0) > 0.3 && (row["maximum"]?.number ?? 9) < 3)
    }
  }

  @Test func `means of scores, with their errors and design effects`() throws {
    try compare(
      "scores", with: "scores", by: ["wave", "city", "score"], Self.estimates, atLeast: 90)
  }

  @Test func `shares of groups and scores within them`() throws {
    var columns = Self.estimates
    // The base of a share is all whose group is known; its row counts those in the category.
    columns["n"] = nil
    try compare(
      "groups", with: "groups", by: ["wave", "city", "group", "category", "score"], columns,
      atLeast: 1200)
  }

  @Test func `distributions of all questions, with their bases`() throws {
    var columns = Self.estimates
    for name in ["df", "deff", "wn"] { columns[name] = nil }
    try compare(
      "distributions", with: "distributions",
      by: ["wave", "city", "question", "answer", "statistic"], columns, atLeast: 4300)
  }

  @Test func `differences of the cities and their verdicts`() throws {
    try compare(
      "pairs", with: "city-pairs", by: ["wave", "first", "second", "score"], Self.differences,
      atLeast: 40)
  }

  @Test func `changes of scores and of questions, adjusted over their families`() throws {
    try compare(
      "changes", with: "score-changes", by: ["city", "score"], Self.differences, atLeast: 40)
    try compare(
      "question_changes", with: "question-changes", by: ["city", "question", "answer"],
      Self.differences, atLeast: 400)
  }

  @Test func `associations with the index`() throws {
    try compare(
      "drivers", with: "drivers", by: ["wave", "city", "model", "predictor"],
      [
        "slope": "slope", "se": "standardError", "df": "degreesOfFreedom", "lower": "lower",
        "upper": "upper", "p": "pValue", "adjusted": "adjustedPValue",
        "standardised": "standardised",
        "r2": "rSquared", "n": "count",
      ], atLeast: 120)
    // R has the errors of standardised slopes by finite differences only.
    try compare(
      "drivers", with: "drivers", by: ["wave", "city", "model", "predictor"],
      ["slower": "standardisedLower", "supper": "standardisedUpper"], tolerance: 1e-7,
      atLeast: 120)
  }

  @Test func `reliability, printed with six decimals`() throws {
    try compare(
      "reliability", with: "reliability", by: ["wave", "city", "scale"],
      ["items": "items", "alpha": "alpha", "omega": "omega", "n": "count"], tolerance: 5e-6,
      atLeast: 100)
  }

  @Test func `all digits of the index by sex`() throws {
    let outcome = try BuiltCommand.run(
      ["estimate", "surveys/innovation-potential", "INN", "--by", "sex", "--format", "json"])
    let records = try JSONDecoder().decode([Record].self, from: Data(outcome.output.utf8))
    #expect(records.count == 8)
    let rows = (reference["groups"] ?? []).filter {
      $0["group"]?.text == "sex" && $0["score"]?.text == "INN"
    }
    for record in records {
      let row = try #require(
        rows.first {
          $0["wave"]?.text == record.wave && $0["city"]?.text == record.city
            && $0["category"]?.text == record.by["sex"]
        })
      #expect(abs(record.estimate - (row["value"]?.number ?? .nan)) < 1e-9 * 100)
      #expect(abs(record.standardError / (row["se"]?.number ?? .nan) - 1) < 1e-8)
    }
  }
}

extension ModelStudyReferenceTests {
  /// Every row of R's table has one in the report's, and the other way round.
  private func compare(
    _ name: String, with table: String, by keys: [String], _ columns: [String: String],
    tolerance: Double = tolerance, atLeast fewest: Int
  ) throws {
    let made = try #require(try Self.tables.get()["\(table).csv"])
    let rows = made.rows.filter { !($0["statistic"] ?? "").hasPrefix("quantile") }
    let printed = Dictionary(
      rows.map { row in (keys.map { row[$0] ?? "" }, row) }, uniquingKeysWith: { first, _ in first }
    )
    let expected = reference[name] ?? []
    #expect(expected.count >= fewest)
    #expect(Set(expected.map { row in keys.map { row[$0]?.text ?? "" } }) == Set(printed.keys))
    for row in expected {
      let key = keys.map { row[$0]?.text ?? "" }
      guard let own = printed[key] else { continue }
      for (theirs, ours) in columns.sorted(by: { $0.key < $1.key }) {
        let isSame = row[theirs]?.isSame(as: own[ours], tolerance: tolerance) ?? false
        #expect(isSame, "\(key) \(ours): \(own[ours] ?? ""), R \(String(describing: row[theirs]))")
      }
    }
  }
}

/// A figure or a word that R wrote; null for none.
private enum ReferenceFigure: Decodable {
  case number(Double)
  case text(String)
  case none

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .none
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else {
      self = .text(try value.decode(String.self))
    }
  }

  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var text: String? { if case .text(let text) = self { text } else { nil } }

  func isSame(as cell: String?, tolerance: Double) -> Bool {
    switch self {
    case .none: cell?.isEmpty ?? false
    case .text(let text): cell == text
    case .number(let expected):
      cell.flatMap(Double.init).map {
        abs($0 - expected) <= tolerance * max(0.1, abs(expected))
      } ?? false
    }
  }
}

/// Tables by name, row by row; R writes them column by column.
private struct ReferenceTables: Decodable {
  let tables: [String: [[String: ReferenceFigure]]]

  init(from decoder: any Decoder) throws {
    let all = try decoder.container(keyedBy: Name.self)
    var tables: [String: [[String: ReferenceFigure]]] = [:]
    for name in all.allKeys where name.stringValue != "versions" {
      let columns = try all.decode([String: [ReferenceFigure]].self, forKey: name)
      let count = columns.values.first?.count ?? 0
      tables[name.stringValue] = (0..<count).map { row in columns.mapValues { $0[row] } }
    }
    self.tables = tables
  }

  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

/// One of the report's tables, none of whose cells is quoted.
private struct PrintedTable {
  let rows: [[String: String]]

  init(_ file: URL) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = lines.first ?? []
    rows = lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }
}

/// What `loci estimate` says of one figure.
private struct Record: Decodable {
  var city, wave: String
  var by: [String: String]
  var estimate, standardError: Double
}
