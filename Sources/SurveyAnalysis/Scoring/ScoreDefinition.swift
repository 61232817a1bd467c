import SurveyModel

/// Which score is meant: a factor's, that of its formative part, or a facet's.
public struct ScoreID: Hashable, Sendable {
  public enum Part: Hashable, Sendable {
    /// The factor itself; the index, where the factor is the outcome.
    case whole
    /// The formative items of a factor that has reflective ones too.
    case formative
    case facet(String)
  }

  /// ``Factor/name``.
  public var factor: String
  public var part: Part

  public init(factor: String, part: Part = .whole) {
    self.factor = factor
    self.part = part
  }

  /// The name in tables and JSON: `CIV`, `CIV.formative`, `INN.A`.
  public var name: String {
    switch part {
    case .whole: factor
    case .formative: "\(factor).formative"
    case .facet(let facet): "\(factor).\(facet)"
    }
  }
}

/// What a score is made of, before any answers are seen.
public struct ScoreDefinition: Hashable, Sendable {
  public var id: ScoreID
  /// The factor's or the facet's label; empty for a formative part.
  public var label: Label
  public var layer: Factor.Layer
  /// Formative where no item is reflective.
  public var kind: Factor.Kind
  /// The items that it is the mean of; those of all facets for the index.
  public var items: [Factor.Item]
  /// The facets that the index is the equal mean of; empty for every other score.
  public var facets: [ScoreID]

  /// Whether it is the equal mean of facets, all of which must be there.
  public var isIndex: Bool { !facets.isEmpty }

  /// Whether it is what the study asks about as a whole: the index, or the outcome that has no facets.
  public var isOutcome: Bool { layer == .outcome && id.part == .whole }
}

extension ScoreDefinition {
  /// The scores of a factor: the factor, its formative part, its facets, in this order.
  ///
  /// A factor with reflective and formative items is scored from the reflective ones; the others
  /// are a score of their own, never mixed in. The outcome is the equal mean of its facets.
  public static func scores(of factor: Factor) -> [ScoreDefinition] {
    let facets = factor.facets.map { facet(named: $0, of: factor) }
    let isIndex = factor.layer == .outcome && !facets.isEmpty
    let reflective = factor.reflectiveItems
    let ownItems = isIndex || reflective.isEmpty ? factor.items : reflective
    let whole = ScoreDefinition(
      id: ScoreID(factor: factor.name), label: factor.label, layer: factor.layer,
      kind: reflective.isEmpty ? .formative : .reflective, items: ownItems,
      facets: isIndex ? facets.map(\.id) : [])
    return [whole] + (isIndex ? [] : formativePart(of: factor, beside: facets)) + facets
  }

  private static func facet(named name: String, of factor: Factor) -> ScoreDefinition {
    let items = factor.items.filter { $0.facet == name }
    return ScoreDefinition(
      id: ScoreID(factor: factor.name, part: .facet(name)),
      label: factor.facetLabels[name] ?? Label(), layer: factor.layer,
      kind: items.allSatisfy { $0.kind == .formative } ? .formative : .reflective, items: items,
      facets: [])
  }

  /// The formative items of a factor of both kinds, unless a facet already is just them.
  private static func formativePart(
    of factor: Factor, beside facets: [ScoreDefinition]
  ) -> [ScoreDefinition] {
    let items = factor.items.filter { $0.kind == .formative }
    guard !items.isEmpty, items.count < factor.items.count,
      !facets.contains(where: { $0.items == items })
    else { return [] }
    return [
      ScoreDefinition(
        id: ScoreID(factor: factor.name, part: .formative), label: Label(), layer: factor.layer,
        kind: .formative, items: items, facets: [])
    ]
  }
}
