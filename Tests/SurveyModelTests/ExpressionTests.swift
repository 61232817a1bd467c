import Testing

@testable import SurveyModel

/// A few answers that the examples refer to.
private let answers: [String: Expression.Value] = [
  "age": .number(42), "sex": .text("2"), "uses": .codes(["1", "3", "97"]), "none": .codes([]),
  "name": .text("Анна Петровна"), "born": .text("1983-05-09"), "blank": .blank,
  "district": .text("north"), "agreed": .boolean(true), "elsewhere": .unknown,
]

private func value(
  _ source: String, answer: Expression.Value = .blank
) throws -> Expression.Value {
  try Expression(parsing: source).evaluate(answer: answer) { answers[$0] ?? .blank }
}

@Suite("Expressions")
struct ExpressionTests {
  @Test(
    "numbers and operators",
    arguments: [
      ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("7 - 2 - 1", 4), ("-2 * -3", 6), ("- - 2", 2),
      ("7 div 2", 3.5), ("-7 mod 3", -1), ("7 mod -3", 1), (".5 + 5.", 5.5), ("${age}-2", 40),
      ("2 * ${age} div 4", 21), ("'12' + 1", 13), ("' 7 ' * 1", 7), ("true() + true()", 2),
      ("round(2.5)", 3), ("round(-2.5)", -2), ("round(2.345, 1)", 2.3), ("round(1250, -2)", 1300),
      ("int(-3.7)", -3), ("number('1.5')", 1.5), ("abs(-4)", 4), ("pow(2, 10)", 1024),
      ("pow(2, -1)", 0.5), ("sqrt(9)", 3), ("floor(-1.5)", -2), ("ceiling(1.2)", 2),
      ("min(3, 1, 2)", 1), ("max(3, ${age})", 42), ("sum(1, 2, 3)", 6), ("count(${age})", 1),
      ("count-non-empty(${age}, ${blank}, 'x')", 2), ("string-length('ёж')", 2),
      ("count-selected(${uses})", 3), ("count-selected(${none})", 0), ("count-selected('a b')", 2),
      ("decimal-date-time('1970-01-02T12:00:00')", 1.5), ("date('2000-03-01')", 11_017),
      ("date('1969-12-31')", -1), ("decimal-time('2025-01-01T06:00:00.000+03:00')", 0.25),
    ])
  func numbers(source: String, expected: Double) throws {
    #expect(try value(source) == .number(expected))
  }

  @Test(
    "truths",
    arguments: [
      ("${age} >= 18 and ${age} <= 99", true), ("${age} < 18 or ${sex} = '2'", true),
      ("${sex} = 2", true), ("${sex} != 2", false), ("'02' = 2", true), ("'02' = '2'", false),
      ("${blank} = ''", true), ("${blank} != 5", true), ("${blank} = 0", false),
      ("${blank} < 5", false), ("${blank} >= 0", false), ("not(${blank} > 5)", true),
      ("'a' < 'b'", false), ("true() = 'false'", true), ("true() != ''", true),
      ("selected(${uses}, '3')", true), ("selected(${uses}, '9')", false),
      ("selected(${uses}, 97)", true), ("selected(${none}, '')", false),
      ("selected(${sex}, '2')", true), ("selected('10 11', '1')", false),
      ("${uses} = '1 3 97'", true), ("not(true())", false), ("boolean(0)", false),
      ("boolean('0')", true), ("boolean-from-string('0')", false),
      ("regex('77123', '[0-9]{3}')", false), ("regex('771', '[0-9]{3}')", true),
      ("regex(${name}, '^[А-Яё][а-яё]+ .*$')", true), ("regex('a.b', concat('a\\.', 'b'))", true),
      ("contains(${name}, 'Пет')", true), ("contains('a', '')", true),
      ("starts-with(${name}, 'Анна')", true), ("ends-with(${name}, 'Анна')", false),
      ("${born} < date('1990-01-01')", true), ("${born} > '1983-05-08'", true),
      ("${born} = '1983-05-09'", true), ("'2023-02-29' > 0", false),
      ("checklist(2, 3, true(), false(), 1 = 1)", true), ("checklist(-1, 1, 1, 1)", false),
      ("1 = 1 = true()", true), ("3 > 2 > 1", false), ("true() or false() and false()", true),
      ("1 + 1 = 2 and 2 < 3", true), ("true()or false()", true), ("-1 < 1", true),
    ])
  func truths(source: String, expected: Bool) throws {
    #expect(try value(source).truth == expected)
  }

