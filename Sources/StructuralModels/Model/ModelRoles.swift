import LavaanSyntax

/// What the variables of a model are to one another, as lavaan's defaults need it.
struct ModelRoles {
  let latent: [String]
  let observed: [String]
  /// Factors that nothing explains and that are items of no other.
  let exogenousLatent: [String]
  /// Observed variables that explain others and are themselves neither explained nor items.
  let exogenousObserved: [String]
  /// Variables that are explained and explain nothing, observed ones first.
  let outcomes: [String]
  /// The first item of each factor.
  let markers: Set<ParameterName>
  /// Items that are the only one of their factor.
  let lonelyItems: Set<String>

  init(_ syntax: ModelSyntax) {
    latent = syntax.latent
    observed = syntax.observed
    let loadings = syntax.formulas.filter { $0.kind == .loading }
    let regressions = syntax.formulas.filter { $0.kind == .regression }
    let items = Set(loadings.map(\.right))
    let explained = Set(regressions.map(\.left))
    let explaining = Set(regressions.map(\.right))
    exogenousLatent = latent.filter { !items.contains($0) && !explained.contains($0) }
    exogenousObserved = observed.filter {
      explaining.contains($0) && !explained.contains($0) && !items.contains($0)
    }
    outcomes = (observed + latent).filter {
      explained.contains($0) && !explaining.contains($0) && !items.contains($0)
    }
    let itemsOfFactor = Dictionary(grouping: loadings, by: \.left).values
    markers = Set(itemsOfFactor.compactMap { $0.first?.name })
    lonelyItems = Set(itemsOfFactor.filter { $0.count == 1 }.map { $0[0].right })
  }
}
