import NumericalMethods
import Testing

@testable import Estimation

/// Banner tables are R's: `Tests/Reference/banner.R`.
struct BannerReferenceTests {
  private static let reference = SurveyReference.banner

  private func numbers(_ column: String) -> [Double] {
    Self.reference.numbers("banner", column)
  }

  private func design(_ name: String) throws -> SurveyDesign {
    let plain = try SurveyDesign(
      weights: numbers("w"), strata: numbers("stratum").map { "\($0)" },
      clusters: numbers("point").map { "\($0)" })
    switch name {
    case "raked":
      let margins = [
        margin("sex", [460, 540]), margin("stratum", [370, 300, 330]),
      ]
      return try plain.raked(to: margins, options: WeightingOptions(tolerance: 1e-12))
    case "jackknife":
      return try plain.replicated(by: .stratifiedJackknife, centre: .fullSample).surveyDesign
    default: return plain
    }
  }

  private func margin(_ name: String, _ people: [Double]) -> PopulationMargin {
    PopulationMargin(
      name: name, categories: numbers(name).map { "\(Int($0))" },
      targets: people.enumerated().map {
        PopulationMargin.Target(category: "\($0.offset + 1)", population: $0.element)
      })
  }

  private var groupings: [CategoricalAnswers] {
    [("sex", 2), ("age", 4)].map { name, count in
      CategoricalAnswers(
        categories: (1...count).map { "\($0)" },
        codes: numbers(name).map { $0 < 0 ? -1 : Int32($0) - 1 })
    }
  }

  private func banner(_ kind: String, of design: SurveyDesign) -> Banner {
    let answers: [[Double]] =
      kind == "single"
      ? (1...4).map { answer in
        numbers("answer").map { $0 < 0 ? .nan : $0 == Double(answer) ? 1 : 0 }
      }
      : (1...3).map { numbers("m\($0)").map { $0 < 0 ? .nan : $0 } }
    return design.banner(of: answers, areExclusive: kind == "single", by: groupings)
  }

  @Test(arguments: ["plain", "raked", "jackknife"], ["single", "several"])
  func `column shares, their differences and letters are R's`(
    _ name: String, _ kind: String
  ) throws {
    let banner = banner(kind, of: try design(name))
    let expected = Self.reference.root["tables"][name][kind]
    for (place, grouping) in banner.groupings.enumerated() {
      #expect(Double(grouping.degreesOfFreedom) == expected["degreesOfFreedom"][place].number)
      for answer in 0..<(kind == "single" ? 4 : 3) {
        let own = expected["columns"][place][answer]
        for (column, share) in grouping.columns.map({ $0.shares[answer] }).enumerated() {
          expectClose(share.value, own["shares"][column].number)
          expectClose(
            share.standardError, own["covariance"][column][column].number.squareRoot(),
            tolerance: name == "raked" ? iterated : closedForm)
        }
      }
    }
    let pairs = expected["pairs"]
    var letters: [[Int]] = []
    for row in 0..<pairs["p"].count {
      let at = ["group", "answer", "first", "second"].map { Int(pairs[$0][row].number) }
      let difference = banner.groupings[at[0]].difference(of: at[1], at[2], at[3])
      expectClose(difference.value, pairs["difference"][row].number, tolerance: iterated)
      expectClose(difference.standardError, pairs["standardError"][row].number, tolerance: iterated)
      expectClose(
        try #require(difference.tTest()).pValue, pairs["p"][row].number, tolerance: 1e-7)
      guard pairs["adjusted"][row].number < 0.05 else { continue }
      let isHigher = difference.value > 0
      letters.append([at[0], at[1], isHigher ? at[2] : at[3], isHigher ? at[3] : at[2]])
    }
    let exceeded = banner.exceeded()
    #expect(exceeded.family == pairs["p"].count)
    #expect(Set(exceeded.inOrder) == Set(letters) && exceeded.inOrder.count == letters.count)
    #expect(kind == "several" || !letters.isEmpty, "nothing to compare")
  }

  @Test(arguments: ["plain", "raked", "jackknife"])
  func `each grouping's test is svychisq's`(_ name: String) throws {
    let design = try design(name)
    let expected = Self.reference.root["tables"][name]["independence"]
    for (place, grouping) in banner("single", of: design).groupings.enumerated() {
      let test = try #require(grouping.independence)
      let node = expected[place]
      expectClose(test.statistic, node["statistic"].number, tolerance: iterated)
      expectClose(test.numerator, node["numerator"].number, tolerance: iterated)
      expectClose(test.denominator, node["denominator"].number, tolerance: iterated)
      expectClose(test.pValue, node["p"].number, tolerance: 1e-7)
    }
    #expect(banner("several", of: design).groupings.allSatisfy { $0.independence == nil })
  }
}

extension Banner.Exceeded {
  /// Grouping, answer, column and the column that it exceeds.
  fileprivate var inOrder: [[Int]] {
    places.enumerated().flatMap { place, answers in
      answers.enumerated().flatMap { answer, columns in
        columns.enumerated().flatMap { column, others in
          others.map { [place, answer, column, $0] }
        }
      }
    }
  }
}

/// What is summed by cluster or replicate is what the rows say.
struct BannerLawTests {
  private struct Drawn {
    var design: SurveyDesign
    var answers: [[Double]]
    var groups: CategoricalAnswers
  }

