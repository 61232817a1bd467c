import Foundation

/// Types of residents that `loci factors --types` printed.
struct TypesOutput {
  private struct TypeRow {
    var name: String
    var share: ClosedRange<Double>
    var hasScores: Bool
    var place: Place
  }

  private let source: String
  private var rows: [TypeRow] = []
  /// Interviews that have a type, by wave.
  private var counts: [String: Int] = [:]
  private var unweighted: [String: Bool] = [:]

  init(_ arguments: [String], output: String, sheets: PublicSheets) {
    source = arguments.joined(separator: " ")
    for wave in sheets.waves.compactMap({ $0["wave"] }) {
      unweighted[wave] = sheets.cities.allSatisfy {
        sheets.isUnweighted(Place(city: $0["city"] ?? "", wave: wave))
      }
    }
    switch EstimateRows.value(of: "--format", in: arguments) ?? "text" {
    case "csv": readTable(output)
    case "json": readJSON(output)
    default: readText(output)
    }
  }

  /// Types that are of fewer people than the minimum base, as the printed shares say.
  ///
  /// A weighted share tells people only roughly: with weights a type counts as too small where its
  /// share is a third of the base's.
  ///
  /// - Parameter interviews: Interviews by place; the sizes of samples are known.
  func findings(interviews: [Place: Int], minimumBase: Int) -> [Finding] {
    pooled(interviews).compactMap { row, people in
      let isUnweighted = unweighted[row.place.wave] == true
      let limit = isUnweighted ? Double(minimumBase) - 0.5 : Double(minimumBase) / 3
      guard people > 0.5, people < limit else { return nil }
      let scores = row.hasScores ? " with its scores" : ""
      return Finding(
        kind: .printed, words: "\(row.place.wave): type \(row.name)\(scores) in \(source)",
        people: Int(people.rounded()), interval: row.share, implied: row.share)
    }
  }

  /// Types of all cities together with their people, from the cities' shares where only those
  /// are printed.
  private func pooled(_ interviews: [Place: Int]) -> [(TypeRow, Double)] {
    func size(_ wave: String) -> Double {
      let all = interviews.filter { $0.key.wave == wave }.values.reduce(0, +)
      return Double(counts[wave] ?? all)
    }
    let whole = rows.filter { $0.place.city.isEmpty }
    if !whole.isEmpty {
      return whole.map { ($0, $0.share.upperBound * size($0.place.wave)) }
    }
    return Dictionary(grouping: rows) { "\($0.place.wave) \($0.name)" }.values.compactMap {
      cities in
      cities.first.map { first in
        (
          first,
          cities.reduce(0) { $0 + $1.share.upperBound * Double(interviews[$1.place] ?? 0) }
        )
      }
    }
  }

  private mutating func readTable(_ output: String) {
    for row in CSVRows.records(output) {
      guard let number = row["share"].flatMap({ PrintedNumber($0) }) else { continue }
      let place = Place(city: row["city"] ?? "", wave: row["wave"] ?? "")
      rows.append(
        TypeRow(name: row["type"] ?? "", share: number.range, hasScores: false, place: place))
    }
  }

  private mutating func readJSON(_ output: String) {
    guard let waves = try? JSON(output).array else { return }
    for wave in waves {
      let name = wave["wave"].string ?? ""
      counts[name] = wave["count"].integer
      for (index, portrait) in wave["portraits"].array.enumerated() {
        guard let share = portrait["share"]["estimate"].number else { continue }
        let hasScores = portrait["means"].array.contains { $0["estimate"].number != nil }
        rows.append(
          TypeRow(
            name: "\(index + 1)", share: (share - 1e-9)...(share + 1e-9), hasScores: hasScores,
            place: Place(city: "", wave: name)))
      }
    }
  }

  private mutating func readText(_ output: String) {
    var wave = ""
    var header: [Substring] = []
    let plain = output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let told = plain.matches(of: /(\d+) interviews have a type/).map { Int($0.1) ?? 0 }
    var waves: [String] = []
    for line in output.split(separator: "\n") {
      if let match = line.firstMatch(of: /^Wave ([^,:]+)[,:]/) {
        wave = String(match.1)
        waves.append(wave)
      }
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.first == "type" || words.first == "city" { header = words }
      guard header.first == "type", words.count == header.count, Int(words[0]) != nil,
        let share = PrintedNumber(words[1])
      else { continue }
      rows.append(
        TypeRow(
          name: String(words[0]), share: share.range,
          hasScores: words.dropFirst(2).contains { PrintedNumber($0) != nil },
          place: Place(city: "", wave: wave)))
    }
    for (wave, count) in zip(waves, told) { counts[wave] = count }
  }
}
