import FoundationEssentials
import ReferenceData

@testable import FactorAnalysis
@testable import LavaanSyntax
@testable import StructuralModels

/// What Tests/Reference/confirmatory.R had lavaan make of models.
struct ConfirmatoryReference: Decodable {
  struct Options: Decodable {
    let name, model, data, estimator, missing: String
    let group, weight, cluster: String?
    let equal, partial: [String]
    let means, standardised: Bool
  }
  struct Case: Decodable, CustomStringConvertible {
    let `case`: Options
    let groups: [String]
    let rows: ModelReference.Rows
    let r2: [[String: Double]]
    let fit: [String: Double?]

    var description: String { `case`.name }
  }
  let data: [String: [String: ModelReference.Column]]
  let cases: [Case]

  static let all: ConfirmatoryReference? = ModelReference.decoded("confirmatory.json")
}

extension ConfirmatoryReference.Case {
  func table() throws -> ParameterTable {
    let read = ModelSyntax.reading(`case`.model, file: "model.lav")
    var options = ModelOptions(
      isStandardised: `case`.standardised, equal: `case`.equal, partial: `case`.partial)
    options.hasMeanStructure = `case`.means
    return try ParameterTable(read.syntax, groups: groups, options: options)
  }

  func fitted() throws -> ConfirmatoryFit {
    let table = try table()
    return try ConfirmatoryFit(
      table, try answers(table.observed),
      estimator: ModelEstimator(rawValue: `case`.estimator) ?? .ml,
      missing: MissingInModel(rawValue: `case`.missing) ?? .listwise)
  }

  func answers(_ items: [String]) throws -> GroupedAnswers {
    try ModelReference.answers(
      to: items, in: try Self.columns(`case`.data), groups: groups,
      .init(group: `case`.group, weight: `case`.weight, cluster: `case`.cluster))
  }

  private static func columns(_ name: String) throws -> [String: ModelReference.Column] {
    if let data = ConfirmatoryReference.all?.data[name] { return data }
    let columns = try BfiReference.columns()
    var named = Dictionary(
      uniqueKeysWithValues: zip(
        try BfiReference.load().items,
        columns.map { ModelReference.Column($0) }))
    named["half"] = .halves(columns[0].count)
    return named
  }

  /// The fit's rows in the order of the reference's.
  func parameters(_ table: ParameterTable) -> [Parameter?] {
    rows.lhs.indices.map { row in
      table.parameters.first { parameter in
        guard parameter.kind.rawValue == rows.op[row], parameter.group == rows.group[row] - 1
        else { return false }
        if parameter.kind == .defined { return parameter.left == rows.lhs[row] }
        return parameter.name
          == ParameterName(rows.lhs[row], parameter.kind, rows.rhs[row])
      }
    }
  }
}
