import TextFormats

/// The names of at most eight bytes that a file of SPSS has for its variables beside their own.
///
/// ReadStat cuts them from the variables' names after eight bytes (five for the parts of long texts),
/// which may be within a character: SPSS and PSPP then take the name for a broken one. Two names may also
/// differ in capitals only (`вопр` beside `Вопр`, or `OTHER1`, a part of a long text, beside `other1`),
/// which is one name to both programs. Such names are replaced by one of the same length, `V0000001`,
/// wherever the dictionary has them.
///
/// > GNU, *PSPP Developers Guide*, System File Format: Variable Record, Long Variable Names Record,
/// > Very Long String Record.
struct ShortNames {
  /// Where an eight-byte name begins.
  private(set) var places: [Int] = []
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

  /// Replaces the names that are no text, and those that another variable has but for capitals: of a
  /// part of a long text rather than of a variable, and of a later one.
  func mend(_ bytes: inout [UInt8]) {
    let names = places.map { Array(bytes[$0..<$0 + Self.length]) }
    let isPart = parts(of: names)
    let keys = names.map(Self.key)
    var used: Set<String> = []
    var isKept = names.map { _ in false }
    for index in names.indices.filter({ !isPart[$0] }) + names.indices.filter({ isPart[$0] }) {
      isKept[index] = keys[index].map { used.insert($0).inserted } ?? false
    }
    for (index, (place, padded)) in zip(places, names).enumerated() where !isKept[index] {
      let name = Self.trimmed(padded)
      guard let fresh = Self.freshName(name.count, beside: &used) else { continue }
      bytes.replaceSubrange(place..<place + name.count, with: fresh)
      // No record calls a part by its name.
      guard !isPart[index] else { continue }
      for record in mentions { Self.replace(name, by: fresh, in: &bytes, record) }
    }
  }

  /// What two names that are one to SPSS and PSPP have in common; nil where a name is no text, or has
  /// signs that they may take for others, such as full-width letters.
  private static func key(_ padded: [UInt8]) -> String? {
    guard let text = String(validating: trimmed(padded), as: UTF8.self),
      text.unicodeScalars.allSatisfy({ $0.value < 0x2000 })
    else { return nil }
    return text.uppercased().lowercased()
  }

  private static func trimmed(_ padded: [UInt8]) -> [UInt8] {
    Array(padded.reversed().drop { $0 == 0x20 }.reversed())
  }

  /// `V0000001` of a length, or the next one that no variable has; nil where there is none.
  private static func freshName(_ length: Int, beside used: inout Set<String>) -> [UInt8]? {
    let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
    for first in Array("VWXYZABCDEFGHIJKLMNOPQRSTU".utf8) {
      let count = (1..<length).reduce(1) { count, _ in min(count * digits.count, 1 << 20) }
      for number in (length > 1 ? 1 : 0)..<count {
        var (rest, name) = (number, [UInt8](repeating: digits[0], count: length))
        for place in (1..<length).reversed() {
          name[place] = digits[rest % digits.count]
          rest /= digits.count
        }
        name[0] = first
        if used.insert(String(decoding: name, as: UTF8.self).lowercased()).inserted { return name }
      }
    }
    return nil
  }

  /// For each name, whether it is that of a further part of the long text before it.
  private func parts(of names: [[UInt8]]) -> [Bool] {
    var isPart = names.map { _ in false }
    var place = 0
    while place < names.count {
      let name = Self.trimmed(names[place])
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
    while place + name.count < record.upperBound {
      let end = place + name.count
      if bytes[place..<end].elementsEqual(name), bytes[end] == 0x3D {
        bytes.replaceSubrange(place..<end, with: fresh)
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
