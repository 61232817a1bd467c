import Foundation
import SurveyModel
import Testing

@testable import ResponseImport

/// A questionnaire drawn by chance, with lists whose labels may be other choices' codes, and answers
/// to it written in one of the ways of exports.
private struct PlantedAnswers {
  private enum Labels: CaseIterable { case words, sameDigits, shiftedDigits, permuted, yesAndNo }
  private enum Several: CaseIterable { case cell, flags, ownNames, oneAndTwo, yesAndNo }

  private(set) var questions: [Question] = []
  private var planted: [[[Int]]] = []
  private var header = ["n"]
  private var cells: [[String]] = []
  private let writing: AnswerWriting
  private let isDeclared: Bool
  private var random: SplitMix

  init(seed: UInt64) {
    random = SplitMix(state: seed)
    writing = Bool.random(using: &random) ? .codes : .labels
    isDeclared = Int.random(in: 0..<4, using: &random) == 0
    let rows = Int.random(in: 5...60, using: &random)
    cells = (0..<rows).map { ["\($0 + 1)"] }
    for number in 1...Int.random(in: 1...5, using: &random) { addOne("q\(number)") }
    for number in 1...Int.random(in: 1...2, using: &random) { addSeveral("m\(number)") }
  }

  var fixture: Fixture {
    let lines = [header] + cells
    let text = lines.map { row in
      row.map { $0.contains(where: { ", \"".contains($0) }) ? "\"\($0)\"" : $0 }
        .joined(separator: ",") + "\n"
    }
    var fixture = Fixture(text: text.joined())
    fixture.questions = questions
    if isDeclared { fixture.source.values = writing }
    return fixture
  }

  /// The planted answer to a question, as ``SurveyModel/Column`` shows it.
  func expected(_ place: Int) -> [String] {
    let choices = questions[place].choices?.choices ?? []
    return planted[place].map { $0.sorted().map { choices[$0].name }.joined(separator: "+") }
  }

  private mutating func list(_ name: String) -> ChoiceList {
    let count = Int.random(in: 2...11, using: &random)
    let words = ["yes", "no", "car", "phone", "pc", "tv", "bike", "boat", "book", "oven", "cat"]
    let labels: [String] =
      switch Labels.allCases.randomElement(using: &random) ?? .words {
      case .words: (0..<count).map { "answer \(words[$0])" }
      case .sameDigits: (0..<count).map { "\($0 + 1)" }
      case .shiftedDigits: (0..<count).map { "\($0)" }
      case .permuted: (0..<count).map { "\(($0 + 1) % count + 1)" }
      case .yesAndNo: (0..<count).map { words[$0] }
      }
    return ChoiceList(
      name: name, choices: labels.enumerated().map { choice("\($0 + 1)", $1) })
  }

  private func text(_ choice: Choice) -> String {
    writing == .codes ? choice.name : choice.label.texts[""] ?? ""
  }

  private mutating func addOne(_ name: String) {
    let list = list(name)
    questions.append(makeQuestion(name, .selectOne(list)))
    header.append(name)
    var answers: [[Int]] = []
    for row in cells.indices {
      let chosen = Int.random(in: 0..<list.choices.count, using: &random)
      answers.append([chosen])
      cells[row].append(text(list.choices[chosen]))
    }
    planted.append(answers)
  }

  private mutating func addSeveral(_ name: String) {
    let list = list(name)
    questions.append(makeQuestion(name, .selectMultiple(list)))
    let style = Several.allCases.randomElement(using: &random) ?? .cell
    let mark = ["; ", ", ", " | "].randomElement(using: &random) ?? "; "
    header += style == .cell ? [name] : list.choices.map { "\(name)/\($0.name)" }
    var answers: [[Int]] = []
    for row in cells.indices {
      // Everybody chooses something.
      var chosen = list.choices.indices.filter { _ in Bool.random(using: &random) }
      if chosen.isEmpty { chosen = [Int.random(in: 0..<list.choices.count, using: &random)] }
      answers.append(chosen)
      if style == .cell {
        cells[row].append(chosen.map { text(list.choices[$0]) }.joined(separator: mark))
      } else {
        cells[row] += list.choices.indices.map {
          flag(chosen.contains($0), style, list.choices[$0])
        }
      }
    }
    planted.append(answers)
  }

  private func flag(_ isChosen: Bool, _ style: Several, _ choice: Choice) -> String {
    switch style {
    case .cell, .flags: isChosen ? "1" : "0"
    case .ownNames: isChosen ? text(choice) : ""
    case .oneAndTwo: isChosen ? "1" : "2"
    case .yesAndNo: isChosen ? "Yes" : "No"
    }
  }
}

@Suite("What was planted comes back, or an error is told")
struct PlantedAnswerLawTests {
  /// 200 draws, or as many as `LOCI_PLANTED_SEEDS` says.
  private static let count =
    ProcessInfo.processInfo.environment["LOCI_PLANTED_SEEDS"].flatMap(Int.init) ?? 200

  @Test(arguments: 0..<8)
  func `answers in any way of writing are read right, or refused`(part: Int) throws {
    var (right, refused) = (0, 0)
    for seed in stride(from: part, to: Self.count, by: 8) {
      let planted = PlantedAnswers(seed: UInt64(seed))
      let imported = try planted.fixture.read()
      let errors = imported.diagnostics.filter { $0.severity == .error }
      let responses = try #require(imported.samples.first).responses
      for (place, question) in planted.questions.enumerated() {
        let shown = responses[question.name]?.shown(question.choices)
        let isRefused = errors.contains { $0.message.contains(question.name) }
        if isRefused { refused += 1 } else { right += 1 }
        #expect(shown == planted.expected(place) || isRefused, "\(question.name), seed \(seed)")
      }
    }
    print("planted answers \(part): \(right) questions right, \(refused) refused")
    #expect(right > 4 * refused, "a reader that refuses keeps this law as well")
  }
}