  @Test(
    "texts",
    arguments: [
      ("if(${age} > 40, 'old', 'young')", "old"), ("coalesce(${blank}, 'x')", "x"),
      ("coalesce('', ${blank})", ""), ("concat('a', 1, 2.5, true())", "a12.5true"),
      ("join('-', 1, 2)", "1-2"), ("substr('abcdef', 1, 3)", "bc"), ("substr('abc', -2)", "bc"),
      ("substr('abc', 2, 1)", ""), ("string(0 div 0)", "NaN"), ("string(1000000)", "1000000"),
      ("substring-before('a-b-c', '-')", "a"), ("substring-after('a-b-c', '-')", "b-c"),
      ("substring-after('abc', 'x')", ""), ("normalize-space('  a   b ')", "a b"),
      ("translate('abcd', 'abc', 'AB')", "ABd"), ("selected-at(${uses}, 1)", "3"),
      ("selected-at(${uses}, 9)", ""), ("\"it's\"", "it's"),
    ])
  func texts(source: String, expected: String) throws {
    #expect(try value(source).text == expected)
  }

  @Test("the full stop is the answer")
  func answer() throws {
    let limits = try Expression(parsing: ". >= 18 and .<=99")
    #expect(limits.holds(answer: .number(18)) { _ in .blank } == true)
    #expect(limits.holds(answer: .text("100")) { _ in .blank } == false)
    #expect(limits.holds(answer: .unknown) { _ in .blank } == nil)
    #expect(try value("once(7)", answer: .text("kept")) == .text("kept"))
    #expect(try value("once(7)") == .number(7))
    #expect(try value("string-length()", answer: .text("abc")) == .number(3))
    #expect(
      try value("not(selected(., '5')) or count-selected(.) = 1", answer: .codes(["5"])).truth
        == true)
  }

  @Test(
    "what cannot be evaluated is named, and unknown",
    arguments: [
      ("today()", ["today"]), (". <= now()", ["now"]),
      ("jr:choice-name(${sex}, '${sex}') = 'x'", ["jr:choice-name"]),
      ("pulldata('towns', 'size', 'name', ${district})", ["pulldata"]),
      ("instance('x')/towns/item[name = ${sex}]/label", ["instance"]), ("../age > 3", ["../age"]),
      ("/data/age", ["/data/age"]), ("age + 1", ["age"]), ("position(..)", ["position"]),
      ("${last-saved#age} = 1", ["${last-saved#age}"]), ("${group}/age = 1", ["${group}/age"]),
      ("current()/.", ["current"]), ("sum(//item/*)", ["//item/*"]), ("@version", ["@version"]),
      ("regex('a', '(')", ["regex"]), ("count(${a} | ${b})", ["|"]), ("uuid()", ["uuid"]),
    ])
  func unsupported(source: String, names: [String]) throws {
    let expression = try Expression(parsing: source)
    #expect(expression.unsupportedFunctions == names)
    #expect(expression.evaluate { _ in .text("1") } == .unknown)
    #expect(expression.holds { _ in .text("1") } == nil)
  }

  @Test(
    "the unknown matters only where the outcome hangs on it",
    arguments: [
      ("${elsewhere} = 1 and false()", false), ("today() > 1 or true()", true),
      ("${elsewhere} = 1 and true()", nil), ("today() > 1 or false()", nil),
      ("if(${elsewhere} = 1, 'a', 'a') = 'a'", true), ("if(${elsewhere} = 1, 'a', 'b')", nil),
      ("coalesce(${elsewhere}, 1)", nil), ("coalesce(1, ${elsewhere})", true),
      ("not(${elsewhere})", nil), ("concat('a', ${elsewhere})", nil),
    ] as [(String, Bool?)])
  func unknown(source: String, expected: Bool?) throws {
    #expect(try value(source).truth == expected)
  }

  @Test("references come once, in the order of the text, those in predicates too")
  func references() throws {
    let source = "${b} = 1 and (${a} > ${b}) or instance('x')/r[c = ${ d }]/e = ${a}"
    #expect(try Expression(parsing: source).references == ["b", "a", "d"])
  }

  @Test("a regular expression is matched as a whole, in ASCII digits")
  func pattern() throws {
    let phone = try Expression(parsing: #"regex(., "\d{2}-\d{2}")"#)
    #expect(phone.holds(answer: .text("12-34")) { _ in .blank } == true)
    #expect(phone.holds(answer: .text("12-345")) { _ in .blank } == false)
    #expect(phone.holds(answer: .text("١٢-٣٤")) { _ in .blank } == false)
  }

  @Test(
    "faults are named at their place",
    arguments: [
      ("${age} 👉== 5", "equality is written with one ="), ("${age👉", ""),
      ("${age} >👉", "expected a value, found the end"),
      ("(1 + 2👉", "expected ')', found the end"), ("1 👉2", "expected an operator, found '2'"),
      ("${sex} = 👉«1»", "text stands between straight quotes, ' or \"; these are typographic ones"),
      ("${sex} = 👉“1”", "text stands between straight quotes, ' or \"; these are typographic ones"),
      ("👉'open", "the quote ' is not closed"), ("1.2👉.3", ""),
      ("👉if(1, 2)", "if() takes 3 arguments, found 2"),
      ("👉selected(., 1, 2)", "selected() takes 2 arguments, found 3"),
      ("1 👉AND 2", "expected an operator, found 'AND': operators are written in small letters"),
      ("👉and 1", "expected a value, found 'and'"), ("👉$age > 1", "a question is written ${name}"),
      ("👉${ } > 1", "${} names no question"), ("selected(.👉 ", ""),
      ("selected(., 'a'👉", "expected ',' or ')', found the end"), ("1 👉&& 2", ""),
      ("${a} 👉≤ 2", "'at most' is written <="), ("👉", "expected a value, found the end"),
      ("1 👉; 2", "';' has no meaning here"), ("a/👉", "expected the name of a step, found the end"),
      ("1 👉<> 2", "'is not' is written !="), ("round(👉)", ""),
    ])
  func faults(marked: String, message: String) throws {
    let parts = marked.split(separator: "👉", omittingEmptySubsequences: false)
    let (source, offset) = (parts.joined(), parts[0].count)
    let error = try #require(throws: ExpressionError.self) { try Expression(parsing: source) }
    if message.isEmpty { return }
    #expect(error == ExpressionError(message: message, offset: offset))
  }

  @Test("deep nesting is a fault, not a crash")
  func depth() throws {
    let deep = 20_000
    for source in [
      String(repeating: "(", count: deep), String(repeating: "not(", count: deep),
      String(repeating: "-", count: deep) + "1", String(repeating: "1+", count: deep) + "1",
      String(repeating: "a[", count: deep), String(repeating: "1=", count: deep) + "1",
    ] {
      let error = try #require(throws: ExpressionError.self) { try Expression(parsing: source) }
      #expect(error.message == "nested more than 100 deep")
    }
    let long = Array(repeating: "${age} = 42", count: 5_000).joined(separator: " and ")
    #expect(try value(long) == .boolean(true))
  }

  @Test("a conjunction holds where its parts do, and reads as one expression")
  func conjunction() throws {
    let parts = try ["${age} > 40", "${sex} = 1 or ${sex} = 2", "not(${blank} = 1)"]
      .map { try Expression(parsing: $0) }
    let all = try #require(Expression.all(parts))
    #expect(all.source == "${age} > 40 and (${sex} = 1 or ${sex} = 2) and not(${blank} = 1)")
    #expect(all.references == ["age", "sex", "blank"])
    #expect(all.holds { answers[$0] ?? .blank } == true)
    #expect(try Expression(parsing: all.source) == all)
    #expect(Expression.all([]) == nil)
    #expect(Expression.all([parts[1]]) == parts[1])
  }

  /// A random tree as text: with every parenthesis, and with those that precedence needs.
  private struct RandomSource {
    var generator: SeededGenerator

    mutating func source(_ depth: Int) -> (full: String, lean: String, precedence: Int) {
      if depth == 0 || Int.random(in: 0..<4, using: &generator) == 0 {
        let leaf =
          ["1", "2.5", "0", "'7'", "${age}", "${blank}", "true()", "${sex}", "''"]
          .randomElement(using: &generator) ?? "1"
        return (leaf, leaf, 9)
      }
      let operators = [
        ("or", 1), ("and", 2), ("=", 3), ("!=", 3), ("<", 4), (">=", 4), ("+", 5), ("-", 5),
        ("*", 6), ("div", 6), ("mod", 6),
      ]
      let (sign, level) = operators.randomElement(using: &generator) ?? ("=", 3)
      let (a, b) = (source(depth - 1), source(depth - 1))
      let left = a.precedence >= level ? a.lean : "(\(a.lean))"
      let right = b.precedence > level ? b.lean : "( \(b.lean) )"
      return ("((\(a.full)) \(sign) (\(b.full)))", "\(left)  \(sign)\n\(right)", level)
    }
  }

  @Test("parentheses that precedence makes needless change nothing", arguments: 0..<200)
  func precedence(seed: UInt64) throws {
    var random = RandomSource(generator: SeededGenerator(seed: seed))
    let source = random.source(5)
    #expect(try value(source.full).text == value(source.lean).text, "\(source.lean)")
  }

  @Test("any text is parsed or refused", arguments: 0..<200)
  func arbitrary(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let words = [
      "${a}", "(", ")", "'", "\"", ".", "..", "/", "[", "]", "and", "or", "-", "*", "if", "div",
      ",", "1", "<", "=", " ", "$", "selected", "«", "é", "@", "|", "regex(., '(')",
    ]
    for _ in 0..<100 {
      let source = (0..<Int.random(in: 0..<12, using: &generator))
        .compactMap { _ in words.randomElement(using: &generator) }.joined()
      do {
        _ = try Expression(parsing: source).evaluate { _ in .blank }
      } catch {
        #expect((0...source.count).contains(error.offset))
      }
    }
  }
}

/// SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
