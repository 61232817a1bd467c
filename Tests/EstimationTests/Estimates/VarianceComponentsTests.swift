import NumericalMethods
import Testing

@testable import Estimation

private let root = SurveyReference.models.root["components"]
private let schools = SurveyReference.models.root["data"]["apiclus1"]

private func coded(_ names: [String]) -> CategoricalAnswers {
  CategoricalAnswers(names, categories: Array(Set(names)).sorted())
}

private func texts(_ node: SurveyReference.Node) -> [String] {
  node.numbers.map { "\($0)" }
}

/// Variance between groups against R's REML, analysis of variance and quadratic forms.
struct VarianceComponentsTests {
  @Test func `groups of one size have the components of lme`() throws {
    let values = root["rail"]["y"].numbers
    let design = try SurveyDesign(weights: values.map { _ in 3 })
    let found = try #require(
      design.varianceComponents(of: values, by: [coded(root["rail"]["group"].texts)]))
    // VarCorr prints nine digits.
    expectClose(found.between[0], root["rail"]["between"].number, tolerance: 1e-6)
    expectClose(found.within, root["rail"]["within"].number, tolerance: 1e-6)
    #expect(found.groupCounts == [6] && found.count == 18)
    let correlation = found.intraclassCorrelation()
    expectClose(found.designEffect(groupSize: 11), 1 + 10 * correlation)
  }

  @Test func `unequal groups have the analysis of variance, weights Henderson's expectations`()
    throws
  {
    let values = schools["api00"].numbers
    let districts = coded(texts(schools["dnum"]))
    let equal = try SurveyDesign(weights: schools["pw"].numbers)
    let plain = try #require(equal.varianceComponents(of: values, by: [districts]))
    for key in ["clus1", "anova"] {
      expectClose(plain.between[0], root[key]["between"].number)
      expectClose(plain.within, root[key]["within"].number)
    }
    let uneven = try SurveyDesign(
      weights: schools["api99"].numbers.map { 1 + $0.truncatingRemainder(dividingBy: 5) })
    let weighted = try #require(uneven.varianceComponents(of: values, by: [districts]))
    expectClose(weighted.between[0], root["uneven"]["between"].number)
    expectClose(weighted.intraclassCorrelation(), root["uneven"]["correlation"].number)
  }

  @Test func `two kinds of groups have the solution of their quadratic forms`() throws {
    let values = schools["api00"].numbers
    let uneven = try SurveyDesign(
      weights: schools["api99"].numbers.map { 1 + $0.truncatingRemainder(dividingBy: 5) })
    let found = try #require(
      uneven.varianceComponents(
        of: values, by: [coded(texts(schools["dnum"])), coded(schools["stype"].texts)]))
    let expected = SurveyReference.models.root["crossed"]
    expectAllClose(found.between + [found.within], expected, tolerance: 1e-8, "crossed")
  }

  @Test func `one group, or interviews singly, tell nothing`() throws {
    let design = try SurveyDesign(weights: [1, 1, 1, 1])
    let values = [1.0, 2, 3, 4]
    #expect(design.varianceComponents(of: values, by: [coded(["a", "a", "a", "a"])]) == nil)
    #expect(design.varianceComponents(of: values, by: [coded(["a", "b", "c", "d"])]) == nil)
    #expect(design.varianceComponents(of: values.map { _ in .nan }, by: []) == nil)
  }

  @Test(arguments: UInt64(0)..<20)
  func `neither the scale of weights nor the order of interviews matters`(seed: UInt64) throws {
    let sample = RandomSample(seed: seed)
    let permuted = sample.permuted(seed: seed)
    func components(_ sample: RandomSample, _ scale: Double) throws -> VarianceComponents? {
      try SurveyDesign(weights: sample.weights.map { scale * $0 }).varianceComponents(
        of: sample.x, by: [coded(zip(sample.strata, sample.clusters).map { "\($0) \($1)" })])
    }
    let (a, b) = (try components(sample, 1), try components(permuted, 9))
    #expect((a == nil) == (b == nil))
    if let a, let b {
      #expect(abs(a.between[0] - b.between[0]) < 1e-9)
      #expect(abs(a.within - b.within) < 1e-9)
    }
  }
}
