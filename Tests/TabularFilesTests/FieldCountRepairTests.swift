import Testing

@testable import TabularFiles

@Suite("Records with a delimiter too few or too many")
struct FieldCountRepairTests {
  /// Identifier, city, sex, age, date, an article, a wish in free words.
  private static let header = "id,city,sex,age,date,article,wish"

  private static func line(_ number: Int) -> String {
    let city = ["Pskov", "Velikiye Luki", "Ostrov"][number % 3]
    let wish = ["more buses number \(number)", "", "clean water, light \(number)"][number % 3]
    let quoted = wish.contains(",") ? "\"\(wish)\"" : wish
    return "\(1000 + number),\(city),\(1 + number % 2),\(20 + number % 60),"
      + "\(10 + number % 18).03.2025,GL-\(5000 + 7 * number),\(quoted)"
  }

  private func table(_ damaged: String, at place: Int = 30) throws -> FieldTable {
    var lines = (0..<60).map(Self.line)
    lines[place] = damaged
    return try fieldTable(Self.header + "\n" + lines.joined(separator: "\n") + "\n")
  }

  @Test(
    "A record is kept where its columns leave one reading",
    arguments: [
      // An empty field that no record has.
      ("1030,Pskov,👉,1,50,22.03.2025,GL-5210,ramps", "delimiter-too-many", ""),
      ("👉,1030,Pskov,1,50,22.03.2025,GL-5210,ramps", "delimiter-too-many", ""),
      // Two fields without a delimiter.
      ("1030,Pskov,👉150,22.03.2025,GL-5210,ramps", "delimiter-too-few", "1|50"),
      ("👉1030Pskov,1,50,22.03.2025,GL-5210,ramps", "delimiter-too-few", "1030|Pskov"),
      ("1030,Pskov,1,50,👉22.03.2025GL-5210,ramps", "delimiter-too-few", "22.03.2025|GL-5210"),
      // A delimiter that is part of a text.
      ("1030,Pskov,1,50,22.03.2025,GL-5210,👉ramps,lifts", "delimiter-too-many", "ramps,lifts"),
      ("1030,Pskov,1,50,22.03.2025,GL-5210,👉ramps , lifts", "delimiter-too-many", "ramps , lifts"),
    ])
  func mended(marked: String, code: String, fields: String) throws {
    let column = marked.unicodeScalars.firstIndex(of: "👉").map {
      marked.unicodeScalars.distance(from: marked.unicodeScalars.startIndex, to: $0) + 1
    }
    let table = try table(marked.filter { $0 != "👉" })
    #expect(table.rowCount == 60 && table.irregular.isEmpty && table.ledger.isBalanced)
    #expect(table.diagnostics.map(\.code) == [code])
    #expect(table.diagnostics.first?.location.line == 32)
    if code == "delimiter-too-few" { #expect(table.diagnostics.first?.location.column == column) }
    let row = (0..<7).map { table.text(row: 30, column: $0) }
    let expected = ["1030", "Pskov", "1", "50", "22.03.2025", "GL-5210"]
    #expect(Array(row.prefix(6)) == expected)
    #expect(row[6] == (fields.hasPrefix("ramps") ? fields : "ramps"))
    #expect(table.location(row: 30, column: 6).line == 32)
  }

  @Test(
    "A record of which several readings fit, or none, is set aside",
    arguments: [
      // The sex may lack, or the age; no record lacks either.
      "1030,Pskov,1,22.03.2025,GL-5210,ramps",
      // Which of two texts ends where?
      "1030,Pskov,1,50,22.03.2025,GL-5210,ramps,lifts,stairs",
      "1030,Pskov,1,50,22.03.2025,XX,GL-5210,ramps", "1030,Pskov,7,50,22.03.2025,,GL-5210,ramps",
      "1030Pskov1,50,22.03.2025,GL-5210,ramps",
    ])
  func setAside(record: String) throws {
    let table = try table(record)
    #expect(table.rowCount == 59)
    #expect(table.irregular.map(\.location.line) == [32])
    #expect(table.ledger.repairs.isEmpty && table.ledger.isBalanced)
  }

  @Test(
    "A record whose fields spaces divide is kept where each fits its column",
    arguments: [0, 1, 30, 59])
  func spaces(number: Int) throws {
    let lines = (0..<60).map(Self.line)
    let whole = try fieldTable(Self.header + "\n" + lines.joined(separator: "\n") + "\n")
    let fields = whole.rows[number].map {
      $0.contains(" ") ? "\"\($0.replacing("\"", with: "\"\""))\"" : $0
    }
    let table = try table(fields.joined(separator: " "), at: number)
    #expect(table.rows == whole.rows && table.irregular.isEmpty)
    #expect(table.ledger.repairs.map(\.kind) == [.spacesBetween])
    #expect(table.ledger.repairs[0].location.line == number + 2 && table.ledger.isBalanced)
    let place = fields[..<2].joined(separator: " ").count + 2
    #expect(table.location(row: number, column: 2).description == "t.csv:\(number + 2):\(place)")
    #expect(table.diagnostics.map(\.code) == ["spaces-between-fields"])
  }

  @Test("Words that are no record stay aside")
  func words() throws {
    for text in ["these are words and not one record", "1030 Pskov 1 50 nowhere GL-5210 ramps"] {
      let table = try table(text)
      #expect(table.rowCount == 59 && table.ledger.repairs.isEmpty)
    }
  }

  @Test(
    "A delimiter that lacks beside a quote is found",
    arguments: [
      (
        "1030,Pskov,1,50,22.03.2025,GL-5210👉\"clean water, light\"",
        ["GL-5210", "clean water, light"]
      ),
      ("1030,Pskov,1,50,22.03.2025,\"GL-5210\"👉clean water", ["GL-5210", "clean water"]),
      (
        "1030,Pskov,1,50,22.03.2025,GL-5210👉\"said \"\"no\"\",\nand that's that.\"",
        ["GL-5210", "said \"no\",\nand that's that."]
      ),
      ("1030,\"Pskov\"👉1,50,22.03.2025,GL-5210,ramps", ["GL-5210", "ramps"]),
    ])
  func besideQuotes(marked: String, last: [String]) throws {
    let column = marked.prefix { $0 != "👉" }.count + 1
    let table = try table(marked.replacing("👉", with: ""))
    #expect(table.rowCount == 60 && table.irregular.isEmpty)
    #expect(table.rows[30].count == 7 && Array(table.rows[30][5...]) == last)
    #expect(table.ledger.repairs.map(\.kind) == [.delimiterTooFew])
    #expect(table.ledger.repairs[0].location.description == "t.csv:32:\(column)")
    #expect(table.ledger.isBalanced && table.reassembled()?.gap == nil)
    #expect(table.location(row: 30, column: 1).description == "t.csv:32:6")
    for size in [1, 300] {
      let text = marked.replacing("👉", with: "")
      var lines = (0..<60).map(Self.line)
      lines[30] = text
      let bytes = Array((Self.header + "\n" + lines.joined(separator: "\n") + "\n").utf8)
      let parts = try FieldTable.readingText(
        FileContents(file: "t.csv", bytes: bytes), options: ReadingOptions(), partSize: size)
      #expect(parts.rows == table.rows && parts.ledger == table.ledger)
    }
  }

  @Test("What the end of the file cuts off is no delimiter too few")
  func cutOff() throws {
    let lines = (0..<60).map(Self.line)
    let table = try fieldTable(
      Self.header + "\n" + lines.joined(separator: "\n") + "\n1060,Pskov,1,20,12.03.2025,GL-5420")
    #expect(table.irregular.map(\.code) == ["too-few-fields"])
  }

  @Test("Whatever delimiter is lost or added, a record is right or set aside", arguments: 0..<200)
  func anyPlace(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let number = Int.random(in: 0..<60, using: &generator)
    var fields = Self.line(number).split(separator: ",", omittingEmptySubsequences: false)
    // The wish with a comma between its quotes stays as it is.
    let place = Int.random(in: 0..<5, using: &generator)
    if Bool.random(using: &generator) {
      fields.insert("", at: place)
    } else {
      fields[place] += fields.remove(at: place + 1)
    }
    let damaged = try table(fields.joined(separator: ","), at: number)
    let whole = try fieldTable(
      Self.header + "\n" + (0..<60).map(Self.line).joined(separator: "\n") + "\n")
    #expect(damaged.rowCount + damaged.irregular.count == 60)
    if damaged.rowCount == 60 {
      #expect(damaged.rows == whole.rows)
    } else {
      #expect(damaged.rows == whole.rows.enumerated().filter { $0.offset != number }.map(\.element))
    }
  }

  @Test("A column of few texts, of few shapes, and of any text")
  func rules() {
    func rule(_ texts: [String]) -> ColumnShapes.Rule {
      var shapes = ColumnShapes()
      for text in texts { Array(text.utf8).withUnsafeBufferPointer { shapes.add($0) } }
      return shapes.rule
    }
    func fits(_ text: String, _ rule: ColumnShapes.Rule) -> Bool {
      rule.fits(Array(text.utf8)[...])
    }
    let codes = rule((0..<30).map { "\(1 + $0 % 5)" })
    #expect(fits("3", codes) && !fits("6", codes) && !fits("", codes) && !fits("33", codes))
    let dates = rule((0..<60).map { "\(10 + $0 % 18).03.20\(10 + $0 % 45)" } + [""])
    #expect(fits("01.12.1999", dates) && fits("", dates) && !fits("1.12.1999", dates))
    let words = rule((0..<60).map { "wish \($0) " + String(repeating: "a b ", count: $0) })
    #expect(fits("whatever", words) && !fits("", words))
    #expect(!fits("1", rule(["", ""])) && fits("", rule(["", ""])))
    #expect(ColumnShapes.shape(Array("Район 12-б".utf8)) == Array("a 99-a".utf8))
  }
}
