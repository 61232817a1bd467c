/// The calls whose output is attacked together with a report.
extension AttackedStudy {
  private var score: String {
    sheets.items.first { $0.isOutcome }?.factor ?? sheets.items.first?.factor ?? "INN"
  }

  /// A question of one answer that no group divides by; a number, for quantiles.
  private var question: String? {
    let divided = Set(sheets.groups.map(\.question))
    return sheets.questions.values.filter {
      $0.type == "select_one" && !divided.contains($0.name) && $0.relevant.isEmpty
        && $0.scale != nil
    }.map(\.name).min()
  }

  private var number: String? {
    sheets.questions.values.filter { $0.type == "integer" && $0.limits != nil }.map(\.name).min()
  }

  /// Calls that suit any study: the index and a question by each group, in every form.
  var calls: [[String]] {
    var calls = sheets.groups.flatMap { self.calls(by: $0) }
    for (first, second) in zip(sheets.groups, sheets.groups.dropFirst()) {
      calls.append(["estimate", score, "--by", first.name, "--by", second.name, "--format", "csv"])
    }
    return calls + (question.map { [["estimate", $0, "--format", "json"]] } ?? [])
  }

  private func calls(by group: PublicSheets.Group) -> [[String]] {
    let by = ["--by", group.name]
    var calls: [[String]] = ["text", "csv", "json"].map {
      ["estimate", score] + by + ["--format", $0]
    }
    calls.append(["estimate", score] + by + ["--statistic", "total", "--format", "csv"])
    calls.append(["estimate", score, "--model", "linear", "--on", group.name, "--format", "csv"])
    calls.append(["estimate", score, "--model", "linear", "--on", group.name])
    calls.append(["estimate", score] + by + ["--test", "mean", "--format", "csv"])
    for (one, other) in zip(group.categories, group.categories.dropFirst()) {
      let words = "\(one.name) - \(other.name)"
      calls.append(["estimate", score] + by + ["--contrast", words, "--format", "csv"])
    }
    if let question {
      calls.append(["estimate", question] + by + ["--format", "csv"])
      calls.append(["estimate", question] + by + ["--letters"])
      calls.append(["estimate", question] + by + ["--letters", "--format", "csv"])
    }
    if let number, number != group.question {
      let quantiles = ["--quantile", "0.1", "--quantile", "0.5"]
      calls.append(
        ["estimate", number] + by + ["--statistic", "quantile", "--format", "csv"] + quantiles)
    }
    return calls
  }

  /// Divisions into many types: costly, so that only a small study is asked for them.
  static let typesCalls: [[String]] = [
    ["factors", "--types", "k-means", "--classes", "12", "--format", "json"],
    ["factors", "--types", "k-means", "--classes", "60"],
    ["factors", "--types", "k-means", "--classes", "60", "--format", "csv"],
  ]

  /// Two or three of the calls, other ones with the next seed.
  func calls(byRotation seed: Int) -> [[String]] {
    let all = calls.filter { $0.first == "estimate" }
    guard !all.isEmpty else { return [] }
    return Array(Set([all[seed % all.count], all[(seed * 7 + 3) % all.count]])).sorted {
      $0.joined() < $1.joined()
    }
  }

  /// Of the model study: each kind of call, and each form, once or twice.
  static let modelCalls: [[String]] =
    [
      "estimate INN --by age --format csv",
      "estimate INN --by age --format json",
      "estimate INN --by education",
      "estimate INN --by sex --by education --format csv",
      "estimate SOC --by cs_user --by age --format json",
      "estimate INN --by sex --statistic total --format csv",
      "estimate INN --by SD6 --statistic total --format json",
      "estimate INN --by SD5 --format csv",
      "estimate SD7 --by district --statistic quantile --quantile 0.9",
      "estimate INA1 --by age --format csv",
      "estimate INA1 --by education --letters",
      "estimate INA1 --by district --letters --format csv",
      "estimate INN --by district --test mean --format csv",
      "estimate INN --model linear --on education --format csv",
      "estimate INN --model linear --on age",
      "compare w1 w2 --format csv",
    ].map { $0.split(separator: " ").map(String.init) } + [
      ["estimate", "INN", "--by", "age", "--contrast", "18-24 - 65+", "--format", "csv"],
      ["estimate", "INN", "--by", "education", "--contrast", "3 - 1"],
    ]

  static let panelCalls: [[String]] = [
    ["compare", "w1", "w2", "--format", "csv"], ["compare", "w2", "w3", "--format", "json"],
    ["estimate", "SOC", "--by", "OPN01", "--format", "csv"],
    ["estimate", "SOC01", "--by", "OPN02", "--format", "csv"],
    ["estimate", "SOC", "--model", "linear", "--on", "OPN01", "--format", "csv"],
  ]
}
