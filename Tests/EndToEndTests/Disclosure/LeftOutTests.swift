import Foundation
import Testing

/// The few people whom a model, a ratio or a division leaves out for want of an answer: what is
/// printed with and without them must not tell theirs.
///
/// Attacks know more than a reader does: the predictors of everybody.
struct LeftOutTests {
  private struct Person {
    var sex: Int?
    var age: Int?
    /// 0…100.
    var points: Double
    var number: Int
  }

  /// 240 people, of whom 4 men give no age and 3 people no sex.
  private static func people() -> [Person] {
    var source = SeededAnswers(seed: 20)
    return (0..<240).map { row in
      let sex = row % 2 + 1
      let age = 18 + (row * 37) % 60
      let level = source.category(0.4 * Double(sex) - 0.01 * Double(age) + source.normal(), of: 5)
      let lacksAge = [20, 80, 140, 200].contains(row)
      return Person(
        sex: [31, 91, 151].contains(row) ? nil : sex, age: lacksAge ? nil : age,
        points: lacksAge ? 100 : Double(level - 1) * 25, number: (row * 7) % 21)
    }
  }

  private static func study(_ people: [Person]) throws -> SmallStudy {
    let rows = people.enumerated().map { row, person in
      let age = person.age.map(String.init) ?? ""
      let sex = person.sex.map(String.init) ?? ""
      return "r\(row),D\(row % 4),\(row / 4 % 15),\(sex),\(age),\(Int(person.points / 25) + 1),"
        + "\(person.number),\(person.points > 50 ? 1 : 0)"
    }
    let study = try SmallStudy.bare(
      survey: """
        select_one sexes,SEX,Sex,nominal
        integer,AGE,Age,scale
        select_one five,Y,Level,scale
        integer,Z,Number,scale
        select_one yn,B,Yes,nominal
        """,
      choices: """
        sexes,1,man,
        sexes,2,woman,
        five,1,a,
        five,2,b,
        five,3,c,
        five,4,d,
        five,5,e,
        yn,0,no,
        yn,1,yes,
        """, answers: ["id,st,pt,SEX,AGE,Y,Z,B"] + rows,
      surveyHeader: "type,name,label::en,measure", sources: ",st,pt", roles: ",stratum,cluster")
    try study.write(
      "group,category,label::en,question,choices,from,to\nsex,1,men,SEX,1,,\nsex,2,women,SEX,2,,\n",
      to: "groups.csv")
    return study
  }

  private static func rows(_ study: SmallStudy, _ arguments: String...) throws
    -> [[String: String]]
  {
    let words = [arguments[0], study.folder.path] + arguments.dropFirst() + ["--format", "csv"]
    let outcome = try BuiltCommand.run(words)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    return CSVRows.records(outcome.output)
  }

  /// A printed figure with what its rounding leaves open.
  private struct Interval {
    var low: Double
    var high: Double

    init(_ low: Double, _ high: Double) { (self.low, self.high) = (low, high) }

    init?(_ row: [String: String]?) {
      guard let value = row?["estimate"].flatMap(Double.init) else { return nil }
      let half = (row?["roundedTo"].flatMap(Double.init) ?? 0) / 2
      self.init(value - half, value + half)
    }

    static func + (one: Interval, other: Interval) -> Interval {
      Interval(one.low + other.low, one.high + other.high)
    }

    static func * (factor: Double, own: Interval) -> Interval {
      let ends = [factor * own.low, factor * own.high]
      return Interval(min(ends[0], ends[1]), max(ends[0], ends[1]))
    }
  }

  /// What a linear model says of the outcome's mean among people who are not in it.
  ///
  /// - Parameters:
  ///   - all: The people of a published mean.
  ///   - columns: The predictors' values of a person; nil for who is not in the model.
  private static func attacked(
    _ all: [Person], mean: Double, _ coefficients: [Interval], columns: (Person) -> [Double]?
  ) -> (told: Interval, truth: Double) {
    var inside = Interval(0, 0)
    for columns in all.compactMap(columns) {
      inside = zip([1] + columns, coefficients).reduce(inside) { $0 + $1.0 * $1.1 }
    }
    let outside = all.filter { columns($0) == nil }
    let count = Double(outside.count)
    let sum = Double(all.count) * mean
    return (
      Interval((sum - inside.high) / count, (sum - inside.low) / count),
      outside.reduce(0) { $0 + $1.points } / count
    )
  }

