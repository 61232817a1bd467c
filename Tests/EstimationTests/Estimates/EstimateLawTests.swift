import NumericalMethods
import Testing

@testable import Estimation

/// A random sample of strata and clusters, with two answers, one in ten missing.
struct RandomSample {
  var weights: [Double] = []
  var strata: [String] = []
  var clusters: [String] = []
  var x: [Double] = []
  var y: [Double] = []

  init(seed: UInt64) {
    var stream = RandomStream(seed: seed)
    for stratum in 0..<3 {
      for cluster in 0..<(2 + stream.integer(below: 4)) {
        let level = stream.normal()
        for _ in 0..<(1 + stream.integer(below: 6)) {
          weights.append(0.2 + stream.uniform())
          strata.append("stratum \(stratum)")
          clusters.append("cluster \(cluster)")
          x.append(stream.bernoulli(0.1) ? .nan : level + stream.normal())
          y.append(stream.bernoulli(0.4) ? 1 : 0)
        }
      }
    }
  }

  func design() throws -> SurveyDesign {
    try SurveyDesign(weights: weights, strata: strata, clusters: clusters)
  }

  func permuted(seed: UInt64) -> RandomSample {
    var stream = RandomStream(seed: seed).split("permutation")
    var order = Array(weights.indices)
    stream.shuffle(&order)
    var permuted = self
    permuted.weights = order.map { weights[$0] }
    permuted.strata = order.map { strata[$0] }
    permuted.clusters = order.map { clusters[$0] }
    permuted.x = order.map { x[$0] }
    permuted.y = order.map { y[$0] }
    return permuted
  }
}

func expectSame(_ a: Estimate, _ b: Estimate, tolerance: Double = 1e-12) {
  #expect(abs(a.value - b.value) <= tolerance * max(1, abs(b.value)))
  expectClose(a.standardError, b.standardError, tolerance: tolerance, "SE")
  #expect(a.degreesOfFreedom == b.degreesOfFreedom)
  #expect(a.count == b.count)
}

@Test("Scaling the weights changes neither a mean nor its standard error", arguments: 0..<200)
func scalingWeightsChangesNothing(seed: UInt64) throws {
  var sample = RandomSample(seed: seed)
  let before = try sample.design()
  sample.weights = sample.weights.map { $0 * 1234.5 }
  let after = try sample.design()
  expectSame(after.mean(of: sample.x), before.mean(of: sample.x))
  expectSame(after.proportion(of: sample.y), before.proportion(of: sample.y))
  expectSame(after.ratio(of: sample.x, to: sample.y), before.ratio(of: sample.x, to: sample.y))
}

@Test("The order of the interviews changes nothing", arguments: 0..<200)
func orderChangesNothing(seed: UInt64) throws {
  let sample = RandomSample(seed: seed)
  let permuted = sample.permuted(seed: seed)
  let before = try sample.design()
  let after = try permuted.design()
  expectSame(after.mean(of: permuted.x), before.mean(of: sample.x))
  expectSame(after.total(of: permuted.x), before.total(of: sample.x))
  #expect(
    after.quantile(0.5, of: permuted.x).value == before.quantile(0.5, of: sample.x).value)
}

@Test("A domain of everybody has the overall standard error", arguments: 0..<200)
func domainOfEverybodyIsTheWhole(seed: UInt64) throws {
  let sample = RandomSample(seed: seed)
  let design = try sample.design()
  let all = design.domain(sample.x.map { _ in true })
  #expect(all.mean(of: sample.x) == design.mean(of: sample.x))
}

@Test("Missing answers are a domain of those who answered", arguments: 0..<200)
func missingAnswersAreADomain(seed: UInt64) throws {
  let sample = RandomSample(seed: seed)
  let design = try sample.design()
  let answered = design.domain(sample.x.map(\.isFinite))
  #expect(answered.mean(of: sample.x) == design.mean(of: sample.x))
}

@Test("Domains and the whole are tied together by the ratio of totals", arguments: 0..<200)
func domainMeanIsARatio(seed: UInt64) throws {
  let sample = RandomSample(seed: seed)
  let design = try sample.design()
  let x = sample.x.map { $0.isFinite ? $0 : 0 }
  let domain = design.domain(sample.y.map { $0 == 1 }).mean(of: x)
  let ratio = design.ratio(of: zip(x, sample.y).map { $0 * $1 }, to: sample.y)
  expectClose(domain.value, ratio.value, tolerance: 1e-10)
  expectClose(domain.standardError, ratio.standardError, tolerance: 1e-10)
}

@Test(
  "Shares add up to 1 without error, and two of them are each other's complement",
  arguments: 0..<200)
