import SurveyModel
import Testing

@testable import LavaanSyntax

/// A model's text with the places of its mistakes marked: 👉 stands before what is meant.
private struct MarkedModel {
  let text: String
  let places: [SurveyModel.SourceLocation]

  init(_ marked: String) {
    var (text, places, line, column) = ("", [SurveyModel.SourceLocation](), 1, 1)
    for character in marked {
      if character == "👉" {
        places.append(SurveyModel.SourceLocation(file: "m.lav", line: line, column: column))
        continue
      }
      text.append(character)
      (line, column) = character == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    self.text = text
    self.places = places
  }
}

private func formulas(of text: String) -> [String] {
  let read = ModelSyntax.reading(text, file: "m.lav")
  #expect(!read.findings.hasErrors, "\(read.findings)")
  return read.syntax.formulas.map { "\($0.left)\($0.kind.rawValue)\($0.right)" }
}

private func modifiers(of term: String) throws -> ModelSyntax.Modifiers {
  let read = ModelSyntax.reading("f =~ x0 + \(term)", file: "m.lav")
  #expect(read.findings == [])
  return try #require(read.syntax.formulas.last).modifiers
}

@Suite("The syntax of models")
struct ModelSyntaxTests {
  @Test(
    "formulas are read",
    arguments: [
      ("f =~ x1 + x2", ["f=~x1", "f=~x2"]), ("f=~x1+x2;g=~x3", ["f=~x1", "f=~x2", "g=~x3"]),
      (
        "f =~ x1 +\n  x2 # items\n  + x3 ! more\n\nx1 ~~ x2", ["f=~x1", "f=~x2", "f=~x3", "x1~~x2"]
      ),
      ("f =~\n x1 + x2\r\ny ~ f + 1", ["f=~x1", "f=~x2", "y~f", "y~1"]),
      ("a + b ~~ c", ["a~~c", "b~~c"]), ("a ~~ b\nb ~~ a", ["a~~b"]),
      ("доверие =~ ДОВ_1 + ДОВ.2", ["доверие=~ДОВ_1", "доверие=~ДОВ.2"]),
      ("x ~ 1; x | t1 + t2; x ~*~ x", ["x~1", "x|t1", "x|t2", "x~*~x"]), ("", []), ("# no\n", []),
      ("y ~ 0*1", ["y~1"]), ("y ~ -1*x", ["y~x"]),
    ])
  func formulasAreRead(text: String, expected: [String]) {
    #expect(formulas(of: text) == expected)
  }

  @Test("what stands before a variable is read")
  func modifiersAreRead() throws {
    #expect(try modifiers(of: "0.5*x").restrictions == [.fixed(0.5)])
    #expect(try modifiers(of: "-.5e-1*x").restrictions == [.fixed(-0.05)])
    #expect(try modifiers(of: "NA*x").restrictions == [.free])
    #expect(try modifiers(of: "a*x").labels == ["a"])
    #expect(try modifiers(of: "'a b'*x").labels == ["a b"])
    #expect(try modifiers(of: "label(\"a\")*x").labels == ["a"])
    #expect(try modifiers(of: "c(a, b)*x").labels == ["a", "b"])
    #expect(try modifiers(of: "c(1, NA)*x").restrictions == [.fixed(1), .free])
    #expect(try modifiers(of: "start(c(.8, 1))*x").starts == [0.8, 1])
    #expect(try modifiers(of: "equal(\"f =~ x0\")*x").equals == ["f=~x0"])
    let mixed = try modifiers(of: "c(a, NA)*x")
    #expect(mixed.labels == ["a", nil] && mixed.restrictions == [nil, .free])
    let several = try modifiers(of: "a*x + start(2)*x + NA*x")
    #expect(
      several.labels == ["a"] && several.starts == [2] && several.restrictions == [.free])
    #expect(try modifiers(of: "a*start(2)*x").starts == [2])
  }

