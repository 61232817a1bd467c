import NumericalMethods
import Testing

@testable import Estimation

/// A sample of 300 with unequal chances, and margins that it misses.
private struct SkewedSample {
  let design: SurveyDesign
  let sexes: [String?]
  let ages: [String?]
  let answers: [Double]

  init(seed: UInt64, missing: Double = 0) throws {
    var stream = RandomStream(seed: seed)
    var weights: [Double] = []
    var sexes: [String?] = []
    var ages: [String?] = []
    var answers: [Double] = []
    for _ in 0..<300 {
      let isMan = stream.bernoulli(0.35)
      let age = stream.categorical([0.2, 0.3, 0.5])
      weights.append(0.5 + stream.uniform())
      sexes.append(isMan ? "m" : "f")
      ages.append(stream.bernoulli(missing) ? nil : ["young", "middle", "old"][age])
      answers.append(stream.normal(mean: isMan ? 40 : 60, standardDeviation: 15))
    }
    design = try SurveyDesign(
      weights: weights, clusters: (0..<300).map { "point \($0 / 10)" })
    self.sexes = sexes
    self.ages = ages
    self.answers = answers
  }

  var margins: [PopulationMargin] {
    [
      PopulationMargin(
        name: "sex", categories: sexes,
        targets: [
          .init(category: "m", population: 46_000), .init(category: "f", population: 54_000),
        ]),
      PopulationMargin(
        name: "age", categories: ages,
        targets: [
          .init(category: "young", population: 25_000),
          .init(category: "middle", population: 35_000),
          .init(category: "old", population: 40_000),
        ]),
    ]
  }

  func weight(of category: String, in categories: [String?], _ design: SurveyDesign) -> Double {
    zip(categories, design.weights).reduce(0) { $0 + ($1.0 == category ? $1.1 : 0) }
  }
}

@Test("Margins are hit, whatever the sample", arguments: 0..<200)
func marginsAreHit(seed: UInt64) throws {
  let sample = try SkewedSample(seed: seed)
  let raked = try sample.design.raked(to: sample.margins)
  for margin in sample.margins {
    for target in margin.targets {
      expectClose(
        sample.weight(of: target.category, in: margin.categories, raked), target.population)
    }
  }
  let passport = try #require(raked.passport)
  #expect(passport.largestError <= 1e-10)
  #expect(passport.iterations > 0)
  expectClose(raked.weights.reduce(0, +), passport.populationTotal)
}

@Test("Weights stay inside their limits, and margins are hit all the same", arguments: 0..<100)
func limitsHold(seed: UInt64) throws {
  let sample = try SkewedSample(seed: seed)
  let options = WeightingOptions(limits: 0.4...2.2)
  let raked = try sample.design.raked(to: sample.margins, options: options)
  let mean = 100_000.0 / 300
  #expect(raked.weights.allSatisfy { $0 >= 0.4 * mean && $0 <= 2.2 * mean })
  for target in sample.margins[1].targets {
    expectClose(sample.weight(of: target.category, in: sample.ages, raked), target.population)
  }
  let passport = try #require(raked.passport)
  #expect(passport.countAtLowerLimit == raked.weights.count { $0 == 0.4 * mean })
  #expect(passport.countAtUpperLimit == raked.weights.count { $0 == 2.2 * mean })
}

@Test("Interviews of unknown category keep their share of the base weights", arguments: 0..<50)
func unknownCategoriesKeepTheirShare(seed: UInt64) throws {
  let sample = try SkewedSample(seed: seed, missing: 0.1)
  let raked = try sample.design.raked(to: sample.margins)
  func unknownShare(_ design: SurveyDesign) -> Double {
    let unknown = zip(sample.ages, design.weights).reduce(0) { $0 + ($1.0 == nil ? $1.1 : 0) }
    return unknown / design.weights.reduce(0, +)
  }
  expectClose(unknownShare(raked), unknownShare(sample.design))
  let known = 1 - unknownShare(raked)
  expectClose(
    sample.weight(of: "young", in: sample.ages, raked) / raked.weights.reduce(0, +),
    0.25 * known)
  #expect(raked.passport?.margins[1].unknownCount == sample.ages.count { $0 == nil })
  let young = sample.ages.map { $0.map { $0 == "young" ? 1.0 : 0 } ?? .nan }
  #expect(raked.proportion(of: young).isFixedByWeighting)
  let unknown = sample.ages.map { $0 == nil ? 1.0 : 0 }
  #expect(!raked.proportion(of: unknown).isFixedByWeighting)
}

