import FoundationEssentials
import ReferenceData

@testable import FactorAnalysis

/// What Tests/Reference/number-of-factors.R computed of three sets of personality items.
struct NumberOfFactorsReference: Decodable {
  struct Hull: Decodable {
    let onHull: [Int]
    let elbows: [Double]
    let suggested: Int
  }
  struct Mardia: Decodable {
    let skewness, chisq, p, small, smallP, kurtosis, z, kurtosisP: Double
  }
  struct Weighted: Decodable { let skewness, kurtosis: Double }
  struct Study: Decodable {
    let rows: Int
    let columns: [String]
    let map, psychMap, mapFourth, references, eigenvalues, caf, cfi: [Double]
    let df: [Int]
    let chisq, p, rmseaLower: [Double]
    let cafHull, cfiHull: Hull
    let mardia: Mardia
    let weighted: Weighted

    /// The first complete rows of the set's items.
    func answers(weights: [Double]? = nil) throws -> ItemAnswers {
      let all = try BfiReference.load().items
      let columns = try BfiReference.columns()
      let complete = columns[0].indices.filter { row in columns.allSatisfy { !$0[row].isNaN } }
      return try ItemAnswers(
        names: self.columns,
        columns: self.columns.map { name in
          let column = columns[all.firstIndex(of: name) ?? 0]
          return complete[..<rows].map { column[$0] }
        }, weights: weights)
    }

    func covariance() throws -> ItemCovariance {
      try ItemCovariance(answers(), missing: .listwise)
    }
  }

  let sets: [String: Study]

  static func study(_ name: String) throws -> Study {
    let data = try Data(contentsOf: referenceFile("number-of-factors.json"))
    return try JSONDecoder().decode(NumberOfFactorsReference.self, from: data).sets[name].orThrow()
  }
}
