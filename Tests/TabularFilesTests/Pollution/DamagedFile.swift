@testable import TabularFiles

/// A field file made for a test, with damage in known records.
struct DamagedFile {
  private(set) var text: String
  /// Identifiers of the records that nothing was done to.
  private(set) var clean: [String] = []

  /// Whether a table has all of them in their order, and beside them only records that were mended.
  func isKept(in table: FieldTable) -> Bool {
    let kept = (0..<table.rowCount).map { table.text(row: $0, column: 0) }
    let names = Set(clean)
    return kept.filter(names.contains) == clean
      && kept.count - clean.count == table.ledger.repairs.count
  }

  /// - Parameters:
  ///   - seed: The same file for the same seed.
  ///   - delimiter: Between the fields.
  ///   - lineEnd: Behind the records.
  ///   - records: How many.
  init(seed: Int, delimiter: String = ",", lineEnd: String = "\n", records: Int = 60) {
    var generator = SeededGenerator(seed: seed)
    let columns = Int.random(in: 6...12, using: &generator)
    text = (0..<columns).map { "q\($0)" }.joined(separator: delimiter) + lineEnd
    for number in 0..<records {
      if Int.random(in: 0..<12, using: &generator) == 0 { text += lineEnd }
      var fields = Self.fields(number, columns, &generator)
      if Int.random(in: 0..<10, using: &generator) == 0 {
        Self.damage(&fields, &generator)
      } else {
        clean.append(fields[0])
      }
      text += fields.joined(separator: delimiter) + lineEnd
    }
  }

  private static func fields(
    _ number: Int, _ columns: Int, _ generator: inout SeededGenerator
  ) -> [String] {
    let texts = [
      "", "7", "Район 1", "\"да; нет, не знаю\"", "\"раз\nдва\"", "\"он \"\"за\"\"\"", "12",
    ]
    return ["p\(number)"]
      + (1..<columns).map { _ in texts.randomElement(using: &generator) ?? "" }
  }

  private static func damage(_ fields: inout [String], _ generator: inout SeededGenerator) {
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: fields.removeLast()
    case 1: fields.append("9")
    case 2: fields[Int.random(in: 1..<fields.count, using: &generator)] = "\"открыта"
    default: fields[Int.random(in: 1..<fields.count, using: &generator)] = "а\0б"
    }
  }
}
