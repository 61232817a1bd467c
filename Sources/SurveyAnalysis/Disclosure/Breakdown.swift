import SurveyModel

/// A way to divide the interviews of a sample into categories, and the divisions whose figures may
/// be published beside it: the earlier groups of the same question, and the parts of a crossing.
///
/// What is hidden here depends on those, and never on later ones, so that a published pattern
/// stands whatever is asked for next.
package struct Breakdown {
  package let membership: GroupMembership
  package let earlier: [GroupMembership]
  /// Whether the categories are those of several groups crossed.
  package let isCrossing: Bool
  /// Whether small cells are hidden whatever the study says: the categories come from two or more
  /// of sex, age, district and occupation, or from a sensitive question.
  package let isDelicate: Bool

  package init(
    _ membership: GroupMembership, earlier: [GroupMembership] = [], isCrossing: Bool = false,
    isDelicate: Bool = false
  ) {
    self.membership = membership
    self.earlier = earlier
    self.isCrossing = isCrossing
    self.isDelicate = isDelicate
  }
}

/// What may be shown of one figure, category by category.
package struct GroupDisclosure {
  /// One for each category.
  package var suppressions: [Suppression?]
  /// How coarse the figures must be, as a part of their scale, so that the people in no category
  /// stay unknown; 0 where they may be exact.
  package var coarseness: Double

  /// The step that figures are rounded to, a tenth of a point at least, as pages print them: finer
  /// ones would be rounded twice. Nil where figures may be exact.
  ///
  /// - Parameter scale: From the least to the greatest value that the figure can have.
  package func step(onScale scale: Double) -> Double? {
    coarseness > 0 ? powerOfTen(atLeast: max(coarseness, 0.001) * scale) : nil
  }
}

extension Breakdown {
  /// What may be shown of a figure that only some interviews have.
  ///
  /// Categories of fewer people than the base are hidden, then further ones, the smallest first,
  /// until no set of fewer people can be computed from what is shown. Where only the people outside
  /// of all categories are too few, the figures are made coarse instead, by so much that theirs
  /// stays open by at least an eighth of the scale, even where it lies at the scale's end.
  ///
  /// - Parameters:
  ///   - hasFigure: For each interview, whether it has the figure.
  ///   - weights: One for each interview; one of weight 0 counts for nobody.
  ///   - allowsCoarse: Whether figures may be made coarse for the people outside; else a category is
  ///     hidden for them.
  /// - Complexity: O(interviews × groups); with earlier groups also what ``PublishedSpan`` costs.
  package func disclosure(
    of hasFigure: [Bool], weights: [Double], rule: DisclosureRule, allowsCoarse: Bool = true
  ) -> GroupDisclosure {
    let hasFigure = zip(hasFigure, weights).map { $0 && $1 > 0 }
    let counts = Self.counts(of: hasFigure, in: membership)
    var suppressions = counts.inCategories.map(rule.suppression(ofBase:))
    let all = counts.inCategories.reduce(counts.outside, +)
    guard all >= rule.minimumBase, rule.minimumBase > 1 else {
      return GroupDisclosure(suppressions: suppressions, coarseness: 0)
    }
    let coarseness = self.coarseness(of: hasFigure, weights: weights, rule)
    // Two coarse groups of the same people would make each other finer.
    let isCoarse =
      allowsCoarse && coarseness > 0 && coarseness <= Self.greatestCoarseness
      && (earlier.isEmpty || isCrossing)
    if earlier.isEmpty {
      hideWhole(&suppressions, counts, rule, forgivesOutside: isCoarse)
    } else {
      hideSpanned(&suppressions, hasFigure, rule, forgivesOutside: isCoarse)
    }
    let hidesSomebody = suppressions.indices.contains {
      suppressions[$0] != nil && counts.inCategories[$0] > 0
    }
    let isMade = isCoarse && !(earlier.isEmpty && hidesSomebody)
    return GroupDisclosure(suppressions: suppressions, coarseness: isMade ? coarseness : 0)
  }

  /// A step of one point in a hundred is the coarsest that still tells something.
  private static let greatestCoarseness = 0.01

  private struct Counts {
    var inCategories: [Int]
    var outside: Int
  }

  private static func counts(of hasFigure: [Bool], in membership: GroupMembership) -> Counts {
    var counts = Counts(
      inCategories: Array(repeating: 0, count: membership.categories.count), outside: 0)
    for (row, category) in membership.indices.enumerated() where hasFigure[row] {
      if category < 0 { counts.outside += 1 } else { counts.inCategories[category] += 1 }
    }
    return counts
  }

  /// Hidden categories, together with the people in none, are nobody or as many as a base needs.
  private func hideWhole(
    _ suppressions: inout [Suppression?], _ counts: Counts, _ rule: DisclosureRule,
    forgivesOutside: Bool
  ) {
    func hiddenCount() -> Int {
      suppressions.indices.reduce(0) {
        $0 + (suppressions[$1] == nil ? 0 : counts.inCategories[$1])
      }
    }
    while true {
      let hidden = hiddenCount()
      let computable = hidden + counts.outside
      guard computable > 0, computable < rule.minimumBase, hidden > 0 || !forgivesOutside,
        let next = smallestShown(suppressions, counts.inCategories)
      else { return }
      suppressions[next] = .secondary
    }
  }