  @Test(arguments: [["AGE"], ["sex", "AGE"], ["AGE", "Z"], ["sex*AGE"]])
  func `coefficients leave the mean of those without an answer open`(predictors: [String]) throws {
    let people = Self.people()
    let study = try Self.study(people)
    defer { study.remove() }
    let on = predictors.flatMap { ["--on", $0] }
    func columns(_ person: Person) -> [Double]? {
      var values: [Double] = []
      for name in predictors {
        switch name {
        case "Z": values.append(Double(person.number))
        case "AGE":
          guard let age = person.age else { return nil }
          values.append(Double(age))
        default:
          guard let sex = person.sex else { return nil }
          values.append(sex == 2 ? 1 : 0)
          guard name == "sex*AGE" else { continue }
          guard let age = person.age else { return nil }
          values += [Double(age), sex == 2 ? Double(age) : 0]
        }
      }
      return values
    }
    let mean = people.reduce(0) { $0 + $1.points } / Double(people.count)
    for isOpen in [true, false] {
      let options = isOpen ? ["--no-suppression"] : []
      let outcome = try BuiltCommand.run(
        ["regress", study.folder.path, "Y"] + on + options + ["--format", "csv"])
      let terms = CSVRows.records(outcome.output).filter { $0["part"] == "coefficient" }
      let coefficients = terms.compactMap { Interval($0) }
      try #require(coefficients.count == 1 + (columns(people[0])?.count ?? 0))
      let found = Self.attacked(people, mean: mean, coefficients, columns: columns)
      #expect(found.told.low - 1e-6 <= found.truth && found.truth <= found.told.high + 1e-6)
      if isOpen {
        #expect(found.told.high - found.told.low < 1e-6, "the attack itself works")
      } else {
        #expect(found.told.high - found.told.low >= 25, "\(found)")
      }
    }
  }

  /// All who give no age are men, so that the women's mean among the people of the model is known.
  @Test func `slopes leave the mean of the men without an age open`() throws {
    let people = Self.people()
    let study = try Self.study(people)
    defer { study.remove() }
    let terms = try Self.rows(study, "regress", "Y", "--on", "sex", "--on", "AGE")
    func coefficient(_ name: String) throws -> Interval {
      try #require(Interval(terms.first { $0["term"] == name && $0["part"] == "coefficient" }))
    }
    let inside = people.filter { $0.age != nil && $0.sex != nil }
    let men = inside.filter { $0.sex == 1 }
    let women = inside.filter { $0.sex == 2 }
    func age(_ some: [Person]) -> Double {
      some.reduce(0) { $0 + Double($1.age ?? 0) } / Double(some.count)
    }
    let difference =
      try -1 * coefficient("sex=2") + (age(men) - age(women)) * coefficient("AGE")
    let ofWomen = women.reduce(0) { $0 + $1.points } / Double(women.count)
    let ofMen = Interval(ofWomen, ofWomen) + difference
    let all = people.filter { $0.sex == 1 }
    let sum = all.reduce(0) { $0 + $1.points }
    let count = Double(all.count - men.count)
    let width = Double(men.count) * (ofMen.high - ofMen.low) / count
    #expect(width >= 25)
    let truth = all.filter { $0.age == nil }.reduce(0) { $0 + $1.points } / count
    #expect((sum - Double(men.count) * ofMen.high) / count <= truth)
    #expect((sum - Double(men.count) * ofMen.low) / count >= truth)
  }

  @Test func `margins, effects and shares of variance are made from rounded coefficients`() throws {
    let study = try Self.study(Self.people())
    defer { study.remove() }
    for arguments in [
      ["Y", "--on", "sex", "--on", "AGE", "--margins", "sex", "--cells", "2 - 1"],
      ["B=1", "--on", "sex", "--on", "AGE", "--family", "logistic", "--margins", "sex"],
      ["Y", "--on", "AGE", "--family", "ordinal"], ["Z", "--on", "AGE", "--family", "poisson"],
    ] {
      let outcome = try BuiltCommand.run(
        ["regress", study.folder.path] + arguments + ["--format", "csv"])
      let terms = CSVRows.records(outcome.output).filter { $0["part"] != "test" }
      #expect(!terms.isEmpty)
      for term in terms {
        let step = try #require(Double(term["roundedTo"] ?? ""), "\(arguments): \(term)")
        let value = try #require(Double(term["estimate"] ?? ""))
        #expect(abs(value / step - (value / step).rounded()) < 1e-6, "\(arguments): \(term)")
      }
    }
    let json = try BuiltCommand.run([
      "regress", study.folder.path, "Y", "--on", "AGE", "--format", "json",
    ])
    #expect(try JSON(json.output).array.first?["roundedTo"].number != nil)
  }

