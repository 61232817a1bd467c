/// How wide text will be, estimated: no font is at hand when a report is written.
///
/// The widths are those of Arial and its metric twins, with a margin for other system faces.
enum TextMeasure {
  /// The estimated width of a text.
  ///
  /// - Parameter size: The font size, in the unit of the result.
  static func width(of text: some StringProtocol, size: Double) -> Double {
    let ems = text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    return ems * size * 1.06
  }

  /// The text in lines of at most a width, broken between words; a longer word stands
  /// alone.
  static func lines(of text: String, width: Double, size: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    var taken = 0.0
    let space = self.width(of: " ", size: size)
    for word in text.utf8.split(separator: UInt8(ascii: " ")).map(Substring.init) {
      let wanted = self.width(of: word, size: size)
      if !line.isEmpty, taken + space + wanted > width {
        lines.append(line)
        (line, taken) = (String(word), wanted)
      } else {
        taken += (line.isEmpty ? 0 : space) + wanted
        if !line.isEmpty { line += " " }
        line += word
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  private static func width(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case " ", "\u{A0}", ".", ",", ":", ";", "!", "i", "j", "l", "t", "f", "I", "/", "|", "'": 0.28
    case "(", ")", "-", "r", "[", "]", "\"": 0.34
    case "m", "w", "W", "M", "ж", "м", "ш", "щ", "ы", "ю", "ф", "%", "—", "…": 0.8
    case "Ж", "М", "Ш", "Щ", "Ы", "Ю", "Ф", "@": 0.95
    case "A"..."Z", "А"..."Я", "Ё": 0.69
    case "a"..."z", "0"..."9", "–", "«", "»": 0.556
    default: 0.57
    }
  }
}
