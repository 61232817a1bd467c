import LavaanSyntax
import NumericalMethods
import StructuralModels

/// The climb of one ladder: level after level, until one fails.
struct LadderClimb {
  let data: LadderData
  let table: LadderTable
  let options: LadderOptions
  let criteria: InvarianceCriteria
  /// Of each group: clusters minus strata, interviews where there are no clusters.
  let degreesOfFreedom: [Int]
  /// Of all groups together: clusters that several of them share, such as the points of two waves,
  /// count once.
  let jointDegreesOfFreedom: Int
  /// What the answers give to the models of all levels, or why it is nothing.
  private let basis: Result<ModelBasis, ModelError>
  private(set) var steps: [InvarianceLadder.Step] = []
  private(set) var remarks: [LadderRemark] = []
  /// The fits of the levels that passed.
  private(set) var fits: [InvarianceLevel: ConfirmatoryFit] = [:]
  /// What the levels that passed have freed.
  private(set) var freed: [FreedParameter] = []
  /// The last model of a level that failed, with as much freed as may be.
  private(set) var failure: PartialFit?
  private(set) var problem: UntestedReason?
  /// Of a configural model that misfits.
  private(set) var residualPairs: [ResidualPair] = []
  /// The level after the configural one that could not be estimated.
  private(set) var unestimated: UntestedReason?

  /// A fit with what it frees.
  struct PartialFit {
    var fit: ConfirmatoryFit
    var freed: [FreedParameter]
  }

  init(_ data: LadderData, _ options: LadderOptions) {
    self.data = data
    self.options = options
    table = data.table
    criteria = options.criteria ?? InvarianceCriteria(groups: data.answers.groups.count)
    degreesOfFreedom = data.answers.groups.map(\.degreesOfFreedom)
    jointDegreesOfFreedom = data.answers.jointDegreesOfFreedom
    basis = Self.basis(table, data, options)
    climb()
  }

  private static func basis(
    _ table: LadderTable, _ data: LadderData, _ options: LadderOptions
  ) -> Result<ModelBasis, ModelError> {
    do throws(ModelError) {
      return .success(
        try ModelBasis(
          table.table(.configural), data.fittedAnswers(), options.scale == .ordered ? .wlsmv : .mlr,
          options.missing))
    } catch {
      return .failure(error)
    }
  }

  private mutating func climb() {
    for level in table.levels(upTo: options.highestLevel) {
      do throws(ModelError) {
        let isPassed = level == .configural ? try beginning() : try step(to: level)
        guard isPassed else { return }
      } catch {
        // A level that cannot be estimated says nothing of the levels below it.
        let reason = UntestedReason.notEstimated(level, .error(error))
        if level == .configural { problem = reason } else { unestimated = reason }
        remarks.append(.notEstimated(level, .error(error)))
        return
      }
    }
  }

  // MARK: Fits

  /// - Parameter known: A fit of the same rows, whose estimates the search begins at.
  /// - Throws: Where the solution cannot be used; what is improper and can be is a remark.
  func fit(
    _ level: InvarianceLevel, freed: [FreedParameter], from known: ConfirmatoryFit? = nil
  ) throws(ModelError) -> ConfirmatoryFit {
    let table = table.table(level, freed: freed)
    return try basis.get().fit(table, from: known?.start(for: table))
  }

  private mutating func note(_ fit: ConfirmatoryFit, at level: InvarianceLevel) {
    for problem in fit.problems { remarks.append(.improperSolution(level, problem)) }
  }

  // MARK: Levels

  private mutating func beginning() throws(ModelError) -> Bool {
    let fit = try fit(.configural, freed: [])
    note(fit, at: .configural)
    guard !fit.isUnusable else {
      problem = .notEstimated(.configural, .improper(fit.problems))
      return false
    }
    if let factor = data.model.factors.first, data.model.factors.count == 1,
      factor.items.count == 3, !data.isPanel
    {
      remarks.append(.threeItems(factor: factor.name))
    }
    let outcome: StepOutcome =
      fit.test.df == 0 ? .nothingToTest : criteria.accepts(fit.fitMeasures) ? .passed : .failed
    steps.append(
      InvarianceLadder.Step(
        level: .configural, fit: fit.fitMeasures, change: nil, outcome: outcome, freed: []))
    if outcome.passed { fits[.configural] = fit } else { residualPairs = pairs(of: fit) }
    return outcome.passed
  }

  /// The three strongest pairs of residuals that no chance explains, all pairs considered.
  private func pairs(of fit: ConfirmatoryFit) -> [ResidualPair] {
    guard !table.isOrdered, !table.isPanel else { return [] }
    let items = Set(data.model.items)
    var found: [[String]: ResidualPair] = [:]
    for test in fit.modificationIndices()
    where test.parameter.kind == .covariance && items.contains(test.parameter.left)
      && items.contains(test.parameter.right)
    {
      let names = [test.parameter.left, test.parameter.right]
      found[
        names, default: ResidualPair(first: names[0], second: names[1], statistic: 0, df: 0)
      ].add(test.statistic)
    }
    let limit = criteria.alpha / Double(max(1, found.count))
    return found.values.filter {
      Distribution.chiSquared(degreesOfFreedom: Double($0.df)).upperTail($0.statistic) < limit
    }.sorted { ($0.statistic, $1.first) > ($1.statistic, $0.first) }.prefix(3).map(\.self)
  }

