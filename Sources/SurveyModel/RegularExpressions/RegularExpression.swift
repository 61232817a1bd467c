/// A regular expression of a questionnaire, `regex(., '^[А-ЯЁ][а-яё]+$')`, compiled once.
///
/// What Java and JavaScript, the languages of the programs that show XLSForms, read alike is read
/// here: literals, `.`, classes, the usual escapes, groups, alternation, greedy and lazy
/// quantifiers, anchors, word boundaries, Unicode properties and the flags `i`, `m`, `s`. Look-around,
/// back-references, atomic groups and possessive quantifiers are not (``PatternProblem``).
///
/// A pattern matches a text as a whole. It sees Unicode scalars as they stand: `.` is one scalar
/// that ends no line, so that an emoji outside the basic plane is one, while `й` written as `и` with
/// a combining breve, a flag and a family are several; nothing is normalised. `\d` is 0…9, `\w` a
/// letter of any script, 0…9 or `_`, `\s` white space of any kind, `\b` stands where one side is a
/// `\w` and the other is not. Without the flag `m`, `$` and `\z` are the text's end alone.
///
/// - Complexity: Matching takes time in proportion to the text's length times the program's, which
///   holds at most ``PatternProgram/sizeLimit`` instructions, whatever the pattern and the text.
///
/// > K. Thompson (1968). Regular Expression Search Algorithm. *CACM* 11(6). R. Cox (2009). *Regular
/// > Expression Matching: the Virtual Machine Approach*, Pike's implementation.
struct RegularExpression: Sendable {
  /// More Unicode scalars than this are not compiled.
  static let lengthLimit = 10_000

  let program: PatternProgram

  /// - Throws: ``PatternProblem`` with the place in the pattern.
  init(_ pattern: String) throws(PatternProblem) {
    let scalars = Array(pattern.unicodeScalars)
    guard scalars.count <= Self.lengthLimit else {
      throw PatternProblem(
        .notChecked, "a pattern of more than \(Self.lengthLimit) characters", offset: 0)
    }
    var parser = PatternParser(scalars)
    program = try PatternProgram(parser.pattern())
  }

  /// Whether the whole text matches.
  func matches(_ text: String) -> Bool {
    var matching = PatternMatching(program)
    return matching.matches(text)
  }
}

/// Why a pattern is not matched, and where in it.
package struct PatternProblem: Error, Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// No program reads it.
    case malformed
    /// It may be right, but is not to be matched in linear time, or is read differently by others.
    case notChecked
  }

  package let kind: Kind
  /// What is wrong, or what the pattern has: "look-ahead".
  package let message: String
  /// Unicode scalars of the pattern, or characters of an expression, before the fault.
  package internal(set) var offset: Int

  init(_ kind: Kind, _ message: String, offset: Int) {
    (self.kind, self.message, self.offset) = (kind, message, offset)
  }
}
