import Estimation
import SurveyModel

/// A name that a model explains by: a number, or a division of people into categories.
struct ModelVariable {
  enum Values {
    /// NaN for none.
    case number([Double])
    /// The place among the categories; −1 for none.
    case categories([String], [Int])
  }

  let name: String
  let values: Values
  /// How the people of each sample are divided; empty for a number, and for what divides samples.
  let breakdowns: [Breakdown]

  /// - Returns: Nil where a sample lacks the question.
  init?(_ name: String, in scope: ModelScope, of study: WeightedStudy) {
    self.name = name
    if study.isOfSamples(name) {
      let keys = scope.samples.map { name == ModelScope.city ? $0.city : $0.wave }
      let order =
        name == ModelScope.city ? study.study.cities.map(\.name) : study.study.waves.map(\.name)
      let categories = order.filter(keys.contains)
      values = .categories(
        categories,
        zip(scope.samples, keys).flatMap { sample, key in
          Array(repeating: categories.firstIndex(of: key) ?? -1, count: sample.design.count)
        })
      breakdowns = []
      return
    }
    let numbers = scope.samples.compactMap { sample in
      sample.quantity(name).flatMap {
        sample.quantity($0, without: scope.freed[name] ?? [], study.study)
      }?.values ?? sample.indicator(name)
    }
    if numbers.count == scope.samples.count {
      values = .number(numbers.flatMap(\.self))
      breakdowns = []
      return
    }
    let own = scope.samples.compactMap { Breakdown(by: name, of: $0.sample, in: study.study) }
    guard own.count == scope.samples.count else { return nil }
    breakdowns = own
    var names: [String] = []
    for category in own.flatMap(\.membership.categoryNames) where !names.contains(category) {
      names.append(category)
    }
    let indices = own.flatMap { breakdown in
      let places = breakdown.membership.categoryNames.map { names.firstIndex(of: $0) ?? -1 }
      return breakdown.membership.indices.map { $0 < 0 ? -1 : places[$0] }
    }
    let present = names.indices.filter { place in indices.contains(place) }
    values = .categories(
      present.map { names[$0] }, indices.map { present.firstIndex(of: $0) ?? -1 })
  }

  /// A mark of some interviews that is no answer of theirs.
  init(mark name: String, _ values: [Double]) {
    self.name = name
    self.values = .number(values)
    breakdowns = []
  }

  var categories: [String] {
    if case .categories(let names, _) = values { names } else { [] }
  }

  /// The place of an interview's category; −1 for none, and for a number.
  func place(_ row: Int) -> Int {
    if case .categories(_, let places) = values { places[row] } else { -1 }
  }

  var isGroup: Bool { if case .categories = values { true } else { false } }

  /// The predictors that it enters by: the number, or a mark for each category but the first.
  var predictors: [Predictor] {
    switch values {
    case .number(let values): [Predictor(name: name, values: values)]
    case .categories(let names, let places):
      names.indices.dropFirst().map { category in
        Predictor(
          name: "\(name)=\(names[category])",
          values: places.map { $0 < 0 ? .nan : $0 == category ? 1 : 0 })
      }
    }
  }

  /// The same with everybody in one category.
  func setTo(_ category: Int) -> ModelVariable {
    guard case .categories(let names, let places) = values else { return self }
    return ModelVariable(name, .categories(names, places.map { _ in category }), breakdowns)
  }

  private init(_ name: String, _ values: Values, _ breakdowns: [Breakdown]) {
    self.name = name
    self.values = values
    self.breakdowns = breakdowns
  }
}

/// The predictors of a model as products of those of its variables.
struct ModelVariables {
  private(set) var variables: [ModelVariable]
  /// By term, the places of the variables that are multiplied.
  let terms: [[Int]]

  /// - Precondition: Each name of a term is that of a variable.
  init(_ variables: [ModelVariable], terms: [[String]]) {
    self.variables = variables
    self.terms = terms.map { term in
      term.compactMap { name in variables.firstIndex { $0.name == name } }
    }
  }

  subscript(name: String) -> ModelVariable? { variables.first { $0.name == name } }

  var hasInteractions: Bool { terms.contains { $0.count > 1 } }

  /// A group for each term.
  var groups: [PredictorGroup] {
    terms.map { term in
      let parts = term.map { variables[$0] }
      let first = parts.first?.predictors ?? []
      return PredictorGroup(
        name: parts.map(\.name).joined(separator: ":"),
        predictors: parts.dropFirst().reduce(first) { products, next in
          next.predictors.flatMap { own in
            products.map { product in
              Predictor(
                name: "\(product.name):\(own.name)",
                values: zip(product.values, own.values).map { $0 * $1 })
            }
          }
        })
    }
  }

  /// One for each slope of a model.
  var columns: [[Double]] { groups.flatMap(\.predictors).map(\.values) }

  /// The same with everybody in one category of each of some variables.
  func setting(_ cell: [(name: String, category: Int)]) -> ModelVariables {
    var own = self
    for (name, category) in cell {
      if let place = variables.firstIndex(where: { $0.name == name }) {
        own.variables[place] = variables[place].setTo(category)
      }
    }
    return own
  }

  /// The derivative of each column by a number.
  func directions(along name: String) -> [[Double]] {
    var ones = self
    guard let place = variables.firstIndex(where: { $0.name == name }),
      case .number(let values) = variables[place].values
    else { return [] }
    ones.variables[place] = ModelVariable(mark: name, values.map { _ in 1 })
    return zip(terms, ones.groups).flatMap { term, group in
      group.predictors.map { predictor in
        term.contains(place) ? predictor.values : predictor.values.map { _ in 0 }
      }
    }
  }

  /// The columns with everybody at one value of a number.
  func columns(setting name: String, to value: Double) -> [[Double]] {
    var own = self
    if let place = variables.firstIndex(where: { $0.name == name }) {
      own.variables[place] = ModelVariable(
        mark: name, (0..<(variables[place].predictors.first?.values.count ?? 0)).map { _ in value })
    }
    return own.columns
  }
}
