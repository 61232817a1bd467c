import SurveyModel

/// The cells of one question: for each interview the place of its reading.
struct EncodedColumn {
  /// Places in ``readings``, one for each interview.
  var identifiers = PackedPlaces()
  private(set) var readings: [CellReading] = []
  /// Places of readings by the reading, for those made otherwise than from a text.
  private var known: [CellReading: Int32] = [:]
  /// Column of the file by which a cell's place is told.
  let column: Int
  /// Columns of faults that stand in another one, by interview.
  var faultColumns: [Int: Int] = [:]

  init(column: Int) { self.column = column }

  /// Appends a reading for a text not seen before.
  mutating func append(_ reading: CellReading) -> Int32 {
    readings.append(reading)
    return Int32(readings.count - 1)
  }

  /// The place of a reading, appended where new.
  mutating func place(of reading: CellReading) -> Int32 {
    if let place = known[reading] { return place }
    let place = append(reading)
    known[reading] = place
    return place
  }

  /// The column of the file in which an interview's cell stands.
  func fileColumn(row: Int) -> Int { faultColumns[row] ?? column }

  /// What an interview's cell comes to.
  subscript(row: Int) -> CellReading { readings[Int(identifiers[row])] }

  /// The cells of some of the interviews, in the order given.
  func picking(_ interviews: [Int]) -> EncodedColumn {
    var picked = self
    picked.identifiers = identifiers.picking(interviews)
    picked.faultColumns = [:]
    for (place, row) in interviews.enumerated() {
      picked.faultColumns[place] = faultColumns[row]
    }
    return picked
  }

  /// How many cells have each reading, and the first interview that has it.
  var occurrences: [(count: Int, first: Int)] {
    var found = Array(repeating: (count: 0, first: -1), count: readings.count)
    for (row, identifier) in identifiers.enumerated() {
      if found[Int(identifier)].count == 0 { found[Int(identifier)].first = row }
      found[Int(identifier)].count += 1
    }
    return found
  }
}

extension EncodedColumn {
  /// What interviews answer, without what is wrong with it: two that answer alike have one number.
  struct Answers {
    private let identifiers: PackedPlaces
    /// By the place of a reading, the first place of its content.
    private let contents: [Int32]
    private let areGiven: [Bool]

    fileprivate init(_ column: EncodedColumn) {
      identifiers = column.identifiers
      var places: [CellReading.Content: Int32] = [:]
      contents = column.readings.enumerated().map { place, reading in
        let first = places[reading.content] ?? Int32(place)
        places[reading.content] = first
        return first
      }
      areGiven = column.readings.map { $0.content != .blank && $0.content != .choices([]) }
    }

    func areAlike(_ first: Int, _ second: Int) -> Bool {
      let (a, b) = (identifiers[first], identifiers[second])
      return a == b || contents[Int(a)] == contents[Int(b)]
    }

    /// Whether something stands in the cell.
    func isGiven(_ row: Int) -> Bool { areGiven[Int(identifiers[row])] }
  }

  /// Costs a look at each different reading.
  var answers: Answers { Answers(self) }
}