  private func smallestShown(_ suppressions: [Suppression?], _ counts: [Int]) -> Int? {
    suppressions.indices.filter { suppressions[$0] == nil }
      .min { (counts[$0], $0) < (counts[$1], $1) }
  }
}

// Several groups of the same people.
extension Breakdown {
  /// The finest parts that the groups tell apart.
  private struct Atoms {
    var people: [Int] = []
    /// By group, then by category: the atoms in it.
    var sets: [[[Int]]]
    /// By group: the atoms in none of its categories.
    var outside: [Set<Int>]

    init(_ groups: [GroupMembership], of hasFigure: [Bool]) {
      sets = groups.map { $0.categories.map { _ in [] } }
      outside = groups.map { _ in [] }
      var places: [[Int]: Int] = [:]
      for row in hasFigure.indices where hasFigure[row] {
        let key = groups.map { $0.indices[row] }
        if let place = places[key] {
          people[place] += 1
          continue
        }
        let place = people.count
        places[key] = place
        people.append(1)
        for (group, category) in key.enumerated() {
          if category < 0 {
            outside[group].insert(place)
          } else {
            sets[group][category].append(place)
          }
        }
      }
    }

    func count(_ atoms: [Int]) -> Int { atoms.reduce(0) { $0 + people[$1] } }
  }

  /// Hides until nothing small lies in the span of what the earlier groups and this one show.
  private func hideSpanned(
    _ suppressions: inout [Suppression?], _ hasFigure: [Bool], _ rule: DisclosureRule,
    forgivesOutside: Bool
  ) {
    let atoms = Atoms(earlier + [membership], of: hasFigure)
    var span = PublishedSpan(people: atoms.people, minimum: rule.minimumBase)
    span.publish(Array(atoms.people.indices))
    var forgiven: Set<Int> = []
    for group in earlier.indices {
      // A group with few people outside is published coarsely, as it is when it comes first.
      let outside = atoms.outside[group]
      if isCrossing || group == 0, atoms.count(Array(outside)) < rule.minimumBase {
        forgiven.formUnion(outside)
      }
      let own = atoms.sets[group]
      var hidden = own.map { rule.suppression(ofBase: atoms.count($0)) }
      span = Self.published(own, hiding: &hidden, over: span, atoms, forgiving: forgiven)
    }
    if forgivesOutside { forgiven.formUnion(atoms.outside[earlier.count]) }
    // Beside exact figures a coarse group tells nearly what an exact one would.
    if !isCrossing || (!forgivesOutside && !atoms.outside[earlier.count].isEmpty) { forgiven = [] }
    _ = Self.published(
      atoms.sets[earlier.count], hiding: &suppressions, over: span, atoms, forgiving: forgiven)
  }

  /// The span with a group's shown categories in it, after further ones were hidden.
  private static func published(
    _ sets: [[Int]], hiding suppressions: inout [Suppression?], over span: PublishedSpan,
    _ atoms: Atoms, forgiving forgiven: Set<Int>
  ) -> PublishedSpan {
    while true {
      var wider = span
      for place in sets.indices where suppressions[place] == nil { wider.publish(sets[place]) }
      guard wider.smallSet(except: forgiven) != nil,
        let next = sets.indices.filter({ suppressions[$0] == nil })
          .min(by: { (atoms.count(sets[$0]), $0) < (atoms.count(sets[$1]), $1) })
      else { return wider }
      suppressions[next] = .secondary
    }
  }

  /// How coarse figures must be for those of few people in no category to stay open by an eighth of
  /// the scale: the weight of the outside over that of the categories it would be computed from.
  ///
  /// Rounding to a step opens what is computed by half of it on either side, and at the scale's end
  /// only one side remains: a quarter of the scale in all makes an eighth of either.
  private func coarseness(
    of hasFigure: [Bool], weights: [Double], _ rule: DisclosureRule
  ) -> Double {
    let rows = hasFigure.indices.filter { hasFigure[$0] }
    var greatest = coarseness(of: rows, weights, rule)
    for group in earlier {
      for category in group.categories.indices {
        let own = rows.filter { group.indices[$0] == category }
        greatest = max(greatest, coarseness(of: own, weights, rule))
      }
    }
    return greatest
  }

  private func coarseness(of rows: [Int], _ weights: [Double], _ rule: DisclosureRule) -> Double {
    var (inside, outside) = (0.0, 0.0)
    var count = 0
    for row in rows {
      if membership.indices[row] < 0 {
        outside += weights[row]
        count += 1
      } else {
        inside += weights[row]
      }
    }
    guard count > 0, count < rule.minimumBase, inside > 0 else { return 0 }
    // A crossing's figures stand beside those of its parts, which narrow each other.
    return (isCrossing ? 1 : 0.25) * outside / inside
  }
}

/// The least power of ten that is not under a positive number; nil for 0.
package func powerOfTen(atLeast least: Double) -> Double? {
  guard least > 0, least.isFinite else { return nil }
  var power = 1.0
  var exponent = 0
  while power < least, exponent < 300 {
    exponent += 1
    power *= 10
  }
  while exponent > -300, power / 10 >= least * (1 - 1e-12) {
    exponent -= 1
    power /= 10
  }
  return power
}
