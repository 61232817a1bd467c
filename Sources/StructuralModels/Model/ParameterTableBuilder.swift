import LavaanSyntax
import SurveyModel

/// Makes the rows of a table, group after group, and ties those that must be equal.
struct ParameterTableBuilder {
  /// A row of the table in every group.
  private struct Row {
    let name: ParameterName
    let left: String
    let right: String
    var formula: ModelSyntax.Formula?

    init(_ left: String, _ kind: Parameter.Operator, _ right: String = "") {
      name = ParameterName(left, kind, right)
      self.left = left
      self.right = right
    }

    init(_ formula: ModelSyntax.Formula) {
      self.init(formula.left, formula.kind, formula.right)
      self.formula = formula
    }
  }

  private let syntax: ModelSyntax
  private let groups: [String]
  private let options: ModelOptions
  private let roles: ModelRoles
  private let hasMeanStructure: Bool
  private var rows: [Row]
  private var parameters: [Parameter] = []
  /// Each row of ``parameters`` or one that it must equal, as a forest.
  private var parents: [Int] = []
  private var constraints: [LinearConstraint] = []

  init(_ syntax: ModelSyntax, groups: [String], options: ModelOptions) throws(ModelError) {
    self.syntax = syntax
    self.groups = groups
    self.options = options
    roles = ModelRoles(syntax)
    hasMeanStructure =
      options.hasMeanStructure || syntax.formulas.contains { $0.kind == .intercept }
      || roles.observed.contains { options.ordered[$0] != nil }
    rows = syntax.formulas.map(Row.init)
    let known = Set(rows.map(\.name))
    rows += defaults.filter { !known.contains($0.name) }
    guard rows.count * groups.count <= ModelLimits.rows else {
      throw .invalidModel([
        ModelLimits.finding(
          "parameters in \(groups.count) groups", rows.count * groups.count,
          atMost: ModelLimits.rows, at: syntax.firstLine)
      ])
    }
    for group in groups.indices {
      parameters += rows.map { parameter($0, group) }
    }
    parents = Array(parameters.indices)
  }

  // MARK: Rows

  /// What every model has unless its text says otherwise, in lavaan's order.
  private var defaults: [Row] {
    let ordered = roles.observed.filter { options.ordered[$0] != nil }
    var rows = ordered.flatMap { item in
      (0..<(options.ordered[item] ?? 0)).map { Row(item, .threshold, "t\($0 + 1)") }
    }
    let exogenous = roles.exogenousObserved
    rows += (roles.observed.filter { !exogenous.contains($0) } + roles.latent).map {
      Row($0, .covariance, $0)
    }
    rows += Self.pairs(roles.exogenousLatent) + Self.pairs(roles.outcomes)
    rows += exogenous.indices.flatMap { first in
      exogenous[first...].map { Row(exogenous[first], .covariance, $0) }
    }
    rows += ordered.map { Row($0, .scaling, $0) }
    if hasMeanStructure { rows += (roles.observed + roles.latent).map { Row($0, .intercept) } }
    return rows
  }

  private static func pairs(_ names: [String]) -> [Row] {
    names.indices.flatMap { first in
      names[(first + 1)...].map { Row(names[first], .covariance, $0) }
    }
  }

  private func parameter(_ row: Row, _ group: Int) -> Parameter {
    let modifiers = row.formula?.modifiers ?? .init()
    var parameter = Parameter(row.left, row.name.kind, row.right, group: group, state: .free(-1))
    parameter.label = modifiers.labels.ofGroup(group)
    parameter.start = modifiers.starts.ofGroup(group)
    parameter.isAutomatic = row.formula == nil
    let restriction = modifiers.restrictions.ofGroup(group)
    switch restriction ?? defaultRestriction(row, group) {
    case .free: break
    case .fixed(let value):
      let start = restriction == nil ? parameter.start : nil
      parameter.state = .fixed(start ?? value)
      parameter.start = nil
    }
    return parameter
  }

  private func defaultRestriction(
    _ row: Row, _ group: Int
  ) -> ModelSyntax.Modifiers.Restriction {
    let value: Double? =
      switch row.name.kind {
      case .loading:
        options.identification == .marker && roles.markers.contains(row.name) ? 1 : nil
      case .covariance where row.left == row.right: variance(row, group)
      case .covariance: isUncorrelated(row) ? 0 : nil
      case .intercept: intercept(row, group)
      case .scaling: row.formula == nil && !hasFreeScales(group, in: .delta) ? 1 : nil
      case .regression, .threshold, .defined: nil
      }
    return value.map { .fixed($0) } ?? .free
  }

