import SurveyModel
import Testing

@testable import TabularFiles

/// Thousands, decimals, codes side by side, or text where that stays open; and markers of no answer.
struct NumberMarksTests {
  struct Given: CustomTestStringConvertible, Sendable {
    let text: String
    /// The second column as it is written clean.
    let values: [String]
    var told: [String] = []
    var decimal: DecimalMark?

    var testDescription: String { text }
  }

  private func expect(_ given: Given) throws {
    let table = try fieldTable(given.text, options: ReadingOptions(decimalMark: given.decimal))
    var clean: [UInt8] = []
    table.writeClean(columns: [1], hasHeader: false) { clean += $0 }
    let values = String(decoding: clean, as: UTF8.self).split(separator: "\n").map {
      $0.filter { $0 != "\"" }
    }
    #expect(values == given.values)
    #expect(table.diagnostics.map(\.code) == given.told)
  }

  @Test(arguments: [
    Given(
      text: "id,a,b\n1,\"1,234\",2.5\n2,\"2,345\",3.5\n3,\"15,000\",4.5\n",
      values: ["1234", "2345", "15000"], told: ["thousands-joined"]),
    Given(
      text: "id,a\n1,\"1,234\"\n2,\"2,345\"\n3,15\n", values: ["1234", "2345", "15"],
      told: ["thousands-joined"]),
    Given(
      text: "id;a\n1;1,234,567\n2;2,345\n3;15\n", values: ["1234567", "2345", "15"],
      told: ["thousands-joined"]),
    Given(
      text: "id;a\n1;1,234.50\n2;2,345.25\n3;15\n", values: ["1234.50", "2345.25", "15"],
      told: ["thousands-joined"]),
    Given(
      text: "id;a\n1;1.234.567\n2;2.345\n3;15\n", values: ["1234567", "2345", "15"],
      told: ["thousands-joined"]),
    Given(
      text: "id,a\n1,\"-1,234\"\n2,\"2,345\"\n", values: ["-1234", "2345"],
      told: ["thousands-joined"]),
    Given(
      text: "id,a\n1,\"1,234\"\n2,\"2,345\"\n", values: ["1234", "2345"], decimal: .point),
  ])
  func `Thousands are joined, and that is told`(given: Given) throws { try expect(given) }

  @Test(arguments: [
    Given(text: "id;a\n1;1,234\n2;2,5\n", values: ["1.234", "2.5"]),
    Given(text: "id;a;b\n1;1,234;2,5\n2;2,345;3\n", values: ["1.234", "2.345"]),
    Given(text: "id;a\n1;0,234\n2;2,345\n", values: ["0.234", "2.345"]),
    Given(text: "id;a\n1;1234,567\n2;2,345\n", values: ["1234.567", "2.345"]),
    Given(
      text: "id,weight,b\n1,\"1,234\",2.5\n2,\"1,100\",3.5\n", values: ["1.234", "1.100"]),
    Given(text: "id,вес\n1,\"1,234\"\n2,\"1,100\"\n", values: ["1.234", "1.100"]),
    Given(
      text: "id,a\n1,\"1,234\"\n2,\"2,345\"\n", values: ["1.234", "2.345"], decimal: .comma),
    Given(text: "id,a\n1,\"1,5\"\n2,\"2,7\"\n", values: ["1.5", "2.7"]),
    // Halves of a scale to five, and a fraction that no choice is called.
    Given(
      text: "id;a\n1;1,5\n2;2,5\n3;1\n4;2\n5;5\n", values: ["1.5", "2.5", "1", "2", "5"]),
    Given(text: "id;a\n1;1,2\n2;1\n3;3\n", values: ["1.2", "1", "3"]),
  ])
  func `Commas before other than three digits, in weights, or as was said, are decimal`(
    given: Given
  ) throws { try expect(given) }

  @Test(arguments: [
    Given(
      text: "id,a\n1,\"1,2\"\n2,\"2,3\"\n3,\"1,3\"\n4,2\n", values: ["1,2", "2,3", "1,3", "2"],
      told: ["codes-with-commas"]),
    Given(
      text: "id;a\n1;1,2\n2;2,3,5\n3;3,1\n", values: ["1,2", "2,3,5", "3,1"],
      told: ["codes-with-commas"]),
    Given(
      text: "id,a\n1,\"101,102\"\n2,\"102,103\"\n", values: ["101,102", "102,103"],
      told: ["codes-with-commas"]),
    Given(
      text: "id;a;b\n" + (0..<20).map { "\($0);\(["1,2", "2,3", "1,3"][$0 % 3]);0,75\n" }.joined(),
      values: (0..<20).map { ["1,2", "2,3", "1,3"][$0 % 3] }, told: ["codes-with-commas"]),
    // Two choices: each alone, and both.
    Given(
      text: "id;a\n1;1\n2;2\n3;1,2\n", values: ["1", "2", "1,2"], told: ["codes-with-commas"]),
    Given(
      text: "id;a\n1;0\n2;1\n3;0,1\n4;2\n", values: ["0", "1", "0,1", "2"],
      told: ["codes-with-commas"]),
    Given(
      text: "id;a\n1;1\n2;2\n3;2,1\n", values: ["1", "2", "2,1"], told: ["codes-with-commas"]),
    Given(text: "id;a\n1;1,234\n2;2,345\n", values: ["1,234", "2,345"], told: ["marks-open"]),
    Given(
      text: "id;a\n1;1,234,567\n2;2,5\n", values: ["1,234,567", "2,5"], told: ["marks-open"]),
  ])
  func `Codes side by side are no numbers, nor is what stays open`(given: Given) throws {
    try expect(given)
  }

  @Test(arguments: [
    "NA", "n/a", "NaN", "NULL", "#N/A", "#NULL!", "-", "—", ".", "нет данных", "н/д", "Н/Д", "#Н/Д",
  ])
  func `Markers of no answer among numbers are blanks, told once`(marker: String) throws {
    for number in ["7", "7.5"] {
      let text = "id,age\n" + (0..<60).map { "\($0),\($0 % 6 == 0 ? marker : number)\n" }.joined()
      let understanding = FileUnderstanding(try fieldTable(text))
      let age = understanding.columns[1]
      #expect(age.kind == (number == "7" ? .codes : .decimal))
      #expect(age.count == 50 && age.blanks == 10 && age.distinct == 1)
      #expect(age.markers == [marker: 10])
      let told = understanding.diagnostics.filter { $0.code == "markers-as-blanks" }
      #expect(told.count == 1 && told.first?.message.contains("10 fields") == true)
    }
  }

  @Test(arguments: [["7", "NA", "может быть"], ["NA", "-", "NULL"], ["да", "н/д", "7"]])
  func `Markers among words, or alone, are texts`(values: [String]) throws {
    let understanding = FileUnderstanding(
      try fieldTable("id,a\n" + values.enumerated().map { "\($0),\($1)\n" }.joined()))
    #expect(understanding.columns[1].kind == .text && understanding.columns[1].blanks == 0)
    #expect(!understanding.diagnostics.contains { $0.code == "markers-as-blanks" })
  }
}
