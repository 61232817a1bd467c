/// The one reading of a record that has a delimiter too few or too many, if what stands in its columns
/// elsewhere leaves exactly one.
///
/// With one too many, either an empty field is one that the record does not have, or a delimiter is
/// part of a text that stands unquoted. With one too few, a field is two. A reading counts where every
/// field of it fits its column.
struct FieldCountRepair {
  /// The fields as the columns have them.
  private(set) var fields: [[UInt8]] = []
  /// The field, as libcsv divides the record, at which something was changed.
  private(set) var place = 0

  /// Longer fields are not divided: that would take the square of their length.
  private static let longestDivided = 512

  /// O(fields + bytes), and the square of a field's length where it may be two.
  ///
  /// - Parameters:
  ///   - rules: Of the columns.
  ///   - fields: One more or one fewer than columns.
  ///   - gaps: What stands between the fields, where there are more of them than columns.
  /// - Returns: Nil where no reading fits, or several do.
  init?(_ rules: [ColumnShapes.Rule], _ fields: [[UInt8]], gaps: [[UInt8]]) {
    guard abs(fields.count - rules.count) == 1, rules.count > 2 else { return nil }
    let isShort = fields.count < rules.count
    let shift = isShort ? 1 : -1
    // Fields before a place fit their columns, and those from a place on the columns beside theirs.
    let before = Self.fitting(fields.indices.prefix { $0 < rules.count }) {
      rules[$0].fits(fields[$0][...])
    }
    let after = Self.fitting(fields.indices.reversed().prefix { $0 + shift >= 0 }) {
      $0 + shift < rules.count && rules[$0 + shift].fits(fields[$0][...])
    }
    for place in fields.indices {
      guard place <= before, place + (isShort ? 1 : 2) >= fields.count - after else { continue }
      if isShort, fields[place].count > Self.longestDivided { return nil }
      let found: any Sequence<[[UInt8]]> =
        isShort
        ? Self.splits(fields[place], rules[place], rules[place + 1])
        : Self.joints(fields, at: place, rules, gaps)
      for pieces in found {
        let reading = fields[..<place] + pieces + fields[(place + (isShort ? 1 : 2))...]
        if self.fields.isEmpty {
          (self.fields, self.place) = (Array(reading), place)
        } else if !self.fields.elementsEqual(reading) {
          return nil
        }
      }
    }
    if self.fields.isEmpty { return nil }
  }

  /// How many of the first places fit.
  private static func fitting(_ places: some Sequence<Int>, _ fits: (Int) -> Bool) -> Int {
    var count = 0
    for place in places {
      guard fits(place) else { return count }
      count += 1
    }
    return count
  }

  private static func splits(
    _ field: [UInt8], _ left: ColumnShapes.Rule, _ right: ColumnShapes.Rule
  ) -> some Sequence<[[UInt8]]> {
    (0...field.count).lazy.compactMap { place in
      // A character of several bytes is not divided.
      guard place == field.count || field[place] & 0xC0 != 0x80,
        left.fits(field[..<place]), right.fits(field[place...])
      else { return nil }
      return [Array(field[..<place]), Array(field[place...])]
    }
  }

  private static func joints(
    _ fields: [[UInt8]], at place: Int, _ rules: [ColumnShapes.Rule], _ gaps: [[UInt8]]
  ) -> [[[UInt8]]] {
    guard place + 1 < fields.count, place < rules.count, place < gaps.count else { return [] }
    let (left, right) = (fields[place], fields[place + 1])
    let joined =
      left.isEmpty || right.isEmpty ? left + right : left + gaps[place] + right
    return rules[place].fits(joined[...]) ? [[joined]] : []
  }
}
