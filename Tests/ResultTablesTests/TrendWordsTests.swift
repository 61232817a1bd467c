import Estimation
import Reporting
import SurveyModel
import Testing

@testable import ResultTables
@testable import SurveyAnalysis

/// Sentences on trends and on differences in differences claim no more than was established.
struct TrendWordsTests {
  /// - Parameter values: One for each wave, all with this error and independent of each other.
  private func sentences(_ values: [Double], error: Double = 1) -> [String] {
    let base = Estimate.Base(count: 100, weightedCount: 100, effectiveCount: 100)
    let estimates = values.map {
      Estimate(value: $0, standardError: error, degreesOfFreedom: 60, base: base)
    }
    let count = values.count
    let vector = EstimateVector(
      names: (1...count).map { "w\($0)" }, estimates: estimates,
      covariance: (0..<(count * count)).map { $0 % (count + 1) == 0 ? error * error : 0 },
      degreesOfFreedom: 60, base: base)
    let figure = FigureTrend(
      question: "INN", choice: nil, city: "alpha", by: [],
      trend: Trend(vector, times: values.indices.map(Double.init), degreesOfFreedom: 60),
      freed: [], isModelBased: false)
    let words = TrendWords(figure, unit: .wave, significance: 0.05)
    return [words.sentence(in: .ru), words.sentence(in: .en)]
  }

  @Test(arguments: [
    ([50, 50.5, 50], "INN, alpha: изменение за волны w1 – w3 не установлено."),
    ([50, 55, 60], "INN, alpha: выросло (w1 → w2); по трём волнам прямая не проводится."),
    (
      [50, 55, 60, 65.0],
      "INN, alpha: выросло (w1 → w2); отклонение от равномерного изменения не установлено."
    ),
    (
      [50, 50, 50, 70.0],
      "INN, alpha: выросло (w3 → w4); изменение неравномерно, прямая его не описывает."
    ),
    (
      [50, 60, 60, 50.0],
      "INN, alpha: направление менялось: выросло (w1 → w2) и снизилось (w3 → w4)."
    ),
    ([60, 55, 50], "INN, alpha: снизилось (w1 → w2); по трём волнам прямая не проводится."),
  ])
  func `a trend's sentence`(_ values: [Double], _ expected: String) {
    let sentences = sentences(values)
    #expect(sentences[0] == expected)
    #expect(sentences[1].hasPrefix("INN, alpha: ") && !sentences[1].contains("волн"))
  }

  @Test func `of earlier changes nothing is said that was not tested`() {
    func words(_ test: FTest?) -> [String] {
      let term = ModelTerm(
        city: "", against: nil, wave: "", part: .parallelTest, term: "city", test: test,
        reason: test == nil ? .parallelNotTested : nil)
      return DifferenceInDifferencesWords.all([term, term], significance: 0.05, in: .ru)
    }
    #expect(
      words(nil) == [
        "city: параллельность прежних изменений не проверена: до первого изменения опрошена только"
          + " одна волна.",
        "Разность изменений показывает, насколько по-разному изменились группы; причины она не"
          + " называет.",
      ])
    let usual = words(FTest(statistic: 0.5, numerator: 1, denominator: 40))
    #expect(usual[0].contains("это не доказывает"))
    let strong = words(FTest(statistic: 30, numerator: 1, denominator: 40))
    #expect(strong[0].contains("не были параллельны"))
    #expect(DifferenceInDifferencesWords.all([], significance: 0.05, in: .ru).isEmpty)
  }
}
