import Estimation
import SurveyModel

/// How much of an answer's variance lies between interviewers, points, districts or other groups.
public struct GroupVariance: Sendable {
  public var question: String
  public var city: String
  public var wave: String
  /// A group, or `interviewer`, `cluster`, `stratum`.
  public var group: String
  /// Nil where it cannot be told; ``reason`` says why.
  public var components: VarianceComponents?
  /// Of the intraclass correlation, 95 %; nil where there is none.
  public var interval: ConfidenceInterval?
  /// The mean number of interviews in a group.
  public var groupSize: Double?
  public var reason: String?

  /// What groups of this size do to the variance of a mean; nil where there are no components, and where
  /// the correlation is below −1/(m − 1), the least that groups of m can have: the estimate is chance.
  public var designEffect: Double? {
    guard let components, let groupSize else { return nil }
    let effect = components.designEffect(groupSize: groupSize)
    return effect >= 0 ? effect : nil
  }
}

extension WeightedStudy {
  /// Names beside groups that interviews can be put together by.
  public static let designGroups = ["interviewer", "cluster", "stratum"]

  /// Variance components of questions and scores by each of the groups, taken singly.
  ///
  /// - Throws: ``EstimateQuery/Failure``.
  public func groupVariances(
    of names: [String], by groups: [String]
  ) throws(EstimateQuery.Failure) -> [GroupVariance] {
    var query = EstimateQuery(names: names, by: groups.filter { !Self.designGroups.contains($0) })
    query.statistic = .mean
    try check(query)
    return names.flatMap { name in
      samples.flatMap { sample in
        groups.compactMap { sample.variance(of: name, by: $0, in: study) }
      }
    }
  }
}

extension AnalysedSample {
  fileprivate func variance(of name: String, by group: String, in study: Study) -> GroupVariance? {
    guard let values = quantity(name)?.values else { return nil }
    var result = GroupVariance(question: name, city: city, wave: wave, group: group)
    guard let answers = answers(by: group, study) else {
      result.reason = "the sample has no such column"
      return result
    }
    result.components = design.varianceComponents(of: values, by: [answers])
    result.interval = design.intraclassInterval(of: values, by: answers)
    if let components = result.components {
      let size = Double(components.count) / Double(components.groupCounts[0])
      result.groupSize = size
      if components.designEffect(groupSize: size) < 0 {
        result.reason =
          "the groups differ less than any correlation makes them, by chance: no design effect"
      }
    } else {
      result.reason = "a single group, or a single interview in each"
    }
    return result
  }

  private func answers(by group: String, _ study: Study) -> CategoricalAnswers? {
    let variables = sample.design
    let names: [String]? =
      switch group {
      case "interviewer": variables.interviewers
      case "stratum": variables.strata
      case "cluster":
        variables.clusters.map { clusters in
          clusters.indices.map { "\(variables.strata?[$0] ?? "")\u{1F}\(clusters[$0])" }
        }
      default: nil
      }
    guard let names else { return GroupMembership(group, in: sample, study)?.answers }
    return CategoricalAnswers(names, categories: Array(Set(names)).sorted())
  }
}