@Test("A margin that follows from another changes nothing", arguments: 0..<50)
func repeatedMarginsChangeNothing(seed: UInt64) throws {
  let sample = try SkewedSample(seed: seed)
  let once = try sample.design.raked(to: sample.margins)
  let twice = try sample.design.raked(to: sample.margins + [sample.margins[0]])
  expectClose(
    twice.mean(of: sample.answers).standardError, once.mean(of: sample.answers).standardError,
    tolerance: 1e-8)
}

@Test("Knowing the margins makes an answer that they explain more precise")
func knownMarginsMakeMorePrecise() throws {
  var known = 0.0
  var unknown = 0.0
  for seed in UInt64(0)..<50 {
    let sample = try SkewedSample(seed: seed)
    let raked = try sample.design.raked(to: sample.margins)
    let unaware = try SurveyDesign(
      weights: raked.weights, clusters: (0..<300).map { "point \($0 / 10)" })
    let calibrated = raked.mean(of: sample.answers)
    let plain = unaware.mean(of: sample.answers)
    expectClose(calibrated.value, plain.value, tolerance: 1e-12)
    known += calibrated.standardError * calibrated.standardError
    unknown += plain.standardError * plain.standardError
  }
  // Sex explains a quarter of the variance of the answers.
  #expect(known < 0.8 * unknown)
}

@Test("The spread of weights is Kish's")
func spreadIsKishs() throws {
  let spread = try SurveyDesign(weights: [0, 1, 2, 3]).weightSpread
  #expect(spread.count == 3)
  expectClose(spread.kishDesignEffect, 7.0 / 6)
  expectClose(spread.effectiveCount, 36.0 / 14)
  #expect(spread.minimum == 1)
  #expect(spread.maximum == 3)
  #expect(spread.mean == 2)
  #expect(try SurveyDesign(weights: [2, 2, 2]).weightSpread.kishDesignEffect == 1)
}

@Test(
  "Standard errors after raking are the spread of raked means over samples", arguments: [0, 0.1])
func rakedStandardErrorsAreTheSpread(missing: Double) throws {
  var means: [Double] = []
  var variance = 0.0
  for seed in UInt64(1000)..<1400 {
    let sample = try SkewedSample(seed: seed, missing: missing)
    let mean = try sample.design.raked(
      to: sample.margins, options: WeightingOptions(limits: 0.3...3)
    ).mean(of: sample.answers)
    means.append(mean.value)
    variance += mean.standardError * mean.standardError
  }
  let rounds = Double(means.count)
  let centre = means.reduce(0, +) / rounds
  let spread = means.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / (rounds - 1)
  // Three standard errors of a variance from 400 rounds are 21 %.
  #expect(abs(variance / rounds / spread - 1) < 0.21)
  // Truth: 0.46 · 40 + 0.54 · 60.
  #expect(abs(centre - 50.8) < 3 * (spread / rounds).squareRoot())
}

@Test(
  "Neither the scale of the base weights nor the order of rows or margins matters",
  arguments: 0..<50)
func orderAndScaleDoNotMatter(seed: UInt64) throws {
  let sample = try SkewedSample(seed: seed, missing: 0.05)
  let clusters = (0..<300).map { "point \($0 / 10)" }
  let reference = try sample.design.raked(to: sample.margins)
  var stream = RandomStream(seed: seed).split("order")
  var order = Array(0..<300)
  stream.shuffle(&order)
  let margins = sample.margins.reversed().map { margin in
    PopulationMargin(
      name: margin.name, categories: order.map { margin.categories[$0] },
      targets: margin.targets.reversed())
  }
  let raked = try SurveyDesign(
    weights: order.map { 17 * sample.design.weights[$0] }, clusters: order.map { clusters[$0] }
  ).raked(to: margins)
  for (place, row) in order.enumerated() {
    expectClose(raked.weights[place], reference.weights[row], tolerance: 1e-8)
  }
  let mean = raked.mean(of: order.map { sample.answers[$0] })
  let expected = reference.mean(of: sample.answers)
  expectClose(mean.value, expected.value, tolerance: 1e-8)
  expectClose(mean.standardError, expected.standardError, tolerance: 1e-8)
}

@Test("Weights that hit the margins already are left as they are")
func fittingWeightsAreLeft() throws {
  let sample = try SkewedSample(seed: 1)
  let once = try sample.design.raked(to: sample.margins)
  let again = try SurveyDesign(weights: once.weights).raked(to: sample.margins)
  #expect(again.passport?.iterations == 0)
  for (weight, before) in zip(again.weights, once.weights) {
    expectClose(weight, before, tolerance: 1e-9)
  }
}

@Test("The population's size is known after raking, and has no error")
func populationSizeIsKnown() throws {
  let sample = try SkewedSample(seed: 1)
  let raked = try sample.design.raked(to: sample.margins)
  let size = raked.total(of: sample.answers.map { _ in 1 })
  expectClose(size.value, 100_000)
  #expect(size.isFixedByWeighting)
}
