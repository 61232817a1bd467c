import LavaanSyntax
import StructuralModels

/// The parameter tables of one ladder: what is free, fixed and the same in all groups, level by
/// level.
///
/// No item is a marker. In the first group each factor has mean 0 and variance 1; in the others
/// its variance is free as soon as loadings are equal, and its mean as soon as intercepts are. An
/// item freed in a group keeps no more than its place there: one whose loading is freed has its
/// intercept freed too, since intercepts under different loadings say nothing of each other.
///
/// Ordered items (theta parameterisation) follow Wu and Estabrook: thresholds become equal first,
/// which frees intercepts and residual variances in all groups but the first. With three
/// categories equal thresholds restrict nothing. With two, neither thresholds nor loadings can be
/// tested without the other: all become equal at the scalar level, where the residual variance is
/// freed.
///
/// > H. Wu, R. Estabrook (2016). "Identification of confirmatory factor analysis models of
/// > different levels of invariance for ordered categorical outcomes". *Psychometrika* 81(4),
/// > propositions 4, 7, 11 and 15.
struct LadderTable: Sendable {
  let model: MeasurementModel
  let groups: [String]
  /// The number of categories of each ordered item; empty where answers are numbers.
  var categories: [String: Int] = [:]
  /// Whether the groups are waves in which the same people answered: each item is a variable of
  /// its own in each wave, and variables of different waves are correlated.
  var isPanel = false

  var isOrdered: Bool { !categories.isEmpty }

  /// The levels that can be told from the one before, from the configural one on.
  func levels(upTo highest: InvarianceLevel) -> [InvarianceLevel] {
    let most = model.items.map { categories[$0] ?? .max }.max() ?? 0
    return InvarianceLevel.allCases.filter { level in
      switch level {
      case .configural: true
      case .thresholds: isOrdered && most > 3 && level <= highest
      case .metric: (!isOrdered || most > 2) && level <= highest
      case .scalar, .strict: level <= highest
      }
    }
  }

  /// The table of a level with these items freed.
  func table(_ level: InvarianceLevel, freed: [FreedParameter] = []) -> ParameterTable {
    var rows = LadderRows(self, level, freed: freed)
    for group in groups.indices { rows.add(group: group) }
    if isPanel { rows.linkWaves() }
    var table = ParameterTable(
      observed: variables(model.items), latent: variables(model.factors.map(\.name)),
      groups: isPanel ? [""] : groups, parameters: rows.parameters)
    table.hasMeanStructure = true
    table.parameterization = .theta
    table.ordered = Set(variables(model.items.filter { categories[$0] != nil }))
    return table
  }
}

/// The rows of one table while they are gathered.
private struct LadderRows {
  private let ladder: LadderTable
  private let level: InvarianceLevel
  /// For each item and group the lowest level at which it is freed there.
  private var freedAt: [String: [String: InvarianceLevel]] = [:]
  /// The groups in which each item's residual variance is its own.
  private var ownResiduals: [String: Set<String>] = [:]
  private var indices: [ParameterName: Int] = [:]
  private var count = 0
  private(set) var parameters: [Parameter] = []

  init(_ ladder: LadderTable, _ level: InvarianceLevel, freed: [FreedParameter]) {
    self.ladder = ladder
    self.level = level
    for parameter in freed {
      guard parameter.level < .strict else {
        ownResiduals[parameter.item, default: []].formUnion(parameter.groups)
        continue
      }
      for group in parameter.groups {
        let known = freedAt[parameter.item]?[group] ?? parameter.level
        freedAt[parameter.item, default: [:]][group] = min(known, parameter.level)
      }
    }
  }

  mutating func add(group: Int) {
    let factors = ladder.model.factors
    for factor in factors {
      for item in factor.items { addLoading(factor.name, item, group) }
    }
    for item in ladder.model.items {
      if ladder.isOrdered { addOrdered(item, group) } else { addNumber(item, group) }
    }
    for pair in ladder.model.residualCovariances {
      addFree(pair.first, .covariance, pair.second, group, isShared: false)
    }
    for (place, factor) in factors.enumerated() {
      addFactor(factor, group)
      for other in factors[(place + 1)...] {
        addFree(factor.name, .covariance, other.name, group, isShared: false)
      }
    }
  }

