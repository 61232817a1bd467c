import MeasurementInvariance
import SurveyModel

/// What may be compared of a score between some samples, and on what evidence.
public struct ScoreComparability: Sendable {
  public var definition: ScoreDefinition
  public var comparison: MeasurementComparison
  public var verdict: ComparabilityVerdict
  /// The evidence; nil where nothing was tested, and for the index.
  public var ladder: InvarianceLadder?
  /// Of the index: what its facets' comparability is. Its own verdict follows from theirs.
  public var facets: [ScoreComparability]

  public init(
    _ definition: ScoreDefinition, _ comparison: MeasurementComparison,
    verdict: ComparabilityVerdict, ladder: InvarianceLadder? = nil,
    facets: [ScoreComparability] = []
  ) {
    self.definition = definition
    self.comparison = comparison
    self.verdict = verdict
    self.ladder = ladder
    self.facets = facets
  }

  public var id: ScoreID { definition.id }

  /// The ladders behind the verdict: its own, or those of its facets.
  public var ladders: [InvarianceLadder] {
    facets.isEmpty ? ladder.map { [$0] } ?? [] : facets.flatMap(\.ladders)
  }

  /// The alignment of the configural model, which orders the means of three groups and more without
  /// their equality; empty where fewer are compared, and where the configural model was not fitted.
  ///
  /// - Complexity: A search for each factor of the model.
  public func alignments() -> [Alignment] {
    (ladder?.configural ?? []).filter { $0.groups.count >= 3 }.map { Alignment($0) }
  }

  /// How far a comparison of the *full* score's means would be off by the freed items, for the two
  /// groups that differ most, in points; nil where no ladder tells.
  public var expectedBias: Double? {
    if let ladder { return ladder.expectedBias }
    let known = facets.compactMap(\.expectedBias)
    return known.isEmpty ? nil : known.reduce(0, +) / Double(facets.count)
  }
}

extension ComparabilityVerdict {
  /// Whether means may not be compared at all.
  public var withholdsMeans: Bool {
    switch self {
    case .associations, .notAtAll: true
    case .means, .meansWithFreed, .notTested: false
    }
  }

  /// The name in tables and JSON.
  public var name: String {
    switch self {
    case .means: "means"
    case .meansWithFreed: "means-with-freed-items"
    case .associations: "associations"
    case .notAtAll: "not-at-all"
    case .notTested: "not-tested"
    }
  }

  /// What follows for a score that is the mean of others: no more than each of them allows.
  ///
  /// Formative facets cannot be tested and are left out of account, unless there is nothing else.
  init(ofAll parts: [ComparabilityVerdict]) {
    let testable = parts.filter { !$0.isFormative }
    if testable.contains(.notAtAll) {
      self = .notAtAll
    } else if testable.contains(.associations) {
      self = .associations
    } else if let untested = (testable.isEmpty ? parts : testable).first(where: \.isUntested) {
      self = untested
    } else {
      let freed = testable.flatMap(\.freedItems)
      self = freed.isEmpty ? .means : .meansWithFreed(freed)
    }
  }

  public var isUntested: Bool { if case .notTested = self { true } else { false } }

  private var isFormative: Bool {
    if case .notTested(.formative) = self { true } else { false }
  }
}

extension InvarianceLadder {
  /// The largest difference of two groups' biases, for the mean of all items; nil where the ladder
  /// ended before there were any.
  fileprivate var expectedBias: Double? {
    guard !scaleBiases.isEmpty, itemsLeftOut.isEmpty else { return nil }
    let sizes = Dictionary(
      model.factors.map { ($0.name, Double($0.items.count)) }, uniquingKeysWith: { a, _ in a })
    let biases = groups.map { group in
      scaleBiases.filter { $0.group == group }.reduce(0) {
        $0 + $1.bias.value * (sizes[$1.factor] ?? 0) / Double(model.items.count)
      }
    }
    return (biases.max() ?? 0) - (biases.min() ?? 0)
  }
}