func sharesAddUp(seed: UInt64) throws {
  let sample = RandomSample(seed: seed)
  let answers = CategoricalAnswers(
    categories: ["no", "yes", "nobody"], codes: sample.y.map { Int32($0) })
  let shares = try sample.design().proportions(of: answers)
  let sum = shares.contrast([1, 1, 1])
  expectClose(sum.value, 1, tolerance: 1e-12)
  #expect(sum.standardError < 1e-8)
  expectClose(shares[0].standardError, shares[1].standardError, tolerance: 1e-10)
  expectSame(shares[1], try sample.design().proportion(of: sample.y))
  #expect(shares[2].value == 0)
}

@Test(
  "A difference of domains is the same by influence values and by covariance",
  arguments: 0..<100)
func differenceOfDomains(seed: UInt64) throws {
  let sample = RandomSample(seed: seed)
  let design = try sample.design()
  let yes = design.domain(sample.y.map { $0 == 1 }).linearisedMean(of: sample.x)
  let no = design.domain(sample.y.map { $0 == 0 }).linearisedMean(of: sample.x)
  let direct = design.estimate(yes - no)
  let contrast = design.estimates([yes, no], names: ["yes", "no"]).difference(0, 1)
  expectSame(direct, contrast, tolerance: 1e-9)
  let x = sample.x
  let fit = try design.regression(of: x, on: [Predictor(name: "yes", values: sample.y)])
  expectClose(fit.coefficients[1].value, direct.value, tolerance: 1e-9)
  expectClose(fit.coefficients[1].standardError, direct.standardError, tolerance: 1e-9)
}

@Test("An interval of a share stays between 0 and 1 and holds the share", arguments: 0..<200)
func shareIntervalsStayInside(seed: UInt64) throws {
  let sample = RandomSample(seed: seed)
  let share = try sample.design().proportion(of: sample.y)
  let interval = try #require(share.confidenceInterval())
  #expect(interval.lower >= 0)
  #expect(interval.upper <= 1)
  #expect(interval.contains(share.value))
}

/// Answers as broken files have them.
private func strangeNumber(_ stream: inout RandomStream) -> Double {
  switch stream.integer(below: 9) {
  case 0: .nan
  case 1: .infinity
  case 2: -.infinity
  case 3: 1e300
  case 4: -1e300
  case 5: .leastNonzeroMagnitude
  case 6: 0
  default: Double(stream.integer(below: 3))
  }
}

@Test("Strange answers, weights and designs end in an error or an estimate", arguments: 0..<300)
func strangeInputEndsWell(seed: UInt64) throws {
  var stream = RandomStream(seed: seed)
  let n = 1 + stream.integer(below: 12)
  let weights = (0..<n).map { _ in
    stream.bernoulli(0.3) ? strangeNumber(&stream) : stream.uniform()
  }
  let names = (0..<n).map { _ in "\(stream.integer(below: 4))" }
  let x = (0..<n).map { _ in strangeNumber(&stream) }
  let y = (0..<n).map { _ in strangeNumber(&stream) }
  let isTrue = x.map { $0.isFinite ? ($0 > 0 ? 1.0 : 0) : .nan }
  let answers = CategoricalAnswers(names, categories: ["0", "1", "2"])
  guard
    let base = try? SurveyDesign(
      weights: weights.map { stream.bernoulli(0.9) && $0.isFinite ? min(abs($0), 9) : $0 },
      strata: stream.bernoulli(0.5) ? names : nil, lonelyClusters: .centredOnAll)
  else { return }
  let margin = PopulationMargin(
    name: "margin", categories: names,
    targets: (0..<4).map { .init(category: "\($0)", population: stream.uniform()) })
  for design in [base, (try? base.raked(to: [margin])) ?? base, base.domain(x.map { $0 > 0 })] {
    var estimates = [
      design.mean(of: x), design.total(of: x), design.ratio(of: x, to: y),
      design.proportion(of: isTrue),
    ]
    estimates += design.proportions(of: answers).estimates
    estimates += [estimates[0].difference(fromIndependent: estimates[1]), estimates[3].arcsine]
    for estimate in estimates {
      if let interval = estimate.confidenceInterval() { #expect(interval.lower <= interval.upper) }
      if let test = estimate.tTest() { #expect((0...1).contains(test.pValue)) }
    }
    #expect(design.quantile(0.5, of: x).base.count == design.mean(of: x).count)
    if let test = design.independenceTest(
      of: answers,
      and: CategoricalAnswers(
        categories: ["no", "yes"], codes: isTrue.map { $0.isNaN ? -1 : Int32($0) }))
    {
      #expect((0...1).contains(test.pValue))
    }
    let fit = try? design.regression(of: y, on: [Predictor(name: "x", values: x)])
    if let fit { #expect(fit.degreesOfFreedom > 0) }
  }
}
