extension Responses {
  /// The answers of some of the interviews, in the order given.
  public func picking(_ rows: [Int]) -> Responses {
    Responses(origins: origins.picking(rows), columns: columns.mapValues { $0.picking(rows) })
  }

  /// Names of the questions that two interviews answer differently, sorted.
  ///
  /// - Parameter other: Answers to the same questionnaire, `otherRow` being one of their interviews.
  public func differences(row: Int, from other: Responses, row otherRow: Int) -> [String] {
    let names = Set(columns.keys).union(other.columns.keys)
    return names.filter { name in
      guard let a = self[name], let b = other[name] else { return self[name] != nil }
      return !a.isSame(row: row, as: b, row: otherRow)
    }.sorted()
  }
}

extension Column {
  /// The answers of some of the interviews, in the order given.
  public func picking(_ rows: [Int]) -> Column {
    let reasons = rows.map { missing[$0] }
    let codes = missingCodes?.picking(rows)
    switch values {
    case .choices(let places):
      return Column(values: .choices(places.picking(rows)), missing: reasons, codes: codes)
    case .numbers(let numbers):
      var exact: [Int: String] = [:]
      if !exactTexts.isEmpty {
        for (place, row) in rows.enumerated() { exact[place] = exactTexts[row] }
      }
      return Column(
        values: .numbers(rows.map { numbers[$0] }), missing: reasons, codes: codes,
        exactTexts: exact)
    case .texts(let texts):
      return Column(values: .texts(rows.map { texts[$0] }), missing: reasons, codes: codes)
    case .choiceSets(let sets):
      var picked = ChoiceSets(choiceCount: sets.choiceCount, count: rows.count)
      for (place, row) in rows.enumerated() {
        for choice in sets.choices(row: row) { picked.insert(choice, row: place) }
      }
      return Column(values: .choiceSets(picked), missing: reasons, codes: codes)
    }
  }

  /// Whether two interviews give the same answer, or none for the same reason.
  package func isSame(row: Int, as other: Column, row otherRow: Int) -> Bool {
    guard missing[row] == other.missing[otherRow] else { return false }
    guard missing[row] == nil else { return true }
    switch (values, other.values) {
    case (.choices(let a), .choices(let b)): return a[row] == b[otherRow]
    case (.numbers(let a), .numbers(let b)): return a[row] == b[otherRow]
    case (.texts(let a), .texts(let b)): return a[row] == b[otherRow]
    case (.choiceSets(let a), .choiceSets(let b)):
      return a.choices(row: row) == b.choices(row: otherRow)
    default: return false
    }
  }
}
