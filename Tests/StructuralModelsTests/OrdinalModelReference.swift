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
  struct Rows: Decodable {
    let lhs, op, rhs: [String]
    let group: [Int]
    let estimate, error, standardised, standardisedError, latent, latentError: [Double?]
  }
  struct Case: Decodable, CustomStringConvertible {
    let `case`: Options
    let groups: [String]
    let rows: Rows
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
  enum Column: Decodable {
    case numbers([Double])
    case words([String])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let numbers = try? container.decode([Double].self) {
        self = .numbers(numbers)
      } else {
        self = .words(try container.decode([String].self))
      }
    }

    var numbers: [Double] { if case .numbers(let values) = self { values } else { [] } }

    /// The values as names of groups.
    var words: [String] { if case .words(let words) = self { words } else { [] } }
  }

  let data: [String: [String: Column]]
  let cases: [Case]
  let differences: [Difference]
  let scores: Scores

  static let all: OrdinalModelReference? = {
    let data = try? Data(contentsOf: referenceFile("ordinal-models.json"))
    return data.flatMap { try? JSONDecoder().decode(OrdinalModelReference.self, from: $0) }
  }()

  static func named(_ name: String) throws -> Case? {
    all?.cases.first { $0.case.name == name }
  }
}

extension OrdinalModelReference.Case {
  func table() throws -> ParameterTable {
    let read = ModelSyntax.reading(`case`.model, file: "model.lav")
    let columns = try Self.columns(`case`.data)
    var options = ModelOptions()
    options.identification = `case`.standardised ? .standardisedLatent : .marker
    options.parameterization = Parameterization(rawValue: `case`.parameterization) ?? .delta
    options.equalAcrossGroups = Set(`case`.equal.compactMap(EqualityAcrossGroups.init))
    options.freeAcrossGroups = Set(`case`.partial.compactMap { ModelSyntax.target(of: $0)?.name })
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
    let columns = try Self.columns(`case`.data)
    let count = columns.values.first.map { max($0.numbers.count, $0.words.count) } ?? 0
    let membership = `case`.group.flatMap { columns[$0]?.words }
    return GroupedAnswers(
      groups: try groups.map { name in
        let rows = (0..<count).filter { membership == nil || membership?[$0] == name }
        func values(_ column: String) -> [Double] {
          let numbers = columns[column]?.numbers ?? []
          return rows.map { numbers[$0] }
        }
        return GroupedAnswers.Group(
          name: name,
          answers: try ItemAnswers(
            names: items, columns: items.map(values), weights: `case`.weight.map(values)))
      })
  }

  private static func columns(_ name: String) throws -> [String: OrdinalModelReference.Column] {
    if let data = OrdinalModelReference.all?.data[name] { return data }
    let answers =
      try name == "gaps" ? OrdinalReference.answers() : OrdinalReference.completeAnswers()
    var named = Dictionary(
      uniqueKeysWithValues: zip(
        answers.names, answers.columns.map { OrdinalModelReference.Column.numbers($0) }))
    let rows = answers.columns[0].indices
    named["half"] = .words(rows.map { $0 % 2 == 1 ? "even" : "odd" })
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
