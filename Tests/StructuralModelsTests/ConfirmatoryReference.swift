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
  struct Rows: Decodable {
    let lhs, op, rhs: [String]
    let group: [Int]
    let estimate, error, standardised, standardisedError, latent, latentError: [Double?]
  }
  struct Case: Decodable, CustomStringConvertible {
    let `case`: Options
    let groups: [String]
    let rows: Rows
    let r2: [[String: Double]]
    let fit: [String: Double?]

    var description: String { `case`.name }
  }
  enum Column: Decodable {
    case numbers([Double?])
    case words([String])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let numbers = try? container.decode([Double?].self) {
        self = .numbers(numbers)
      } else {
        self = .words(try container.decode([String].self))
      }
    }

    var numbers: [Double] {
      if case .numbers(let values) = self { values.map { $0 ?? .nan } } else { [] }
    }

    /// The values as names of groups.
    var words: [String] { if case .words(let words) = self { words } else { [] } }
  }

  let data: [String: [String: Column]]
  let cases: [Case]

  static let all: ConfirmatoryReference? = {
    let data = try? Data(contentsOf: referenceFile("confirmatory.json"))
    return data.flatMap { try? JSONDecoder().decode(ConfirmatoryReference.self, from: $0) }
  }()
}

extension ConfirmatoryReference.Case {
  func table() throws -> ParameterTable {
    let read = ModelSyntax.reading(`case`.model, file: "model.lav")
    var options = ModelOptions()
    options.identification = `case`.standardised ? .standardisedLatent : .marker
    options.hasMeanStructure = `case`.means
    options.equalAcrossGroups = Set(`case`.equal.compactMap(EqualityAcrossGroups.init))
    options.freeAcrossGroups = Set(`case`.partial.compactMap { ModelSyntax.target(of: $0)?.name })
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
    let columns = try Self.columns(`case`.data)
    let count = columns.values.first.map { max($0.numbers.count, $0.words.count) } ?? 0
    let membership = `case`.group.flatMap { columns[$0]?.words }
    return GroupedAnswers(
      groups: try groups.map { name in
        let rows = (0..<count).filter {
          membership.map { $0.isEmpty } ?? true || membership?[$0] == name
        }
        func values(_ column: String) -> [Double] {
          let numbers = columns[column]?.numbers ?? []
          return rows.map { numbers[$0] }
        }
        return GroupedAnswers.Group(
          name: name,
          answers: try ItemAnswers(
            names: items, columns: items.map(values), weights: `case`.weight.map(values)),
          clusters: `case`.cluster.map { values($0).map { Int($0) } })
      })
  }

  private static func columns(_ name: String) throws -> [String: ConfirmatoryReference.Column] {
    if let data = ConfirmatoryReference.all?.data[name] { return data }
    let columns = try BfiReference.columns()
    var named = Dictionary(
      uniqueKeysWithValues: zip(
        try BfiReference.load().items,
        columns.map { values in
          ConfirmatoryReference.Column.numbers(values.map { $0.isNaN ? nil : $0 })
        }))
    named["half"] = .words(columns[0].indices.map { $0 % 2 == 1 ? "even" : "odd" })
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
