import SurveyModel
import TabularFiles
import TextFormats

/// Decides which records of a table are interviews of which city and wave, and reads their design.
struct RecordAdmission {
  /// A city and a wave by their places in the study.
  struct Cell: Hashable {
    var wave: Int
    var city: Int
  }

  /// A record that is no interview.
  struct Refused {
    var row: Int
    var reason: RefusalReason
    /// Whose it would have been; nil where that is not known.
    var cell: Cell?
  }

  /// Rows of the table, in the file's order; the arrays below have an element for each.
  private(set) var rows: [Int] = []
  private(set) var cells: [Cell] = []
  private(set) var weights: [Double] = []
  private(set) var populationSizes: [Double] = []
  /// Those of the stages of drawing after the first, by the stage's number.
  private var laterSizes: [Int: [Double]] = [:]
  /// Replicate weights, a column for each replicate.
  private(set) var replicates: [[Double]] = []
  var paradata = Paradata([])
  private(set) var refused: [Refused] = []
  var log = DiagnosticLog()
  let table: FieldTable
  let columns: SourceColumns
  /// Which part of dates with slashes comes first, where the source says so.
  let dateOrder: DateOrder?
  private let reviews: ReviewColumns
  /// Rows that the program marks as no interviews, by what it says.
  private var reviewed: [ReviewColumns.Refusal: [Int]] = [:]

  /// - Parameters:
  ///   - head: The header, and how many rows belong to it.
  ///   - source: Its fixed city and wave are taken from `context`, where they are known.
  init(
    _ table: FieldTable, source: Source, columns: SourceColumns, context: ImportContext,
    head: ProducerHeader
  ) {
    reviews = ReviewColumns(head.producer, header: table.header.map(\.text))
    self.table = table
    self.columns = columns
    dateOrder = source.dates
    var cities = KeyReader(
      source.city, "city", context.cities.map(KeyReader.Entry.init),
      column: columns.city)
    var waves = KeyReader(
      source.wave, "wave", context.waves.map(KeyReader.Entry.init),
      column: columns.wave)
    for row in 0..<head.rows { refused.append(Refused(row: row, reason: .headerRow)) }
    for row in head.rows..<table.rowCount {
      if let refusal = reviews.refusal({ table.text(row: row, column: $0) }) {
        // Of what is no interview, nobody need know that its city has no code.
        var unheard = DiagnosticLog()
        let place = (cities.place(row, table, &unheard), waves.place(row, table, &unheard))
        setAside(row, refusal, place)
      } else {
        admit(row, cities.place(row, table, &log), waves.place(row, table, &log))
      }
    }
    reportReviews()
    readReplicates()
    readParadata()
    for stage in [1] + LaterStageVariables.stages {
      reportBlanks(.stratum(stage: stage), meaning: "count as a stratum of their own")
      reportBlanks(.cluster(stage: stage), meaning: "count as clusters of their own")
    }
    reportBlankIdentifiers()
  }

  /// Sets aside what the program says is no interview: a preview, a test, a rejected submission.
  private mutating func setAside(
    _ row: Int, _ refusal: ReviewColumns.Refusal, _ place: (city: Int?, wave: Int?)
  ) {
    var cell: Cell?
    if let city = place.city, let wave = place.wave { cell = Cell(wave: wave, city: city) }
    refused.append(Refused(row: row, reason: refusal.reason, cell: cell))
    reviewed[refusal, default: []].append(row)
  }

  /// What was set aside for the program's word, once for each reason and column.
  private mutating func reportReviews() {
    for (found, rows) in reviewed.sorted(by: { $0.value[0] < $1.value[0] }) {
      let name = table.header[found.column].text
      log.append(
        Diagnostic(
          .note, found.reason.rawValue,
          "\(CellFault.counted(rows.count, "record")) \(found.reason.words(of: rows.count)), as"
            + " \(name) says, and no \(rows.count == 1 ? "interview" : "interviews"): set aside",
          fix: "nothing, if that is so; else correct \(name) in the file",
          at: table.location(row: rows[0], column: found.column)))
    }
  }