  private mutating func step(to level: InvarianceLevel) throws(ModelError) -> Bool {
    guard let last = steps.last.flatMap({ fits[$0.level] }) else { return false }
    let whole = try fit(level, freed: freed, from: last)
    note(whole, at: level)
    var search = PartialSearch(self, from: last, to: level)
    let change = try search.run(from: whole)
    if change.method == .satorraBentler2010 { remarks.append(.negativeDifference(level)) }
    let outcome = try outcome(of: search, whole, change, level)
    let isWhole = outcome == .passed || outcome == .passedAsNegligible
    let accepted = isWhole ? whole : search.fit
    steps.append(
      InvarianceLadder.Step(
        level: level, fit: accepted.fitMeasures, change: isWhole ? change : search.change,
        outcome: outcome, freed: isWhole ? [] : search.found))
    guard outcome.passed else {
      failure = PartialFit(fit: search.fit, freed: freed + search.found)
      return false
    }
    if !isWhole { freed += search.found }
    fits[level] = accepted
    return true
  }

  private func outcome(
    of search: PartialSearch, _ whole: ConfirmatoryFit, _ change: FitChange,
    _ level: InvarianceLevel
  ) throws(ModelError) -> StepOutcome {
    guard !search.found.isEmpty || !search.isSuccessful else { return .passed }
    if let limits = criteria.change(for: level), change.isWithin(limits),
      try isNegligible(search, level)
    {
      return .passedAsNegligible
    }
    return search.isSuccessful ? .passedWithFreed : .failed
  }

  /// Whether what was found biases the scale's mean by no more than is tolerated, as the scalar
  /// model with it freed has it. Residual variances bias no mean.
  private func isNegligible(
    _ search: PartialSearch, _ level: InvarianceLevel
  ) throws(ModelError) -> Bool {
    let found = search.found
    guard level < .strict else { return true }
    guard !found.isEmpty else { return false }
    let trial =
      level == .scalar
      ? search.fit : try fit(.scalar, freed: freed + found, from: search.fit)
    guard !trial.isUnusable else { return false }
    return LadderEffects(trial, data, missing: options.missing).isNegligible(
      Set(found.map(\.item)), tolerance: criteria.toleratedBias * options.equivalenceZone,
      level: criteria.biasLevel)
  }
}

extension ResidualPair {
  fileprivate mutating func add(_ statistic: Double) {
    self.statistic += statistic
    df += 1
  }
}

extension LadderClimb {
  /// What alignment starts from, factor after factor; empty for ordered items.
  var configuralEstimates: [ConfiguralEstimates] {
    guard !table.isOrdered, !table.isPanel, let fit = fits[.configural] else { return [] }
    return data.model.factors.map { ConfiguralEstimates(fit, $0) }
  }
}

extension ConfiguralEstimates {
  /// Loadings and intercepts of one factor, in standard deviations of the items pooled over
  /// groups, the intercepts from the items' mean over groups.
  fileprivate init(_ fit: ConfirmatoryFit, _ factor: MeasurementModel.Factor) {
    let scales = factor.items.map { ItemScale(fit, $0) }
    let loadings = fit.indices(of: .loading, factor)
    let intercepts = fit.indices(of: .intercept, factor)
    self.init(
      groups: fit.groups.map { ($0.name, $0.count) }, items: factor.items,
      estimates: (
        loadings.map { zip($0, scales).map { fit.estimates[$0] / $1.deviation } },
        intercepts.map {
          zip($0, scales).map { (fit.estimates[$0] - $1.mean) / $1.deviation }
        }
      ),
      covariance: Self.covariance(fit, loadings, intercepts, scales.map(\.deviation)))
  }

  private static func covariance(
    _ fit: ConfirmatoryFit, _ loadings: [[Int]], _ intercepts: [[Int]], _ deviations: [Double]
  ) -> ConfiguralCovariance {
    func scaled(_ indices: [Int], groups: Int) -> Matrix {
      let scales = (0..<2 * groups).flatMap { _ in deviations }
      return Matrix(rows: indices.count, columns: indices.count) {
        fit.covariance[indices[$0], indices[$1]] / (scales[$0] * scales[$1])
      }
    }
    guard fit.covariance.isWithinGroups else {
      let all = (loadings + intercepts).flatMap(\.self)
      return ConfiguralCovariance(
        joint: scaled(all, groups: fit.groups.count), groups: fit.groups.count)
    }
    return ConfiguralCovariance(
      byGroup: zip(loadings, intercepts).map { scaled($0 + $1, groups: 1) })
  }

  /// An item's mean and standard deviation over all groups, each counting alike.
  private struct ItemScale {
    var mean: Double
    var deviation: Double

    init(_ fit: ConfirmatoryFit, _ item: String) {
      let place = fit.table.observed.firstIndex(of: item) ?? 0
      let count = Double(fit.groups.count)
      mean = fit.groups.reduce(0) { $0 + $1.means[place] } / count
      let variance = fit.groups.reduce(0) { $0 + $1.covariance[place, place] } / count
      deviation = variance.squareRoot()
    }
  }
}

extension ConfirmatoryFit {
  /// The indices in θ of a factor's loadings, or of its items' intercepts: group after group, in the
  /// order of the items.
  fileprivate func indices(
    of kind: Parameter.Operator, _ factor: MeasurementModel.Factor
  ) -> [[Int]] {
    let places = Dictionary(
      factor.items.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var found = groups.map { _ in [Int?](repeating: nil, count: factor.items.count) }
    for row in table.parameters where row.kind == kind {
      guard kind != .loading || row.left == factor.name,
        let place = places[kind == .loading ? row.right : row.left], found[row.group][place] == nil
      else { continue }
      found[row.group][place] = row.freeIndex
    }
    return found.map { $0.compactMap(\.self) }
  }

  /// Whether nothing can rest on the solution.
  var isUnusable: Bool {
    problems.contains { problem in
      switch problem {
      case .notConverged, .underIdentified: true
      default: false
      }
    }
  }
}