  @Test(
    "every mistake is told at its place",
    arguments: [
      ("f =~ x1 +👉", "expected a variable, found the end of the formula"),
      ("f =~ x1 + 👉+ x2", "expected a variable"),
      ("f =~ x1 👉x2", "expected '+' or the end of the formula"),
      ("f =~ x1 + x2\n  👉x3", "found 'x3'"), ("👉x1 + x2", "without an operator"),
      ("👉=~ x1", "expected a variable before '=~', found the end of the formula"),
      ("f =~👉", "expected a variable after '=~'"), ("f =~ x1 👉~ x2", "a second, '~'"),
      ("f 👉= x1", "'=' is no operator"), ("f =~ x1; a 👉< b", "inequality constraints"),
      ("f 👉<~ x1", "formative"), ("level👉: 1", "blocks"), ("y ~ x👉:z", "a second, ':'"),
      ("f =~ x1\nf ~~ 👉1x*g", "neither a name nor a number"),
      ("f =~ 👉'x1*x2", "the quote ' is not closed"), ("f =~ x1 + 👉“a”*x2", "“"),
      ("f =~ 👉с(1,2)*x1", "Cyrillic"), ("f =~ 👉lower(1)*x1", "lower() is not supported"),
      ("f =~ 👉foo(1)*x1", "found 'foo('"), ("f =~ c(1, 2👉", "expected ',' or ')'"),
      ("f =~ c(1 👉2)*x1", "expected ',' or ')'"), ("f =~ 👉start(a)*x1", "start() takes numbers"),
      ("f =~ 👉equal(2)*x1", "equal() takes quoted texts"), ("f =~ 👉NA", "expected a variable"),
      ("f =~ 👉2", "expected a variable, found '2'"), ("y ~ 👉2", "expected a variable or 1"),
      ("y ~ 0.5*👉0", "expected a variable or 1"), ("x | 👉u1", "expected a threshold"),
      ("x ~*~ 👉y", "on both sides"), ("f =~ 👉f + x1 + x2", "its own item"),
      ("y ~ 👉y", "explains itself"), ("a👉*f =~ x1", "expected '+' or an operator"),
      ("f =~ a*x1 + b*👉x1 + x2", "a second label"), ("f =~ x1 + x2 👉- x3", "expected '+'"),
      ("f =~ x1 + a*x2 + a*x3; g =~ f + x4; 👉2 := a", "one name before ':='"),
      ("f =~ x1 + a*x2 + x3; b := a*👉", "expected a label or a number"),
      ("f =~ x1 + a*x2 + x3; b := (a👉", "expected ')'"),
      ("f =~ x1 + a*x2 + x3; b := 👉tan(a)", "expected one of exp(), log(), sqrt()"),
      ("f =~ x1 + a*x2 + x3; b := a 👉a", "expected an operator"),
      ("f =~ x1 + a*x2 + x3; 👉b := k", "'k' is no label"),
      ("f =~ x1 + a*x2 + x3; 👉a := 2", "already stands for something else"),
      ("f =~ x1 + a*x2 + x3; 👉b := d; d := b", "by one another"),
      ("f =~ x1 + a*x2 + b*x3; a*b 👉== 1", "nonlinear"),
      ("f =~ x1 + a*x2 + b*x3; d := a*b; d 👉== 1", "nonlinear"),
      ("f =~ x1 + a*x2 + b*x3; a 👉== a", "says nothing"),
      ("f =~ x1 + equal(\"f=~y\")*👉x2 + x3", "names no parameter"),
      ("f =~ 1*x1 + x2 + 2*👉x1", "a second value"),
      ("f =~ x1 + 1*x2 + a*x2 + x3 + a*👉x4", "label 'a' stands for"),
      ("f =~ x1 + x2; x1 =~ y + 👉f", "which it measures itself"),
      ("f =~ x1 + x2 👉& x3", "'&' has no meaning"),
    ])
  func mistakes(marked: String, message: String) throws {
    let model = MarkedModel(marked)
    let read = ModelSyntax.reading(model.text, file: "m.lav")
    let errors = read.findings.filter { $0.severity == .error }
    #expect(
      errors.contains { $0.location == model.places.first && $0.message.contains(message) },
      "\(read.findings)")
  }

  @Test("all mistakes are told at once, and no others because of them")
  func severalMistakes() {
    let model = MarkedModel("f =~ x1 + 👉c(a,*x2 + x3👉\n + 👉? x4\ng =~ y1 + y2 👉< 3\nd := a\n")
    let findings = ModelSyntax.reading(model.text, file: "m.lav").findings
    #expect(findings.filter { $0.severity == .error }.count == 3, "\(findings)")
  }

  @Test("what may be meant and may be a slip is remarked on")
  func remarks() throws {
    let model = MarkedModel("f =~ x1 + x2 + x3\ng =~ 👉x3 + x4 + x5\nh =~ 👉x6")
    let findings = ModelSyntax.reading(model.text, file: "m.lav").findings
    #expect(findings.map(\.location) == model.places)
    #expect(findings.map(\.code) == ["item-in-two-factors", "factor-with-one-item"])
    #expect(findings.allSatisfy { $0.severity == .warning })
  }

  @Test("a text in a cell has places of the table that holds the cell")
  func placesInACell() throws {
    let cell = SourceLocation(file: "factors.csv", sheet: "own", line: 7, column: 12)
    let (syntax, findings) = ModelSyntax.reading("f =~ x1 + x2 +\ng ~~ 5", at: cell)
    #expect(
      findings.map(\.location) == [
        SourceLocation(file: "factors.csv", sheet: "own", line: 7, column: 26),
        SourceLocation(file: "factors.csv", sheet: "own", line: 8, column: 6),
      ])
    #expect(syntax.start == cell)
  }

  @Test("items that the data lack, and names they have, are told")
  func data() throws {
    let model = MarkedModel("f =~ x1 + 👉SОC04 + x3\n👉soc =~ 👉x9 + x1 + a*👉x3")
    let syntax = ModelSyntax.reading(model.text, file: "m.lav").syntax
    let findings = syntax.findings(items: ["x1", "SOC04", "x3", "soc"], groupCount: 2)
    #expect(
      Set(findings.map(\.code)) == ["unknown-item", "factor-is-item", "label-for-all-groups"])
    #expect(findings.first?.location == model.places.first)
    #expect(findings.first?.fix?.contains("'SOC04'") == true)
  }
}
