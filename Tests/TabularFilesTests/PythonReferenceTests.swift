import Foundation
import Testing

@testable import TabularFiles

/// Well-formed files and what Python's csv module reads in them: `Tests/Reference/python-csv.py`.
private struct PythonReference: Decodable {
  struct File: Decodable {
    let text: String
    let delimiter: String
    let rows: [[String]]
  }

  let python: String
  let files: [File]

  static func load() throws -> PythonReference {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try JSONDecoder().decode(
      PythonReference.self,
      from: Data(contentsOf: root.appending(path: "Reference/python-csv.json")))
  }
}

@Suite("Well-formed files, beside Python's csv module")
struct PythonReferenceTests {
  @Test("The same names, records and fields, with nothing told, by each engine")
  func sameFields() throws {
    let reference = try PythonReference.load()
    #expect(reference.files.count == 150)
    for (index, file) in reference.files.enumerated() {
      for engine in ReadingEngine.allCases {
        var options = ReadingOptions()
        options.engine = engine
        let table = try fieldTable(file.text, options: options)
        let comment = Comment(rawValue: "file \(index)")
        #expect(table.dialect.delimiter.value == Delimiter(name: file.delimiter), comment)
        #expect(table.header.map(\.text) == file.rows[0], comment)
        #expect(table.rows == Array(file.rows.dropFirst()), comment)
        #expect(table.irregular.isEmpty && table.ledger.repairs.isEmpty, comment)
        #expect(table.ledger.isBalanced, comment)
      }
    }
  }
}
