import Foundation
import Testing

/// Whatever number an option is given, the command ends in an orderly way.
struct NumericOptionTests {
  struct Case: Sendable, CustomStringConvertible {
    let arguments: [String]
    let option: String
    var description: String { (arguments + [option]).joined(separator: " ") }
  }

  static let extremes = [
    "0", "-1", "nan", "inf", "1e308", "5e-324", "1e19", "9223372036854775807", "", "1,5",
  ]

  private static let questions: [[String]] = [
    ["--share", "0.5", "--margin", "0.05", "--cluster-size", "10", "--correlation", "0.1"],
    ["--deviation", "20", "--difference", "3"],
    ["--share", "0.5", "--versus", "0.6", "--interviews", "600"],
  ]

  private static let options = [
    "--share", "--versus", "--margin", "--interviews", "--deviation", "--difference", "--power",
    "--design-effect", "--cluster-size", "--correlation", "--level", "--population",
    "--panel-correlation",
  ]

  static let plans: [Case] = options.flatMap { option in
    questions.map { question in
      var rest = question
      if let place = rest.firstIndex(of: option) { rest.removeSubrange(place...(place + 1)) }
      return Case(arguments: ["plan"] + rest, option: option)
    }
  }

  @Test(arguments: plans)
  func `a plan is refused or printed, never a trap`(_ plan: Case) throws {
    let folder = FileManager.default.temporaryDirectory
    for value in Self.extremes {
      let outcome = try BuiltCommand.run(plan.arguments + ["\(plan.option)=\(value)"], in: folder)
      #expect([0, 64].contains(outcome.status), "\(value): \(outcome.status) \(outcome.errors)")
      #expect((outcome.status == 0) == outcome.errors.isEmpty)
      #expect(!outcome.output.contains("nan") && !outcome.output.contains("inf"), "\(value)")
    }
  }

  private static let replicates = ["--replicates", "bootstrap", "--replicate-count", "2"]

  static let studies: [Case] = [
    Case(arguments: ["estimate", ".", "SOC01"], option: "--quantile"),
    Case(arguments: ["estimate", ".", "SOC01"], option: "--level"),
    Case(arguments: ["estimate", ".", "SD2", "--quantile", "0.5"], option: "--level"),
    Case(
      arguments: ["estimate", ".", "SOC01", "--replicates", "bootstrap"],
      option: "--replicate-count"),
    Case(arguments: ["estimate", ".", "SOC01"] + replicates, option: "--seed"),
    Case(arguments: ["estimate", ".", "SOC01", "--replicates", "fay"], option: "--fay-factor"),
    Case(arguments: ["factors", ".", "--factor", "INN"], option: "--factors"),
    Case(
      arguments: ["factors", ".", "--types", "k-means", "--factor", "SOC", "--factor", "INN"],
      option: "--classes"),
    Case(
      arguments: ["factors", ".", "--types", "latent-classes", "--factor", "SOC"],
      option: "--classes"),
    Case(arguments: ["simulate", "."], option: "--seed"),
    Case(arguments: ["read", "responses/alpha.csv"], option: "--preamble-rows"),
    Case(arguments: ["read", "responses/alpha.csv"], option: "--header-rows"),
  ]

  @Test(arguments: studies)
  func `an option of a study's command is refused or followed`(_ use: Case) throws {
    let study = try SmallStudy()
    defer { study.remove() }
    for value in ["-1", "nan", "1e308", "5e-324", "9223372036854775807"] {
      let outcome = try RedirectedCommand(
        use.arguments + ["\(use.option)=\(value)"], "", in: study.folder)
      #expect(outcome.isOrderly, "\(value): \(outcome.status) \(outcome.errors)")
      #expect([0, 64, 65, 66].contains(outcome.status), "\(value): \(outcome.status)")
    }
  }

  @Test func `a size beyond its limit is an error of use that names the limit`() throws {
    let study = try SmallStudy()
    defer { study.remove() }
    for (arguments, limit) in [
      (
        ["estimate", ".", "SOC01", "--replicates", "bootstrap", "--replicate-count", "10001"],
        "10000"
      ),
      (["factors", ".", "--types", "k-means", "--factor", "SOC", "--classes", "101"], "100"),
      (["plan", "--share", "0.5", "--margin", "1e-12"], "1e-09"),
      (["plan", "--share", "0.5", "--margin", "0.000001"], "10000000000"),
      (["plan", "--interviews", "10000000001", "--share", "0.5"], "10000000000"),
    ] {
      let outcome = try BuiltCommand.run(arguments, in: study.folder)
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains(limit), "\(outcome.errors)")
    }
  }
}
