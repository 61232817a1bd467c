/// What a report's decompositions and types tell of few people.
struct CompositionAttack {
  let files: FolderContents
  let sheets: PublicSheets
  let interviews: [Place: Int]

  func report() -> AttackReport {
    var result = AttackReport()
    decompositions(&result)
    result.findings += types
    return result
  }

  private func rows(_ table: String) -> [[String: String]] {
    guard files.files["tables/\(table).csv"] != nil else { return [] }
    let text = files.text("tables/\(table).csv")
    let header = text.prefix { $0 != "\n" && $0 != "\r\n" }
    guard header.contains(";"), !header.contains(",") else { return CSVRows.records(text) }
    return CSVRows.records(text.replacing(",", with: ".").replacing(";", with: ","))
  }

  /// One city of a decomposed pair.
  private struct Side {
    var place: Place
    /// Of all with an index: as `scores.csv` has them.
    var count: Int
    var mean: Double
    /// Of all with all answers.
    var complete: Int

    var few: Int { count - complete }
  }

  /// The mean index of the few who lack another answer, from the difference of those who lack none
  /// and the means of all: where the other city's people all have every answer, its mean is known.
  ///
  ///     x = (n mₐ − n′(d + mᵦ)) / (n − n′)
  private func decompositions(_ result: inout AttackReport) {
    guard let index = sheets.items.first(where: \.isOutcome)?.factor else { return }
    let freed = Set(
      rows("profile").filter { $0["freed"] ?? "" != "" && $0["score"] == index }
        .compactMap { $0["wave"] })
    for row in rows("decomposition") where row["part"] == "difference" {
      guard let number = Double(row["estimate"] ?? ""), let wave = row["wave"],
        let first = side(row, "first", index), let second = side(row, "second", index)
      else { continue }
      result.relations += 1
      for side in [first, second] where side.complete < sheets.minimumBase {
        result.findings.append(
          Finding(
            kind: .printed, words: "\(side.place): difference in tables/decomposition.csv",
            people: side.complete, interval: number...number, implied: number...number))
      }
      guard !freed.contains(wave) else { continue }
      let half = (Double(row["roundedTo"] ?? "") ?? 1e-7) / 2
      for (own, other) in [(first, second), (second, first)]
      where other.few == 0 && (1..<sheets.minimumBase).contains(own.few) {
        result.hidden += 1
        let ratio = Double(own.complete) / Double(own.few)
        let sign = own.place == first.place ? 1.0 : -1
        let middle = own.mean + ratio * (own.mean - sign * number - other.mean)
        let (low, high) = (max(0, middle - ratio * half), min(100, middle + ratio * half))
        result.narrow((high - low) / 100, "\(own.place): index of \(own.few) without all answers")
        guard high - low < 12.5 else { continue }
        result.findings.append(
          Finding(
            kind: .mean, words: "\(own.place): \(index) of who lacks an answer of the model",
            people: own.few, interval: low...max(low, high), implied: 0...100))
      }
    }
  }

  private func side(_ row: [String: String], _ which: String, _ index: String) -> Side? {
    let (city, wave) = (row[which] ?? "", row["wave"] ?? "")
    let score = rows("scores").first {
      $0["city"] == city && $0["wave"] == wave && $0["score"] == index
    }
    guard let count = score.flatMap({ Int($0["count"] ?? "") }),
      let mean = score.flatMap({ Double($0["estimate"] ?? "") }),
      let complete = Int(row["\(which)Count"] ?? "")
    else { return nil }
    return Side(
      place: Place(city: city, wave: wave), count: count, mean: mean, complete: complete)
  }

  /// Types of few people, from the cities' shares.
  private var types: [Finding] {
    let shares = rows("types").filter { $0["statistic"] == "share" && $0["city"] ?? "" != "" }
    let lines = shares.map { row in
      ["wave", "city", "type", "estimate"].map { row[$0] ?? "" }.joined(separator: ",")
    }
    let table = (["wave,city,type,share"] + lines).joined(separator: "\n") + "\n"
    return TypesOutput(["factors", "types", "--format", "csv"], output: table, sheets: sheets)
      .findings(interviews: interviews, minimumBase: sheets.minimumBase)
  }
}
