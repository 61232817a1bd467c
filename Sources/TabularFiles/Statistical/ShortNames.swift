import TextFormats

/// The names of at most eight bytes that a file of SPSS has for its variables beside their own.
///
/// ReadStat cuts them from the variables' names after eight bytes (five for the parts of long texts),
/// which may be within a character: SPSS and PSPP then take the name for a broken one. A part of a long
/// text may also get the name of another variable (`OTHER1` beside `other1`), which then lies in it.
/// Such names are replaced by one of the same length, `V0000001`, wherever the dictionary has them.
///
/// > GNU, *PSPP Developers Guide*, System File Format: Variable Record, Long Variable Names Record,
/// > Very Long String Record.
struct ShortNames {
  /// Where an eight-byte name begins.
  private var places: [Int] = []
  /// Where the data of the records begin and end that call variables by these names.
  private var mentions: [Range<Int>] = []
  /// Widths of long texts in bytes, by name.
  private var widths: [[UInt8]: Int] = [:]

  /// Bytes of a long text that each of its parts holds.
  private static let partWidth = 252

  private static let length = 8

  /// Finds the names of a dictionary.
  ///
  /// - Returns: nil where the bytes are no dictionary.
  init?(of bytes: [UInt8]) {
    var place = 176
    while let type = Self.integer(bytes, at: place), type != 999 {
      let end: Int?
      switch type {
      case 2: end = addVariable(bytes, at: place)
      case 3: end = Self.endOfValueLabels(bytes, at: place)
      case 4: end = Self.integer(bytes, at: place + 4).map { place + 8 + 4 * $0 }
      case 6: end = Self.integer(bytes, at: place + 4).map { place + 8 + 80 * $0 }
      case 7: end = addExtension(bytes, at: place)
      default: return nil
      }
      guard let end, end > place, end <= bytes.count else { return nil }
      place = end
    }
    guard place + 4 <= bytes.count else { return nil }
  }

  /// Replaces the names that are no text, and those of parts that a variable has already.
  func mend(_ bytes: inout [UInt8]) {
    let names = places.map { Array(bytes[$0..<$0 + Self.length]) }
    let isPart = parts(of: names)
    var used = Set(names.indices.filter { !isPart[$0] }.map { names[$0] })
    var taken = Set(names)
    var number = 0
    for (index, (place, name)) in zip(places, names).enumerated() {
      let isDoubled = isPart[index] && !used.insert(name).inserted
      guard isDoubled || String(validating: name, as: UTF8.self) == nil else { continue }
      var fresh: [UInt8]
      repeat {
        number += 1
        fresh = Array("V\(number.padded(to: Self.length - 1))".utf8)
      } while !taken.insert(fresh).inserted
      bytes.replaceSubrange(place..<place + Self.length, with: fresh)
      // No record calls a part by its name.
      guard !isPart[index] else { continue }
      for record in mentions { Self.replace(name, by: fresh, in: &bytes, record) }
    }
  }

  /// For each name, whether it is that of a further part of the long text before it.
  private func parts(of names: [[UInt8]]) -> [Bool] {
    var isPart = names.map { _ in false }
    var place = 0
    while place < names.count {
      let name = Array(names[place].reversed().drop { $0 == 0x20 }.reversed())
      let count = widths[name].map { max(1, ($0 + Self.partWidth - 1) / Self.partWidth) } ?? 1
      for part in place + 1..<max(place + 1, min(place + count, names.count)) {
        isPart[part] = true
      }
      place += count
    }
    return isPart
  }

  /// Reads `NAME=00500` of long texts, with a zero and a tab between entries.
  private mutating func addWidths(_ record: ArraySlice<UInt8>) {
    for entry in record.split(separator: 0x09) {
      let halves = entry.split(separator: 0x3D, maxSplits: 1)
      guard halves.count == 2,
        let width = Int(String(decoding: halves[1].filter { $0 != 0 }, as: UTF8.self))
      else { continue }
      widths[Array(halves[0])] = width
    }
  }

  /// Entries are `NAME=…`, with tabs between.
  private static func replace(
    _ name: [UInt8], by fresh: [UInt8], in bytes: inout [UInt8], _ record: Range<Int>
  ) {
    var place = record.lowerBound
    while place + length < record.upperBound {
      if bytes[place..<place + length].elementsEqual(name), bytes[place + length] == 0x3D {
        bytes.replaceSubrange(place..<place + length, with: fresh)
      }
      guard let tab = bytes[place..<record.upperBound].firstIndex(of: 0x09) else { return }
      place = tab + 1
    }
  }

  /// - Returns: Where the record ends.
  private mutating func addVariable(_ bytes: [UInt8], at place: Int) -> Int? {
    guard let type = Self.integer(bytes, at: place + 4),
      let hasLabel = Self.integer(bytes, at: place + 8),
      let missing = Self.integer(bytes, at: place + 12), place + 32 <= bytes.count
    else { return nil }
    // Further pieces of a text's width have no name.
    if type >= 0 { places.append(place + 24) }
    var end = place + 32
    if hasLabel == 1 {
      guard let length = Self.integer(bytes, at: end), length >= 0 else { return nil }
      end += 4 + (length + 3) / 4 * 4
    }
    return end + 8 * abs(missing)
  }

  private mutating func addExtension(_ bytes: [UInt8], at place: Int) -> Int? {
    guard let kind = Self.integer(bytes, at: place + 4),
      let size = Self.integer(bytes, at: place + 8),
      let count = Self.integer(bytes, at: place + 12),
      size >= 0, count >= 0, place + 16 + size * count <= bytes.count
    else { return nil }
    let data = place + 16..<place + 16 + size * count
    if kind == 13 || kind == 14 { mentions.append(data) }
    if kind == 14 { addWidths(bytes[data]) }
    return data.upperBound
  }

  private static func endOfValueLabels(_ bytes: [UInt8], at place: Int) -> Int? {
    guard let count = integer(bytes, at: place + 4) else { return nil }
    var end = place + 8
    for _ in 0..<max(0, count) {
      guard end + 9 <= bytes.count else { return nil }
      end += 8 + (1 + Int(bytes[end + 8]) + 7) / 8 * 8
    }
    return end
  }

  /// Four bytes in the order of the machine, in which ReadStat writes.
  private static func integer(_ bytes: [UInt8], at place: Int) -> Int? {
    guard place >= 0, place + 4 <= bytes.count else { return nil }
    return bytes.withUnsafeBytes {
      Int($0.loadUnaligned(fromByteOffset: place, as: Int32.self))
    }
  }
}
