extension String {
  /// The text on one line, harmless to a terminal: control characters (C0, DEL, C1), line and
  /// paragraph separators and controls of writing direction are written out as `\n`, `\t`, `\r` or
  /// `\u{1B}`.
  ///
  /// - Complexity: O(n) in bytes; nothing is copied where nothing has to be escaped.
  public var printable: String { escapingControls { $0 == "\t" || $0 == "\n" || $0 == "\r" } }

  /// The same over several lines: line feeds stay.
  public var printableLines: String { escapingControls { $0 == "\t" || $0 == "\r" } }

  /// The same in a cell of a table for other programs: line feeds and tabs stay.
  public var printableCell: String { escapingControls { $0 == "\r" } }

  /// Whether it holds a character that a terminal or a page must not be given raw.
  ///
  /// - Complexity: O(n) in bytes.
  public var hasControls: Bool {
    var previous: (UInt8, UInt8) = (0, 0)
    for byte in utf8 {
      if byte < 0x20 || byte == 0x7F { return true }
      if byte >= 0x80, byte < 0xC0, Self.endsControl(byte, after: previous) { return true }
      previous = (previous.1, byte)
    }
    return false
  }

  /// Whether a byte is the last one of a control character beyond ASCII.
  private static func endsControl(_ byte: UInt8, after previous: (UInt8, UInt8)) -> Bool {
    switch previous {
    case (_, 0xC2): byte < 0xA0
    case (_, 0xD8): byte == 0x9C
    case (0xE2, 0x80): byte == 0x8E || byte == 0x8F || (0xA8...0xAE).contains(byte)
    case (0xE2, 0x81): (0xA6...0xAF).contains(byte)
    default: false
    }
  }

  private func escapingControls(_ isEscapedSpace: (Unicode.Scalar) -> Bool) -> String {
    guard hasControls else { return self }
    var escaped = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n" where isEscapedSpace(scalar): escaped += "\\n"
      case "\t" where isEscapedSpace(scalar): escaped += "\\t"
      case "\r" where isEscapedSpace(scalar): escaped += "\\r"
      case _ where scalar.isControl && !("\t\n\r".unicodeScalars.contains(scalar)):
        escaped += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension Unicode.Scalar {
  /// Whether it moves a cursor, breaks a line or turns the direction of writing: C0, DEL, C1,
  /// U+061C, U+200E, U+200F, U+2028…202E and U+2066…206F.
  ///
  /// > M. Davis (2024). *Unicode Bidirectional Algorithm*, UAX #9, table 2.
  public var isControl: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F: true
    default: false
    }
  }
}
