/// Counts of the marks in a column's fields.
struct MarkTally {
  /// Numbers with a decimal point.
  private(set) var points = 0
  /// Numbers with one comma that no thousands have: one, two, four or more digits follow it, or a nought or
  /// more than three digits stand before it.
  private(set) var commas = 0
  /// Numbers with one comma before three digits: `1,234`.
  private(set) var threes = 0
  /// Numbers with several commas, or points, that all stand before three digits: `1,234,567`.
  private(set) var commaGroups = 0
  private(set) var pointGroups = 0
  /// Points that stand before three digits: `1.234`.
  private(set) var pointThrees = 0
  /// Numbers with a comma between thousands and a point before the fraction.
  private(set) var groupedFractions = 0
  private(set) var integers = 0
  /// Fields that are no numbers.
  private(set) var others = 0
  /// Lists of codes (`1,3,7`), which are counted among the others too.
  private(set) var lists = 0
  private var pairs = CodePairs()
  /// Whether a whole number from 0 to 99 stands by itself in a field.
  private var singles = [Bool](repeating: false, count: 100)

  /// A column of nothing but short codes has neither marks nor lists.
  init(_ column: TypedColumn) {
    guard !column.pieces.allSatisfy({ $0.holdsShortCodesOnly }) else { return }
    for piece in column.pieces {
      switch piece.kind {
      case .codes: addCodes(piece)
      case .quantities: addQuantities(piece)
      case .texts: for row in 0..<piece.rowCount { add(piece.text(row)) }
      case .numbers(let numbers): addNumbers(numbers.values)
      }
    }
  }

  /// Numbers with a comma of any meaning.
  var anyCommas: Int { commas + threes + commaGroups }

  /// Whether most fields are numbers.
  var isOfNumbers: Bool {
    let numbers = points + anyCommas + pointGroups + groupedFractions
    return numbers > 0 && others <= numbers + integers
  }

  /// Whether fields are lists of codes; then `1,3` is one too.
  var isOfLists: Bool { lists > 0 && others - lists <= lists + anyCommas + integers }

  /// Whether every comma may stand between two codes that were chosen: the lower one always stands first,
  /// and some that are first in one field are second in another; or each stands by itself too, and of no
  /// two codes now one stands first, now the other.
  var mayBePairs: Bool {
    points == 0 && integers == 0
      && pairs.mayBeCodes(besides: Set(singles.indices.filter { singles[$0] }))
  }

  /// Whether there are so many pairs of codes that decimal numbers would hardly look like them.
  var arePairsMany: Bool { pairs.areMany }
}

extension MarkTally {
  private mutating func addCodes(_ piece: ColumnPiece) {
    var counts = [Int](repeating: 0, count: Int(CellCode.firstListed) + piece.entries.count)
    for code in piece.codes { counts[Int(code)] += 1 }
    for code in CellCode.shortest where counts[Int(code)] > 0 {
      singles[CellCode.digits(code).number] = true
    }
    integers += counts[111..<Int(CellCode.firstListed)].reduce(0, +)
    for (entry, count) in zip(piece.entries, counts[Int(CellCode.firstListed)...]) {
      entry.withUnsafeBufferPointer { add($0, count: count) }
    }
  }

  /// Quantities of fewer than three bytes are whole numbers under 100, and −9 … −1.
  private mutating func addQuantities(_ piece: ColumnPiece) {
    var counts = [Int](repeating: 0, count: piece.entries.count)
    for cell in piece.quantities {
      if Quantity.isNumber(cell) {
        let scale = Quantity.scale(cell)
        if scale == 0 {
          let isShort = cell < 100 || (cell >= 1 << 28 && cell < 1 << 28 + 10)
          integers += isShort ? 0 : 1
          if cell < 100 { singles[Int(cell)] = true }
        } else if Quantity.hasComma(cell), scale != 3, !pairs.mayBeSo {
          // Nothing is left to be learnt from its digits.
          commas += 1
          pairs.count += 1
        } else if Quantity.hasComma(cell) {
          let (whole, fraction) = Quantity.parts(cell)
          addComma(whole: whole, fraction: fraction, digits: scale, Quantity.isNegative(cell), 1)
        } else {
          points += 1
          if scale == 3, Quantity.digits(cell) >= 1000 { pointThrees += 1 }
        }
      } else if let place = Quantity.place(cell) {
        counts[place] += 1
      } else if Quantity.isDate(cell) {
        others += 1
      }
    }
    for (entry, count) in zip(piece.entries, counts) {
      entry.withUnsafeBufferPointer { add($0, count: count) }
    }
  }

  private mutating func addNumbers(_ numbers: [Double]) {
    for number in numbers where number.isFinite {
      if number == number.rounded() { integers += 1 } else { points += 1 }
    }
  }

  /// - Parameter digits: Of the fraction.
  private mutating func addComma(
    whole: Int, fraction: Int, digits: Int, _ isNegative: Bool, _ count: Int
  ) {
    if digits == 3, whole > 0, whole < 1000 { threes += count } else { commas += count }
    let isCode = !isNegative && digits < 4 && (digits == 1 || fraction >= (digits == 2 ? 10 : 100))
    pairs.add(isCode ? (whole, fraction) : nil, count)
  }
}

