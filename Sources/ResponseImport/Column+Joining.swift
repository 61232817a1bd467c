import SurveyModel

extension Column {
  /// The rows of two columns of one question, one after the other.
  static func joining(_ a: Column, _ b: Column) -> Column {
    let missing = a.missing + b.missing
    let codes = MissingCodes.joining(a.missingCodes, b.missingCodes, counts: (a.count, b.count))
    switch (a.values, b.values) {
    case (.choices(let first), .choices(let second)):
      return Column(values: .choices(first + second), missing: missing, codes: codes)
    case (.choiceSets(let first), .choiceSets(let second)):
      return Column(values: .choiceSets(first.appending(second)), missing: missing, codes: codes)
    case (.numbers(let first), .numbers(let second)):
      let exact = b.exactTexts.reduce(into: a.exactTexts) { $0[a.count + $1.key] = $1.value }
      return Column(
        values: .numbers(first + second), missing: missing, codes: codes, exactTexts: exact)
    default:
      return Column(values: .texts(a.texts + b.texts), missing: missing, codes: codes)
    }
  }

  /// A column of a source that lacks the question: its answers are lost.
  static func absent(like column: Column, count: Int) -> Column {
    let values: Column.Values =
      switch column.values {
      case .choices: .choices(PackedPlaces(repeating: -1, count: count))
      case .choiceSets(let sets):
        .choiceSets(ChoiceSets(choiceCount: sets.choiceCount, count: count))
      case .numbers: .numbers(Array(repeating: .nan, count: count))
      case .texts: .texts(Array(repeating: "", count: count))
      }
    return Column(values: values, missing: Array(repeating: .lost, count: count))
  }
}

extension Column {
  /// Computed fields may be numbers in one file and texts in another: then they are texts.
  fileprivate var texts: [String] {
    switch values {
    case .texts(let texts): texts
    case .numbers(let numbers):
      numbers.enumerated().map { row, number in
        number.isNaN
          ? "" : exactTexts[row] ?? Int(exactly: number).map(String.init) ?? "\(number)"
      }
    case .choices(let codes): codes.map { _ in "" }
    case .choiceSets(let sets): Array(repeating: "", count: sets.count)
    }
  }
}

extension ChoiceSets {
  fileprivate func appending(_ other: ChoiceSets) -> ChoiceSets {
    var joined = ChoiceSets(choiceCount: choiceCount, count: count + other.count)
    for row in 0..<count {
      for choice in choices(row: row) { joined.insert(choice, row: row) }
    }
    for row in 0..<other.count {
      for choice in other.choices(row: row) { joined.insert(choice, row: count + row) }
    }
    return joined
  }
}