  private mutating func refuse(_ row: Int, _ reason: RefusalReason) {
    refused.append(Refused(row: row, reason: reason))
  }

  private mutating func admit(_ row: Int, _ city: Int?, _ wave: Int?) {
    guard let city else { return refuse(row, .unknownCity) }
    guard let wave else { return refuse(row, .unknownWave) }
    guard let weight = number(.weight, row, allowsZero: true, fault: .badWeight) else {
      return refuse(row, .badWeight)
    }
    guard let size = number(.populationSize, row, fault: .badPopulationSize) else {
      return refuse(row, .badPopulationSize)
    }
    let stages = LaterStageVariables.stages.filter { columns[.populationSize(stage: $0)] != nil }
    let sizes = stages.compactMap {
      number(.populationSize(stage: $0), row, fault: .badPopulationSize)
    }
    guard sizes.count == stages.count else { return refuse(row, .badPopulationSize) }
    for (stage, size) in zip(stages, sizes) { laterSizes[stage, default: []].append(size) }
    rows.append(row)
    cells.append(Cell(wave: wave, city: city))
    weights.append(weight)
    populationSizes.append(size)
  }

  /// Weights and sizes lie below it: there are fewer people in any city, but not fewer telephones.
  private static let largest = 1e9

  /// The number in a role's column, 1 where the source has none; nil where it is no number of people.
  ///
  /// - Parameter allowsZero: An interview of weight 0 was drawn, and counts in its point.
  private mutating func number(
    _ role: ColumnRole, _ row: Int, allowsZero: Bool = false, fault reason: RefusalReason
  ) -> Double? {
    guard let column = columns[role] else { return 1 }
    let text = table.text(row: row, column: column).trimmingSpace
    let marks =
      role == .weight ? table.weightMarks(column: column) : table.numberMarks(column: column)
    let number = NumberCell(text, marks: marks)?.value ?? -1
    if number > 0 || allowsZero && number == 0, number < Self.largest { return number }
    let limit = number > 0 ? " and below a billion" : ""
    let demand = allowsZero ? "a number from 0 up" : "a number above 0"
    let fault = CellFault(
      code: reason.rawValue,
      message: "\(table.header[column].text) must be \(demand)\(limit), found "
        + FoundValue(text).words,
      fix: "correct it; until then the record is set aside")
    log.append(.error, fault, of: role.name) { table.location(row: row, column: column) }
    return nil
  }
}

extension RecordAdmission {
  /// Replicate weights of the admitted records; one that is no number from 0 up is told, and NaN:
  /// nothing is estimated from its sample then. O(records × replicates).
  private mutating func readReplicates() {
    replicates = (columns.replicates?.places ?? []).map { column in
      rows.map { row in
        let text = table.text(row: row, column: column).trimmingSpace
        let number = NumberCell(text, marks: table.weightMarks(column: column))?.value
        if let number, number >= 0, number.isFinite { return number }
        let fault = CellFault(
          code: "bad-replicate-weight",
          message: "\(table.header[column].text) must be a number from 0 up, found "
            + FoundValue(text).words,
          fix: "correct it; until then nothing is estimated from the sample")
        log.append(.error, fault, of: "replicates") { table.location(row: row, column: column) }
        return .nan
      }
    }
  }

  /// The replicate weights with the way they were made.
  var replicateColumns: ReplicateColumns? {
    columns.replicates.map { ReplicateColumns($0.making, columns: replicates) }
  }
}

extension RecordAdmission {
  /// The texts of a role's column for the admitted records; nil where there is none.
  func texts(_ role: ColumnRole) -> [String]? {
    columns[role].map { column in
      rows.map { table.text(row: $0, column: column).trimmingSpace }
    }
  }

