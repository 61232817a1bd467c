/// What programs and people write into a column of numbers where there is no answer.
package enum NoAnswerMarker {
  private static let texts: Set<String> = [
    "na", "n/a", "n.a.", "n.a", "<na>", "nan", "null", "(null)", "no data", "missing", "#n/a",
    "#na",
    "#null!", "#value!", "#ref!", "#div/0!", "#name?", "#num!", "#знач!", "#ссылка!", "#дел/0!",
    "#имя?", "#число!", "#пусто!", "#н/д", "н/д", "н.д.", "н.д", "нд", "нет данных", "-", "--",
    "---",
    "–", "—", "−", ".", "..", "...", "…",
  ]
  private static let longest = 20

  /// Whether a text is one of them, in whatever case.
  package static func matches(_ text: String) -> Bool {
    text.utf8.count <= longest && texts.contains(text.lowercased())
  }

  /// Whether a field without spaces at its ends is one of them.
  static func matches(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    guard field.count <= longest, let first = field.first else { return false }
    let mayBegin =
      first | 0x20 == UInt8(ascii: "n") || first | 0x20 == UInt8(ascii: "m") || first >= 0x80
      || "#-.<(".utf8.contains(first)
    return mayBegin && texts.contains(String(decoding: field, as: UTF8.self).lowercased())
  }
}
