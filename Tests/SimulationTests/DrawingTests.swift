import SurveyModel
import Testing

@testable import Simulation

/// What holds of any draw.
@Suite struct DrawingTests {
  @Test(arguments: 0..<3 as Range<UInt64>)
  func `the routing is respected`(seed: UInt64) throws {
    for sample in try ModelStudy.simulation().draw(seed: seed) {
      for gate in gates(of: sample) {
        let asked = try #require(sample.responses[gate.question])
        let wrong = try (0..<sample.responses.count).filter {
          try (asked.missing[$0] == .notAsked) == gate.holds(sample, $0)
        }
        #expect(wrong == [], "\(gate.question)")
      }
    }
  }

  private struct Gate {
    var question: String
    var holds: (Sample, Int) throws -> Bool
  }

  /// Written down here by hand: the expressions' own evaluation is not asked again.
  private func gates(of sample: Sample) -> [Gate] {
    let works = Gate(question: "SD6") { sample, row in
      (0...4).contains(try #require(sample.choices("SD5"))[row])
    }
    let came = Gate(question: "SD7") { sample, row in
      try #require(sample.choices("SD7b"))[row] == 0
    }
    let visitors = ["CS03", "CS05", "CS06", "CS17"].map { question in
      Gate(question: question) { sample, row in
        (1...4).contains(try #require(sample.choices("CS04"))[row])
      }
    }
    let heard = (1...6).flatMap { number in
      ["U", "V"].map { letter in
        Gate(question: "INV\(number)\(letter)") { sample, row in
          try #require(sample.choices("INV\(number)H"))[row] == 1
        }
      }
    }
    return [works, came] + visitors + heard
  }

  @Test(arguments: 0..<3 as Range<UInt64>)
  func `who takes "none of these" takes nothing else`(seed: UInt64) throws {
    for sample in try ModelStudy.simulation().draw(seed: seed) {
      for question in sample.questionnaire.questions {
        guard case .selectMultiple(let list) = question.kind,
          case .choiceSets(let sets) = sample.responses[question.name]?.values,
          let column = sample.responses[question.name]
        else { continue }
        let wrong = (0..<sample.responses.count).filter { row in
          let chosen = sets.choices(row: row)
          let isExclusive = chosen.contains { list.choices[$0].isExclusive }
          return chosen.isEmpty != (column.missing[row] != nil) || isExclusive && chosen.count > 1
        }
        #expect(wrong == [], "\(question.name)")
      }
    }
  }

  @Test func `places visited are among those heard of`() throws {
    for sample in try ModelStudy.simulation().draw(seed: 7) {
      guard case .choiceSets(let heard) = sample.responses["CS02"]?.values,
        case .choiceSets(let visited) = sample.responses["CS03"]?.values
      else {
        Issue.record("CS02 and CS03 are multiple answers")
        return
      }
      let wrong = (0..<sample.responses.count).filter { row in
        visited.choices(row: row).contains { $0 < 4 && !heard.contains($0, row: row) }
      }
      #expect(wrong == [])
    }
  }

  @Test func `ages are those of the age band, and weighting variables are never missing`() throws {
    for sample in try ModelStudy.simulation().draw(seed: 8) {
      for question in ["SD1", "SD2", "SD3", "SD4"] {
        #expect(sample.responses[question]?.missing.allSatisfy { $0 == nil } == true)
      }
      guard case .numbers(let ages) = sample.responses["SD2"]?.values else {
        Issue.record("SD2 is a number")
        return
      }
      #expect(ages.allSatisfy { (18...84).contains($0) && $0 == $0.rounded() })
    }
  }

  @Test func `answers are missing about as often as the truth says`() throws {
    let samples = try ModelStudy.simulation().draw(seed: 9, withFalsifier: false)
    let items = ["OPN01", "OPN02", "SOC01", "IDN01", "AUT01", "DIV01", "FUT01", "INA1"]
    var counts: [MissingReason: Int] = [:]
    for sample in samples {
      for item in items {
        for reason in sample.responses[item]?.missing.compactMap(\.self) ?? [] {
          counts[reason, default: 0] += 1
        }
      }
    }
    let n = Double(items.count * 2400)
    for (reason, share) in [(MissingReason.dontKnow, 0.03), (.refused, 0.007), (.lost, 0.004)] {
      let deviation = (share * (1 - share) / n).squareRoot()
      #expect(abs(Double(counts[reason, default: 0]) / n - share) < 4 * deviation, "\(reason)")
    }
  }
}
