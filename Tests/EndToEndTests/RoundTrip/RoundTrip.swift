import Foundation

/// A study exported, drafted from its export with the codebook, and estimated again.
struct RoundTrip {
  /// What an estimate is of.
  struct Key: Hashable, Comparable, CustomStringConvertible {
    var question: String
    var answer: String
    var city: String
    var wave: String
    var statistic: String

    var description: String { "\(question) \(answer) \(city) \(wave) \(statistic)" }

    static func < (a: Key, b: Key) -> Bool { a.description < b.description }
  }

  struct Figure: Equatable {
    var estimate: Double?
    var count: Int

    /// Whether both say the same: an answer that nobody gave need not have a row.
    static func agree(_ a: Figure?, _ b: Figure?) -> Bool {
      guard let a, let b else { return ((a ?? b)?.estimate ?? 0) == 0 }
      let (x, y) = (a.estimate ?? 0, b.estimate ?? 0)
      return a.count == b.count && abs(x - y) <= 1e-9 * max(1, abs(x))
    }
  }

  /// Every share, mean and reason, with what came back in its place.
  private(set) var figures: [Key: (before: Figure?, after: Figure?)] = [:]
  /// Questions that the draft leaves open: sheet and row.
  private(set) var asked: [String] = []
  private(set) var warnings: [String] = []
  let isSynthetic: Bool

  var differing: [String] {
    figures.filter { !Figure.agree($0.value.before, $0.value.after) }.keys.sorted().map { key in
      "\(key): \(figures[key].map { "\($0.before as Any) → \($0.after as Any)" } ?? "")"
    }
  }

  private struct Failure: Error, CustomStringConvertible { let description: String }

  /// - Parameters:
  ///   - study: The study's folder.
  ///   - format: The export's ending.
  ///   - withCodebook: Whether the draft is made by the codebook beside the export.
  init(of study: URL, format: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "round-trip-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let exported = try Self.run(
      ["export", study.path, "--to", "answers.\(format)", "--open-answers"], in: folder)
    warnings = exported.errors.split(separator: "\n").map(String.init)
    _ = try Self.run(
      [
        "init", "again", "--from", "answers.\(format)", "--labels",
        "answers.\(format).codebook.csv",
      ],
      in: folder)
    let again = folder.appending(path: "again")
    try Self.stateSample(in: again)
    let text = try String(
      contentsOf: folder.appending(path: "answers.\(format).codebook.csv"), encoding: .utf8)
    let questions = Self.questions(CSVRows.records(text))
    for (key, figure) in try Self.estimates(study, questions) {
      figures[key, default: (nil, nil)].before = figure
    }
    for (key, figure) in try Self.estimates(again, questions) {
      figures[key, default: (nil, nil)].after = figure
    }
    asked = CSVRows.records(
      try String(contentsOf: again.appending(path: "draft.csv"), encoding: .utf8)
    ).map { "\($0["sheet"] ?? "") \($0["row"] ?? "")" }
    let settings = try String(contentsOf: again.appending(path: "study.csv"), encoding: .utf8)
    isSynthetic = settings.contains("synthetic,yes")
  }

  /// The study's questions, as the export's codebook names them.
  private static func questions(_ rows: [[String: String]]) -> [String] {
    var found: [String] = []
    for row in rows where row["left-out"]?.isEmpty != false {
      let name = row["question"] ?? ""
      if !name.isEmpty, !found.contains(name) { found.append(name) }
    }
    return found
  }

  private static func run(_ arguments: [String], in folder: URL) throws -> BuiltCommand.Outcome {
    let outcome = try BuiltCommand.run(arguments, in: folder)
    guard outcome.status == 0 else {
      throw Failure(description: "\(arguments): \(outcome.status) \(outcome.errors)")
    }
    return outcome
  }

  /// Says how people were chosen, which no export tells.
  static func stateSample(in study: URL) throws {
    let path = study.appending(path: "waves.csv")
    var rows = CSVRows.parse(try String(contentsOf: path, encoding: .utf8))
    guard let place = rows[0].firstIndex(of: "sample") else { return }
    for row in rows.indices.dropFirst() { rows[row][place] = "probability" }
    let lines = rows.map { row in
      row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
    }
    try Data(lines.joined().utf8).write(to: path)
  }

  private static func estimates(_ study: URL, _ questions: [String]) throws -> [Key: Figure] {
    let outcome = try run(
      ["estimate", study.path] + questions + ["--no-suppression", "--format", "json"],
      in: Repository.root)
    var figures: [Key: Figure] = [:]
    for record in try JSON(outcome.output).array {
      let key = Key(
        question: record["question"].string ?? "", answer: record["choice"].string ?? "",
        city: record["city"].string ?? "", wave: record["wave"].string ?? "",
        statistic: record["statistic"].string ?? "")
      figures[key] = Figure(
        estimate: record["estimate"].number, count: record["count"].integer ?? 0)
    }
    return figures
  }
}
