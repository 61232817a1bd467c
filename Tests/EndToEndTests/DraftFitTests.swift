import Foundation
import Testing

/// The draft of a file takes every column of that file.
struct DraftFitTests {
  /// Headers that are hard to find again; each column holds codes.
  private static let headers: [[String]] = [
    ["Other (what?)", "sex", "Other (what?)"], ["a b", "a_b", "A b"], ["g/x", "h/x", "x"],
    ["Q 1", "Q-1", "Q.1"], ["1", "2", "_1"], ["№", "%", "q"], ["q", "q", "q_2"],
    ["q1", "Q1", "q1 "],
    ["Ваш пол?", "Ваш пол", "пол"], ["q1. Age", "q1. Sex", "q1"], ["f(x)", "f[x]", "f x"],
    ["ёлка", "елка", "Ёлка!"],
  ]

  private func check(_ header: [String], _ rows: [[String]]) throws -> (String, [[String]]) {
    let workspace = try ModelStudy.Workspace()
    defer { workspace.remove() }
    let lines = ([header] + rows).map { row in
      row.map { "\"\($0)\"" }.joined(separator: ",") + "\n"
    }
    try Data(lines.joined().utf8).write(to: workspace.root.appending(path: "f.csv"))
    let drafted = try BuiltCommand.run(["init", "s", "--from", "f.csv"], in: workspace.root)
    #expect(drafted.status == 0, "\(drafted.errors)")
    let outcome = try BuiltCommand.run(["check", "s", "--format", "csv"], in: workspace.root)
    let survey = workspace.root.appending(path: "s/questionnaires/v1/survey.csv")
    let text = try String(contentsOf: survey, encoding: .utf8)
    return (outcome.output + outcome.errors, CSVRows.parse(text))
  }

  private static let faults = [
    "column-not-in-questionnaire", "question-not-in-file", "column-ambiguous", ",error,", "no-such",
  ]

  @Test(arguments: headers)
  func `columns of nearly the same name`(header: [String]) throws {
    let rows = (0..<40).map { row in (0..<header.count).map { "\(row / ($0 + 1) % 4 + 1)" } }
    let (found, survey) = try check(header, rows)
    for fault in Self.faults { #expect(!found.contains(fault), "\(header): \(found)") }
    #expect(survey.count == header.count + 1)
  }

  @Test(arguments: ["/", ".", "["])
  func `choices of a question with columns of their own, called with spaces`(sign: String) throws {
    let choices = sign == "." ? ["phone", "tv", "car"] : ["Mobile phone", "TV set", "Car or van"]
    let header = ["id"] + choices.map { "Own\(sign)\($0)\(sign == "[" ? "]" : "")" }
    let rows = (0..<60).map { row in ["\(row)"] + (0..<3).map { row % ($0 + 2) == 0 ? "1" : "0" } }
    let (found, survey) = try check(header, rows)
    for fault in Self.faults { #expect(!found.contains(fault), "\(found)") }
    #expect(survey.dropFirst().map { $0[0] } == ["select_multiple Own"])
  }

  @Test(arguments: 1...12)
  func `random headers`(seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    let parts = ["q", "Q", "1", "2", " ", "_", ".", "/", "-", "(", ")", "пол", "Age", "?", "ё"]
    func name() -> String {
      (0..<(2 + Int(random.next() % 4))).map { _ in parts[Int(random.next() % UInt64(parts.count))]
      }
      .joined()
    }
    let header = (0..<8).map { _ in name() }.filter { $0.contains { $0.isLetter || $0.isNumber } }
    guard header.count > 1 else { return }
    let rows = (0..<40).map { row in header.indices.map { "\(row / ($0 + 1) % 4 + 1)" } }
    let (found, _) = try check(header, rows)
    for fault in Self.faults { #expect(!found.contains(fault), "\(header): \(found)") }
  }

  private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}
