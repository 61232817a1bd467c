import NumericalMethods
import Parallelism

extension ReplicateDesign {
  /// The replicates of a sample's cases as replicates of its interviews, each adjusted for
  /// nonresponse by itself, so that their spread knows what the adjustment adds.
  ///
  /// - Parameters:
  ///   - task: How the cases' weights are adjusted.
  ///   - cases: For each interview the place of its case.
  ///   - respondents: The design of the interviews, with weights that are adjusted.
  /// - Throws: ``ReplicationError/notAdjusted(replicate:)``.
  /// > R. Valliant, J. Dever, F. Kreuter (2013). *Practical Tools for Designing and Weighting
  /// > Survey Samples*, §15.4: every step of weighting is repeated in each replicate.
  public func adjusted(
    by task: NonresponseTask, cases: [Int], respondents: SurveyDesign
  ) throws(ReplicationError) -> ReplicateDesign {
    let columns = concurrentMap(replicateCount) { replicate -> [Double]? in
      let own = factors.column(replicate)
      let factorOfCase = unitOfRow.map { own[Int($0)] }
      let weights = zip(rowWeights, factorOfCase).map { $0 * $1 }
      return task.replicateFactors(of: weights).map { adjusted in
        cases.map { factorOfCase[$0] * adjusted[$0] }
      }
    }
    if let replicate = columns.firstIndex(where: { $0 == nil }) {
      throw .notAdjusted(replicate: replicate + 1)
    }
    return reweighted(
      as: respondents, rowWeights: cases.map { rowWeights[$0] },
      units: cases.indices.map(Int32.init), columns: columns.compactMap(\.self),
      unlimitedCount: 0)
  }
}
