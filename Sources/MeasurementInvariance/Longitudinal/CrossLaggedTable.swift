import LavaanSyntax
import StructuralModels

/// The parameter table of a cross-lagged model: nothing is fixed but what a random intercept is.
struct CrossLaggedTable {
  let kind: CrossLaggedModel.Kind
  let variables: [String]
  let waves: [String]
  private(set) var parameters: [Parameter] = []
  private var count = 0

  init(_ kind: CrossLaggedModel.Kind, _ variables: [String], waves: [String]) {
    self.kind = kind
    self.variables = variables
    self.waves = waves
    if kind == .randomIntercept { addLasting() }
    for wave in waves.indices { addWave(wave) }
    for wave in waves.indices.dropFirst() { addContrasts(wave) }
  }

  /// The observed variable of a wave.
  func observed(_ variable: Int, _ wave: Int) -> String { "\(variables[variable])@\(waves[wave])" }

  /// The lasting difference between people.
  func lasting(_ variable: Int) -> String { "lasting(\(variables[variable]))" }

  /// What is regressed: the observed variable, or what moves around what lasts.
  func moving(_ variable: Int, _ wave: Int) -> String {
    kind == .crossLagged ? observed(variable, wave) : "within(\(observed(variable, wave)))"
  }

  /// The name of the defined difference of two standardised associations.
  func contrast(_ first: Int, _ second: Int, _ wave: Int) -> String {
    "difference_\(first)_\(second)_\(wave)"
  }

  private func label(_ predictor: Int, _ outcome: Int, _ wave: Int) -> String {
    "lag_\(predictor)_\(outcome)_\(wave)"
  }

  var table: ParameterTable {
    let all = waves.indices.flatMap { wave in variables.indices.map { ($0, wave) } }
    let latent =
      kind == .crossLagged
      ? [] : variables.indices.map(lasting) + all.map { moving($0.0, $0.1) }
    var table = ParameterTable(
      observed: all.map { observed($0.0, $0.1) }, latent: latent, parameters: parameters)
    table.hasMeanStructure = true
    // The first wave is modelled as the others are: nothing is related in the baseline.
    table.hasGivenPredictors = false
    return table
  }

  private mutating func addFree(
    _ left: String, _ kind: Parameter.Operator, _ right: String, label: String? = nil
  ) {
    var row = Parameter(left, kind, right, state: .free(count))
    row.label = label
    parameters.append(row)
    count += 1
  }

  private mutating func addFixed(
    _ left: String, _ kind: Parameter.Operator, _ right: String, _ value: Double
  ) {
    parameters.append(Parameter(left, kind, right, state: .fixed(value)))
  }

  private mutating func addLasting() {
    for variable in variables.indices {
      for wave in waves.indices {
        addFixed(lasting(variable), .loading, observed(variable, wave), 1)
      }
      for other in 0...variable { addFree(lasting(other), .covariance, lasting(variable)) }
    }
  }

  private mutating func addWave(_ wave: Int) {
    for variable in variables.indices {
      let moving = moving(variable, wave)
      if kind == .randomIntercept {
        addFixed(moving, .loading, observed(variable, wave), 1)
        addFixed(observed(variable, wave), .covariance, observed(variable, wave), 0)
      }
      addFree(observed(variable, wave), .intercept, "")
      for predictor in variables.indices where wave > 0 {
        addFree(
          moving, .regression, self.moving(predictor, wave - 1),
          label: label(predictor, variable, wave))
      }
      for other in 0...variable { addFree(self.moving(other, wave), .covariance, moving) }
    }
  }

  private mutating func addContrasts(_ wave: Int) {
    for first in variables.indices {
      for second in variables.indices.dropFirst(first + 1) {
        let difference = ModelArithmetic.operation(
          .minus, .parameter(label(first, second, wave)), .parameter(label(second, first, wave)))
        parameters.append(Parameter(contrast(first, second, wave), as: difference))
      }
    }
  }
}