  @Test func `a ratio leaves the mean of those without its second number open`() throws {
    let people = Self.people()
    let study = try Self.study(people)
    defer { study.remove() }
    let ratio = try #require(
      Interval(
        try Self.rows(study, "estimate", "Y", "--statistic", "ratio", "--to", "AGE").first))
    let inside = people.filter { $0.age != nil }
    let ages = inside.reduce(0) { $0 + Double($1.age ?? 0) }
    let outside = Double(people.count - inside.count)
    #expect(ages * (ratio.high - ratio.low) / outside >= 25)
    let truth = inside.reduce(0) { $0 + $1.points } / ages
    #expect(ratio.low <= truth && truth <= ratio.high)
    let contrast = try Self.rows(
      study, "contrast", "Y", "--by", "sex", "--cells", "1 - 2", "--statistic", "ratio", "--to",
      "AGE")
    let step = try #require(Double(contrast.first?["roundedTo"] ?? ""))
    #expect(step <= 0.05, "a step of ratios, not of means")
    #expect(Double(contrast.first?["estimate"] ?? "") ?? 0 != 0)
  }

  @Test func `quantiles of a group that few people are outside of are coarse too`() throws {
    let study = try Self.study(Self.people())
    defer { study.remove() }
    let rows = try Self.rows(
      study, "estimate", "Z", "--by", "sex", "--statistic", "quantile", "--quantile", "0.5",
      "--quantile", "0.333")
    #expect(rows.count == 4)
    for row in rows {
      let isHidden = row["statistic"] == "quantile(0.333)"
      #expect(row["estimate"]?.isEmpty == isHidden)
      #expect(row["roundedTo"]?.isEmpty == isHidden)
    }
    let all = try Self.rows(
      study, "estimate", "Z", "--statistic", "quantile", "--quantile", "0.333")
    #expect(all.first?["estimate"]?.isEmpty == false)
  }

  @Test func `a test tells no more than rounded means do`() throws {
    let study = try Self.study(Self.people())
    defer { study.remove() }
    let means = try Self.rows(study, "estimate", "Y", "--by", "sex", "--statistic", "mean")
      .compactMap { Double($0["estimate"] ?? "") }
    let test = try #require(
      try Self.rows(study, "test", "Y", "--by", "sex", "--method", "mean").first)
    let difference = try #require(Double(test["difference"] ?? ""))
    let error = try #require(Double(test["standardError"] ?? ""))
    #expect(abs(difference - (means[1] - means[0])) < 1e-9)
    let f = try #require(Double(test["statistic"] ?? ""))
    #expect(abs(f - (difference / error) * (difference / error)) < 1e-6 * f)
    for method in ["rank", "rao-scott"] {
      let row = try #require(
        try Self.rows(study, "test", "Y", "--by", "sex", "--method", method).first)
      #expect(row["statistic"] == "" && row["pValue"] == "")
      #expect(row["reason"]?.contains("more would tell of the few people") == true)
    }
  }

  @Test func `a hidden category takes no part in a test`() throws {
    let study = try Self.study(Self.people())
    defer { study.remove() }
    try study.write(
      """
      group,category,label::en,question,choices,from,to
      age,a,a,AGE,,18,20
      age,b,b,AGE,,21,29
      age,c,c,AGE,,30,50
      age,d,d,AGE,,51,80

      """, to: "groups.csv")
    for method in ["mean", "rank", "rao-scott"] {
      let arguments = ["--by", "age", "--method", method]
      let rows = try Self.rows(
        study, "test", method == "rao-scott" ? "B" : "Y", arguments[0], arguments[1],
        arguments[2], arguments[3])
      let row = try #require(rows.first)
      #expect(row["reason"]?.hasPrefix("without a") == true, "\(row)")
      #expect(Double(row["numerator"] ?? "").map { $0 < 2.5 } == true, "\(row)")
      #expect(row["pValue"] != "")
    }
  }
}
