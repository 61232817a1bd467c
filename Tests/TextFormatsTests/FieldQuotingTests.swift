import Testing

@testable import TextFormats

@Suite("The quoting of fields")
struct FieldQuotingTests {
  @Test(arguments: [
    ("", ""), ("plain", "plain"), ("two words", "two words"), ("a,b", "\"a,b\""),
    ("a;b", "a;b"), ("say \"no\"", "\"say \"\"no\"\"\""), ("a\nb", "\"a\nb\""),
    ("a\rb", "\"a\rb\""), (" a", "\" a\""), ("a ", "\"a \""), ("\ta", "\"\ta\""),
    ("a\tb", "a\tb"), ("Псков, центр", "\"Псков, центр\""), ("¬", "¬"),
  ])
  func `A field is quoted where it needs to be`(field: String, written: String) {
    #expect(FieldQuoting.commas.quoted(field) == written)
  }

  @Test func `Another delimiter is another need`() {
    let quoting = FieldQuoting(delimiter: UInt8(ascii: "|"))
    #expect(quoting.quoted("a|b") == "\"a|b\"")
    #expect(quoting.quoted("a,b") == "a,b")
    #expect(quoting.quoted("a\u{3C}b") == "a\u{3C}b")
  }

  @Test func `In a sheet no other delimiter stands outside quotes`() {
    #expect(FieldQuoting.sheet.record(["a;b", "c\td", "e|f"]) == "\"a;b\",\"c\td\",e|f\n")
  }

  @Test func `A record of one blank field is no blank line`() {
    #expect(FieldQuoting.commas.record([""]) == "\"\"\n")
    #expect(FieldQuoting.commas.record(["", ""]) == ",\n")
  }
}
