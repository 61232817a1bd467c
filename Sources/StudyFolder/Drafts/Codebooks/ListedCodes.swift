import QuestionnaireDefinition
import SurveyModel

/// Values and labels in one cell: `5 - Excellent, 4 - Good`, `1=Yes;2=No`, `1, Yes | 2, No`.
enum ListedCodes {
  /// The values in a text; none where it is no list of at least two.
  static func codes(in text: String) -> [DraftColumn.Code] {
    let characters = Array(text)
    let hasBars = characters.contains("|")
    var starts: [(from: Int, code: String, label: Int)] = []
    var place = 0
    while place < characters.count {
      if let found = start(at: place, in: characters, hasBars: hasBars) {
        starts.append((place, found.code, found.label))
        place = found.label
      } else {
        place = next(after: place, in: characters, hasBars: hasBars)
      }
    }
    guard starts.count > 1, starts[0].from == 0 else { return [] }
    let ends = starts.dropFirst().map(\.from) + [characters.count]
    let codes = zip(starts, ends).map { start, end in
      DraftColumn.Code(start.code, label: Label(label(characters[start.label..<end])))
    }
    return Set(codes.map(\.name)).count == codes.count ? codes : []
  }

  private static func isSeparator(_ character: Character, hasBars: Bool) -> Bool {
    hasBars ? character == "|" || character.isNewline : ",;\n\r\r\n".contains(character)
  }

  /// The place behind the next separator.
  private static func next(after place: Int, in text: [Character], hasBars: Bool) -> Int {
    var place = place
    while place < text.count, !isSeparator(text[place], hasBars: hasBars) { place += 1 }
    return place + 1
  }

  /// A value of at most five digits, and a sign behind it.
  private static func start(
    at place: Int, in text: [Character], hasBars: Bool
  ) -> (code: String, label: Int)? {
    var index = place
    func skipSpaces() {
      while index < text.count, text[index] == " " || text[index] == "\t" { index += 1 }
    }
    skipSpaces()
    let from = index
    if index < text.count, text[index] == "-" { index += 1 }
    let digits = index
    while index < text.count, text[index].isASCII, text[index].isNumber { index += 1 }
    guard (1...5).contains(index - digits) else { return nil }
    let code = String(text[from..<index])
    skipSpaces()
    let signs: Set<Character> =
      hasBars ? ["-", "–", "—", "=", ":", ".", ")", ","] : ["-", "–", "—", "=", ":", ".", ")"]
    guard index < text.count, signs.contains(text[index]) else { return nil }
    index += 1
    // `$49.999`, `18-24`: a number goes on, and is no value with a label.
    if text[index - 1] != "=", text[index - 1] != ")", index < text.count, text[index].isNumber {
      return nil
    }
    skipSpaces()
    return index < text.count ? (code, index) : nil
  }

  /// Without quotes around it, and without the separator at its end.
  private static func label(_ text: ArraySlice<Character>) -> String {
    var text = text
    let outer: Set<Character> = [" ", ",", ";", "|", "\n", "\r", "\r\n", "\t", "\"", "'"]
    while let last = text.last, outer.contains(last) { text.removeLast() }
    while let first = text.first, outer.contains(first) { text.removeFirst() }
    return String(text)
  }
}
