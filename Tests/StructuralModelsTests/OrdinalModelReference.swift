import FoundationEssentials
import ReferenceData

@testable import FactorAnalysis
@testable import LavaanSyntax
@testable import StructuralModels

/// What Tests/Reference/ordinal-models.R had lavaan make of models of ordered items.
struct OrdinalModelReference: Decodable {
  struct Options: Decodable {
    let name, model, data, estimator, parameterization: String
    let group, weight, missing: String?
    let equal, partial: [String]
    let standardised: Bool
  }
  struct Case: Decodable, CustomStringConvertible {
    let `case`: Options
    let groups: [String]
    let rows: ModelReference.Rows
    let fit: [String: Double?]

    var description: String { `case`.name }
  }
  struct Difference: Decodable {
    let strict, loose: String
    let chisq, df, p: Double
  }
  struct Scores: Decodable {
    struct Tests: Decodable {
      let name: String
      let lhs, op, rhs: [String]
      let group: [Int]
      let statistic: [Double?]
      let change: [Double?]?
    }
    let indices: [Tests]
    let released: Tests
  }
  let data: [String: [String: ModelReference.Column]]
  let cases: [Case]
  let differences: [Difference]
  let scores: Scores

  static let all: OrdinalModelReference? = ModelReference.decoded("ordinal-models.json")

  static func named(_ name: String) throws -> Case? {
    all?.cases.first { $0.case.name == name }
  }
}

extension OrdinalModelReference.Case {
  func table() throws -> ParameterTable {
    let read = ModelSyntax.reading(`case`.model, file: "model.lav")
    let columns = try Self.columns(`case`.data)
    var options = ModelOptions(
      isStandardised: `case`.standardised, equal: `case`.equal, partial: `case`.partial)
    options.parameterization = Parameterization(rawValue: `case`.parameterization) ?? .delta
    for item in read.syntax.observed {
      options.ordered[item] = Set((columns[item]?.numbers ?? []).filter(\.isFinite)).count - 1
    }
    return try ParameterTable(read.syntax, groups: groups, options: options)
  }

  func fitted() throws -> ConfirmatoryFit {
    let table = try table()
    return try ConfirmatoryFit(
      table, try answers(table.observed),
      estimator: ModelEstimator(rawValue: `case`.estimator) ?? .wlsmv,
      missing: `case`.missing.flatMap(MissingInModel.init) ?? .listwise)
  }

  func answers(_ items: [String]) throws -> GroupedAnswers {
    try ModelReference.answers(
      to: items, in: try Self.columns(`case`.data), groups: groups,
      .init(group: `case`.group, weight: `case`.weight))
  }

  private static func columns(_ name: String) throws -> [String: ModelReference.Column] {
    if let data = OrdinalModelReference.all?.data[name] { return data }
    let answers =
      try name == "gaps" ? OrdinalReference.answers() : OrdinalReference.completeAnswers()
    var named = Dictionary(
      uniqueKeysWithValues: zip(
        answers.names, answers.columns.map { ModelReference.Column($0) }))
    let rows = answers.columns[0].indices
    named["half"] = .halves(rows.count)
    named["weight"] = .numbers(rows.map { Double(($0 + 1) % 3 + 1) })
    return named
  }

  /// The fit's rows in the order of the reference's; nil where the reference has a value that
  /// follows from others: the residual variances of the delta parameterization, scales of theta.
  func parameters(_ table: ParameterTable) -> [Parameter?] {
    rows.lhs.indices.map { row in
      let isImplied =
        rows.op[row] == "~~" && rows.lhs[row] == rows.rhs[row]
        && table.ordered.contains(rows.lhs[row]) && table.parameterization == .delta
        || rows.op[row] == "~*~" && table.parameterization == .theta
      return isImplied ? nil : place(row, table).map { table.parameters[$0] }
    }
  }

  /// The places in the table of the reference's rows.
  func places(_ table: ParameterTable) -> [Int?] { rows.lhs.indices.map { place($0, table) } }

  private func place(_ row: Int, _ table: ParameterTable) -> Int? {
    table.parameters.firstIndex { parameter in
      parameter.kind.rawValue == rows.op[row] && parameter.group == rows.group[row] - 1
        && (parameter.name == ParameterName(rows.lhs[row], parameter.kind, rows.rhs[row])
          || parameter.kind == .scaling && parameter.left == rows.lhs[row])
    }
  }
}
