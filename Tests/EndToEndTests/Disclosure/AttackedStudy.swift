import Foundation

/// A study folder whose outputs are attacked: a report, and a list of calls.
struct AttackedStudy {
  let sheets: PublicSheets
  let truth: Truth

  init(_ sheets: PublicSheets, truth: Truth) {
    self.sheets = sheets
    self.truth = truth
  }

  /// Attacks the bytes of a report folder together with what calls printed.
  ///
  /// - Parameter calls: Arguments after the study's folder's place, and their standard output.
  func attack(
    _ report: FolderContents?, calls: [(arguments: [String], output: String)] = [],
    earlier: FolderContents? = nil
  ) -> AttackReport {
    var seen = Seen()
    var result = AttackReport()
    if let report {
      seen.take(report, sheets)
      result += CompositionAttack(files: report, sheets: sheets, interviews: seen.interviews)
        .report()
    }
    for call in calls {
      if call.arguments.first == "factors" {
        result.findings += TypesOutput(call.arguments, output: call.output, sheets: sheets)
          .findings(
            interviews: truth.people.mapValues(\.count), minimumBase: sheets.minimumBase)
      } else {
        seen.take(EstimateRows(call.arguments, output: call.output, sheets: sheets))
      }
    }
    if let earlier { seen.figures += Self.marked(earlier, sheets) }
    seen.figures = Self.each(seen.figures)
    result += Attack(
      sheets: sheets, figures: seen.figures, interviews: seen.interviews,
      tally: TruthTally(truth)
    ).report()
    result += CountAttack(
      sheets: sheets, figures: seen.figures, blanks: seen.blanks, interviews: seen.interviews,
      truth: truth
    ).report()
    return result
  }

  /// The figures, each once: pages in two languages and tables say the same.
  private static func each(_ figures: [PublishedFigure]) -> [PublishedFigure] {
    var said: Set<PublishedFigure> = []
    return figures.filter { figure in
      var bare = figure
      bare.source = ""
      return said.insert(bare).inserted
    }
  }

  /// All that was read.
  private struct Seen {
    var figures: [PublishedFigure] = []
    var blanks: Set<BlankFigure> = []
    var interviews: [Place: Int] = [:]

    mutating func take(_ report: FolderContents, _ sheets: PublicSheets) {
      let tables = PublishedTables(report, sheets: sheets)
      figures += tables.figures + PublishedPages(report, sheets: sheets).figures
      blanks.formUnion(tables.blanks)
      interviews = AttackedStudy.interviews(report)
    }

    mutating func take(_ rows: EstimateRows) {
      figures += rows.figures
      blanks.formUnion(rows.blanks)
    }
  }

  /// Figures of an earlier run: about those who were there then.
  private static func marked(
    _ earlier: FolderContents, _ sheets: PublicSheets
  ) -> [PublishedFigure] {
    var seen = Seen()
    seen.take(earlier, sheets)
    let old = seen.figures.filter { sheets.isUnweighted($0.place) }.map { figure in
      var figure = figure
      figure.cell["@run"] = "1"
      figure.source = "the earlier \(figure.source)"
      return figure
    }
    let sizes = seen.interviews.map { place, count in
      PublishedFigure(
        place: place, measured: nil, cell: ["@run": "1"], quantity: .count,
        range: Double(count)...Double(count), source: "the earlier import/ledger.json")
    }
    return old + sizes
  }

  /// Interviews by place, of `import/ledger.json`.
  static func interviews(_ report: FolderContents) -> [Place: Int] {
    guard let ledger = try? JSON(report.text("import/ledger.json")) else { return [:] }
    var counts: [Place: Int] = [:]
    for sample in ledger["files"].array.flatMap({ $0["samples"].array }) {
      let place = Place(city: sample["city"].string ?? "", wave: sample["wave"].string ?? "")
      counts[place, default: 0] += sample["records"].integer ?? 0
    }
    return counts
  }
}

extension AttackedStudy {
  /// A study folder with its truth, from an export of its answers by the command itself.
  init(exporting folder: URL) throws {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "attack-\(UUID())")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let file = scratch.appending(path: "answers.csv")
    _ = try BuiltCommand.run(["export", folder.path, "--to", file.path])
    let codebook = scratch.appending(path: "answers.csv.codebook.csv")
    let sheets = PublicSheets(folder)
    self.init(
      sheets,
      truth: Truth(
        export: try String(contentsOf: file, encoding: .utf8),
        codebook: try String(contentsOf: codebook, encoding: .utf8), sheets: sheets))
  }

  /// Runs the report and the calls on the study's folder, and attacks what they wrote.
  func run(
    calls: [[String]], reporting: Bool = true, reportOptions: [String] = []
  ) throws -> AttackReport {
    var report: FolderContents?
    if reporting { report = try self.report(reportOptions) }
    let outputs = try calls.map { call in
      var words = call
      words.insert(sheets.folder.path, at: 1)
      return (call, try BuiltCommand.run(words).output)
    }
    return attack(report, calls: outputs)
  }

  /// The report folder's files, made anew in a folder of its own.
  ///
  /// - Parameter options: Such as `--city alpha`.
  func report(_ options: [String] = []) throws -> FolderContents {
    let output = FileManager.default.temporaryDirectory.appending(path: "attacked-\(UUID())")
    defer { try? FileManager.default.removeItem(at: output) }
    _ = try BuiltCommand.run(
      ["report", sheets.folder.path, "--output", output.path] + options)
    guard FileManager.default.fileExists(atPath: output.path) else {
      throw NothingReported(folder: sheets.folder.path)
    }
    return try FolderContents(output)
  }

  struct NothingReported: Error { var folder: String }
}
