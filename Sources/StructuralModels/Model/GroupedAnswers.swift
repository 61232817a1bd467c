import FactorAnalysis

/// The answers that a model is fitted to, group after group.
public struct GroupedAnswers: Sendable {
  /// The answers of one city, wave or other group.
  public struct Group: Sendable {
    public var name: String
    /// The answers with their weights, which are scaled to mean 1 within the group.
    public var answers: ItemAnswers
    /// The stratum of each row; nil where the sample was not stratified.
    public var strata: [Int]?
    /// The cluster of each row; nil where interviews were drawn singly. The same label in two
    /// groups is the same cluster.
    public var clusters: [Int]?

    public init(
      name: String, answers: ItemAnswers, strata: [Int]? = nil, clusters: [Int]? = nil
    ) {
      precondition(
        [strata, clusters].allSatisfy { $0.map { $0.count == answers.weights.count } ?? true },
        "a stratum and a cluster for each row")
      self.name = name
      self.answers = answers
      self.strata = strata
      self.clusters = clusters
    }
  }

  public var groups: [Group]

  public init(groups: [Group]) { self.groups = groups }

  /// One group without a name.
  public init(_ answers: ItemAnswers) { groups = [Group(name: "", answers: answers)] }
}
