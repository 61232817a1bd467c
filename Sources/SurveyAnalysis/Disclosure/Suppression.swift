/// Why a figure is not shown.
public enum Suppression: Hashable, Sendable {
  /// Fewer interviews in the cell than may be shown.
  case cell(minimum: Int)
  /// Fewer interviews in the base than the figure needs.
  case base(minimum: Int)
  /// A neighbour is hidden for its few interviews, and could be computed from this one.
  case secondary
  /// Too few interviews came in since the figure was last published.
  case interim

  /// The name in tables and JSON: `cell<5`, `base<30`, `secondary`, `interim`.
  public var name: String {
    switch self {
    case .cell(let minimum): "cell<\(minimum)"
    case .base(let minimum): "base<\(minimum)"
    case .secondary: "secondary"
    case .interim: "interim"
    }
  }
}
