import FoundationEssentials
import ReferenceData

@testable import MeasurementInvariance
@testable import StructuralModels

/// What lavaan computes of panels; see Tests/Reference/longitudinal.R.
struct LongitudinalReference: Decodable {
  struct Difference: Decodable { let chisq, df, pvalue: Double }
  struct Means: Decodable {
    let left: [String]
    let est, se: [Double]
  }
  struct Step: Decodable {
    let fit: [String: Double?]
    let means: Means
    let difference: Difference?
  }
  struct Rows: Decodable {
    let left, op, right: [String]
    let est, se, std, stdSe: [Double?]
  }
  struct Democracy: Decodable {
    let items, waves: [String]
    let columns: [String: [Double]]
    let ml, mlr: [Step]
  }
  struct Fitted: Decodable {
    let fit: [String: Double?]
    let rows: Rows
  }
  struct Model: Decodable {
    let kind, estimator: String
    let waves: Int
    let fit: [String: Double?]
    let rows: Rows
  }
  struct Panel: Decodable { let full, attrition: [String: [Double?]] }
  struct Ladders: Decodable { let fiml, clustered: [Step] }

  let democracy: Democracy
  let bollen: [String: Fitted]
  let bollenColumns: [String: [Double]]
  let panel: Panel
  let ladders: Ladders
  let models: [String: Model]

  static let shared = Result<LongitudinalReference, any Error> {
    try referenceJSON("longitudinal.json")
  }

  /// Some variables of the simulated panel.
  func panel(
    _ names: [String], waves: Int, hasAttrition: Bool = true, hasClusters: Bool = false,
    hasWeights: Bool = false
  ) -> PanelAnswers {
    let data = hasAttrition ? panel.attrition : panel.full
    func column(_ name: String) -> [Double] { (data[name] ?? []).map { $0 ?? .nan } }
    return PanelAnswers(
      waves: (1...waves).map { wave in
        .init(
          name: "\(wave)",
          columns: Dictionary(
            uniqueKeysWithValues: names.map { ($0, column("\($0).\(wave)")) }))
      },
      weights: hasWeights ? column("weight") : column("point").map { _ in 1 },
      clusters: hasClusters ? column("point").map { Int($0) } : nil)
  }
}

extension LongitudinalReference.Democracy {
  var panel: PanelAnswers {
    PanelAnswers(
      waves: waves.map { wave in
        .init(
          name: wave,
          columns: Dictionary(
            uniqueKeysWithValues: items.map { ($0, columns["\($0).\(wave)"] ?? []) }))
      }, weights: Array(repeating: 1, count: columns.values.first?.count ?? 0))
  }
}

extension FitMeasures {
  /// As the reference names them.
  var longitudinalNames: [String: Double?] {
    [
      "npar": Double(npar), "chisq": chisq, "df": Double(df), "pvalue": pvalue,
      "chisqScaled": chisqScaled, "chisqScalingFactor": chisqScalingFactor, "cfi": cfi, "tli": tli,
      "cfiRobust": cfiRobust, "tliRobust": tliRobust, "rmsea": rmsea.value,
      "rmseaCiLower": rmsea.lower, "rmseaCiUpper": rmsea.upper, "rmseaRobust": rmseaRobust.value,
      "srmr": srmr, "logl": logl,
    ]
  }
}
