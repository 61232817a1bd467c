import Testing
import TextFormats

/// What a terminal is given of texts from files.
struct PrintableTextTests {
  @Test(
    "control characters are written out",
    arguments: [
      ("a\u{1B}[31mb", "a\\u{1B}[31mb"), ("a\nb", "a\\nb"), ("a\r\nb", "a\\r\\nb"),
      ("\t", "\\t"), ("\u{7F}", "\\u{7F}"), ("\u{9B}2J", "\\u{9B}2J"), ("\0", "\\u{0}"),
      ("a\u{202E}b", "a\\u{202E}b"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
      ("\u{200E}\u{200F}", "\\u{200E}\\u{200F}"), ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"),
      ("\u{85}", "\\u{85}"), ("\u{61C}", "\\u{61C}"),
    ])
  func written(text: String, expected: String) {
    #expect(text.printable == expected)
    #expect(!expected.hasControls)
  }

  @Test(
    "all else stays",
    arguments: ["", "Псков «—» ё", "a\u{A0}b", "日本", "e\u{301}", "👩‍👩‍👧", "\u{2027}\u{202F}", "\u{AD}"])
  func kept(text: String) {
    #expect(text.printable == text && !text.hasControls)
  }

  @Test func `a text has controls just where one of its scalars is a control`() {
    for value in UInt32(0)...0x2FFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      #expect(String(scalar).hasControls == scalar.isControl, "\(value)")
    }
  }

  @Test func `lines keep their ends, cells their tabs too`() {
    #expect("a\n\tb\r".printableLines == "a\n\\tb\\r")
    #expect("a\n\tb\r\u{1B}".printableCell == "a\n\tb\\r\\u{1B}")
  }

  @Test(
    "a spreadsheet takes a text for a formula",
    arguments: [
      ("=1+1", true), ("+cmd|' /C calc'!A0", true), ("-1+2", true), ("@SUM(A1)", true),
      ("\tx", true), ("\rx", true), ("-1.5", false), ("+7", false), ("-1,5", false), ("-", false),
      ("+", false), ("x=1", false), ("", false), ("–5", false), ("-1.2.3", true), ("=5", true),
    ])
  func formulas(text: String, isFormula: Bool) {
    #expect(text.beginsLikeFormula == isFormula)
  }
}
