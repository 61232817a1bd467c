import Testing
import TextFormats

/// What of a respondent's cell a message tells.
struct FoundValueTests {
  @Test(
    "what can be a code is shown",
    arguments: [
      "77", "9", "-9", "999", "9999", "3.5", "0,25", "A12", "q7", "ж", "yes", "Да", "NA", "#NULL!",
      "?", "1;2", "45%", " 8 ",
    ])
  func shown(text: String) {
    #expect(FoundValue(text).isShown)
    #expect(FoundValue(text).words == "'\(text.filter { $0 != " " })'")
  }

  @Test(
    "of all else kind and length are told",
    arguments: [
      ("+7 911 123-45-67", "a number of 11 digits"), ("79111234567", "a number of 11 digits"),
      ("1984", "a number of 4 digits"), ("07.03", "a number of 4 digits"),
      ("07.03.1984", "a number of 8 digits"), ("19840307", "a number of 8 digits"),
      ("190000", "a number of 6 digits"), ("Анна", "a text of 4 characters"),
      ("Ли", "a text of 2 characters"), ("anna@example.org", "a text of 16 characters"),
      ("\u{1B}[2J", "a text of 4 characters"), ("9\u{7}", "a text of 2 characters"),
      ("=1+1+A1+B2", "a text of 10 characters"), ("", "a blank"), ("  ", "a blank"),
    ])
  func hidden(text: String, words: String) {
    #expect(FoundValue(text).words == words)
  }

  @Test(
    "of a date the form is told",
    arguments: [
      ("2025-13-45", "a text of 10 characters of the form 0000-00-00"),
      ("31 мая 84", "a text of 9 characters of the form 00 aaa 00"), ("7", "'7'"),
      ("слово, и не одно, а несколько", "a text of 29 characters"),
    ])
  func form(text: String, words: String) {
    #expect(FoundValue(text).wordsWithForm == words)
  }
}