extension MarkTally {
  private mutating func add(_ field: UnsafeBufferPointer<UInt8>, count: Int = 1) {
    if count == 0 { return }
    if field.count < 3 {
      let number = field.reduce(0) { 10 * $0 + Int($1 &- 0x30) }
      if !field.isEmpty, field.allSatisfy({ $0 &- 0x30 < 10 }) { singles[number] = true }
      return
    }
    guard let numeral = Numeral(field) else { return addWritten(field, count) }
    switch numeral.mark {
    case nil: integers += count
    case .point:
      points += count
      if field.suffix(4).first == 0x2E, field[0] != 0x30, field.count <= 8 { pointThrees += count }
    case .comma:
      let (whole, fraction) = Self.parts(field)
      guard let whole = Int(whole), let part = Int(fraction) else {
        commas += count
        return
      }
      let isOfThousands = field[0] != 0x30
      addComma(
        whole: isOfThousands ? abs(whole) : 0, fraction: part, digits: fraction.count,
        field[0] == 0x2D || field[0] == 0x2B, count)
    }
  }

  /// The digits before and behind the comma of a numeral.
  private static func parts(_ field: UnsafeBufferPointer<UInt8>) -> (Substring, Substring) {
    let text = String(decoding: field, as: UTF8.self)
    let place = text.firstIndex(of: ",") ?? text.endIndex
    return (text[..<place], text[place...].dropFirst())
  }

  /// Adds a field that is no plain numeral.
  private mutating func addWritten(_ field: UnsafeBufferPointer<UInt8>, _ count: Int) {
    let commas = field.count { $0 == 0x2C }
    let (isNumber, mark) = WrittenNumber.mark(of: field)
    if isNumber, let mark {
      if mark == .comma { self.commas += count } else { points += count }
      if mark == .point, commas > 0 { groupedFractions += count }
    } else if isNumber, commas > 1 {
      commaGroups += count
      addList(field, count)
    } else if isNumber, field.count(where: { $0 == 0x2E }) > 1 {
      pointGroups += count
    } else if isNumber {
      integers += count
    } else {
      others += count
      let isList = field.allSatisfy { $0 == 0x2C || $0 == 0x20 || $0 &- 0x30 < 10 } && commas > 1
      lists += isList ? count : 0
    }
  }

  /// Several numbers of three digits each may be codes too: each pair of neighbours is looked at.
  private mutating func addList(_ field: UnsafeBufferPointer<UInt8>, _ count: Int) {
    let codes = String(decoding: field, as: UTF8.self).split(separator: ",").map { Int($0) }
    for (code, next) in zip(codes, codes.dropFirst()) {
      pairs.add(code.flatMap { code in next.map { (code, $0) } }, count)
    }
  }
}

/// Whether pairs of numbers may be codes of choices.
private struct CodePairs {
  var count = 0
  /// Whether all pairs until now may be two codes.
  private(set) var mayBeSo = true
  /// Whether the lower code stands first in all.
  private var areAscending = true
  /// Whether one is 0, as numbers below one begin.
  private var beginWithNought = false
  private var pairs: Set<Pair> = []
  private static let mostPairs = 400

  private struct Pair: Hashable {
    let first: Int
    let second: Int
  }

  /// - Parameter pair: nil where no codes are written so.
  mutating func add(_ pair: (Int, Int)?, _ copies: Int) {
    count += copies
    guard mayBeSo else { return }
    guard let pair, pair.0 >= 0, pair.0 != pair.1, max(pair.0, pair.1) < 1000,
      // `1,234` is no pair of codes; `101,102` may be.
      max(pair.0, pair.1) < 100 || min(pair.0, pair.1) >= 100, pairs.count < Self.mostPairs
    else {
      mayBeSo = false
      return
    }
    if pair.0 > pair.1 { areAscending = false }
    if pair.0 == 0 { beginWithNought = true }
    pairs.insert(Pair(first: pair.0, second: pair.1))
  }

  private var firsts: Set<Int> { Set(pairs.map(\.first)) }
  private var seconds: Set<Int> { Set(pairs.map(\.second)) }

  var areMany: Bool { count >= 20 && firsts.count + seconds.count > 3 }

  /// - Parameter singles: Whole numbers that stand by themselves in fields.
  func mayBeCodes(besides singles: Set<Int>) -> Bool {
    guard count > 0, mayBeSo else { return false }
    let (firsts, seconds) = (firsts, seconds)
    if areAscending, !beginWithNought, !firsts.isDisjoint(with: seconds) { return true }
    // Halves (1, 1,5, 2, 2,5 …) are numbers; and of two choices one stands before the other, always.
    let codes = firsts.union(seconds)
    return (areAscending ? singles.isSuperset(of: codes) : singles == codes)
      && (firsts.count == 1 || seconds != [5])
      && !pairs.contains { pairs.contains(Pair(first: $0.second, second: $0.first)) }
  }
}

extension Quantity {
  /// All digits of a number, without its mark.
  static func digits(_ cell: UInt32) -> Int { Int(cell & 0x07FF_FFFF) }

  /// The digits before and behind the mark of a number.
  static func parts(_ cell: UInt32) -> (whole: Int, fraction: Int) {
    let power = (0..<scale(cell)).reduce(1) { product, _ in product * 10 }
    let digits = digits(cell)
    return (digits / power, digits % power)
  }
}
