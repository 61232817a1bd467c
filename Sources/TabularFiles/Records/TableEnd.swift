/// Rows of a table's form that are no records: the header again, totals, and texts under it.
struct ForeignRow: Sendable {
  /// Its bytes in the text, or its place among the rows of a sheet.
  let range: Range<Int>
  let kind: FileLedger.NonDataKind
}

/// Tells rows of totals, and texts, from the records that they stand under.
struct TableEnd: Sendable {
  /// How many rows at the end of a table are looked at, at most.
  static let mostRows = 20
  private static let mostNamed = 1

  /// The first records, in UTF-8.
  private let records: [[[UInt8]]]

  init(_ records: [[[UInt8]]]) { self.records = records }

  /// The kind of one of the last rows; nil for a record.
  ///
  /// - Parameter fields: In UTF-8.
  func kind(of fields: [[UInt8]]) -> FileLedger.NonDataKind? {
    guard fields.count > 1, let column = fields.firstIndex(where: { !$0.isEmpty }) else {
      return nil
    }
    if Self.isTotal(fields[column]) || isStatistic(fields, column), column == 0 || hasNoBlank(0),
      isRare(fields[column], column)
    {
      return .totalRow
    }
    return isFootnote(fields) ? .footnote : nil
  }

  /// Whether a text says that the rest of its row is a total: `Total`, `Итого по городу:`.
  static func isTotal(_ field: [UInt8]) -> Bool {
    guard field.count < 80, let first = field.first, first | 0x20 > 0x60 else { return false }
    let text = String(decoding: field, as: UTF8.self).lowercased()
    let words = text.split { !$0.isLetter && !$0.isNumber }
    guard let word = words.first else { return false }
    let isAlone = words.count == 1
    switch word {
    case "итого", "всего": return words.count <= 4
    case "total", "totals": return words.count <= 3
    case "grand": return words.count == 2 && words[1] == "total"
    case "итог", "сумма", "sum": return isAlone
    default: return false
    }
  }

  /// Whether a row is one of means, medians, counts or deviations: as such words may be answers too, they
  /// stand under numbers, or a field is blank that all records have.
  private func isStatistic(_ fields: [[UInt8]], _ column: Int) -> Bool {
    guard records.count > 2, Self.namesStatistic(fields[column]),
      fields.contains(where: Self.holdsDigit)
    else { return false }
    // The first records of a short table are its last ones too.
    let names = records.compactMap { column < $0.count && !$0[column].isEmpty ? $0[column] : nil }
      .filter { !Self.isTotal($0) && !Self.namesStatistic($0) }
    let areNumbered = 10 * names.count(where: Self.holdsDigit) >= 9 * names.count
    return !names.isEmpty && areNumbered
      || fields.indices.contains { fields[$0].isEmpty && hasNoBlank($0) }
  }

  private static func namesStatistic(_ field: [UInt8]) -> Bool {
    guard field.count < 80 else { return false }
    let text = String(decoding: field, as: UTF8.self).lowercased()
    return statistics.contains(
      text.split { !$0.isLetter && !$0.isNumber }.joined(separator: " "))
  }

  private static let statistics: Set<String> = [
    "mean", "means", "average", "avg", "median", "mode", "min", "max", "minimum", "maximum",
    "count",
    "n", "sd", "std", "stdev", "std dev", "st dev", "std deviation", "standard deviation",
    "variance",
    "mean value", "среднее", "среднее значение", "среднее арифметическое", "в среднем", "медиана",
    "мода", "минимум", "максимум", "мин", "макс", "количество", "число", "дисперсия", "ст откл",
    "стандартное отклонение", "станд отклонение",
  ]

  private static func holdsDigit(_ field: [UInt8]) -> Bool { field.contains { $0 &- 0x30 < 10 } }

  private func hasNoBlank(_ column: Int) -> Bool {
    records.count { column >= $0.count || $0[column].isEmpty } <= Self.mostNamed
  }

  /// Whether a text stands in a column's first records once at most.
  private func isRare(_ text: [UInt8], _ column: Int) -> Bool {
    records.count { column < $0.count && $0[column] == text } <= Self.mostNamed
  }

  /// Whether a text of several words stands alone in a row, where records have more fields and none such in
  /// the first.
  private func isFootnote(_ fields: [[UInt8]]) -> Bool {
    guard fields.count > 2, !fields[0].isEmpty, fields.dropFirst().allSatisfy(\.isEmpty),
      Self.isOfWords(fields[0])
    else { return false }
    let (worded, bare) = (
      records.count { $0.first.map(Self.isOfWords) ?? false },
      records.count { record in record.count { !$0.isEmpty } < 2 }
    )
    let most = max(Self.mostNamed, records.count / 4)
    return records.count > 2 && worded <= most && bare <= most
  }

  private static func isOfWords(_ text: [UInt8]) -> Bool {
    text.contains(0x20) && text.contains { $0 >= 0x41 }
  }
}
