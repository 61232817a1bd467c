import Testing

@testable import TabularFiles

/// The header again, totals and texts under a table are no records.
struct TableEndTests {
  private func kinds(_ table: FieldTable) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: table.ledger.nonData.map { ($0.kind.rawValue, $0.count) })
  }

  /// Reads a text whole and in parts of several sizes, which must come to the same.
  private func read(_ text: String) throws -> FieldTable {
    let contents = FileContents(file: "t.csv", bytes: Array(text.utf8))
    let whole = try FieldTable.reading(contents)
    #expect(whole.ledger.isBalanced)
    #expect(whole.reassembled()?.firstDifference(from: contents.bytes) == nil)
    for size in [1, 17, 40] {
      let parts = try FieldTable.readingText(contents, options: ReadingOptions(), partSize: size)
      #expect(parts.rows == whole.rows && parts.ledger == whole.ledger, "parts of \(size)")
      #expect(parts.diagnostics == whole.diagnostics, "parts of \(size)")
    }
    return whole
  }

  @Test(arguments: [
    "Total,144,6\n", "TOTAL:,144,6\n", "Итого,144,6\n", "Итого:,,6\n", "Всего по городу,144,6\n",
    "Grand total,144,6\n", ",Итого,6\n", "Итого,144\n", "Всего,144,6\nИтого,144,6\n",
    "Итого,144,6\n\nИсточник: опрос 2025 г.\n", "Mean,36.0,1.5\n", "Среднее,36.0,1.5\n",
    "Std. dev.,,0.5\n", "Медиана:,37,\n",
  ])
  func `Rows of totals are no interviews, and that is told`(end: String) throws {
    let table = try read("id,age,sex\n1,25,2\n2,30,1\n3,44,1\n4,45,2\n" + end)
    #expect(table.rowCount == 4 && table.irregular.isEmpty)
    #expect(kinds(table)["total-row"] == (end.contains("\nИтого") ? 2 : 1))
    #expect(table.diagnostics.map(\.code) == ["total-row"])
  }

  @Test func `Totals and means under each other are told together`() throws {
    let table = try read("id;sex;age\n1;m;49\n2;f;78\n3;f;36\nTotal;;163\nMean;;54,3\nSD;;21,5\n")
    #expect(table.rowCount == 3 && kinds(table)["total-row"] == 3)
  }

  @Test(arguments: [
    "id,brand\n1,Total\n2,Shell\n3,Total\n4,Total\n", "brand,id\nTotal,1\nShell,2\nTotal,3\n",
    "education,age\nВысшее,41\nВысшее,52\nНачальное,33\nСреднее,29\n",
    "id,wish\n1,Roads\n2,Lamps\n3,Total chaos here\n",
  ])
  func `An answer that is called so is one`(text: String) throws {
    let table = try read(text)
    #expect(kinds(table)["total-row"] == nil)
    #expect(table.rowCount == text.split(separator: "\n").count - 1)
  }

  @Test func `A text under the table with the delimiters of a spreadsheet is a footnote`() throws {
    let table = try read("id,age,sex\n1,25,2\n2,30,1\n3,44,1\nИсточник: опрос 2025 г.,,\n")
    #expect(table.rowCount == 3 && kinds(table)["footnote"] == 1)
  }

  @Test func `The header again is no record, and what follows is read on`() throws {
    let header = "id,возраст,вес\n"
    let table = try read(
      header + "1,41,0.5\n2,37,1.25\n" + header + "3,52,0.75\n" + header + header + "4,29,1\n")
    #expect(table.rows.map { $0[0] } == ["1", "2", "3", "4"])
    #expect(kinds(table)["repeated-header"] == 3)
    #expect(table.diagnostics.map(\.code) == ["repeated-header"])
  }
}
