/// The alphabet at the head of SPSS's portable files: 256 signs, by which the rest is read.
enum PortableAlphabet {
  /// Places of the letters and signs among the bytes that are no line ends: 200 of titles come before,
  /// and 64 for control characters.
  private static let (first, end) = (264, 456)

  /// The file with each sign at its first place of the alphabet only.
  ///
  /// PSPP writes digits and signs again where superscripts stand; ReadStat 1.1.8 takes the last place of
  /// a sign for what it means, and so cannot read a number. `0` stands for signs that are not there.
  static func withoutRepetitions(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    let places = bytes.indices.prefix(2 * end).filter { bytes[$0] != 0x0A && bytes[$0] != 0x0D }
    guard places.count >= end else { return bytes }
    var seen: Set<UInt8> = []
    for place in places[first..<end] where bytes[place] != 0x30 {
      if !seen.insert(bytes[place]).inserted { bytes[place] = 0x30 }
    }
    return bytes
  }
}
