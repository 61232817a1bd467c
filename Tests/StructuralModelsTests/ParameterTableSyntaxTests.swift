import FoundationEssentials
import Testing

@testable import LavaanSyntax
@testable import StructuralModels

/// What Tests/Reference/model-syntax.R has lavaan make of models' texts.
private struct TableReference: Decodable {
  struct Table: Decodable {
    let lhs, op, rhs: [String]
    let group, free, user: [Int]
    let fixed: [Double]
  }
  struct Case: Decodable {
    let model: String
    let groups: Int
    let equal, partial, observed, latent, ordered: [String]
    let standardised, orthogonal, means, theta, marker: Bool
    let table: Table
  }

  let cases: [Case]

  static let all: [Case] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/model-syntax.json")
    let data = try? Data(contentsOf: file)
    return data.flatMap { try? JSONDecoder().decode(TableReference.self, from: $0).cases } ?? []
  }()
}

extension TableReference.Case {
  fileprivate var options: ModelOptions {
    var options = ModelOptions()
    options.identification = standardised ? .standardisedLatent : marker ? .marker : .none
    options.hasMeanStructure = means || groups > 1
    options.isOrthogonal = orthogonal
    options.equalAcrossGroups = Set(equal.compactMap(EqualityAcrossGroups.init))
    options.freeAcrossGroups = Set(partial.compactMap { ModelSyntax.target(of: $0)?.name })
    options.ordered = Dictionary(uniqueKeysWithValues: ordered.map { ($0, 2) })
    options.parameterization = theta ? .theta : .delta
    return options
  }

  fileprivate func made() throws -> ParameterTable {
    let read = ModelSyntax.reading(model, file: "model.lav")
    #expect(!read.findings.hasErrors, "\(read.findings)")
    let names = groups == 1 ? [""] : (1...groups).map { "\($0)" }
    return try ParameterTable(read.syntax, groups: names, options: options)
  }

  /// Rows as texts in a fixed order, free ones numbered by first appearance in it.
  fileprivate var expected: [String] {
    canonical(
      table.lhs.indices.map { row in
        let name = ParameterName(
          table.lhs[row], Parameter.Operator(rawValue: table.op[row]) ?? .defined, table.rhs[row])
        let state: Parameter.State =
          table.free[row] > 0 ? .free(table.free[row]) : .fixed(table.fixed[row])
        return (name, table.group[row] - 1, state, table.user[row] == 0)
      })
  }
}

private func canonical(
  _ rows: [(name: ParameterName, group: Int, state: Parameter.State, isAutomatic: Bool)]
) -> [String] {
  let keyed = rows.map { row in
    ("\(row.group) \(row.name.left) \(row.name.kind.rawValue) \(row.name.right)", row)
  }
  var numbers: [Int: Int] = [:]
  return keyed.sorted { $0.0 < $1.0 }.map { key, row in
    switch row.state {
    case .fixed(let value): return "\(key) = \(value)\(row.isAutomatic ? " auto" : "")"
    case .defined: return "\(key) := "
    case .free(let index):
      let number = numbers[index] ?? numbers.count
      numbers[index] = number
      return "\(key) θ\(number)\(row.isAutomatic ? " auto" : "")"
    }
  }
}

extension ParameterTable {
  fileprivate var canonicalRows: [String] {
    canonical(
      parameters.filter { $0.kind != .defined }
        .map { ($0.name, $0.group, $0.state, $0.isAutomatic) })
  }
}

@Suite("Tables of models")
struct ParameterTableSyntaxTests {
  @Test("are lavaan's", arguments: TableReference.all.indices)
  func reference(index: Int) throws {
    let reference = TableReference.all[index]
    let table = try reference.made()
    #expect(table.observed == reference.observed)
    #expect(table.latent == reference.latent)
    let (found, expected) = (table.canonicalRows, reference.expected)
    let (odd, lacking) = (
      found.filter { !expected.contains($0) }, expected.filter { !found.contains($0) }
    )
    #expect(odd.isEmpty && lacking.isEmpty, "\(reference.model): \(odd) instead of \(lacking)")
    #expect(found.count == expected.count)
  }

  @Test("the reference is there")
  func referenceExists() { #expect(TableReference.all.count > 60) }
}
