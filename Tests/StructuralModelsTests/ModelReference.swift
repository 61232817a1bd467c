import FoundationEssentials
import ReferenceData

@testable import FactorAnalysis
@testable import LavaanSyntax
@testable import StructuralModels

/// What the references of lavaan's models have in common: their rows and their data.
enum ModelReference {
  /// The rows of lavaan's table of parameters.
  struct Rows: Decodable {
    let lhs, op, rhs: [String]
    let group: [Int]
    let estimate, error, standardised, standardisedError, latent, latentError: [Double?]
  }

  /// A column of the data: numbers, or names of groups.
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

    /// Creates a column of numbers, NaN for none.
    init(_ numbers: [Double]) { self = .numbers(numbers.map { $0.isNaN ? nil : $0 }) }

    var numbers: [Double] {
      if case .numbers(let values) = self { values.map { $0 ?? .nan } } else { [] }
    }

    /// The values as names of groups.
    var words: [String] { if case .words(let words) = self { words } else { [] } }

    /// Alternating names of two groups.
    static func halves(_ count: Int) -> Column {
      .words((0..<count).map { $0 % 2 == 1 ? "even" : "odd" })
    }
  }

  /// Which columns divide and weight the answers.
  struct Roles {
    var group, weight, cluster: String?
  }

  /// What a file of Tests/Reference holds; nil where it cannot be read.
  static func decoded<Content: Decodable>(_ file: String) -> Content? {
    let data = try? Data(contentsOf: referenceFile(file))
    return data.flatMap { try? JSONDecoder().decode(Content.self, from: $0) }
  }

  /// The answers of each group; everybody's where groups are not named.
  static func answers(
    to items: [String], in columns: [String: Column], groups: [String], _ roles: Roles
  ) throws -> GroupedAnswers {
    let count = columns.values.first.map { max($0.numbers.count, $0.words.count) } ?? 0
    let membership = roles.group.flatMap { columns[$0]?.words } ?? []
    return GroupedAnswers(
      groups: try groups.map { name in
        let rows = (0..<count).filter { membership.isEmpty || membership[$0] == name }
        func values(_ column: String) -> [Double] {
          let numbers = columns[column]?.numbers ?? []
          return rows.map { numbers[$0] }
        }
        return GroupedAnswers.Group(
          name: name,
          answers: try ItemAnswers(
            names: items, columns: items.map(values), weights: roles.weight.map(values)),
          clusters: roles.cluster.map { values($0).map { Int($0) } })
      })
  }
}

extension ModelOptions {
  /// The options that both references name.
  init(isStandardised: Bool, equal: [String], partial: [String]) {
    self.init()
    identification = isStandardised ? .standardisedLatent : .marker
    equalAcrossGroups = Set(equal.compactMap(EqualityAcrossGroups.init))
    freeAcrossGroups = Set(partial.compactMap { ModelSyntax.target(of: $0)?.name })
  }
}

extension FitMeasures {
  /// The measures by lavaan's names.
  var named: [String: Double?] {
    var named: [String: Double?] = [
      "npar": Double(npar), "chisq": chisq, "df": Double(df), "pvalue": pvalue,
      "chisq.scaled": chisqScaled, "df.scaled": dfScaled, "pvalue.scaled": pvalueScaled,
      "chisq.scaling.factor": chisqScalingFactor, "baseline.chisq": baselineChisq,
      "baseline.df": Double(baselineDf), "baseline.chisq.scaled": baselineChisqScaled,
      "baseline.chisq.scaling.factor": baselineChisqScalingFactor, "cfi": cfi, "tli": tli,
      "cfi.scaled": cfiScaled, "tli.scaled": tliScaled, "cfi.robust": cfiRobust,
      "tli.robust": tliRobust, "srmr": srmr, "logl": logl, "unrestricted.logl": unrestrictedLogl,
      "aic": aic, "bic": bic, "bic2": bic2,
    ]
    for (suffix, measure) in [("", rmsea), (".scaled", rmseaScaled), (".robust", rmseaRobust)] {
      named["rmsea\(suffix)"] = measure.value
      named["rmsea.ci.lower\(suffix)"] = measure.lower
      named["rmsea.ci.upper\(suffix)"] = measure.upper
      named["rmsea.pvalue\(suffix)"] = measure.pclose
    }
    return named
  }
}
