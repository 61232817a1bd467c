import Foundation
import Testing

/// Spoilt weights, designs and answers end in a diagnostic, never in a crash.
struct EstimateBadInputTests {
  struct Fault: Sendable, CustomStringConvertible {
    let description: String
    let words: [String]
    let status: Int32
    let arguments: [String]
    let spoil: @Sendable (SmallStudy) throws -> Void

    init(
      _ description: String, _ words: [String], status: Int32 = 0,
      _ arguments: [String] = ["SOC01", "SD2"],
      spoil: @escaping @Sendable (SmallStudy) throws -> Void
    ) {
      self.description = description
      self.words = words
      self.status = status
      self.arguments = arguments
      self.spoil = spoil
    }
  }

  private static let alpha = "responses/alpha.csv"

  /// Rewrites one field of some records.
  private static func set(
    _ column: Int, to text: String, in rows: ClosedRange<Int> = 1...160, _ study: SmallStudy
  ) throws {
    try study.edit(alpha) { lines in
      for row in rows {
        var fields = lines[row].split(separator: ",", omittingEmptySubsequences: false)
          .map(String.init)
        fields[column] = text
        lines[row] = fields.joined(separator: ",")
      }
    }
  }

  static let faults: [Fault] =
    ["", "-1", "inf", "abc"].map { weight in
      Fault("a weight is '\(weight)'", ["\(alpha):4:", "fix:"]) {
        try set(3, to: weight, in: 3...3, $0)
      }
    } + [
      Fault("a weight is below 0", ["\(alpha):4:", "weight must be a number from 0 up", "fix:"]) {
        try set(3, to: "-0.1", in: 3...3, $0)
      },
      Fault("all weights are 0", ["\(alpha)", "fix:", "not made: anything of"], status: 65) {
        try set(3, to: "0", $0)
      },
      Fault("a stratum has one cluster", ["[stratum-with-one-cluster]", "'D1'", "fix:"]) {
        try set(2, to: "1", in: 1...40, $0)
      },
      Fault("a cluster stands in two strata", ["[cluster-in-several-strata]", "'1'", "fix:"]) {
        try set(1, to: "D2", in: 1...2, $0)
      },
      Fault(
        "a domain is empty", ["alpha, w1, sex 2: nobody", "groups.csv"], ["SOC01", "--by", "sex"]
      ) { try set(13, to: "1", $0) },
      Fault(
        "an empty domain is tested", ["only the group '1'"],
        ["SOC01", "--by", "sex", "--test", "mean"]
      ) {
        try set(13, to: "1", $0)
      },
      Fault(
        "an answer is constant", ["SOC01, alpha, w1: all gave the same answer", "SD2, alpha"],
        ["SOC01", "SD2"]
      ) {
        try set(4, to: "3", $0)
        try set(14, to: "30", $0)
      },
      Fault(
        "a constant answer is explained", ["the outcome is the same"],
        status: 65,
        ["SD2", "--model", "linear", "--on", "SOC01"]
      ) {
        try set(14, to: "30", $0)
      },
      Fault(
        "a constant answer explains", ["predictor 'SOC01' is constant"],
        status: 65,
        ["SD2", "--model", "linear", "--on", "SOC01"]
      ) {
        try set(4, to: "3", $0)
      },
      Fault(
        "all answers are missing", ["SD2, alpha, w1: nobody gave an answer of substance"], ["SD2"]
      ) { try set(14, to: "", $0) },
      Fault(
        "a quantile of nothing", ["nobody gave an answer of substance"],
        ["SD2", "--statistic", "quantile"]
      ) {
        try set(14, to: "", $0)
      },
      Fault("margins differ in their totals", ["margins.csv", "fix:"]) {
        try $0.write(
          "city,wave,group,category,population,source,date\nalpha,w1,sex,1,450,a,\n"
            + "alpha,w1,sex,2,550,a,\nalpha,w1,age,18-44,300,b,\nalpha,w1,age,45+,500,b,\n",
          to: "margins.csv")
      },
      Fault("a replicate column is missing", ["sources.csv:2", "lacks rw41", "fix:"], status: 65) {
        try $0.nameReplicates("rw1-rw41")
        try $0.edit("sources.csv") { $0[2] = $0[2].replacing("rw1-rw41", with: "rw1-rw40") }
      },
    ]

  @Test(arguments: faults)
  func `a fault is told in words and nothing crashes`(_ fault: Fault) throws {
    let study = try SmallStudy.ofReference()
    defer { study.remove() }
    try fault.spoil(study)
    let outcome = try BuiltCommand.run(["estimate", study.folder.path] + fault.arguments)
    #expect(outcome.status == fault.status, "\(outcome.errors)")
    #expect(outcome.output.contains("beta"))
    #expect(!outcome.output.lowercased().contains("nan") && !outcome.output.contains("inf "))
    // Warnings are told by check; estimate says how many they are.
    let check = try BuiltCommand.run(["check", study.folder.path])
    let told = (outcome.errors + outcome.output + check.output)
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for words in fault.words { #expect(told.contains(words), "\(told)") }
  }
}