  private mutating func addFactor(_ factor: MeasurementModel.Factor, _ group: Int) {
    let first: InvarianceLevel = factor.items.allSatisfy(isBinary) ? .scalar : .metric
    let (hasVariance, hasMean) = (group > 0 && level >= first, group > 0 && level >= .scalar)
    addRow(factor.name, .covariance, factor.name, group, hasVariance ? nil : 1)
    addRow(factor.name, .intercept, "", group, hasMean ? nil : 0)
  }

  /// Whether the item's parameters of a level are the same in this group as in the others.
  private func isEqual(_ item: String, _ group: Int, at kind: InvarianceLevel) -> Bool {
    guard level >= kind else { return false }
    let name = ladder.groups[group]
    guard kind < .strict else { return !(ownResiduals[item]?.contains(name) ?? false) }
    // What is freed at a level is free at the levels after it.
    return freedAt[item]?[name].map { $0 > kind } ?? true
  }

  private func isBinary(_ item: String) -> Bool { ladder.categories[item] == 2 }

  private mutating func addLoading(_ factor: String, _ item: String, _ group: Int) {
    let isShared = isEqual(item, group, at: isBinary(item) ? .scalar : .metric)
    addFree(factor, .loading, item, group, isShared: isShared)
  }

  private mutating func addNumber(_ item: String, _ group: Int) {
    addFree(item, .covariance, item, group, isShared: isEqual(item, group, at: .strict))
    addFree(item, .intercept, "", group, isShared: isEqual(item, group, at: .scalar))
  }

  private mutating func addOrdered(_ item: String, _ group: Int) {
    let first = isBinary(item) ? InvarianceLevel.scalar : .thresholds
    let hasThresholds = isEqual(item, group, at: first)
    for number in 1..<(ladder.categories[item] ?? 2) {
      addFree(item, .threshold, "t\(number)", group, isShared: hasThresholds)
    }
    let isFree = group > 0 && hasThresholds
    let hasScale = isFree && !isEqual(item, group, at: .strict)
    addRow(item, .covariance, item, group, hasScale ? nil : 1)
    let hasIntercept = isFree && !isEqual(item, group, at: .scalar)
    addRow(item, .intercept, "", group, hasIntercept ? nil : 0)
  }

  /// A free row, which has the index of the same row of the other groups where it is shared.
  private mutating func addFree(
    _ left: String, _ kind: Parameter.Operator, _ right: String, _ group: Int, isShared: Bool
  ) {
    let name = ParameterName(left, kind, right)
    let index: Int
    if isShared, let known = indices[name] {
      index = known
    } else {
      index = count
      count += 1
      if isShared { indices[name] = index }
    }
    append(name, group, .free(index))
  }

  /// A row that is free where no value is given.
  private mutating func addRow(
    _ left: String, _ kind: Parameter.Operator, _ right: String, _ group: Int, _ value: Double?
  ) {
    guard let value else { return addFree(left, kind, right, group, isShared: false) }
    append(ParameterName(left, kind, right), group, .fixed(value))
  }

  private mutating func append(_ name: ParameterName, _ group: Int, _ state: Parameter.State) {
    let address = ladder.address(name, group)
    parameters.append(
      Parameter(
        address.name.left, name.kind, address.name.right, group: address.group, state: state))
  }

  /// Covariances between waves: of each item's residuals, and of all factors.
  mutating func linkWaves() {
    for wave in ladder.groups.indices {
      for other in ladder.groups.indices.dropFirst(wave + 1) {
        for item in ladder.model.items { addLink((item, wave), (item, other)) }
        for factor in ladder.model.factors {
          for second in ladder.model.factors {
            addLink((factor.name, wave), (second.name, other))
          }
        }
      }
    }
  }

  private mutating func addLink(
    _ first: (name: String, wave: Int), _ second: (name: String, wave: Int)
  ) {
    parameters.append(
      Parameter(
        ladder.variable(first.name, first.wave), .covariance,
        ladder.variable(second.name, second.wave), state: .free(count)))
    count += 1
  }
}
