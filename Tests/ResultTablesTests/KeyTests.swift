import Estimation
import FactorAnalysis
import MeasurementInvariance
import Reporting
import SurveyModel
import Testing
import TextFormats

@testable import ResultTables
@testable import SocioculturalFactors
@testable import SurveyAnalysis

/// Keys of tables and JSON: each has one spelling.
struct KeyTests {
  private let estimate = Estimate(
    value: 2, standardError: 0.5, degreesOfFreedom: 20,
    base: Estimate.Base(count: 100, weightedCount: 100, effectiveCount: 100))

  private var record: EstimateRecord {
    var context = EstimateRecord.Context(
      question: "INN", city: "alpha", wave: "w1", isSynthetic: true)
    context.by = [EstimateRecord.Cell(group: "sex", category: "1")]
    var record = EstimateRecord(context, .mean, base: .answered)
      .holding(estimate, unless: nil)
    record.pValue = 0.01
    record.adjustedPValue = 0.02
    return record
  }

  private var correlation: FigureCorrelation {
    FigureCorrelation(
      first: "INN", second: "SOC", city: "alpha", wave: "w1",
      by: [EstimateRecord.Cell(group: "sex", category: "1")], estimate: estimate, pValue: 0.01,
      adjustedPValue: 0.02)
  }

  private var trend: FigureTrend {
    FigureTrend(
      question: "INN", choice: nil, city: "alpha",
      by: [EstimateRecord.Cell(group: "sex", category: "1")], trend: nil, reason: .fewWaves(2),
      freed: [], isModelBased: false)
  }

  /// One of each result that has a figure with a p value.
  private var results: [any PrintedResult] {
    let basis = InferenceBasis(waves: [])
    var test = EstimateTest(
      question: "INN", choice: nil, city: "alpha", wave: "w1", group: "sex", name: "mean")
    test.pValue = 0.01
    let term = ModelTerm(
      city: "alpha", against: nil, wave: "w1", part: .coefficient, term: "SOC", estimate: estimate)
    let model = FittedModel(name: "SOC", wave: "w1", result: .failure(.itemsRepeat(group: "")))
    return [
      EstimateTables([record], by: ["sex"], isSynthetic: true),
      EstimateTables(contrasts: [record], isSynthetic: true),
      TestTables([test], basis: basis, isSynthetic: true),
      RegressionTables([term], level: 0.95, basis: basis, significance: 0.05, isSynthetic: true),
      CorrelationTables(
        [correlation], by: ["sex"], level: 0.95, basis: basis, isSynthetic: true),
      TrendTables(
        [trend], by: ["sex"], unit: .wave, level: 0.95, significance: 0.05, isSynthetic: true),
      EstimateTables([record], by: ["sex"], isBesideUnweighted: true, isSynthetic: true),
      VarianceTables(
        [GroupVariance(question: "INN", city: "alpha", wave: "w1", group: "sex", reason: "none")],
        basis: basis, isSynthetic: true),
      LetterTables([], basis: basis, isSynthetic: true),
      ModelTables(models: [model], isSynthetic: true),
      InvarianceTables(
        tested: [], factors: [], isOrdinal: false, usesFullInformation: false, isSynthetic: true),
      PanelTables(.crossLagged, panels: [], isOrdinal: false, isSynthetic: true),
      SampleSizeTable([SampleSizeTable.Row("share 0.5", interviews: 600, designEffect: 1)]),
      FindingTable([]),
    ]
  }

  @Test func `p values are pValue and adjustedPValue`() {
    var keys: Set<String> = []
    for result in results {
      keys.formUnion(result.table.columns.map(\.name))
      keys.formUnion(Self.keys(of: result.json))
    }
    keys.formUnion(InvarianceLevel.columns)
    let own = keys.filter { $0.lowercased().contains("pvalue") || $0.hasSuffix("P") }
    #expect(own == ["pValue", "adjustedPValue", "pValueDiff"])
    #expect(keys.contains("degreesOfFreedom") && keys.contains("standardError"))
  }

  @Test func `keys are in lower camel case`() {
    // Fisher's statistic keeps the field's letter.
    for name in results.flatMap(\.table.columns).map(\.name) where name != "F" {
      #expect(name.first?.isLowercase == true && name.allSatisfy(\.isLetter), "\(name)")
    }
  }

  @Test func `rows are as wide as their header`() {
    for result in results {
      let table = result.table
      #expect(table.rows.allSatisfy { $0.count == table.columns.count })
      #expect(Set(table.columns.map(\.name)).count == table.columns.count)
    }
  }

  @Test func `an estimate is an object with its cell, a contrast has p values`() throws {
    let plain = EstimateTables([record], by: ["sex"], isSynthetic: true)
    #expect(Self.keys(of: plain.json).isSuperset(of: ["by", "sex", "estimate", "level"]))
    #expect(!Self.keys(of: plain.json).contains("pValue"))
    #expect(plain.table.columns.map(\.name).contains("sex"))
    let contrast = EstimateTables(contrasts: [record], isSynthetic: true)
    #expect(Self.keys(of: contrast.json).isSuperset(of: ["pValue", "adjustedPValue"]))
    #expect(!contrast.table.columns.map(\.name).contains("sex"))
  }

  @Test func `what has no figure says why`() {
    let model = FittedModel(name: "SOC", wave: "w1", result: .failure(.itemsRepeat(group: "")))
    let tables = ModelTables(models: [model], isSynthetic: false)
    #expect(tables.text.hasPrefix("Model of SOC, wave w1: not estimated\n"))
    #expect(tables.table.rows.isEmpty)
    #expect(Self.keys(of: tables.json) == ["model", "wave", "error"])
    let explored = ExploredItems(factor: "SOC", wave: "w1", result: .failure(.notAskedFor))
    let exploration = ExplorationTables(explored: [explored], factors: ["SOC"], isSynthetic: false)
    #expect(exploration.table.rows.count == 1)
    #expect(exploration.text.hasPrefix("Wave w1, items of SOC\n  not explored:"))
  }

  @Test func `errors rest on a model where nobody was drawn by chance`() {
    let wave = Wave(name: "w1", label: Label("w1"), sample: .quota)
    let basis = InferenceBasis(waves: [wave])
    #expect(basis.field(wave: "w1") == "model-based")
    #expect(basis.field(wave: "w2") == "design-based")
  }

  private static func keys(of value: JSONValue) -> Set<String> {
    switch value {
    case .array(let values): values.reduce(into: []) { $0.formUnion(keys(of: $1)) }
    case .object(let members):
      members.reduce(into: []) {
        $0.insert($1.name)
        $0.formUnion(keys(of: $1.value))
      }
    default: []
    }
  }
}
