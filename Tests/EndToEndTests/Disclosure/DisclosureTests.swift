import Foundation
import Testing

/// What is published is attacked: no figure about fewer people than the minimum base follows from
/// all that is written.
struct DisclosureTests {
  /// Calls of the model study.
  static let modelCalls: [[String]] = [
    ["estimate", "INN", "--by", "age", "--format", "csv"],
    ["estimate", "INA1", "--by", "sex", "--format", "csv"],
  ]

  /// Runs the attack on any study: `LOCI_ATTACK_STUDY=folder swift test --filter attackedByHand`.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["LOCI_ATTACK_STUDY"] != nil))
  func attackedByHand() throws {
    let path = ProcessInfo.processInfo.environment["LOCI_ATTACK_STUDY"] ?? ""
    let study = try AttackedStudy(exporting: URL(filePath: path))
    let report = try study.run(calls: study.calls)
    print(report.summary(path))
    #expect(report.findings.isEmpty && report.mistakes.isEmpty)
  }
}

extension AttackedStudy {
  /// Calls that suit any study: each score and a question by each group, in every form.
  var calls: [[String]] {
    let score = sheets.items.first { $0.isOutcome }?.factor ?? sheets.items.first?.factor ?? "INN"
    var calls: [[String]] = []
    for group in sheets.groups {
      calls.append(["estimate", score, "--by", group.name, "--format", "csv"])
      calls.append(["estimate", score, "--by", group.name, "--statistic", "total", "--format", "csv"])
      calls.append(["estimate", score, "--model", "linear", "--on", group.name, "--format", "csv"])
    }
    return calls
  }
}
