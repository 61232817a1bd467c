/// A value of a field file as a message may name it.
///
/// A respondent's cell may hold anything: a record that is shifted by one field puts a telephone
/// number under a closed question. Only what can be a code is shown: at most eight characters with
/// at most one letter and four digits that are no year and no day with a month (`77`, `-9`, `3.5`,
/// `A12`), or a word for yes, no and no answer. Of all else the kind and the length are told.
public struct FoundValue: Hashable, Sendable {
  private let text: String
  private let digits: Int
  private let letters: Int

  /// - Parameter text: The cell; spaces around it do not count.
  public init(_ text: String) {
    self.text = text.withoutOuterSpace
    digits = self.text.count { $0.isNumber }
    letters = self.text.count { $0.isLetter }
  }

  /// Whether the value itself may be told.
  public var isShown: Bool {
    guard !text.isEmpty, text.count <= 8, !text.hasControls else { return false }
    if Self.words.contains(text.lowercased()) { return true }
    return letters <= 1 && digits <= 4 && !isDate && text.allSatisfy(Self.isOfCode)
  }

  /// `'77'`, `a number of 11 digits`, `a text of 17 characters`, `a blank`.
  public var words: String {
    if text.isEmpty { return "a blank" }
    if isShown { return "'\(text)'" }
    if letters == 0, digits > 0, text.allSatisfy({ $0.isNumber || " +-().,".contains($0) }) {
      return "a number of \(digits) digits"
    }
    return "a text of \(text.count) \(text.count == 1 ? "character" : "characters")"
  }

  /// The same with the form of what was to be a date or a time, each digit as 0 and each letter as a:
  /// `a text of 10 characters of the form 00.00.0000`.
  public var wordsWithForm: String {
    guard !isShown, (1...20).contains(text.count), !text.hasControls else { return words }
    let form = text.map { $0.isNumber ? "0" : $0.isLetter ? "a" : String($0) }.joined()
    let length = "a text of \(text.count) \(text.count == 1 ? "character" : "characters")"
    return "\(length) of the form \(form)"
  }

  /// A year, or a day with its month: of a birthday.
  private var isDate: Bool {
    if let year = Int(text), text.count == 4 { return (1850...2150).contains(year) }
    let parts = text.split(omittingEmptySubsequences: false) { "./-".contains($0) }
    return parts.count > 1 && parts.allSatisfy { $0.count == 2 && Int($0) != nil }
  }

  private static func isOfCode(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_.,-+?*/#%=<>:;|\"'".contains(character)
  }

  /// What stands for an answer or for none in exports.
  private static let words: Set<String> = [
    "yes", "no", "true", "false", "да", "нет", "na", "n/a", "#n/a", "nan", "null", "#null!", "none",
    "nil", "inf", "н/д", "нд", "dk", "d/k", "з/о", "нет отв", "x", "х", "male", "female", "муж",
    "жен", "other", "другое",
  ]
}

extension String {
  fileprivate var withoutOuterSpace: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
