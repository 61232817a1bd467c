import Estimation
import Reporting
import SurveyAnalysis

/// What is said beside a difference in differences: whether earlier changes ran alongside each
/// other, and that it names no cause.
package struct DifferenceInDifferencesWords {
  private let term: ModelTerm
  private let significance: Double

  /// The sentences of all differences in differences among some terms, each once.
  package static func all(
    _ terms: [ModelTerm], significance: Double, in language: Language
  ) -> [String] {
    let tests = terms.filter { $0.part == .parallelTest }
    guard !tests.isEmpty else { return [] }
    var sentences: [String] = []
    for test in tests {
      let sentence = DifferenceInDifferencesWords(term: test, significance: significance)
        .sentence(in: language)
      if !sentences.contains(sentence) { sentences.append(sentence) }
    }
    return sentences + [
      language.pick(
        "Разность изменений показывает, насколько по-разному изменились группы; причины она не"
          + " называет.",
        "A difference in differences tells by how much groups changed differently; it names no"
          + " cause.")
    ]
  }

  private func sentence(in language: Language) -> String {
    let place = [term.city, term.wave].filter { !$0.isEmpty }.joined(separator: ", ")
    let prefix = (place.isEmpty ? "" : "\(place), ") + "\(term.term): "
    guard let test = term.test else {
      return prefix
        + language.pick(
          "параллельность прежних изменений не проверена: до первого изменения опрошена только одна"
            + " волна.",
          "whether earlier changes ran parallel was not tested: there is one wave before.")
    }
    let figures = "F = \(test.statistic.short), p = \(test.pValue.short)"
    guard test.pValue < significance else {
      return prefix
        + language.pick(
          "прежние изменения групп не различаются сверх случайного (\(figures)); что они шли"
            + " параллельно, это не доказывает.",
          "earlier changes do not differ beyond chance (\(figures)); that they ran parallel is not"
            + " proven by this.")
    }
    return prefix
      + language.pick(
        "прежние изменения групп не были параллельны (\(figures)): разность может продолжать прежнее"
          + " расхождение.",
        "earlier changes did not run parallel (\(figures)): the difference may continue an earlier"
          + " one.")
  }
}
