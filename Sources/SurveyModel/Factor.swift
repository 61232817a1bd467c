/// The rows of `factors.csv` that share a factor: which questions measure it, and how it is scored.
public struct Factor: Hashable, Sendable {
  public enum Layer: String, Hashable, Sendable, CaseIterable {
    /// «Гений места»: slow.
    case place
    /// «Дух времени»: fast.
    case time
    /// What the others are set against: the index.
    case outcome
  }

  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The answers show the factor: α, ω and factor analysis apply.
    case reflective
    /// The answers make the factor up: they do not.
    case formative
  }

  public enum Keying: String, Hashable, Sendable {
    case positive = "+"
    case negative = "-"
  }

  public enum Scoring: String, Hashable, Sendable, CaseIterable {
    /// The mean of the items.
    case mean
    /// The share of the chosen among the choices that are not exclusive.
    case count
  }

  /// One row: a question that the factor is scored from.
  public struct Item: Hashable, Sendable {
    /// ``Factor/Facet/name``; nil where the factor has none.
    public var facet: String?
    public var question: String
    public var kind: Kind
    public var keying: Keying
    public var scoring: Scoring
    /// Limits of the answer; those of the choices where nil.
    public var minimum: Double?
    public var maximum: Double?
    public var location: SourceLocation

    public init(
      facet: String? = nil, question: String, kind: Kind = .reflective,
      keying: Keying = .positive, scoring: Scoring = .mean, minimum: Double? = nil,
      maximum: Double? = nil, at location: SourceLocation
    ) {
      self.facet = facet
      self.question = question
      self.kind = kind
      self.keying = keying
      self.scoring = scoring
      self.minimum = minimum
      self.maximum = maximum
      self.location = location
    }
  }

  /// A measurement model in lavaan's syntax, where the user has written one.
  public struct Model: Hashable, Sendable {
    public var text: String
    /// The beginning of the `.lav` file, or the cell of `factors.csv` that holds the text itself.
    public var location: SourceLocation

    public init(_ text: String, at location: SourceLocation) {
      self.text = text
      self.location = location
    }
  }

  public var name: String
  public var label: Label
  /// «доверия и социального капитала»; empty where the sheet gives none.
  public var byCase: Label
  public var inCase: Label
  public var layer: Layer
  public var items: [Item]
  /// Labels of the facets by name, from the columns `facet-label::ru`, `facet-label::en`.
  public var facetLabels: [String: Label]
  /// How the items hang together; nil where the facets say it.
  public var model: Model?

  public init(
    name: String, label: Label, byCase: Label = Label(), inCase: Label = Label(), layer: Layer,
    items: [Item], facetLabels: [String: Label] = [:], model: Model? = nil
  ) {
    self.name = name
    self.label = label
    self.byCase = byCase
    self.inCase = inCase
    self.layer = layer
    self.items = items
    self.facetLabels = facetLabels
    self.model = model
  }

  /// Facets in the order of the sheet.
  public var facets: [String] {
    var seen: Set<String> = []
    return items.compactMap(\.facet).filter { seen.insert($0).inserted }
  }

  /// Items that α, ω and factor analysis concern.
  public var reflectiveItems: [Item] { items.filter { $0.kind == .reflective } }
}
