import Foundation

/// Rows that `loci estimate` printed, in any of its forms, as figures.
struct EstimateRows {
  /// The arguments after the study's folder.
  let arguments: [String]
  let figures: [PublishedFigure]
  let blanks: Set<BlankFigure>

  /// - Parameters:
  ///   - arguments: `estimate`, then questions and options.
  ///   - output: Standard output of the call.
  init(_ arguments: [String], output: String, sheets: PublicSheets) {
    self.arguments = arguments
    let format = Self.value(of: "--format", in: arguments) ?? "text"
    let source = arguments.joined(separator: " ")
    var collector = FigureCollector(source, cutsZeros: format != "text")
    let rows =
      switch format {
      case "csv": CSVRows.records(output)
      case "json": Self.records(json: output)
      default: Self.records(text: output, groups: Self.values(of: "--by", in: arguments))
      }
    for row in rows { Self.add(row, arguments, sheets, to: &collector) }
    figures = Self.withReferences(collector.figures, sheets: sheets)
    blanks = collector.blanks
  }

  static func values(of option: String, in arguments: [String]) -> [String] {
    arguments.indices.filter { arguments[$0] == option && $0 + 1 < arguments.count }
      .map { arguments[$0 + 1] }
  }

  static func value(of option: String, in arguments: [String]) -> String? {
    values(of: option, in: arguments).first
  }

  /// 0.25 of `quantile(0.25)`.
  static func quantile(_ statistic: String) -> Double? {
    statistic.firstMatch(of: /^quantile\(([0-9.]+)\)$/).flatMap { Double($0.1) }
      ?? ["median": 0.5, "lower-quartile": 0.25, "upper-quartile": 0.75][statistic]
  }

  private static func add(
    _ row: [String: String], _ arguments: [String], _ sheets: PublicSheets,
    to figures: inout FigureCollector
  ) {
    if arguments.first == "compare" { return addChange(row, arguments, to: &figures) }
    let place = Place(city: row["city"] ?? "", wave: row["wave"] ?? "")
    if row["part"] != nil || row["term"] != nil {
      return addCoefficient(row, arguments, place, sheets, to: &figures)
    }
    let measured = measured(row)
    var cell: Cell = [:]
    for group in values(of: "--by", in: arguments) { cell[group] = row[group] }
    if let group = row["group"], let column = row["column"] { cell = [group: column] }
    let statistic = row["statistic"] ?? ""
    if let words = contrast(row) {
      return addContrast(row, words, measured, arguments, place, to: &figures)
    }
    let quantity: PublishedFigure.Quantity =
      quantile(statistic).map { .quantile($0) } ?? (statistic == "total" ? .total : .mean)
    guard !statistic.hasPrefix("ratio") else { return }
    figures.add(
      row["estimate"], quantity, of: measured, at: place, in: cell, roundedTo: row["roundedTo"])
    figures.add(row["count"] ?? row["n"], .count, of: measured, at: place, in: cell)
    figures.add(row["weightedCount"], .weight, of: measured, at: place, in: cell)
  }

  private static func measured(_ row: [String: String]) -> Measured {
    let choice = row["choice"] ?? ""
    let isMean = choice.isEmpty || choice == "–" || choice == "mean"
    return Measured(name: row["question"] ?? "", answer: isMean ? nil : choice)
  }

  /// `old - middle` of `contrast(old - middle)`.
  private static func contrast(_ row: [String: String]) -> String? {
    row["contrast"]
      ?? row["statistic"]?.firstMatch(of: /^contrast\((.*)\)$/).map { String($0.1) }
  }

  private static func addContrast(
    _ row: [String: String], _ words: String, _ measured: Measured, _ arguments: [String],
    _ place: Place, to figures: inout FigureCollector
  ) {
    let sides = words.components(separatedBy: " - ").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    let groups = values(of: "--by", in: arguments)
    guard sides.count == 2, groups.count == 1 else { return }
    let (first, second): (Cell, Cell) = ([groups[0]: sides[0]], [groups[0]: sides[1]])
    figures.add(
      row["estimate"], .difference(from: second), of: measured, at: place, in: first,
      roundedTo: row["roundedTo"])
    // The n of both together: that of the union, which is read as a cell of the two.
    figures.add(
      row["count"] ?? row["n"], .count, of: measured, at: place,
      in: [groups[0]: "\(sides[0])|\(sides[1])"])
  }

  /// Both waves of `loci compare`: figures of whole samples.
  private static func addChange(
    _ row: [String: String], _ arguments: [String], to figures: inout FigureCollector
  ) {
    // Those on the common base of two waves are figures of parts of both samples.
    guard arguments.count > 2, row["base"] != "common", let city = row["city"] else { return }
    for (column, wave) in [("before", arguments[1]), ("after", arguments[2])] {
      figures.add(
        row[column], .comparedMean, of: measured(row), at: Place(city: city, wave: wave))
    }
  }

