import LavaanSyntax

/// A parameter table as matrices, group after group: the part of a model that knows no data.
///
/// Of the variables, observed ones first, v = m₀ + A v + e, where A holds loadings and regressions,
/// S the covariances of e, and m₀ the intercepts. With E = (I − A)⁻¹ and the observed rows F:
///
///     Σ = F E S Eᵀ Fᵀ      μ = F E m₀
///
/// > J. J. McArdle, R. P. McDonald (1984). "Some algebraic properties of the reticular action model
/// > for moment structures". *British Journal of Mathematical and Statistical Psychology* 37.
package struct ModelStructure: Sendable {
  package let table: ParameterTable
  package let groups: [GroupStructure]

  /// - Throws: ``ModelError/parameterWithoutPlace(_:)``.
  package init(_ table: ParameterTable) throws(ModelError) {
    let variables = table.observed + table.latent
    let places = Dictionary(
      variables.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var rows = Array(repeating: [GroupStructure.Row](), count: table.groups.count)
    for parameter in table.parameters where parameter.kind != .defined {
      guard rows.indices.contains(parameter.group),
        let place = ModelPlace(parameter, variables: places, observed: table.observed.count)
      else { throw .parameterWithoutPlace(parameter.text) }
      rows[parameter.group].append((place, parameter.state))
    }
    self.table = table
    groups = rows.map {
      GroupStructure($0, observed: table.observed.count, latent: table.latent.count)
    }
  }
}

/// Where a parameter stands in the matrices of its group; variables are counted from 0, observed
/// ones first.
package enum ModelPlace: Hashable, Sendable {
  /// A[target, source]: a loading or a regression.
  case path(target: Int, source: Int)
  /// S[first, second], and its mirror image.
  case covariance(Int, Int)
  /// m₀[variable].
  case mean(Int)
  /// A threshold of an ordered item, counted from 0. It moves no covariance.
  case threshold(item: Int, number: Int)
  /// The scale of an ordered item's latent answer. The moments of latent answers before scaling
  /// do not depend on it.
  case scaling(item: Int)

  /// - Returns: Nil where the model has no such variable, or the parameter no place.
  init?(_ parameter: Parameter, variables: [String: Int], observed: Int) {
    guard let left = variables[parameter.left] else { return nil }
    let right = variables[parameter.right]
    switch (parameter.kind, right) {
    case (.loading, let right?): self = .path(target: right, source: left)
    case (.regression, let right?): self = .path(target: left, source: right)
    case (.covariance, let right?): self = .covariance(left, right)
    case (.intercept, nil): self = .mean(left)
    case (.scaling, _) where left < observed: self = .scaling(item: left)
    case (.threshold, _) where left < observed:
      guard let number = Int(parameter.right.dropFirst()), number > 0 else { return nil }
      self = .threshold(item: left, number: number - 1)
    default: return nil
    }
  }
}

/// The matrices of one group, as functions of θ.
package struct GroupStructure: Sendable {
  typealias Row = (place: ModelPlace, state: Parameter.State)

  /// A place of the matrices that a parameter fills.
  package struct Element: Hashable, Sendable {
    package let place: ModelPlace
    /// The parameter, counted among those of the group: the index in ``freeIndices``.
    package let parameter: Int
  }

  package let observedCount: Int
  package let latentCount: Int
  /// The places that are estimated.
  package internal(set) var elements: [Element]
  /// The group's own parameters and those that it shares with others: their indices in θ,
  /// rising.
  package internal(set) var freeIndices: [Int]
  /// The places that are fixed, with their values.
  package let fixed: [(place: ModelPlace, value: Double)]

  /// Whether some variable is explained by one that is itself explained.
  let hasIndirectPaths: Bool

  package var variableCount: Int { observedCount + latentCount }

  init(_ rows: [Row], observed: Int, latent: Int) {
    observedCount = observed
    latentCount = latent
    var free: [(place: ModelPlace, index: Int)] = []
    var fixed: [(place: ModelPlace, value: Double)] = []
    for (place, state) in rows {
      switch state {
      case .free(let index): free.append((place, index))
      case .fixed(let value): fixed.append((place, value))
      case .defined: break
      }
    }
    let indices = Set(free.map(\.index)).sorted()
    let local = Dictionary(uniqueKeysWithValues: indices.enumerated().map { ($1, $0) })
    freeIndices = indices
    elements = free.map { Element(place: $0.place, parameter: local[$0.index] ?? 0) }
    self.fixed = fixed
    hasIndirectPaths = Self.hasIndirectPaths(rows.map(\.place))
  }

  private static func hasIndirectPaths(_ places: [ModelPlace]) -> Bool {
    var (targets, sources): (Set<Int>, Set<Int>) = ([], [])
    for case .path(let target, let source) in places {
      targets.insert(target)
      sources.insert(source)
    }
    return !targets.isDisjoint(with: sources)
  }

  /// The values of the group's parameters, in the order of ``freeIndices``.
  package func parameters(of estimates: [Double]) -> [Double] {
    freeIndices.map { estimates[$0] }
  }
}
