import Testing

@testable import SurveyModel

/// The patterns of questionnaires: what they match, and what is said of those that are not matched.
struct RegularExpressionTests {
  typealias Row = (pattern: String, matching: [String], others: [String])

  private static let plain: [Row] = [
    ("", [""], ["a"]), ("abc", ["abc"], ["ab", "abcd", "xabc"]), ("a|bc|", ["a", "bc", ""], ["b"]),
    ("a.c", ["abc", "aяc", "a😀c", "a.c"], ["a\nc", "a\rc", "a\u{2028}c", "ac"]),
    ("a*b+c?", ["b", "aabbc"], ["", "ac", "abcc"]), ("(ab){2}", ["abab"], ["ab", "ababab"]),
    ("a{2,}", ["aa", "aaaa"], ["a"]), ("a{1,3}", ["a", "aaa"], ["", "aaaa"]),
    ("a{,2}", ["", "aa"], ["aaa"]), ("x{0}", [""], ["x"]), ("a*?b+?c??", ["aab", "bc"], ["ac"]),
    ("(a|ab)(c|bcd)", ["abcd", "ac", "abc"], ["ab"]), ("(a*)*", ["", "aaa"], ["b"]),
    ("(|a)+", ["", "aa"], ["b"]), ("(a?){3}", ["", "aaa"], ["aaaa"]), ("()", [""], ["a"]),
    ("(?:a)(?<n>b)(?P<я1>c)", ["abc"], ["ab"]), ("a(?#comment)b", ["ab"], ["a"]),
    ("^a$", ["a"], ["a\n", "aa"]), (#"\Aa\z"#, ["a"], ["a\n"]),
    (#"a\Z\n?"#, ["a", "a\n"], ["a\n\n"]),
    ("a{", ["a{"], ["a"]), ("a{x}", ["a{x}"], []), ("a{1,2", ["a{1,2"], ["a"]), ("]}", ["]}"], []),
    ("(^a|b$)c?", ["a", "ac", "b"], ["bc"]), ("a$b|c", ["c"], ["ab", "a"]),
  ]

  private static let classes: [Row] = [
    ("[А-Яё]", ["А", "Я", "ё"], ["Ё", "а", "я"]), ("[^а-яё ]+", ["Я1"], ["я", " "]),
    ("^[А-ЯЁ][а-яё]+$", ["Пётр", "Анна"], ["анна", "Анна ", "Anna", "Я"]),
    ("[a-]", ["a", "-"], ["b"]), ("[-a]", ["-"], ["b"]), ("[a-c-e]", ["b", "-", "e"], ["d"]),
    (#"[\w-.]+@x"#, ["a-b.c@x", "я@x"], ["a b@x"]), (#"[a-\d]"#, ["a", "-", "5"], ["b"]),
    (#"[\]\[\\^]"#, ["]", "[", "\\", "^"], ["a"]), ("[.*+?(){}|$]", ["*", "$", "("], ["a", "\\"]),
    (#"[\b]"#, ["\u{8}"], ["b"]), (#"[\d\s]"#, ["1", "\u{A0}"], ["a"]), ("[^\n]", ["\r"], ["\n"]),
    (#"\d"#, ["7"], ["١", "a"]), (#"\D"#, ["١", "я"], ["7"]),
    (#"\w"#, ["я", "7", "_", "é"], ["-"]),
    (#"\W"#, ["-", "😀"], ["ё"]), (#"\s"#, [" ", "\t", "\u{2003}", "\u{85}"], ["\u{200B}", "a"]),
    (#"\S"#, ["a"], ["\n"]), (#"\h"#, ["\t", "\u{A0}"], ["\n"]), (#"\v"#, ["\n", "\u{B}"], [" "]),
    (#"\t\n\r\f\e\a\0\012"#, ["\t\n\r\u{C}\u{1B}\u{7}\0\n"], []), (#"\cA\cz"#, ["\u{1}\u{1A}"], []),
    (#"\x41\x{42}\u0451\u{1F600}"#, ["ABё😀"], []), (#"\uD83D\uDE00"#, ["😀"], []),
    (##"\.\-\/\'\@\#\ \_\я"##, [".-/'@# _я"], []), (#"\p{L}\P{L}\pN"#, ["я-1"], ["1-я"]),
    (#"\p{Cyrillic}+"#, ["Ёжик"], ["Z", "1"]), (#"[\p{IsLatin}\p{Nd}]"#, ["ß", "٣"], ["я", "Ω"]),
    (#"\p{Uppercase_Letter}"#, ["Я"], ["я"]), (#"\p{sc=Cyrl}\p{gc=Ll}"#, ["Яя"], ["яЯ"]),
  ]

  private static let cases: [Row] = [
    ("(?i)ёж", ["ЁЖ", "ёж", "Ёж"], ["еж"]), ("(?i)[а-я]+", ["ДоМ"], ["Дома1"]),
    ("(?i)[^а]", ["б"], ["а", "А"]), ("a(?i)b|c", ["aB", "C"], ["AB"]),
    ("((?i)a)b", ["Ab"], ["AB"]), ("(?i:a)b", ["Ab"], ["AB"]), ("(?i)a(?-i)b", ["Ab"], ["AB"]),
    ("(?s).", ["\n"], []), ("(?s-i:.)", ["\r"], []), ("(?m)a$\n^b", ["a\nb"], ["ab"]),
    (#"\bя\b.*"#, ["я", "я дом"], ["яд"]), (#"а\Bб"#, ["аб"], []), (#"а\b б"#, ["а б"], []),
    (#".*\b"#, ["a"], ["", "-", "a-"]),
  ]

  /// Nothing is normalised; a scalar is a scalar.
  private static let scalars: [Row] = [
    (".", ["😀", "й", "\u{308}"], ["и\u{306}", "👨‍👩‍👧", "🇷🇺", "e\u{301}", "\r\n"]),
    ("..", ["и\u{306}", "🇷🇺", "e\u{301}"], ["й"]), ("[й]", ["й"], ["и\u{306}"]),
    ("и\u{306}", ["и\u{306}"], ["й"]), ("👨‍👩‍👧", ["👨‍👩‍👧"], ["👨"]), ("[😀-😂]", ["😁"], ["🤖"]),
  ]

  @Test(arguments: plain + classes + cases + scalars)
  func `a pattern matches a text as a whole`(_ row: Row) throws {
    let expression = try RegularExpression(row.pattern)
    for text in row.matching { #expect(expression.matches(text), "\(row.pattern): \(text)") }
    for text in row.others { #expect(!expression.matches(text), "\(row.pattern): \(text)") }
  }

  @Test(arguments: [
    ("a👉(b", "the group is not closed"), ("a👉)b", "')' closes no group"),
    ("a👉[bc", "the bracket '[' is not closed"), ("👉[]", "no members"), ("👉[^]a]", "no members"),
    ("👉*a", "'*' has nothing to repeat"), ("a|👉+", "nothing to repeat"), ("(👉*)", "nothing"),
    ("👉{2}", "'{2}' has nothing"), ("^👉*", "nothing to repeat"), (#"\b👉{3}"#, "nothing to repeat"),
    ("a👉{2,1}", "{2,1} runs backwards"), ("[👉z-a]", "z-a runs backwards"),
    ("ё[👉я-а]", "runs backwards"), ("a*👉*", "follows another quantifier"),
    ("a{2}👉{3}", "follows another"), (#"a👉\q"#, #"'\q' has no meaning"#), (#"a👉\"#, "backslash"),
    (#"👉\x4"#, "2 hexadecimal digits"), (#"👉\u{110000}"#, "hexadecimal"), (#"👉\u+041"#, "digits"),
    (#"👉\c1"#, "letter"), (#"👉\p"#, "property"), (#"👉\p{"#, "property"), ("(?👉z)", "no flag"),
    ("👉(?", "not closed"), ("👉(?<1>a)", "name"), ("(?<a>x)👉(?<a>y)", "'a'"), ("👉(?i", "not closed"),
    ("👉(?#a", "comment"), (#"[👉\Aa]"#, "anchor"),
  ])
  func `a malformed pattern is told at its place`(marked: String, message: String) {
    expectProblem(marked, .malformed, message)
  }

  @Test(arguments: [
    ("a👉(?=b)", "look-ahead"), ("👉(?!a)b", "look-ahead"), ("👉(?<=a)b", "look-behind"),
    ("👉(?<!a)b", "look-behind"), (#"(a)👉\1"#, "back-reference"), (#"(?<n>a)👉\k<n>"#, "back-ref"),
    ("(?P<n>a)👉(?P=n)", "back-reference"), ("👉(?>a)b", "atomic"), ("a*👉+", "possessive"),
    ("a?👉+b", "possessive"), ("a{2}👉+", "possessive"), ("a👉(?(1)b|c)", "conditional"),
    ("(a👉(?R)?)", "recursion"), ("(a👉(?1)?)", "recursion"), ("(a👉(?9)?)", "recursion"),
    (#"a👉\R"#, "line break"),
    (#"👉\X"#, "grapheme"), (#"👉\Qa.b\E"#, "quoting"), (#"👉\p{Greek}"#, "'Greek'"),
    ("[a👉[b]]", "'['"), ("[a-z👉&&[^b]]", "'&&'"), ("[a👉--z]", "'--'"), ("(?👉x)a b", "flag 'x'"),
    (#"[👉\uD83D\uDE00]"#, "surrogate"), (#"👉\uDE00"#, "surrogate"), ("👉(?|a)", "branch"),
  ])
  func `a pattern that is not matched in linear time is not checked`(
    marked: String, feature: String
  ) {
    expectProblem(marked, .notChecked, feature)
  }

  @Test(arguments: [
    "((a{1000}){1000}){1000}", "(((a{1000000000}){1000000000}){1000000000}){1000000000}",
    "(){1000000000}", "a{99999999999999999999}", "(a{0,200}){0,200}", "(?:a|b){4000}",
    String(repeating: "(", count: 20_000) + String(repeating: ")", count: 20_000),
    String(repeating: "a", count: 1_000_000),
    String(repeating: "(", count: 4000) + "a" + String(repeating: ")", count: 4000),
  ])
  func `a pattern of too many steps is refused before any is made`(pattern: String) {
    let problem = #expect(throws: PatternProblem.self) { try RegularExpression(pattern) }
    #expect(problem?.kind == .notChecked)
  }

  @Test(arguments: ["a{5000}", ".{1,4000}", "((a{10}){10}){10}", "(ab|c){0,1000}"])
  func `counted repeats of a usual size are matched`(pattern: String) throws {
    let expression = try RegularExpression(pattern)
    #expect(expression.program.instructions.count <= PatternProgram.sizeLimit)
    #expect(!expression.matches("b\n"))
  }

  private func expectProblem(_ marked: String, _ kind: PatternProblem.Kind, _ message: String) {
    let parts = marked.split(separator: "👉", omittingEmptySubsequences: false)
    let problem = #expect(throws: PatternProblem.self) { try RegularExpression(parts.joined()) }
    #expect(problem?.kind == kind)
    #expect(problem?.message.contains(message) == true, "\(problem?.message ?? "")")
    #expect(problem?.offset == parts[0].unicodeScalars.count)
  }
}
