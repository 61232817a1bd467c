import NumericalMethods
import Testing

@testable import LavaanSyntax
@testable import StructuralModels

@Suite("Tables that models make")
struct ParameterTableBuilderTests {
  @Test("a model without errors is refused where it does not fit the groups")
  func groups() throws {
    let syntax = ModelSyntax.reading("f =~ x1 + c(1, 2, 3)*x2 + x3", file: "m.lav").syntax
    #expect(throws: ModelError.self) { try ParameterTable(syntax, groups: ["a", "b"]) }
    #expect(try ParameterTable(syntax, groups: ["a", "b", "c"]).freeCount == 24)
  }

  @Test("a label at the first item, which is fixed, and at another is refused")
  func labelOfMarker() throws {
    let syntax = ModelSyntax.reading("f =~ a*x1 + a*x2 + x3", file: "m.lav").syntax
    let error = #expect(throws: ModelError.self) { try ParameterTable(syntax) }
    #expect(error?.description.contains("m.lav:1:15: error: 'a' makes") == true)
    var options = ModelOptions()
    options.identification = .standardisedLatent
    #expect(try ParameterTable(syntax, options: options).freeCount == 8)
  }

  @Test("linear constraints are on the numbered parameters")
  func constraints() throws {
    let text = "f =~ x1 + a*x2 + b*x3 + d*x4\nd == a\na + 2*b == (3 - 1)/4\nk := 2*b\nk == a*3"
    let table = try ParameterTable(ModelSyntax.reading(text, file: "m.lav").syntax)
    #expect(table.freeCount == 11)
    #expect(
      table.linearConstraints == [
        LinearConstraint(coefficients: [0: 1, 1: 2], constant: 0.5),
        LinearConstraint(coefficients: [0: -3, 1: 2], constant: 0),
      ])
  }

  @Test("factors without text make the same table as the text")
  func factors() throws {
    let read = ModelSyntax.reading("f =~ x1 + x2 + x3\ng =~ x4 + x5 + x6", file: "m.lav")
    let made = ModelSyntax(factors: [("f", ["x1", "x2", "x3"]), ("g", ["x4", "x5", "x6"])])
    #expect(try ParameterTable(made) == ParameterTable(read.syntax))
  }

  @Test("any bytes are answered by findings", arguments: 0..<200)
  func noise(seed: UInt64) {
    var stream = RandomStream(seed: seed)
    let words = [
      "f", "x1", "=~", "~", "~~", "+", "*", "(", ")", "c(", "NA", "1", "\n", ";", ",", "'", "|",
      "==", ":=", "a", "-", "/", "^", "start(", "equal(", "#", "é", "👍", ".", "..", "1e", ":",
    ]
    let text = (0..<30).map { _ in words[stream.integer(below: words.count)] }.joined(
      separator: seed % 2 == 0 ? " " : "")
    let read = ModelSyntax.reading(text, file: "m.lav")
    if !read.findings.hasErrors { _ = try? ParameterTable(read.syntax, groups: ["a", "b"]) }
  }
}