  var clusters: [String]? { clusters(role: .cluster) }

  /// The stages of drawing after the first that the source names columns of, without gaps.
  var laterStages: [LaterStageVariables] {
    LaterStageVariables.stages.map { stage in
      LaterStageVariables(
        strata: texts(.stratum(stage: stage)), clusters: clusters(role: .cluster(stage: stage)),
        populationSizes: laterSizes[stage])
    }.prefix { $0 != LaterStageVariables() }.map(\.self)
  }

  /// The names of clusters; a blank is a cluster of its own, named by its line.
  private func clusters(role: ColumnRole) -> [String]? {
    texts(role).map { names in
      zip(names, rows).map { $0.isEmpty ? "line \(table.line(row: $1))" : $0 }
    }
  }

  var identifierColumn: Int? { columns[.identifier] }
  var hasWeights: Bool { columns[.weight] != nil }
  var hasPopulationSizes: Bool { columns[.populationSize] != nil }

  private mutating func reportBlanks(_ role: ColumnRole, meaning: String) {
    guard let column = columns[role] else { return }
    let fault = CellFault(
      code: "blank-\(role.name)", message: "the \(role.name) is blank; such records \(meaning)",
      fix: "fill in \(table.header[column].text)")
    for row in rows where table.text(row: row, column: column).trimmingSpace.isEmpty {
      log.append(.warning, fault, of: role.name) { table.location(row: row, column: column) }
    }
  }

  private mutating func reportBlankIdentifiers() {
    guard let column = columns[.identifier] else { return }
    let fault = CellFault(
      code: "blank-identifier", message: "the record has no identifier",
      fix: "fill in \(table.header[column].text)")
    for row in rows where table.text(row: row, column: column).trimmingSpace.isEmpty {
      log.append(.warning, fault, of: "identifier") { table.location(row: row, column: column) }
    }
  }

  /// Pairs of some of the admitted records that share an identifier in one city and wave: the first
  /// and each later one.
  func duplicates(among places: [Int]) -> [(first: Int, second: Int)] {
    guard let identifiers = texts(.identifier) else { return [] }
    // Most files are of one city and wave: its table is looked up once for all records in a row.
    var tables: [Cell: Int] = [:]
    var firstPlaces: [[String: Int]] = []
    var last: (cell: Cell, table: Int)?
    func table(of cell: Cell) -> Int {
      if let last, last.cell == cell { return last.table }
      let table = tables[cell] ?? firstPlaces.count
      if table == firstPlaces.count {
        tables[cell] = table
        firstPlaces.append([:])
      }
      last = (cell, table)
      return table
    }
    return places.compactMap { place in
      let identifier = identifiers[place]
      guard !identifier.isEmpty else { return nil }
      let table = table(of: cells[place])
      if let first = firstPlaces[table].updateValue(place, forKey: identifier) {
        firstPlaces[table][identifier] = first
        return (first, place)
      }
      return nil
    }
  }

  /// Where an admitted record begins.
  func location(of place: Int) -> SourceLocation { table.location(row: rows[place], column: nil) }
}

extension RecordAdmission {
  /// Takes back the admission of some records, by their places, and says what the others are.
  mutating func apply(_ selection: InterviewSelection) {
    paradata.statuses = rows.indices.map { selection.statuses[$0] }
    guard !selection.exclusions.isEmpty else { return }
    for exclusion in selection.exclusions {
      refused.append(
        Refused(
          row: rows[exclusion.place], reason: exclusion.reason, cell: cells[exclusion.place]))
    }
    let kept = selection.kept
    func pick<Value>(_ values: [Value]) -> [Value] { kept.map { values[$0] } }
    rows = pick(rows)
    cells = pick(cells)
    weights = pick(weights)
    populationSizes = pick(populationSizes)
    laterSizes = laterSizes.mapValues(pick)
    replicates = replicates.map(pick)
    paradata = paradata.picking(kept)
  }
}
