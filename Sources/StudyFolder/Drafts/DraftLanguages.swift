import QuestionnaireDefinition
import SurveyModel

/// The languages of a draft's texts.
enum DraftLanguages {
  /// - Returns: The language of texts that name none, told by their letters, then those that texts
  ///   name, by the alphabet; Russian where there are no letters.
  ///
  /// - Parameter told: The languages of exports, in their studies' order; none of other files.
  static func languages(of columns: [DraftColumn], told: [[String]]) -> [String] {
    if !told.isEmpty, told.allSatisfy({ !$0.isEmpty }) { return told.flatMap(\.self).unique }
    let labels = columns.map(\.label) + columns.flatMap { $0.codes.map(\.label) }
    let named = Set(labels.flatMap(\.texts.keys)).subtracting([""])
    // A column without a text of its own says nothing where the others have some.
    let asked = columns.filter { $0.label != Label($0.column) }.map(\.label)
    let answers = columns.flatMap { $0.codes.filter { !$0.isUnlabelled }.map(\.label) }
    let said = (asked + answers).compactMap { $0[""] }
    if said.isEmpty, let first = named.sorted().first {
      return [first] + named.subtracting([first]).sorted()
    }
    let texts = said.isEmpty ? columns.map(\.column) : said
    let main = language(of: texts)
    return [main] + named.subtracting([main]).sorted()
  }

  private static func language(of texts: [String]) -> String {
    var (cyrillic, latin) = (0, 0)
    for scalar in texts.lazy.flatMap(\.unicodeScalars) {
      if (0x400...0x4FF).contains(scalar.value) {
        cyrillic += 1
      } else if scalar.properties.isAlphabetic, scalar.value < 0x250 {
        latin += 1
      }
    }
    return cyrillic == 0 && latin > 0 || 4 * cyrillic < latin ? "en" : "ru"
  }
}
