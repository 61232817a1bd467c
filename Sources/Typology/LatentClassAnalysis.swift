import Estimation
import NumericalMethods

/// Types of people by what they answer: the classes of a latent class model, in which answers to
/// different items are unrelated within a class.
///
///     P(y | group g) = Σₖ π_gk Πⱼ ρ_jk(yⱼ)
///
/// The answers' probabilities ρ are the same in all groups (cities), the shares π are each
/// group's own: shares of groups may be compared as far as this holds, which ``comparability()``
/// tests. A missing answer drops out of the product: it is taken to be missing at random given
/// the other answers. The weighted log-likelihood Σ wᵢ ln P(yᵢ), the weights of each sample
/// adding up to its interviews, is made largest by expectation and maximisation from many random
/// starts, over different answer patterns and not over interviews.
///
///     let types = try LatentClassAnalysis(items, classes: 3, design: wave)
///     types.shareEstimates[0].confidenceInterval()
///
/// Classes stand from the largest to the smallest, and have numbers, not names.
///
/// > L. A. Goodman (1974). "Exploratory latent structure analysis using both identifiable and
/// > unidentifiable models". *Biometrika* 61(2).
/// > A. L. McCutcheon (2002). "Basic concepts and procedures in single- and multiple-group latent
/// > class analysis". *Applied Latent Class Analysis*, ch. 3. Cambridge.
/// > B. H. Patterson, C. M. Dayton, B. I. Graubard (2002). "Latent class analysis of complex
/// > sample survey data". *JASA* 97.
public struct LatentClassAnalysis: Sendable {
  /// How the likeliest solution is looked for.
  public struct Search: Hashable, Sendable {
    /// The number of random starts.
    public var starts: Int
    /// At most so many cycles of three steps from each start.
    public var cycles: Int
    public var seed: UInt64

    public init(starts: Int = 40, cycles: Int = 3_000, seed: UInt64 = 1) {
      precondition(starts > 0 && cycles > 0, "at least one start and one cycle")
      self.starts = starts
      self.cycles = cycles
      self.seed = seed
    }
  }

  public let items: CategoricalItems
  public let classes: Int
  public let design: PooledDesign
  /// The groups that have shares of their own; one group where none were given.
  public let groups: CategoricalAnswers
  public let search: Search
  /// Σ wᵢ ln P(yᵢ).
  public let logLikelihood: Double
  /// Of the starts, how many ended within 0.01 of the best log-likelihood.
  public let startsAtBest: Int
  /// Whether a step of expectation and maximisation moves no probability by 10⁻¹⁰.
  public let isConverged: Bool
  let model: LatentClassModel
  let parameters: LatentClassParameters
  /// For each pattern, the probabilities of the classes.
  let patternPosteriors: Matrix
  let inference: LatentClassInference

  /// - Parameters:
  ///   - items: One answer to each for each interview of the design.
  ///   - classes: At least 1.
  ///   - groups: Of each interview, such as its city; −1 leaves it out. Nil for one group.
  /// - Throws: ``TypologyError`` where an item has one category, or the classes are more than the
  ///   items identify or the interviews allow.
  public init(
    _ items: CategoricalItems, classes: Int, design: PooledDesign,
    groups: CategoricalAnswers? = nil, search: Search = Search()
  ) throws(TypologyError) {
    precondition(classes > 0, "at least one class")
    precondition(items.count == design.count, "one answer for each interview")
    let groups =
      groups
      ?? CategoricalAnswers(categories: [""], codes: Array(repeating: 0, count: items.count))
    let patterns = try AnswerPatterns(items, groups: groups, weights: design.weights)
    let model = LatentClassModel(patterns, classes: classes)
    try model.requireIdentification()
    let runs = model.runs(search.starts, seed: search.seed, cycles: search.cycles)
    let found = model.best(of: runs, cycles: search.cycles)
    self.items = items
    self.classes = classes
    self.design = design
    self.groups = groups
    self.search = search
    self.model = model
    parameters = found.parameters.reordered(model.bySize(found.parameters))
    isConverged = found.isConverged
    (patternPosteriors, logLikelihood) = model.expectation(parameters)
    let best = logLikelihood
    startsAtBest = runs.count { $0.logLikelihood > best - 0.01 }
    inference = LatentClassInference(model, parameters, patternPosteriors)
  }
}

