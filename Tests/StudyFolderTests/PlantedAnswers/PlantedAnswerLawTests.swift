import Foundation
import SurveyModel
import Testing

/// Questionnaires drawn by chance, in the exports of nine programs, read on two roads.
@Suite("What was planted comes back, or an error is told")
struct PlantedAnswerLawTests {
  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init)
  }

  /// 200 draws, or as many as `LOCI_PLANTED_SEEDS` says, from `LOCI_PLANTED_FIRST` on.
  private static let seeds: Range<Int> = {
    let first = number("LOCI_PLANTED_FIRST") ?? 0
    return first..<(first + (number("LOCI_PLANTED_SEEDS") ?? 200))
  }()

  private static let parts = 8

  @Test(arguments: 0..<parts)
  func `answers in the exports of all programs are read right, or refused`(part: Int) throws {
    var tally: [ReadAnswers.Verdict: Int] = [:]
    for seed in Self.seeds where seed % Self.parts == part {
      let draw = PlantedDraw(seed: seed)
      for road in PlantedStudyFolder.Road.allCases {
        let study = try PlantedStudyFolder(draw, road: road)
        defer { study.remove() }
        let read = ReadAnswers(study, of: draw, road: road)
        #expect(read.unread.isEmpty, "\(road) \(draw): \(read.unread)")
        for item in draw.survey.items {
          let verdict = read.verdict(on: item)
          if case .wrong(let words) = verdict {
            Issue.record("\(road) \(draw): \(words)")
          } else {
            tally[verdict, default: 0] += 1
          }
        }
      }
    }
    let (right, refused) = (tally[.right, default: 0], tally[.refused, default: 0])
    print(
      "planted answers \(part): \(right) questions right, \(tally[.open, default: 0]) open,"
        + " \(refused) refused")
    #expect(right > 4 * refused, "a reader that refuses all keeps this law as well")
  }
}
