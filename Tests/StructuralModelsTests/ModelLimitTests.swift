import SurveyModel
import Testing

@testable import FactorAnalysis
@testable import LavaanSyntax
@testable import StructuralModels

/// Models that are too large, say nothing, or say it with numbers without bounds.
struct ModelLimitTests {
  private static let texts: [(text: String, words: String)] = [
    (String(repeating: "# remark\n", count: 30_000), "bytes of text"),
    (String(repeating: "a", count: 401) + " =~ x1", "a word of 401 bytes"),
    ("f =~ " + String(repeating: "1", count: 100_000) + "*x1", "a word of 100000 bytes"),
    ("f =~ \"" + String(repeating: "l", count: 500) + "\"*x1", "a word of 502 bytes"),
    ((0...100).map { "f\($0) =~ x1 + x2\n" }.joined(), "101 factors"),
    ("f =~ " + (0...300).map { "x\($0)" }.joined(separator: " + "), "301 items"),
    ("f =~ x1\n" + (0...200).map { "d\($0) := 1\n" }.joined(), "201 defined parameters"),
    ("f =~ a*x1\n" + String(repeating: "a == 1\n", count: 501), "501 constraints"),
    ("f =~ a*x1\nd := " + String(repeating: "a+", count: 300) + "a", "an expression of 601 words"),
    (
      Array(repeating: "f", count: 101).joined(separator: "+") + "=~"
        + Array(repeating: "x", count: 100).joined(separator: "+"), "more than 10000 pairs"
    ),
  ]

  @Test(arguments: texts.indices)
  func `what exceeds a limit is named with it`(_ index: Int) {
    let (text, words) = Self.texts[index]
    let findings = ModelSyntax.reading(text, file: "m.lav").findings
    let finding = findings.first { $0.code == "model-too-large" }
    #expect(finding?.severity == .error)
    #expect(finding?.message.contains(words) == true, "\(findings)")
  }

  @Test(arguments: ["c(", "start(", "(", "-", "exp("])
  func `nesting without end is a mistake, not the end of the program`(_ word: String) {
    for text in ["f =~ x1 + \(String(repeating: word, count: 40_000))1*x2", "f =~ a*x1\nd := "] {
      let nested = text + String(repeating: word, count: 400)
      #expect(ModelSyntax.reading(nested, file: "m.lav").findings.hasErrors)
    }
  }

  @Test func `a text of mistakes is not read to its end`() {
    let findings = ModelSyntax.reading(String(repeating: "§\n", count: 5_000), file: "m").findings
    #expect((100...101).contains(findings.count))
  }

  @Test func `a model with more parameters than moments is refused before it is estimated`() throws
  {
    let text = (0..<100).map { "f\($0) =~ x1 + x2\n" }.joined()
    let error = #expect(throws: ModelError.self) { try Self.fit(text) }
    #expect(
      error?.description.hasPrefix(
        "the model is not identified: it has 5154 free parameters, its items have only 5 means")
        == true,
      "\(error.map(\.description) ?? "")")
  }

  @Test(arguments: [
    "f =~ x1 + x2", "f =~ x1 + x2 + x3 + x4\ng =~ x1 + x2 + x3 + x4\nf ~~ x1\nh =~ x1 + x2",
  ])
  func `the order condition counts means, variances and covariances`(_ text: String) {
    let error = #expect(throws: ModelError.self) { try Self.fit(text) }
    guard case .notIdentified(let parameters, let moments)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(parameters > moments)
  }

  @Test(arguments: [
    "f =~ x1 + 1e160*x2 + x3", "f =~ x1 + 1e308*x2 + x3", "f =~ x1 + start(1e308)*x2 + x3",
    "f =~ x1 + start(-1e308)*x2 + x3\nf ~~ start(1e-320)*f", "f =~ x1 + -0*x2 + x3",
    "f =~ x1 + x2 + x3\nx1 ~ 1e300*1", "f =~ x1 + x2 + x3\nx1 ~~ -1e200*x1",
    "f =~ x1 + a*x2 + b*x3\na == 1e308*b", "f =~ x1 + a*x2 + b*x3\na + b == 1e300\na - b == -1e300",
    "f =~ x1 + a*x2 + b*x3\n1/0*a == b", "f =~ 0*x1 + 0*x2 + 0*x3",
    "f =~ x1 + a*x2 + x3\nd := exp(1e308)*a/0\ne := log(0-1)+sqrt(0-1)+0^(0-1)+a^1e308",
    "f =~ x1 + x2 + x3\nx1 | t1 + t9223372036854775807",
    "f =~ x1 + x2 + equal(\"f=~x2.g9223372036854775808\")*x3",
  ])
  func `numbers without bounds end in an estimate or an error`(_ text: String) throws {
    do {
      let fit = try Self.fit(text)
      for parameter in fit.table.parameters { _ = fit.estimate(of: parameter) }
      _ = fit.standardised(.all)
    } catch { #expect(!error.description.isEmpty) }
  }

  private static func fit(_ text: String) throws(ModelError) -> ConfirmatoryFit {
    let (syntax, findings) = ModelSyntax.reading(text, file: "m.lav")
    guard !findings.hasErrors else { throw .invalidModel(findings) }
    return try ConfirmatoryFit(
      ParameterTable(syntax), GroupedAnswers(answers), estimator: .mlr)
  }

  /// Answers to four items, from a fixed generator.
  private static let answers: ItemAnswers = {
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let leanings = (0..<80).map { _ in next(5) }
    let columns = (0..<4).map { _ in leanings.map { Double($0 + next(3)) } }
    guard let made = try? ItemAnswers(names: ["x1", "x2", "x3", "x4"], columns: columns) else {
      preconditionFailure("answers to all items")
    }
    return made
  }()
}
