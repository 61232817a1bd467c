import LavaanSyntax
import NumericalMethods
import StructuralModels

/// The search for what has to be freed so that a level holds.
///
/// As long as Δχ² is significant, or the largest score test is after Bonferroni's adjustment over
/// all items and groups, the item with the largest score test is freed: in the group where it is
/// largest, and in those where it is significant by itself. The second condition matters where
/// groups are many: Δχ² of forty-five degrees of freedom hardly moves with one item in one city.
///
/// > B. M. Byrne, R. J. Shavelson, B. Muthén (1989). "Testing for the equivalence of factor
/// > covariance and mean structures: the issue of partial measurement invariance".
/// > *Psychological Bulletin* 105(3).
struct PartialSearch {
  private let climb: LadderClimb
  private let level: InvarianceLevel
  private let looser: ConfirmatoryFit
  /// The last model fitted, its change from the level before, and what it frees at this level.
  private(set) var fit: ConfirmatoryFit
  private(set) var change: FitChange?
  private(set) var found: [FreedParameter] = []
  /// Whether nothing significant is left.
  private(set) var isSuccessful = false

  init(_ climb: LadderClimb, from looser: ConfirmatoryFit, to level: InvarianceLevel) {
    self.climb = climb
    self.looser = looser
    self.level = level
    fit = looser
  }

  /// - Parameter whole: The level's model with nothing freed at it.
  /// - Returns: The change of that model from the level before.
  mutating func run(from whole: ConfirmatoryFit) throws(ModelError) -> FitChange {
    fit = whole
    let first = try difference(to: whole)
    change = first
    while true {
      let tests = try releaseTests()
      let adjusted = adjustedLevel(tests.count)
      let isCell = tests.first.map { pvalue($0.chisq) < adjusted } ?? false
      guard (change?.pvalue ?? 1) < climb.criteria.alpha || isCell else {
        isSuccessful = true
        return first
      }
      let choice = climb.table.isOrdered ? try nextByRefitting() : next(tests, adjusted)
      guard let next = choice else { return first }
      let trial = Self.joined(found + [next])
      let fitted = try climb.fit(level, freed: climb.freed + trial, from: fit)
      guard !fitted.isUnusable else { return first }
      (fit, found) = (fitted, trial)
      change = try difference(to: fitted)
    }
  }

  private func difference(to stricter: ConfirmatoryFit) throws(ModelError) -> FitChange {
    var change = try FitChange.between(looser, stricter)
    guard !climb.table.isOrdered, change.pvalue != nil else { return change }
    change.pvalue = Self.pvalue(change.chisq, change.df, over: [climb.jointDegreesOfFreedom])
    return change
  }

  /// The chance of a larger χ² whose scale is estimated from sampling points: that of F = χ²/q with q
  /// and as many degrees of freedom as the designs have. Of few points the scale is known so roughly
  /// that χ² itself would question three times as many scales as it should.
  ///
  /// > J. N. K. Rao, D. R. Thomas (1989). "Chi-squared tests for contingency tables", in *Analysis of
  /// > Complex Surveys*, with F for few clusters.
  private static func pvalue(_ chisq: Double, _ df: Int, over degreesOfFreedom: [Int]) -> Double {
    let denominator = Double(max(1, degreesOfFreedom.reduce(0, +)))
    return Distribution.f(numerator: Double(df), denominator: denominator)
      .upperTail(chisq / Double(df))
  }

  // MARK: Score tests

  private func releaseTests() throws(ModelError) -> [ReleaseTest.Result] {
    guard !climb.table.isOrdered else { return [] }
    let everywhere = climb.data.model.items.map {
      FreedParameter(item: $0, level: level, groups: climb.table.groups)
    }
    let released = climb.table.table(level, freed: climb.freed + found + everywhere)
    return try ReleaseTest(
      fit, released: released, candidates: candidates(fit.table, released))?.results ?? []
  }

