import Reporting
import Testing
import TextFormats

@testable import ResultTables

struct ResultTableTests {
  private func table(isSynthetic: Bool) -> ResultTable {
    var table = ResultTable(
      [.text("city"), .number("standardError", "SE"), .text("remark")], isSynthetic: isSynthetic)
    table.rows = [["alpha", .number(0.123456), .missing], ["beta", .missing, ""]]
    return table
  }

  @Test func `CSV has names, all digits and whether a program answered`() {
    #expect(
      table(isSynthetic: true).csv
        == "city,standardError,remark,synthetic\nalpha,0.123456,,yes\nbeta,,,yes\n")
    #expect(table(isSynthetic: false).csv.contains("beta,,,no"))
  }

  @Test func `JSON has an object for each row, null for what is missing`() {
    #expect(
      table(isSynthetic: true).json
        == [
          ["city": "alpha", "standardError": 0.123456, "remark": nil, "synthetic": true],
          ["city": "beta", "standardError": nil, "remark": "", "synthetic": true],
        ])
  }

  @Test func `text has headings, few digits, and the stamp of generated data`() {
    let text = table(isSynthetic: true).text
    #expect(text.hasPrefix("SYNTHETIC DATA"))
    #expect(text.contains("SE") && !text.contains("standardError"))
    #expect(text.contains("0.123") && !text.contains("0.1234"))
    #expect(table(isSynthetic: false).text.hasPrefix("city"))
    #expect(table(isSynthetic: true).textWithoutStamp == table(isSynthetic: false).text)
  }

  @Test func `columns that say nothing are left out for a reader`() {
    let columns = table(isSynthetic: false).withoutEmptyColumns.columns.map(\.name)
    #expect(columns == ["city", "standardError"])
  }

  @Test(arguments: [
    (DelimitedText.Field.number(1234), "1,234"), (.number(123.456), "123.5"),
    (.number(1.2345), "1.23"), (.number(0.12345), "0.123"), (.number(.nan), "–"), (.missing, "–"),
    (.integer(7), "7"), ("x", "x"),
  ])
  func `a number has as many decimals as it needs`(_ field: DelimitedText.Field, _ text: String) {
    #expect(field.shortText == text)
  }

  @Test func `a rounded number has no more decimals than its step`() {
    #expect(DelimitedText.Field.number(0.4).shortText(roundedTo: 0.01) == "0.4")
    #expect(DelimitedText.Field.number(40).shortText(roundedTo: 1) == "40")
    #expect(DelimitedText.Field.number(0.4).shortText(roundedTo: nil) == "0.400")
  }

  @Test func `small p values have no digits that mean nothing`() {
    #expect(DelimitedText.Field.short(pValue: 0.0004) == "<0.001")
    #expect(DelimitedText.Field.short(pValue: 0.04) == .number(0.04))
    #expect(DelimitedText.Field.short(pValue: nil) == .missing)
  }
}
