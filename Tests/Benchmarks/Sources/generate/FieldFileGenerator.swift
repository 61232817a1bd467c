/// Writes the field files that readers are timed on: `generate A|B|C|D RECORDS > FILE`.
///
/// The same on every run. A: 300 codes, some of them blank. B: 18 columns, three of them open answers
/// with commas, line feeds and doubled quotes. C: 35 columns of decimals with a comma, between
/// semicolons, lines ended as Windows does. D: 40 short answers, every field quoted.
@main
enum FieldFileGenerator {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let shape = Shape(rawValue: arguments[1]),
      let records = Int(arguments[2])
    else {
      print("generate A|B|C|D RECORDS > FILE")
      return
    }
    var writer = FieldWriter(shape.form)
    writer.write(header: shape.names)
    for record in 1...max(1, records) { shape.write(record, to: &writer) }
    writer.flush()
  }
}

enum Shape: String {
  case codes = "A"
  case openAnswers = "B"
  case decimals = "C"
  case quoted = "D"

  var form: FieldWriter.Form {
    switch self {
    case .codes, .openAnswers: FieldWriter.Form()
    case .decimals: FieldWriter.Form(delimiter: ";", lineEnd: "\r\n")
    case .quoted: FieldWriter.Form(quotesAll: true)
    }
  }

  var names: [String] {
    switch self {
    case .codes: Self.numbered("q", 300)
    case .openAnswers:
      ["id", "region", "date", "age", "weight"] + Self.numbered("q", 10)
        + Self.numbered("open", 3)
    case .decimals:
      ["id", "region", "date", "weight", "income"] + Self.numbered("d", 20)
        + Self.numbered("q", 10)
    case .quoted: ["id"] + Self.numbered("q", 39)
    }
  }

  func write(_ record: Int, to writer: inout FieldWriter) {
    writer.add(record)
    switch self {
    case .codes: for _ in 1..<300 { writer.addCode() }
    case .openAnswers: writeOpenAnswers(to: &writer)
    case .decimals: writeDecimals(to: &writer)
    case .quoted: for _ in 1..<40 { writer.addCode() }
    }
    writer.endRecord()
  }

  private func writeOpenAnswers(to writer: inout FieldWriter) {
    writer.addRegion()
    writer.add("2025-0\(1 + writer.draw(9))-1\(writer.draw(10))")
    writer.add(18 + writer.draw(70))
    writer.add("0.\(100_000 + writer.draw(900_000))")
    for _ in 0..<10 { writer.addCode() }
    writer.addAnswer(words: 8 + writer.draw(30))
    writer.addAnswer(words: writer.draw(4) == 0 ? 0 : 4 + writer.draw(20))
    writer.addAnswer(words: writer.draw(2) == 0 ? 0 : 3 + writer.draw(10))
  }

  private func writeDecimals(to writer: inout FieldWriter) {
    writer.addRegion()
    writer.add("1\(writer.draw(10)).0\(1 + writer.draw(9)).2025")
    writer.add("0,\(100_000 + writer.draw(900_000))")
    writer.add("\(10_000 + writer.draw(300_000)),\(10 + writer.draw(90))")
    for _ in 0..<20 {
      let sign = writer.draw(8) == 0 ? "-" : ""
      writer.add(
        writer.draw(10) == 0 ? "" : "\(sign)\(writer.draw(1000)),\(10 + writer.draw(990))")
    }
    for _ in 0..<10 { writer.addCode() }
  }

  private static func numbered(_ name: String, _ count: Int) -> [String] {
    (1...count).map { "\(name)\($0)" }
  }
}
