import Foundation

/// Figures of a report folder's `tables/*.csv`.
struct PublishedTables {
  let figures: [PublishedFigure]
  let blanks: Set<BlankFigure>

  init(_ files: FolderContents, sheets: PublicSheets) {
    var figures: [PublishedFigure] = []
    var blanks: Set<BlankFigure> = []
    for (name, read) in Self.readers {
      guard files.files["tables/\(name)"] != nil else { continue }
      var collector = FigureCollector("tables/\(name)", cutsZeros: true)
      for row in CSVRows.records(Self.plain(files.text("tables/\(name)"))) {
        guard let city = row["city"] ?? row["first"] else { continue }
        read(row, Place(city: city, wave: row["wave"] ?? ""), sheets, &collector)
      }
      figures += collector.figures
      blanks.formUnion(collector.blanks)
    }
    self.figures = figures
    self.blanks = blanks
  }

  /// A table with semicolons and decimal commas, as one with commas and points.
  private static func plain(_ text: String) -> String {
    let header = text.prefix { $0 != "\n" && $0 != "\r\n" }
    guard header.contains(";"), !header.contains(",") else { return text }
    return text.replacing(",", with: ".").replacing(";", with: ",")
  }

  private typealias Reader =
    @Sendable ([String: String], Place, PublicSheets, inout FigureCollector) -> Void

  private static let readers: [(String, Reader)] = [
    ("scores.csv", plainly(score)), ("groups.csv", plainly(group)),
    ("distributions.csv", plainly(distribution)), ("crosstabs.csv", plainly(crosstab)),
    ("crosstab-columns.csv", crosstabColumn), ("weights.csv", plainly(weight)),
    ("drivers.csv", plainly(driver)), ("profile.csv", plainly(profile)),
    ("score-changes.csv", plainly(scoreChange)),
    ("question-changes.csv", plainly(questionChange)),
  ]

  /// A reader that needs no sheets.
  private static func plainly(
    _ read: @escaping @Sendable ([String: String], Place, inout FigureCollector) -> Void
  ) -> Reader {
    { row, place, _, figures in read(row, place, &figures) }
  }

  private static func crosstab(
    _ row: [String: String], _ place: Place, _ figures: inout FigureCollector
  ) {
    figures.add(
      row["estimate"], .mean,
      of: Measured(name: row["question"] ?? "", answer: row["answer"] ?? ""), at: place,
      in: [row["group"] ?? "": row["category"] ?? ""], roundedTo: "0.01")
  }

  /// The base of a column is that of each answer's share.
  private static func crosstabColumn(
    _ row: [String: String], _ place: Place, _ sheets: PublicSheets,
    _ figures: inout FigureCollector
  ) {
    guard let question = sheets.questions[row["question"] ?? ""] else { return }
    for choice in question.choices {
      figures.add(
        row["count"], .count,
        of: Measured(name: question.name, answer: choice.missing ?? choice.name),
        at: place, in: [row["group"] ?? "": row["category"] ?? ""])
    }
  }

  private static func score(
    _ row: [String: String], _ place: Place, _ figures: inout FigureCollector
  ) {
    let score = Measured(name: row["score"] ?? "")
    figures.add(row["estimate"], .mean, of: score, at: place)
    figures.add(row["count"], .count, of: score, at: place)
    figures.add(row["weightedCount"], .weight, of: score, at: place)
  }

  private static func group(
    _ row: [String: String], _ place: Place, _ figures: inout FigureCollector
  ) {
    let cell: Cell = [row["group"] ?? "": row["category"] ?? ""]
    if row["score"] == "share" {
      figures.add(row["estimate"], .share, of: nil, at: place, in: cell)
      figures.add(row["count"], .assigned, of: nil, at: place, in: cell)
      return
    }
    let score = Measured(name: row["score"] ?? "")
    figures.add(
      row["estimate"], .mean, of: score, at: place, in: cell, roundedTo: row["roundedTo"])
    figures.add(row["count"], .count, of: score, at: place, in: cell)
    figures.add(row["weightedCount"], .weight, of: score, at: place, in: cell)
  }

  private static func distribution(
    _ row: [String: String], _ place: Place, _ figures: inout FigureCollector
  ) {
    let question = row["question"] ?? ""
    let statistic = row["statistic"] ?? ""
    let answer = row["answer"].flatMap { $0.isEmpty ? nil : $0 }
    let measured = Measured(name: question, answer: statistic == "proportion" ? answer : nil)
    if let quantile = EstimateRows.quantile(statistic) {
      figures.add(row["estimate"], .quantile(quantile), of: measured, at: place)
    } else if ["mean", "proportion"].contains(statistic) {
      figures.add(row["estimate"], .mean, of: measured, at: place)
    }
    figures.add(row["count"], .count, of: measured, at: place)
    figures.add(row["weightedCount"], .weight, of: measured, at: place)
    if measured.answer != nil { figures.add(row["answers"], .answers, of: measured, at: place) }
  }

  private static func weight(
    _ row: [String: String], _ place: Place, _ figures: inout FigureCollector
  ) {
    let groups = (row["margin"] ?? "").split(separator: "*").map(String.init)
    let categories = (row["category"] ?? "").split(separator: "*").map(String.init)
    let cell = Cell(zip(groups, categories), uniquingKeysWith: { first, _ in first })
    figures.add(row["count"], .count, of: nil, at: place, in: cell)
    figures.add(row["sampleBefore"], .sampleShare, of: nil, at: place, in: cell)
  }

  private static func driver(
    _ row: [String: String], _ place: Place, _ figures: inout FigureCollector
  ) {
    let term = (row["predictor"] ?? "").split(separator: "=", maxSplits: 1).map(String.init)
    guard term.count == 2 else { return }
    figures.add(
      row["slope"], .coefficient, of: Measured(name: "INN"), at: place, in: [term[0]: term[1]])
  }

  private static func profile(
    _ row: [String: String], _ place: Place, _ figures: inout FigureCollector
  ) {
    figures.add(row["mean"], .comparedMean, of: Measured(name: row["score"] ?? ""), at: place)
  }

  private static func scoreChange(
    _ row: [String: String], _ place: Place, _ figures: inout FigureCollector
  ) { change(row, Measured(name: row["score"] ?? ""), place, &figures) }

  private static func questionChange(
    _ row: [String: String], _ place: Place, _ figures: inout FigureCollector
  ) {
    let answer = row["answer"].flatMap { $0.isEmpty ? nil : $0 }
    change(row, Measured(name: row["question"] ?? "", answer: answer), place, &figures)
  }

  private static func change(
    _ row: [String: String], _ measured: Measured, _ place: Place,
    _ figures: inout FigureCollector
  ) {
    guard row["freed"] ?? "" == "", row["leftOut"] ?? "" == "" else { return }
    for (column, wave) in [("before", "earlier"), ("after", "later")] {
      let other = Place(city: place.city, wave: row[wave] ?? "")
      figures.add(row[column], .comparedMean, of: measured, at: other)
    }
  }
}
