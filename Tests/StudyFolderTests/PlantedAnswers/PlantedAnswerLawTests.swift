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
  private static let seeds: [Int] = {
    let first = number("LOCI_PLANTED_FIRST") ?? 0
    let count = number("LOCI_PLANTED_SEEDS")
    return Array(first..<(first + (count ?? 200))) + (count == nil ? mended : [])
  }()

  /// Draws that were read wrongly once: two codes beside each other that all stand alone too, columns of one
  /// number each, «Другое» that says its choice was taken, bars between labels, dashes of Mac Cyrillic,
  /// words that all labels share, labels that are other choices' codes, a group before points.
  private static let mended = [
    240, 737, 1377, 1600, 1634, 2970, 3352, 3433, 4154, 4969, 5032, 6209, 8228, 11138, 18168,
  ]

  /// Where `LOCI_PLANTED_KEEP` says, studies that were read wrongly are kept.
  private static let kept = ProcessInfo.processInfo.environment["LOCI_PLANTED_KEEP"]

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
            if let kept = Self.kept { try study.copy(to: "\(kept)/\(seed)-\(road)") }
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
