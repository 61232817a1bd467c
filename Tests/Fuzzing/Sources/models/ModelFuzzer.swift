import FactorAnalysis
import LavaanSyntax
import StructuralModels
import SurveyModel

/// Reads any text whatever as a model, and estimates what can be from 60 interviews of six items.
@_cdecl("LLVMFuzzerTestOneInput")
public func readModel(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  let (syntax, findings) = ModelSyntax.reading(text, file: "fuzz.lav")
  for finding in findings where finding.message.isEmpty { fatalError("a finding without words") }
  guard !findings.hasErrors, let answers else { return 0 }
  guard let table = try? ParameterTable(syntax),
    syntax.findings(items: Set(answers.names)).allSatisfy({ $0.severity != .error }),
    let fit = try? ConfirmatoryFit(table, GroupedAnswers(answers), estimator: .ml)
  else { return 0 }
  for parameter in table.parameters {
    _ = (fit.estimate(of: parameter), fit.waldTest(of: parameter))
  }
  _ = fit.standardised(.all)
  return 0
}

/// Answers of two factors with three items each, from a fixed generator.
private let answers: ItemAnswers? = {
  var state: UInt64 = 1
  func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
  let leanings = (0..<60).map { _ in (next(5), next(5)) }
  let columns = (0..<6).map { item in
    leanings.map { Double((item < 3 ? $0.0 : $0.1) + next(3)) }
  }
  return try? ItemAnswers(names: (1...6).map { "x\($0)" }, columns: columns)
}()
