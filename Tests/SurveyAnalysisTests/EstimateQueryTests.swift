import SampleStudies
import SurveyModel
import Testing

@testable import SurveyAnalysis

@Suite("Estimates on request")
struct EstimateQueryTests {
  private func analysis() throws -> WeightedStudy { try PlantedStudy.analysed() }

  @Test("A question gives its shares and its mean, by wave and city")
  func question() throws {
    let records = try analysis().estimates(EstimateQuery(names: ["SOC1"]))
    #expect(records.count == 4 * 8)
    #expect(Set(records.map { "\($0.wave) \($0.city)" }).count == 4)
    let first = Array(records.prefix(8))
    #expect(first.map(\.choice) == ["1", "2", "3", "4", "5", "dont-know", "refused", nil])
    #expect(first.map(\.base) == Array(repeating: .asked, count: 7) + [.answered])
    #expect(abs(first.prefix(7).compactMap(\.estimate).reduce(0, +) - 1) < 1e-12)
    #expect(records.allSatisfy { $0.isSynthetic })
    let mean = try #require(first.last)
    let (lower, value, upper) = (mean.lower ?? 0, mean.estimate ?? 0, mean.upper ?? 0)
    #expect(lower < value && value < upper && mean.level == 0.95)
  }

  @Test("A score is asked for by its name, with quantiles, by crossed groups")
  func score() throws {
    let query = EstimateQuery(names: ["INN.A"], by: ["sex", "age"], quantiles: [0.5])
    let records = try analysis().estimates(query)
    #expect(records.count == 4 * 4 * 2)
    #expect(
      records.prefix(8).map { $0.by.map(\.category).joined(separator: "*") } == [
        "1*18-44", "1*18-44", "1*45+", "1*45+", "2*18-44", "2*18-44", "2*45+", "2*45+",
      ])
    #expect(records.prefix(2).map(\.statistic.name) == ["mean", "quantile(0.5)"])
  }

  @Test("A question with one answer divides too")
  func byQuestion() throws {
    let records = try analysis().estimates(EstimateQuery(names: ["INN"], by: ["NEWS"]))
    #expect(records.prefix(3).map { $0.by[0].category } == ["tv", "net", "talk"])
  }

  @Test("Small cells and small bases give their count and no figure")
  func suppressed() throws {
    let query = EstimateQuery(names: ["SOC1"], by: ["sex", "age", "NEWS"])
    let planted = PlantedStudy(interviewsByPoint: 2)
    let analysis = WeightedStudy(try planted.study(), samples: try planted.samples())
    let records = try analysis.estimates(query)
    let hidden = records.filter { $0.suppression != nil }
    #expect(!hidden.isEmpty)
    #expect(hidden.allSatisfy { $0.estimate == nil && $0.standardError == nil && $0.lower == nil })
    #expect(hidden.contains { $0.suppression == .base(minimum: 30) })
  }

  @Test("Totals add up to the weights")
  func totals() throws {
    let records = try analysis().estimates(EstimateQuery(names: ["NEWS"], totals: true))
    let totals = records.filter { $0.statistic == .total && $0.wave == "w1" && $0.city == "a" }
    let sum = totals.compactMap(\.estimate).reduce(0, +)
    #expect(abs(sum - (totals.first?.weightedCount ?? 0)) < 1e-9)
  }

  @Test("Unknown names are refused")
  func unknown() throws {
    let analysis = try analysis()
    #expect(throws: EstimateQuery.Failure.unknownQuestion("X")) {
      try analysis.estimates(EstimateQuery(names: ["SOC1", "X"]))
    }
    #expect(throws: EstimateQuery.Failure.unknownGroup("Y")) {
      try analysis.estimates(EstimateQuery(names: ["SOC1"], by: ["Y"]))
    }
  }
}
