import ArgumentParser
import Estimation
import FactorAnalysis
import ResultTables
import SocioculturalFactors
import StructuralModels
import SurveyAnalysis
import SurveyModel

// What options take: help lists the values of each.

extension OutputFormat: ExpressibleByArgument {}
extension CorrelationKind: ExpressibleByArgument {}
extension ExtractionMethod: ExpressibleByArgument {}
extension MissingAnswers: ExpressibleByArgument {}
extension Parameterization: ExpressibleByArgument {}
extension CityScaling: ExpressibleByArgument {}
extension PanelTopic: ExpressibleByArgument {}
extension ResidentTypes.Method: ExpressibleByArgument {}
extension EstimateQuery.Statistic: ExpressibleByArgument {}
extension EstimateTest.Kind: ExpressibleByArgument {}
extension Adjustment: ExpressibleByArgument {}
extension ProportionInterval: ExpressibleByArgument {}
extension ModelQuery.Family: ExpressibleByArgument {}
extension WeightingMethod: ExpressibleByArgument {}
extension StudySettings.Nonresponse: ExpressibleByArgument {}

/// Those without a target, which no option can give.
extension FactorRotation: ExpressibleByArgument {
  private static var named: [FactorRotation] { allCases.filter { !$0.hasTarget } }

  public init?(argument: String) {
    guard let rotation = Self.named.first(where: { $0.rawValue == argument }) else { return nil }
    self = rotation
  }

  public static var allValueStrings: [String] { named.map(\.rawValue) }
}

extension ModelEstimator: ExpressibleByArgument {
  public init?(argument: String) { self.init(rawValue: argument.uppercased()) }

  public static var allValueStrings: [String] { allCases.map { $0.rawValue.lowercased() } }
}

extension FactorScores.Method: ExpressibleByArgument {
  public init?(argument: String) {
    guard let method = Self.allCases.first(where: { $0.name == argument }) else { return nil }
    self = method
  }

  public static var allValueStrings: [String] { allCases.map(\.name) }
}

/// Whom shares can be of.
extension EstimateBase: ExpressibleByArgument {
  private static let named: [EstimateBase] = [.asked, .opinion]

  public init?(argument: String) {
    guard let base = Self.named.first(where: { $0.rawValue == argument }) else { return nil }
    self = base
  }

  public static var allValueStrings: [String] { named.map(\.rawValue) }
}

/// `0.3:3`.
struct NumberRange: ExpressibleByArgument {
  var range: ClosedRange<Double>

  init?(argument: String) {
    let ends = argument.split(separator: ":", omittingEmptySubsequences: false)
      .compactMap { Double($0.replacing(",", with: ".")) }
    guard ends.count == 2, ends[0] < ends[1], ends.allSatisfy(\.isFinite) else { return nil }
    range = ends[0]...ends[1]
  }
}

/// `age=18-24|25-34`.
struct MergeRequest: ExpressibleByArgument {
  var merge: WeightingPlan.Merge

  init?(argument: String) {
    let sides = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard sides.count == 2, let group = Crossing(reading: sides[0]),
      let category = MergedCategory(reading: sides[1]), category.isMerged
    else { return nil }
    merge = WeightingPlan.Merge(group: group, category: category)
  }
}