  /// Whether factors are uncorrelated because the options say so.
  private func isUncorrelated(_ row: Row) -> Bool {
    options.isOrthogonal && row.formula == nil && roles.latent.contains(row.left)
      && roles.latent.contains(row.right)
  }

  private func variance(_ row: Row, _ group: Int) -> Double? {
    if roles.latent.contains(row.left) {
      guard options.identification == .standardisedLatent else { return nil }
      let isFreed =
        row.formula == nil && group > 0 && options.equalAcrossGroups.contains(.loadings)
        && !options.equalAcrossGroups.contains(.latentVariances)
      return isFreed ? nil : 1
    }
    if options.ordered[row.left] != nil {
      let isFreed =
        hasFreeScales(group, in: .theta) && !options.equalAcrossGroups.contains(.residuals)
      return isFreed ? nil : 1
    }
    return row.formula == nil && roles.lonelyItems.contains(row.left) ? 0 : nil
  }

  /// Equal thresholds let the scales of the latent answers differ from the second group on.
  private func hasFreeScales(_ group: Int, in parameterization: Parameterization) -> Bool {
    group > 0 && options.parameterization == parameterization
      && options.equalAcrossGroups.contains(.thresholds)
  }

  private func intercept(_ row: Row, _ group: Int) -> Double? {
    guard row.formula == nil else { return nil }
    guard roles.latent.contains(row.left) else { return options.ordered[row.left] != nil ? 0 : nil }
    let equal = options.equalAcrossGroups
    let isFreed =
      group > 0 && !equal.contains(.means)
      && (equal.contains(.intercepts) || equal.contains(.thresholds))
    return isFreed ? nil : 0
  }
}

// What must be equal.
extension ParameterTableBuilder {
  /// Ties rows by their labels, by `equal()`, by the options and by simple constraints.
  mutating func tie() throws(ModelError) {
    try tieLabels()
    try tieReferences()
    tieGroups()
    try tieConstraints()
  }

  private func root(_ place: Int) -> Int {
    var place = place
    while parents[place] != place { place = parents[place] }
    return place
  }

  private mutating func tie(_ first: Int, _ second: Int) {
    let (a, b) = (root(first), root(second))
    parents[max(a, b)] = min(a, b)
  }

  private func isFree(_ place: Int) -> Bool { parameters[place].freeIndex != nil }

  private func fault(_ message: String, at place: Int) -> ModelError {
    let location = rows[place % rows.count].formula?.location ?? syntax.file
    return .invalidModel([
      Diagnostic(
        .error, "label-fixed-and-free", message,
        fix: "write NA* to free the one, or give them different labels", at: location)
    ])
  }

  /// Ties two rows, which must be both free or fixed at the same value.
  private mutating func tie(_ first: Int, _ second: Int, by name: String) throws(ModelError) {
    guard isFree(first) == isFree(second),
      isFree(first) || parameters[first].state == parameters[second].state
    else {
      throw fault(
        "'\(name)' makes '\(parameters[first].text)' and '\(parameters[second].text)' equal, but "
          + "they are not both free", at: second)
    }
    if isFree(first) { tie(first, second) }
  }

  private mutating func tieLabels() throws(ModelError) {
    var first: [String: Int] = [:]
    for place in parameters.indices {
      guard let label = parameters[place].label else { continue }
      if let other = first[label] {
        try tie(other, place, by: label)
      } else {
        first[label] = place
      }
    }
  }

