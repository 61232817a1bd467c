import ArgumentParser
import Estimation
import FactorAnalysis
import SocioculturalFactors
import StructuralModels
import SurveyAnalysis
import Testing

@testable import loci

/// What becomes of options.
struct QueryTests {
  @Test(arguments: [
    ("jk1", ReplicationMethod.jackknife), ("jkn", .stratifiedJackknife), ("brr", .balanced),
    ("fay", .fay(0.3)), ("sdr", .successiveDifferences),
    ("bootstrap", .bootstrap(replicates: 500, seed: 1)),
  ])
  func `replicates have R's names and usual values`(
    _ name: String, _ method: ReplicationMethod
  ) throws {
    let options = try ReplicationOptions.parse(["--replicates", name])
    #expect(options.replication == EstimateQuery.Replication(method))
    let centred = try ReplicationOptions.parse(["--replicates", name, "--mse"])
    #expect(centred.replication == EstimateQuery.Replication(method, centre: .fullSample))
  }

  @Test func `replicates are made as asked for`() throws {
    let bootstrap = try ReplicationOptions.parse([
      "--replicates", "bootstrap", "--replicate-count", "20", "--seed", "7",
    ])
    #expect(bootstrap.replication?.method == .bootstrap(replicates: 20, seed: 7))
    let fay = try ReplicationOptions.parse(["--replicates", "fay", "--fay-factor", "0.5"])
    #expect(fay.replication?.method == .fay(0.5))
    #expect(try ReplicationOptions.parse([]).replication == nil)
  }

  @Test func `a figure's options are the query's`() throws {
    let options = try FigureOptions.parse([
      "--by", "sex", "--by", "age", "--statistic", "ratio", "--to", "SOC",
    ])
    var query = EstimateQuery(names: ["INN"], by: ["sex", "age"])
    query.statistic = .ratio
    query.denominator = "SOC"
    #expect(options.query(of: ["INN"]) == query)
    let shares = try FigureOptions.parse(["--base", "with-opinion"])
    #expect(shares.query(of: ["Q"]) == EstimateQuery(names: ["Q"], base: .opinion))
  }

  @Test func `extraction is minres and oblimin unless told otherwise`() throws {
    #expect(try ExtractionOptions.parse([]).exploration() == ExplorationOptions())
    let options = try ExtractionOptions.parse([
      "--extraction", "principalAxis", "--rotation", "none", "--factors", "2", "--smooth",
      "--missing", "fiml",
    ])
    var expected = ExplorationOptions(
      method: .principalAxis, rotation: FactorRotation.none, factors: 2)
    expected.correlation = .spearman
    expected.missing = .fiml
    expected.isSmoothed = true
    #expect(options.exploration(.spearman) == expected)
  }

  @Test func `values that no option can have are not offered`() {
    #expect(!FactorRotation.allValueStrings.contains("target"))
    #expect(FactorRotation(argument: "target") == nil)
    #expect(EstimateBase(argument: "answered") == nil)
    #expect(EstimateBase.allValueStrings == ["asked", "with-opinion"])
    #expect(ModelEstimator(argument: "wlsmv") == .wlsmv)
    #expect(FactorScores.Method(argument: "ten-berge") == .tenBerge)
  }

  @Test func `ordered items are estimated by WLSMV`() throws {
    let estimation = try ModelEstimationOptions.parse([])
    let complete = try FullInformationOption.parse([])
    #expect(estimation.model(fullInformation: complete).estimator == .mlr)
    let ordinal = estimation.model(isOrdinal: true, fullInformation: complete)
    #expect(ordinal.estimator == .wlsmv && ordinal.missing == .listwise)
  }
}
