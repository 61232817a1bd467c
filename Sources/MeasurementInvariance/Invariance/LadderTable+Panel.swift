import LavaanSyntax

// Waves of a panel: one group of people, with variables for each wave.
extension LadderTable {
  /// The variable that an item or a factor is in one wave.
  func variable(_ name: String, _ wave: Int) -> String { "\(name)@\(groups[wave])" }

  /// Items or factors as variables: wave after wave in a panel, themselves otherwise.
  func variables(_ names: [String]) -> [String] {
    guard isPanel else { return names }
    return groups.indices.flatMap { wave in names.map { variable($0, wave) } }
  }

  /// Where the table has a group's parameter.
  func address(_ name: ParameterName, _ group: Int) -> (name: ParameterName, group: Int) {
    guard isPanel else { return (name, group) }
    let right = name.kind == .loading || name.kind == .covariance
    return (
      ParameterName(
        variable(name.left, group), name.kind, right ? variable(name.right, group) : name.right),
      0
    )
  }

  /// A row of the table with the names of the model and the group that it belongs to; nil where it
  /// ties two waves to each other.
  func origin(of parameter: Parameter) -> Parameter? {
    guard isPanel else { return parameter }
    for (wave, name) in groups.enumerated() {
      let ending = "@\(name)"
      guard parameter.left.hasSuffix(ending) else { continue }
      let hasTwoSides = parameter.kind == .loading || parameter.kind == .covariance
      guard !hasTwoSides || parameter.right.hasSuffix(ending) else { return nil }
      var origin = parameter
      origin.left.removeLast(ending.count)
      if hasTwoSides { origin.right.removeLast(ending.count) }
      origin.group = wave
      return origin
    }
    return nil
  }
}