  private func draw(_ seed: UInt64) throws -> Drawn {
    var random = RandomStream(seed: seed)
    let count = 90
    let (strata, clusters) = ((0..<count).map { "\($0 / 45)" }, (0..<count).map { "\($0 / 5)" })
    let sex = (0..<count).map { _ in random.uniform() < 0.4 ? "1" : "2" }
    var design = try SurveyDesign(
      weights: (0..<count).map { _ in 0.5 + random.uniform() },
      strata: seed % 2 == 0 ? strata : nil, clusters: seed % 3 == 0 ? nil : clusters)
    let margin = PopulationMargin(
      name: "sex", categories: sex,
      targets: [.init(category: "1", population: 45), .init(category: "2", population: 55)])
    switch seed % 4 {
    case 1: design = try design.raked(to: [margin])
    case 2: design = try design.replicated(by: .bootstrap(replicates: 20, seed: seed)).surveyDesign
    case 3:
      design = try design.replicated(by: .bootstrap(replicates: 20, seed: seed))
        .raked(to: [margin]).surveyDesign
    default: break
    }
    let first = (0..<count).map { row in
      row % 17 == 0 ? Double.nan : random.uniform() < 0.5 ? 1 : 0
    }
    let same = zip(first, sex).map { $0.isNaN ? Double.nan : $1 == "1" ? 1 : 0 }
    return Drawn(
      design: design, answers: [first, same],
      groups: CategoricalAnswers(
        categories: ["a", "b", "nobody", "all"],
        codes: (0..<count).map { row in row % 11 == 0 ? -1 : [0, 1, 3][row % 3] }))
  }

  @Test(arguments: UInt64(0)..<24)
  func `shares and differences are those of domains`(_ seed: UInt64) throws {
    let drawn = try draw(seed)
    let banner = drawn.design.banner(
      of: drawn.answers, areExclusive: false, by: [drawn.groups])
    let grouping = banner.groupings[0]
    #expect(grouping.columns[2].base.count == 0 && grouping.columns[2].shares[0].value.isNaN)
    let domains = [0, 1, 3].map { code in drawn.design.domain(drawn.groups.codes.map { $0 == code })
    }
    for (answer, values) in drawn.answers.enumerated() {
      let vector = drawn.design.estimates(
        domains.map { $0.linearisedProportion(of: values) }, names: ["a", "b", "all"])
      for (place, column) in [0, 1, 3].enumerated() {
        let share = grouping.columns[column].shares[answer]
        expectClose(share.value, vector[place].value)
        expectClose(share.standardError, vector[place].standardError)
        expectClose(share.designEffect ?? -1, vector[place].designEffect ?? -1)
        #expect(share.base.count == vector[place].base.count)
        expectClose(share.base.effectiveCount, vector[place].base.effectiveCount)
      }
      expectClose(
        grouping.difference(of: answer, 0, 3).standardError, vector.difference(0, 2).standardError)
    }
  }

  @Test(arguments: UInt64(0)..<24)
  func `a table too large to hold gives the same`(_ seed: UInt64) throws {
    let drawn = try draw(seed)
    var membership = CellMembership()
    for row in 0..<drawn.design.count {
      let code = drawn.groups.codes[row]
      let answer = drawn.answers[0][row]
      if code >= 0, !answer.isNaN {
        if answer == 1 { membership.add(0) }
        membership.add(1)
      }
      membership.endRow()
    }
    let held = CellTotals(drawn.design, membership, count: 2).share(of: 0, in: 1)
    let made = CellTotals(drawn.design, membership, count: 2, largestTable: 0).share(of: 0, in: 1)
    expectClose(held.value, made.value)
    expectClose(
      sumOfProducts(held.deviations, held.deviations),
      sumOfProducts(made.deviations, made.deviations))
  }

  @Test func `nobody's and everybody's answers, and what weighting fixes, are not compared`() throws
  {
    let count = 60
    let sex = (0..<count).map { $0 % 3 == 0 ? "1" : "2" }
    let district = (0..<count).map { $0 % 2 == 0 ? "n" : "s" }
    let margin = PopulationMargin(
      name: "sex*district", categories: zip(sex, district).map { "\($0)*\($1)" },
      targets: ["1*n", "2*n", "1*s", "2*s"].map { .init(category: $0, population: 10) })
    let design = try SurveyDesign(
      weights: (0..<count).map { 1 + Double($0 % 5) / 10 },
      clusters: (0..<count).map { "\($0 / 3)" }
    ).raked(to: [margin])
    let women = sex.map { $0 == "2" ? 1.0 : 0 }
    let young = (0..<count).map { $0 % 2 == 0 ? Double($0 % 4 / 2) : 0 }
    let banner = design.banner(
      of: [women, young], areExclusive: false,
      by: [CategoricalAnswers(district.map { $0 }, categories: ["n", "s"])])
    #expect(banner.groupings[0].columns[0].shares[0].isFixedByWeighting)
    #expect(banner.groupings[0].columns[1].shares[1].value == 0)
    #expect(banner.exceeded().family == 0)
    let open = design.banner(
      of: [(0..<count).map { $0 % 7 < 3 ? 1.0 : 0 }], areExclusive: false,
      by: [CategoricalAnswers(district.map { $0 }, categories: ["n", "s"])])
    #expect(open.exceeded().family == 1)
    #expect(open.exceeded(isCompared: { _, _, column in column > 0 }).family == 0)
  }
}
