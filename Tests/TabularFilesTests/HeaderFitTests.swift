import SurveyModel
import Testing

@testable import TabularFiles

/// The records decide the width: no column gets another's name, and no record is lost to the header.
struct HeaderFitTests {
  struct Given: CustomTestStringConvertible, Sendable {
    let text: String
    let names: [String]
    let first: [String]
    var told: [String] = []

    var testDescription: String { text }
  }

  @Test(arguments: [
    Given(
      text: "\"sex\",\"age\",\"Approve\",\"Reject\"\n1,25\n2,30\n1,44\n",
      names: ["sex", "age", "Approve", "Reject"], first: ["1", "25", "", ""], told: ["header-long"]),
    Given(
      text: "пол;ответ;прочее\nм;да\nж;нет\nм;нет\n", names: ["пол", "ответ", "прочее"],
      first: ["м", "да", ""], told: ["header-long"]),
    Given(
      text: "a,b,c\n5,2,\n2,1,\n3,2,\n", names: ["a", "b", "c"], first: ["5", "2", ""]),
    Given(
      text: "id,Where do you go, mostly?,age\n7,1,20\n9,2,21\n4,1,22\n5,2,25\n",
      names: ["id", "Where do you go, mostly?", "age"], first: ["7", "1", "20"],
      told: ["delimiter-too-many"]),
    Given(
      text: "id,wish,,sex\n7,a,2\n9,c,1\n4,d,2\n", names: ["id", "wish", "sex"],
      first: ["7", "a", "2"], told: ["delimiter-too-many"]),
  ])
  func `Names too many stand over blanks, or are told to be fewer`(given: Given) throws {
    try expect(given)
  }

  @Test(arguments: [
    Given(
      text: "DATETIME,Qty,Price\n28/01/2018,00:00,2,\n29/01/2018,00:15,0,\n30/01/2018,00:30,1,\n",
      names: ["column 1", "column 2", "column 3"], first: ["28/01/2018", "00:00", "2"],
      told: ["header-short"]),
    Given(
      text: "ДАТАВРЕМЯ;вес\n28.01.2018;9:05;2\n29.01.2018;9:15;3\n",
      names: ["column 1", "column 2", "column 3"], first: ["28.01.2018", "9:05", "2"],
      told: ["header-short"]),
    // A name of times over the times: the day's name is its own.
    Given(
      text: "Date,Time,sex\n28/01/2018,00:00,2,x,\n29/01/2018,00:15,0,y,\n30/01/2018,00:30,1,z,\n",
      names: ["Date", "Time", "sex", ""], first: ["28/01/2018", "00:00", "2", "x"],
      told: ["header-short", "unnamed-column"]),
    Given(
      text: "дата;время начала\n28.01.2018;9:05;2;а\n29.01.2018;9:15;3;б\n",
      names: ["дата", "время начала", "", ""], first: ["28.01.2018", "9:05", "2", "а"],
      told: ["header-short", "unnamed-column", "unnamed-column"]),
    Given(
      text: "date,duration\n28.01.2018,9:05,2,x\n29.01.2018,9:15,3,y\n",
      names: ["column 1", "column 2", "column 3", "column 4"], first: ["28.01.2018", "9:05"],
      told: ["header-short"]),
    Given(
      text: "idage,sex,city\n7,25,2,\n9,35,1,\n4,44,1,\n", names: ["idage", "sex", "city"],
      first: ["7", "25", "2"], told: ["header-short"]),
    Given(
      text: "a,b\n5,2,25,x\n2,1,30,y\n3,2,44,z\n", names: ["a", "b", "", ""],
      first: ["5", "2", "25", "x"], told: ["header-short", "unnamed-column", "unnamed-column"]),
    Given(
      text: "a,b\n5,2,,\n2,1,,\n3,2,,\n", names: ["a", "b"], first: ["5", "2"],
      told: ["header-short"]),
  ])
  func `Names too few never shift in silence`(given: Given) throws {
    try expect(given)
  }

  @Test(arguments: [
    "Export of survey 12,made by office,2025-02-11\n", "Export of survey 12,2025-02-11\n",
    "Опрос,ООО «Ромашка»,2025,март\nвыгрузка\n", "Report,x,y,z,w\n\n", "Отчёт,\n,\n",
  ])
  func `A title of another width than the table, or with a date, is a title`(title: String) throws {
    let table = try fieldTable(title + "sex,age\n1,25\n2,30\n1,44\n")
    #expect(table.header.map(\.text) == ["sex", "age"])
    #expect(table.rows == [["1", "25"], ["2", "30"], ["1", "44"]])
    #expect(table.ledger.isBalanced && table.diagnostics.isEmpty)
  }

  @Test(arguments: [
    "a;\"b, c, \"\"d\"\"\";e\r\n", "a,\"b; c; \"\"d\"\"\",e\n", "a\t\"b, c, \"\"d\"\"\"\te\n",
    "a;\"b, \"\"c\"\", \"\"d\"\"\";\"e, \"\"f\"\"\"\n",
  ])
  func `Doubled quotes and other delimiters in a name divide nothing`(header: String) throws {
    let mark = header.contains("\t") ? "\t" : header.hasPrefix("a;") ? ";" : ","
    let records = ["1", "2", "3"].map { [$0, "4", "5"].joined(separator: mark) + "\n" }
    let table = try fieldTable(header + records.joined())
    #expect(table.header.count == 3 && table.rowCount == 3 && table.irregular.isEmpty)
    #expect(table.header[1].text.hasPrefix("b") && table.header[1].text.contains("\"d\""))
  }

  @Test func `A record of all names is kept among those that lack some`() throws {
    let short = (0..<60).map { "\($0),2\n" }.joined()
    let table = try fieldTable("a,b,c\n" + short + "61,2,3\n")
    #expect(table.rowCount == 61 && table.irregular.isEmpty)
    #expect(table.rows.last == ["61", "2", "3"])
  }

  private func expect(_ given: Given) throws {
    let table = try fieldTable(given.text)
    #expect(Array(table.header.map(\.text).prefix(given.names.count)) == given.names)
    #expect(Array(table.rows[0].prefix(given.first.count)) == given.first)
    #expect(table.irregular.isEmpty && table.ledger.isBalanced)
    #expect(table.diagnostics.map(\.code) == given.told)
  }
}
