import Estimation
import NumericalMethods

extension LatentClassAnalysis {
  /// The classes' shares among all, with standard errors by the design: those of the influence
  /// I⁻¹ s of the pseudo-likelihood, summed by cluster. They are the means of the posterior
  /// probabilities, and their errors hold that the classes themselves are estimated.
  ///
  /// NaN where the model is not identified, and then no interval either; 0 where a class is at
  /// the edge.
  /// > C. J. Skinner, D. Holt, T. M. F. Smith (1989). *Analysis of Complex Surveys*, §3.4. Wiley.
  public var shareEstimates: [Estimate] {
    (0..<classes).map { place in
      design.estimate(shares[place], shareContributions(of: place), over: isCounted, .proportion)
    }
  }

  /// The classes' shares in each group, under the condition that the classes answer alike in all
  /// groups; see ``shareEstimates``.
  public var groupShareEstimates: [[Estimate]] {
    groups.categories.indices.map { group in
      (0..<classes).map { place in
        design.estimate(
          parameters.shares[group, place], contributions(of: place, group: group),
          over: members(of: group), .proportion)
      }
    }
  }

  /// The difference of a class's share between two groups, with what the two have in common.
  public func difference(of place: Int, group: Int, from other: Int) -> Estimate {
    let contributions = zip(
      self.contributions(of: place, group: group), self.contributions(of: place, group: other)
    ).map { $0 - $1 }
    let isMember = zip(members(of: group), members(of: other)).map { $0 || $1 }
    return design.estimate(
      parameters.shares[group, place] - parameters.shares[other, place], contributions,
      over: isMember, .number)
  }

  /// The probability that a member of a class chooses an item's category.
  public func probability(item: Int, class place: Int, category: Int) -> Estimate {
    let value = probabilities[item][place][category]
    let influence = model.patterns.places[item][category].flatMap {
      inference.ofProbability($0, block: model.patterns.blocks[item], class: place)
    }
    return design.estimate(value, contributions(influence), over: isCounted, .proportion)
  }

  /// The share in each group of those whose likeliest class this is, as if it were known. It
  /// leaves out that some of them belong to another class: compare with ``groupShareEstimates``.
  public var modalGroupShares: [[Double]] {
    var sums = Array(repeating: Array(repeating: 0.0, count: classes), count: groupShares.count)
    for (row, place) in memberships.enumerated() where place >= 0 {
      sums[Int(groups.codes[row])][place] += design.weights[row]
    }
    return sums.map { own in
      let total = own.reduce(0, +)
      return own.map { $0 / total }
    }
  }
}

extension LatentClassAnalysis {
  private var isCounted: [Bool] { model.patterns.patternOfRow.map { $0 >= 0 } }

  private func members(of group: Int) -> [Bool] {
    zip(model.patterns.patternOfRow, groups.codes).map { $0 >= 0 && Int($1) == group }
  }

  private func contributions(of place: Int, group: Int) -> [Double] {
    contributions(inference.ofShare(place, group: group))
  }

  /// What each interview adds to the share among all, Σ_g W_g π_gk: by the groups' shares, and by
  /// the groups' sizes.
  private func shareContributions(of place: Int) -> [Double] {
    let sizes = model.groupWeights
    let total = model.weights.reduce(0, +)
    var influence = model.patterns.groups.map { group in
      (parameters.shares[group, place] - shares[place]) / total
    }
    for group in sizes.indices {
      guard let own = inference.ofShare(place, group: group) else { return contributions(nil) }
      for pattern in own.indices { influence[pattern] += sizes[group] * own[pattern] }
    }
    return contributions(influence)
  }

  /// wᵢ times the influence of the interview's pattern; NaN where there is none.
  private func contributions(_ influence: [Double]?) -> [Double] {
    zip(model.patterns.patternOfRow, design.weights).map { pattern, weight in
      guard let influence else { return .nan }
      return pattern < 0 ? 0 : weight * influence[Int(pattern)]
    }
  }
}