  /// Intercept and slopes of a model of one group alone: the means of its categories.
  private static func addCoefficient(
    _ row: [String: String], _ arguments: [String], _ place: Place, _ sheets: PublicSheets,
    to figures: inout FigureCollector
  ) {
    guard row["part"] == "coefficient", let term = row["term"] else { return }
    let predictors = values(of: "--on", in: arguments)
    let measured = Measured(name: arguments.count > 1 ? arguments[1] : "")
    let parts = term.split(separator: "=", maxSplits: 1).map(String.init)
    guard predictors.count == 1, let group = sheets.group(predictors[0]) else {
      if parts.count == 2 {
        figures.add(
          row["estimate"], .coefficient, of: measured, at: place, in: [parts[0]: parts[1]])
      }
      return
    }
    // Which category the intercept is of stands nowhere: it is the one without a slope.
    if parts.count == 2 {
      figures.add(
        row["estimate"], .difference(from: [group.name: "@reference"]), of: measured, at: place,
        in: [group.name: parts[1]], roundedTo: row["roundedTo"])
    } else {
      figures.add(
        row["estimate"], .mean, of: measured, at: place, in: [group.name: "@reference"],
        roundedTo: row["roundedTo"])
      // The interviews that the model uses are those of all its categories.
      let all = group.categories.map(\.name).joined(separator: "|")
      figures.add(
        row["count"] ?? row["n"], .count, of: measured, at: place, in: [group.name: all])
    }
  }
}

extension EstimateRows {
  private static func records(json: String) -> [[String: String]] {
    guard let rows = try? JSON(json).array else { return [] }
    return rows.map { row in
      var record: [String: String] = [:]
      for (key, value) in row.object {
        switch value {
        case let text as String: record[key] = text
        case let number as Double: record[key] = "\(number)"
        case let group as [String: String]: record.merge(group) { $1 }
        case is NSNull: record[key] = ""
        default: break
        }
      }
      return record
    }
  }

  /// The rows of tables whose columns are told by a line of ─ under the header.
  static func records(text: String, groups: [String]) -> [[String: String]] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    var records: [[String: String]] = []
    for (index, line) in lines.enumerated() where line.first == "─" && index > 0 {
      let columns = spans(of: line)
      let header = columns.map { cell(lines[index - 1], $0) }
      for row in lines[(index + 1)...].prefix(while: { !$0.isEmpty }) {
        let cells = columns.map { cell(row, $0) }
        // What runs on from the row above begins with blanks.
        guard row.first != " ", !cells[0].isEmpty else { continue }
        records += Self.records(header, cells, title: index > 1 ? String(lines[index - 2]) : "")
      }
    }
    return records
  }

  private static func spans(of rule: [Character]) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    for (place, character) in rule.enumerated() where character == "─" {
      if let last = spans.last, last.upperBound == place {
        spans[spans.count - 1] = last.lowerBound..<(place + 1)
      } else {
        spans.append(place..<(place + 1))
      }
    }
    return spans
  }

  private static func cell(_ line: [Character], _ span: Range<Int>) -> String {
    guard span.lowerBound < line.count else { return "" }
    let text = String(line[span.lowerBound..<min(span.upperBound, line.count)])
    return text.trimmingCharacters(in: .whitespaces)
  }

  /// One record, or one for each column of a table with letters: `INA1: pskov, w1` above it.
  private static func records(
    _ header: [String], _ cells: [String], title: String
  ) -> [[String: String]] {
    guard let match = title.firstMatch(of: /^([^:]+): ([^,]+), (.+)$/) else {
      var record = Dictionary(zip(header, cells), uniquingKeysWith: { first, _ in first })
      // A contrast has no statistic; its name is the column's.
      if let part = record["part"] { record["part"] = part == "coefficient" ? part : "other" }
      return [record]
    }
    return zip(header, cells).dropFirst().map { column, cell in
      [
        "question": String(match.1), "city": String(match.2), "wave": String(match.3),
        "choice": cells[0], "group": header[0], "estimate": cell,
        "column": column.replacing(/\ \([A-Z]+\)$/, with: ""),
      ]
    }
  }
}

extension EstimateRows {
  /// Names the category that a model's intercept is of: the only one of the group without a slope.
  private static func withReferences(
    _ figures: [PublishedFigure], sheets: PublicSheets
  ) -> [PublishedFigure] {
    let unnamed = "@reference"
    return figures.map { figure in
      let base: Cell =
        if case .difference(let other) = figure.quantity { other } else { figure.cell }
      guard let group = base.first(where: { $0.value == unnamed })?.key else { return figure }
      let slopes = figures.compactMap { other in
        guard case .difference(let cell) = other.quantity, cell[group] == unnamed,
          other.place == figure.place
        else { return String?.none }
        return other.cell[group]
      }
      let left = sheets.group(group)?.categories.map(\.name).filter { !slopes.contains($0) } ?? []
      guard left.count == 1 else { return figure }
      var named = figure
      if case .difference = figure.quantity {
        named.quantity = .difference(from: [group: left[0]])
      } else {
        named.cell = [group: left[0]]
      }
      return named
    }
  }
}