  private mutating func tieReferences() throws(ModelError) {
    let rowOfName = Dictionary(
      rows.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    for place in parameters.indices {
      let (group, row) = place.quotientAndRemainder(dividingBy: rows.count)
      guard let reference = rows[row].formula?.modifiers.equals.ofGroup(group),
        let target = ModelSyntax.target(of: reference),
        let other = rowOfName[target.name], target.group < groups.count
      else { continue }
      try tie(target.group * rows.count + other, place, by: reference)
    }
  }

  private mutating func tieGroups() {
    for row in rows.indices {
      guard let equality = equality(rows[row]), options.equalAcrossGroups.contains(equality),
        !options.freeAcrossGroups.contains(rows[row].name)
      else { continue }
      let places = groups.indices.map { $0 * rows.count + row }.filter(isFree)
      guard places.allSatisfy({ parameters[$0].label == nil }) else { continue }
      for place in places.dropFirst() { tie(places[0], place) }
    }
  }

  /// What the options call the row; nil where they say nothing of it, as of the moments of observed
  /// variables that explain others.
  private func equality(_ row: Row) -> EqualityAcrossGroups? {
    let isLatent = roles.latent.contains(row.left)
    let isGiven = [row.left, row.right].contains(where: roles.exogenousObserved.contains)
    switch row.name.kind {
    case .intercept where isGiven, .covariance where isGiven: return nil
    case .loading: return .loadings
    case .regression: return .regressions
    case .intercept: return isLatent ? .means : .intercepts
    case .threshold: return .thresholds
    case .covariance where row.left == row.right: return isLatent ? .latentVariances : .residuals
    case .covariance:
      guard isLatent == roles.latent.contains(row.right) else { return nil }
      return isLatent ? .latentCovariances : .residualCovariances
    case .scaling, .defined: return nil
    }
  }

  private mutating func tieConstraints() throws(ModelError) {
    var places: [String: Int] = [:]
    for place in parameters.indices {
      if let label = parameters[place].label { places[label] = places[label] ?? place }
    }
    var open: [(coefficients: [Int: Double], constant: Double)] = []
    let forms = syntax.definitionForms
    for constraint in syntax.constraints {
      guard let form = constraint.linearForm(forms) else { continue }
      let reduced = reduced(form, places)
      let values = reduced.coefficients.sorted { $0.key < $1.key }
      if values.count == 2, reduced.constant == 0, values[0].value == -values[1].value {
        tie(values[0].key, values[1].key)
      } else {
        open.append(reduced)
      }
    }
    for constraint in open { try add(constraint) }
  }

  /// Σ coefficient · row = constant, with fixed rows moved to the constant.
  private func reduced(
    _ form: LinearForm, _ places: [String: Int]
  ) -> (coefficients: [Int: Double], constant: Double) {
    var (coefficients, constant) = ([Int: Double](), -form.constant)
    for (label, coefficient) in form.coefficients.sorted(by: { $0.key < $1.key }) {
      guard let place = places[label] else { continue }
      switch parameters[place].state {
      case .free: coefficients[place, default: 0] += coefficient
      case .fixed(let value): constant -= coefficient * value
      case .defined: break
      }
    }
    return (coefficients, constant)
  }

  private mutating func add(
    _ constraint: (coefficients: [Int: Double], constant: Double)
  ) throws(ModelError) {
    var coefficients: [Int: Double] = [:]
    for (place, coefficient) in constraint.coefficients.sorted(by: { $0.key < $1.key }) {
      coefficients[root(place), default: 0] += coefficient
    }
    coefficients = coefficients.filter { $0.value != 0 }
    guard !coefficients.isEmpty else {
      guard constraint.constant == 0 else { throw .contradictoryConstraints }
      return
    }
    constraints.append(
      LinearConstraint(coefficients: coefficients, constant: constraint.constant))
  }

  // MARK: The table

  /// The table with free parameters numbered in the order of the rows.
  func table() throws(ModelError) -> ParameterTable {
    var indices: [Int: Int] = [:]
    var numbered = parameters
    for place in numbered.indices where isFree(place) {
      let root = root(place)
      let index = indices[root] ?? indices.count
      indices[root] = index
      numbered[place].state = .free(index)
    }
    numbered += syntax.definitions.map { Parameter($0.name, as: $0.expression) }
    var table = ParameterTable(
      observed: roles.observed, latent: roles.latent, groups: groups, parameters: numbered)
    table.hasMeanStructure = hasMeanStructure
    table.parameterization = options.parameterization
    table.ordered = Set(options.ordered.keys).intersection(roles.observed)
    table.linearConstraints = constraints.map { constraint in
      LinearConstraint(
        coefficients: Dictionary(
          uniqueKeysWithValues: constraint.coefficients.map { (indices[$0] ?? 0, $1) }),
        constant: constraint.constant)
    }
    return table
  }
}