  /// The rows that several groups share in the fitted model and that the level is about.
  private func candidates(
    _ held: ParameterTable, _ released: ParameterTable
  ) -> [ReleaseTest.Candidate] {
    var owners: [Int: Int] = [:]
    for parameter in held.parameters {
      if let index = parameter.freeIndex { owners[index, default: 0] += 1 }
    }
    let items = Set(climb.data.model.items)
    return held.parameters.indices.compactMap { row in
      guard let parameter = climb.table.origin(of: held.parameters[row]),
        let item = parameter.item(of: level), items.contains(item),
        let index = parameter.freeIndex, (owners[index] ?? 0) > 1
      else { return nil }
      return ReleaseTest.Candidate(item: item, group: parameter.group, row: row)
    }
  }

  private func adjustedLevel(_ count: Int) -> Double {
    climb.criteria.alpha / Double(max(1, count))
  }

  /// Of a score test: its variance comes from the points of the group and of those it is set against.
  private func pvalue(_ chisq: Double) -> Double {
    Self.pvalue(chisq, 1, over: Array(climb.degreesOfFreedom.sorted().prefix(2)))
  }

  /// The item to be freed next, with its groups; nil where the limit forbids any.
  private func next(_ tests: [ReleaseTest.Result], _ adjusted: Double) -> FreedParameter? {
    // Of two groups either may be freed: the first stays the reference.
    let hasPair = climb.table.groups.count == 2
    let usable = tests.filter { mayFree($0.item) && !(hasPair && $0.group == 0) }
    guard let first = usable.first else { return nil }
    let own = usable.filter { $0.item == first.item }
    var groups = own.filter { pvalue($0.chisq) < adjusted }.map(\.group)
    // Where most differ from the rest, it is not yet clear who differs from whom.
    if groups.isEmpty || 2 * groups.count > climb.table.groups.count { groups = [first.group] }
    return FreedParameter(
      item: first.item, level: level, groups: groups.sorted().map { climb.table.groups[$0] })
  }

  /// The item whose release from the first group lowers χ² most, each fitted in turn: where there
  /// are no score tests.
  private func nextByRefitting() throws(ModelError) -> FreedParameter? {
    var best: (chisq: Double, freed: FreedParameter)?
    for item in climb.data.model.items where mayFree(item) {
      guard !found.contains(where: { $0.item == item }) else { continue }
      let freed = FreedParameter(
        item: item, level: level, groups: Array(climb.table.groups.dropFirst()))
      let trial = try climb.fit(level, freed: climb.freed + found + [freed], from: fit)
      if trial.test.chisq < best?.chisq ?? .infinity { best = (trial.test.chisq, freed) }
    }
    return best?.freed
  }

  /// Whether the limits let this item be freed: at least two of its factor's stay as they are.
  private func mayFree(_ item: String) -> Bool {
    guard let factor = climb.data.model.factors.first(where: { $0.items.contains(item) }) else {
      return false
    }
    let own = Set((climb.freed + found).map(\.item)).intersection(factor.items)
    guard !own.contains(item) else { return true }
    let count = factor.items.count
    let most = min(Int(Double(count) * climb.options.largestShareFreed), count - 2)
    return own.count < most
  }

  /// One entry for each item.
  private static func joined(_ freed: [FreedParameter]) -> [FreedParameter] {
    var joined: [FreedParameter] = []
    for parameter in freed {
      if let place = joined.firstIndex(where: { $0.item == parameter.item }) {
        joined[place].groups = unique(joined[place].groups + parameter.groups)
      } else {
        joined.append(parameter)
      }
    }
    return joined
  }
}

extension Parameter {
  /// The item whose parameter a level holds equal; nil for other rows.
  fileprivate func item(of level: InvarianceLevel) -> String? {
    switch (level, kind) {
    case (.thresholds, .threshold), (.scalar, .intercept): left
    case (.metric, .loading): right
    case (.strict, .covariance): left == right ? left : nil
    default: nil
    }
  }
}
