import CityReports
import FactorAnalysis
import Reporting
import TextFormats

// The table of rules for the number of factors, and what they agree on.
extension NumberOfFactors {
  var text: String {
    var table = TextTable([
      TextTable.Column("number of factors"), TextTable.Column("suggested", isNumeric: true),
      TextTable.Column("or why not"),
    ])
    table.rows = rows.map { row in
      let name = row.criterion.words(in: .en)
      switch row.suggested {
      case .success(let number): return [name, String(number), ""]
      case .failure(let error): return [name, "–", "\(error)"]
      }
    }
    let sentences = [Language.en, .ru].flatMap { sentence(in: $0).wrapped(to: 96) }
    return table.text(width: 100) + sentences.map { "  \($0)\n" }.joined()
  }

  var json: JSONValue {
    [
      "criteria": .array(
        rows.map { row in
          var reason: String?
          if case .failure(let error) = row.suggested { reason = "\(error)" }
          return [
            "criterion": .string(row.criterion.rawValue),
            "suggested": JSONValue(try? row.suggested.get()),
            "isForComparison": .bool(row.criterion.isForComparison), "error": JSONValue(reason),
          ]
        }),
      "words": ["ru": .string(sentence(in: .ru)), "en": .string(sentence(in: .en))],
    ]
  }
}
