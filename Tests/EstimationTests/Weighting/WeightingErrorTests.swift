import Testing

@testable import Estimation

private let sexes: [String?] = ["m", "f", "f", "m", "f", "f"]

private func sexMargin(men: Double, women: Double) -> PopulationMargin {
  PopulationMargin(
    name: "sex", categories: sexes,
    targets: [.init(category: "m", population: men), .init(category: "f", population: women)])
}

private struct Refusal: Sendable {
  var margins: [PopulationMargin]
  var options = WeightingOptions()
  var message: String
}

private let refusals: [Refusal] = [
  Refusal(
    margins: [], message: "there are no margins to rake to: without them the base weights stand"),
  Refusal(
    margins: [
      PopulationMargin(
        name: "sex", categories: sexes,
        targets: [
          .init(category: "m", population: 40), .init(category: "f", population: 50),
          .init(category: "x", population: 10),
        ])
    ],
    message: "margin 'sex', category 'x' has 10 people in the population but no respondent: "
      + "merge it with 'f'"),
  Refusal(
    margins: [
      PopulationMargin(
        name: "sex", categories: sexes, targets: [.init(category: "m", population: 40)])
    ],
    message: "margin 'sex', category 'f' has 4 respondents but no target: "
      + "add its population, or merge it with a category that has one"),
  Refusal(
    margins: [sexMargin(men: 40, women: .nan)],
    message: "margin 'sex', category 'f' has the population no number: give a number above 0, "
      + "and leave out a category that nobody belongs to"),
  Refusal(
    margins: [
      PopulationMargin(
        name: "sex", categories: sexes,
        targets: [
          .init(category: "m", population: 40), .init(category: "f", population: 50),
          .init(category: "f", population: 10),
        ])
    ],
    message: "margin 'sex', category 'f' has more than one target; keep one"),
  Refusal(
    margins: [
      PopulationMargin(
        name: "sex", categories: ["m"], targets: [.init(category: "m", population: 1)])
    ],
    message: "margin 'sex' has categories for 1 interviews, the design has 6"),
  Refusal(
    margins: [
      PopulationMargin(
        name: "sex", categories: [nil, nil, nil, nil, nil, nil],
        targets: [.init(category: "m", population: 1)])
    ],
    message: "margin 'sex': no interview has a known category; leave the margin out"),
  Refusal(
    margins: [
      sexMargin(men: 40, women: 60),
      PopulationMargin(
        name: "age", categories: sexes,
        targets: [.init(category: "m", population: 0.4), .init(category: "f", population: 0.6)]),
    ],
    message: "margin 'age' adds up to 1, 'sex' to 100: give both for the same population "
      + "and date"),
  Refusal(
    margins: [sexMargin(men: 80, women: 20)], options: WeightingOptions(limits: 0.5...2),
    message: "margin 'sex', category 'm' needs a mean weight of 2.4 mean weights, outside the "
      + "limits 0.5…2: merge it with a neighbouring category, or widen the limits\n"
      + "margin 'sex', category 'f' needs a mean weight of 0.3 mean weights, outside the "
      + "limits 0.5…2: merge it with a neighbouring category, or widen the limits"),
  Refusal(
    margins: [sexMargin(men: 50, women: 50)], options: WeightingOptions(limits: 1.5...2),
    message: "weights are limited by numbers around 1, in mean weights, such as 0.3 and 3"),
  Refusal(
    margins: [
      sexMargin(men: 40, women: 60),
      PopulationMargin(
        name: "again", categories: sexes,
        targets: [.init(category: "m", population: 50), .init(category: "f", population: 50)]),
    ], options: WeightingOptions(maximumIterations: 20),
    message: "margins contradict each other: every respondent in sex 'f' is also in again 'f', but "
      + "the first are 60 people, the second 50, 10 too few; the smallest change that would do: "
      + "sex 'm' 50 instead of 40, sex 'f' 50 instead of 60"),
]

@Test("Margins that cannot be raked to are refused with place and remedy", arguments: refusals)
private func impossibleMarginsAreRefused(_ refusal: Refusal) throws {
  let design = try SurveyDesign(weights: [1, 1, 1, 1, 1, 1])
  let error = #expect(throws: WeightingError.self) {
    try design.raked(to: refusal.margins, options: refusal.options)
  }
  #expect(error?.description == refusal.message)
}

@Test("A domain, or a design already raked, is not raked")
func onlyTheWholeBaseDesignIsRaked() throws {
  let design = try SurveyDesign(weights: [1, 1, 1, 1, 1, 1])
  let margins = [sexMargin(men: 40, women: 60)]
  let raked = try design.raked(to: margins)
  for design in [raked, design.domain([true, true, true, true, true, false])] {
    #expect(throws: WeightingError(problems: [.notTheWholeBaseDesign])) {
      try design.raked(to: margins)
    }
  }
}

@Test("Shares are scaled to the first margin's total when that is asked for")
func sharesAreScaled() throws {
  let shares = PopulationMargin(
    name: "again", categories: sexes,
    targets: [.init(category: "m", population: 0.4), .init(category: "f", population: 0.6)])
  let raked = try SurveyDesign(weights: [1, 1, 1, 1, 1, 1]).raked(
    to: [sexMargin(men: 40, women: 60), shares],
    options: WeightingOptions(totals: .scaledToFirst))
  expectClose(raked.weights[0], 20)
  expectClose(raked.weights[1], 15)
  let passport = try #require(raked.passport)
  #expect(passport.margins.map(\.isScaled) == [false, true])
  expectClose(passport.margins[0].categories[0].baseShare, 2.0 / 6)
  expectClose(passport.margins[0].categories[0].weightedShare, 0.4)
}