extension LatentClassAnalysis {
  /// Interviews that count: of positive weight, in a group, with an answer to an item at least.
  public var interviewCount: Int { model.patterns.rowCount }

  /// Interviews that are left out because they have no answer to any item.
  public var unansweredCount: Int { model.patterns.unansweredCount }

  /// Different combinations of group and answers.
  public var patternCount: Int { model.patterns.count }

  /// (K − 1) for each group and K Σ (Cⱼ − 1).
  public var parameterCount: Int { model.parameterCount }

  /// The classes' shares among all, which add up to 1.
  public var shares: [Double] { model.overallShares(parameters) }

  /// The classes' shares in each group.
  public var groupShares: [[Double]] {
    (0..<parameters.shares.rows).map { parameters.shares.row($0) }
  }

  /// For each item and class, the probabilities of the item's categories.
  public var probabilities: [[[Double]]] {
    model.patterns.blocks.indices.map { item in
      (0..<classes).map { place in
        model.patterns.places[item].map { category in
          category.map {
            parameters.probabilities[model.patterns.blocks[item].lowerBound + $0, place]
          } ?? 0
        }
      }
    }
  }

  /// For each interview the probabilities of the classes given its answers; nil where it does not
  /// count.
  public var posteriors: [[Double]?] {
    let rows = (0..<model.patterns.count).map { patternPosteriors.row($0) }
    return model.patterns.patternOfRow.map { $0 < 0 ? nil : rows[Int($0)] }
  }

  /// For each interview its likeliest class; −1 where it does not count.
  public var memberships: [Int] { model.memberships(patternPosteriors) }
}

extension LatentClassModel {
  /// For each interview its likeliest class, the larger where two are equally likely.
  func memberships(_ posteriors: Matrix) -> [Int] {
    let modal = (0..<patterns.count).map { pattern in
      (0..<classes).reduce(0) {
        posteriors[pattern, $1] > posteriors[pattern, $0] ? $1 : $0
      }
    }
    return patterns.patternOfRow.map { $0 < 0 ? -1 : modal[Int($0)] }
  }

  /// The share of each group's weight.
  var groupWeights: [Double] {
    var sums = Array(repeating: 0.0, count: patterns.groupCount)
    for (group, weight) in zip(patterns.groups, weights) { sums[group] += weight }
    let total = sums.reduce(0, +)
    return sums.map { $0 / total }
  }

  func overallShares(_ parameters: LatentClassParameters) -> [Double] {
    let groups = groupWeights
    return (0..<classes).map { place in
      groups.indices.reduce(0) { $0 + groups[$1] * parameters.shares[$1, place] }
    }
  }

  /// The classes from the largest to the smallest.
  func bySize(_ parameters: LatentClassParameters) -> [Int] {
    let shares = overallShares(parameters)
    return shares.indices.sorted { shares[$0] > shares[$1] }
  }

  /// - Throws: Where there are more parameters than combinations of answers or interviews.
  func requireIdentification() throws(TypologyError) {
    let cells = patterns.blocks.reduce(1.0) { $0 * Double($1.count) } - 1
    let free = Double(patterns.blocks.reduce(0) { $0 + $1.count - 1 })
    let most = Int(
      (cells * Double(patterns.groupCount) + Double(patterns.groupCount))
        / (free + Double(patterns.groupCount)))
    guard classes == 1 || classes <= most else {
      throw .tooManyClasses(asked: classes, most: max(1, most))
    }
    guard patterns.rowCount > parameterCount else {
      throw .tooFewInterviews(found: patterns.rowCount, parameters: parameterCount)
    }
  }
}
