import Foundation
import ReferenceData

@testable import FactorAnalysis
@testable import StructuralModels

/// What lavaan and semTools compute of ladders; see Tests/Reference/invariance.R.
struct InvarianceReference: Decodable {
  struct Fit: Decodable {
    let chisq, df, srmr: Double
    let chisqScaled, chisqScalingFactor, cfiRobust, rmseaRobust, logl: Double?
    let dfScaled, cfiScaled, rmseaScaled: Double?
  }
  struct Difference: Decodable { let chisq, df, pvalue: Double }
  struct Row: Decodable {
    let left, right: String
    let group: Int
    let est, se: Double
  }
  struct Step: Decodable {
    let level: String?
    let fit: Fit
    let difference2001, difference2010, difference: Difference?
    let means: [Row]?
  }
  struct Score: Decodable {
    let item: String
    let group: Int
    let x2: Double
  }
  struct Bias: Decodable {
    let group: Int
    let bias: [Double]
    let scale: Double
    let scaleSe: Double?
  }
  struct Partial: Decodable {
    let fit: Fit
    let difference: Difference
    let means: [Row]
    let clusteredMeans: [Row]?
    let clusteredFit: Fit?
    let biases: [Bias]?
  }
  struct Case: Decodable {
    let items: [String]
    let groups: [String]?
    let group: [Int]
    let cluster: [Int]?
    let columns: [[Double]]
    let steps: [Step]
    let scores: [Score]?
    let partial: Partial?

    /// - Parameters:
    ///   - hasClusters: Whether the points are told too.
    ///   - weights: Of all interviews; nil for 1.
    func answers(
      hasClusters: Bool = false, weights: [Double]? = nil
    ) throws -> GroupedAnswers {
      let names = groups ?? (1...(group.max() ?? 1)).map { "G\($0)" }
      return GroupedAnswers(
        groups: try names.indices.map { place in
          let rows = group.indices.filter { group[$0] == place + 1 }
          return GroupedAnswers.Group(
            name: names[place],
            answers: try ItemAnswers(
              names: items, columns: columns.map { column in rows.map { column[$0] } },
              weights: weights.map { weights in rows.map { weights[$0] } }),
            clusters: hasClusters ? cluster.map { cluster in rows.map { cluster[$0] } } : nil)
        })
    }
  }
  struct Ordinal: Decodable { let five, mixed, three, two: Case }
  let holzinger, cities: Case
  let ordinal: Ordinal

  static let shared = Result<InvarianceReference, any Error> {
    try referenceJSON("invariance.json")
  }
}
