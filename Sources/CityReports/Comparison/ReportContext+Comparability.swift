import Estimation
import MeasurementInvariance
import Reporting
import SocioculturalFactors
import StructuralModels
import SurveyAnalysis
import SurveyModel

extension ReportContext {
  /// The evidence on which comparisons rest: a row a score; nil where nothing was tested.
  func comparabilityTable(_ findings: [ScoreComparability]) -> Table? {
    let tested = findings.filter { $0.ladder.map { !$0.steps.isEmpty } ?? false }
    guard let criteria = tested.first?.ladder?.criteria else { return nil }
    var table = Table(
      Prose(
        language.pick(
          "Сопоставимость шкал: на чём основаны сравнения",
          "Comparability of the scales: what the comparisons rest on")),
      columns: [
        Table.Column(language.pick("Шкала", "Scale")),
        Table.Column("CFI", .decimal(3)), Table.Column("RMSEA", .decimal(3)),
        Table.Column(language.pick("p: нагрузки", "p: loadings"), .pValue),
        Table.Column(language.pick("p: свободные члены", "p: intercepts"), .pValue),
        Table.Column(language.pick("Освобождены", "Freed")),
        Table.Column(language.pick("Вывод", "Verdict")),
      ], rows: tested.map(row))
    table.footnotes = [criteriaStatement(criteria)] + remarks(tested)
    return table
  }

  private func row(_ finding: ScoreComparability) -> Table.Row {
    let steps = finding.ladder?.steps ?? []
    func step(_ level: InvarianceLevel) -> InvarianceLadder.Step? {
      steps.first { $0.level == level }
    }
    func cell(_ value: Double?, _ number: (Double) -> Number) -> Table.Cell {
      value.flatMap { $0.isFinite ? .number(number($0)) : nil } ?? .empty
    }
    let first = step(.configural)
    let isTested = (first?.fit.df ?? 0) > 0
    let freed = finding.ladder?.freed.map(\.item) ?? []
    return Table.Row([
      .text(Prose(rowName(of: finding.definition))),
      cell(isTested ? first?.fit.bestCFI : nil) { .decimal($0, digits: 3) },
      cell(isTested ? first?.fit.bestRMSEA : nil) { .decimal($0, digits: 3) },
      cell(step(.metric)?.change?.pvalue) { .pValue($0) },
      cell(step(.scalar)?.change?.pvalue) { .pValue($0) },
      .text(Prose(freed.isEmpty ? "—" : freed.joined(separator: ", "))),
      .text(Prose(finding.verdict.words(in: language))),
    ])
  }

  private func criteriaStatement(_ criteria: InvarianceCriteria) -> Prose {
    let parts = DesignParts(findings.samples)
    func number(_ value: Double, _ digits: Int) -> String {
      Number.decimal(value, digits: digits).text(in: language)
    }
    let points = number(criteria.toleratedBias * study.settings.equivalenceZone, 1)
    let cfi = number(criteria.scalar.cfi, 3)
    let rmsea = number(criteria.scalar.rmsea, 3)
    return Prose(
      language.pick(
        "Сначала проверено, что в сравниваемых группах вопросы складываются в одну и ту же шкалу (CFI "
          + "не ниже \(number(criteria.leastCFI, 2)), SRMR не выше \(number(criteria.greatestSRMR, 2)), "
          + "интервал RMSEA не выше \(number(criteria.greatestRMSEA, 2))), затем — что равны нагрузки и "
          + "свободные члены. Уровень выдержан, если масштабированная Δχ² незначима "
          + "(p ≥ \(number(criteria.alpha, 2))) или среднее по шкале смещено меньше чем на "
          + "\(points) балла, ΔCFI не больше \(cfi), ΔRMSEA не больше \(rmsea). Метод — MLR"
          + (parts.considered(in: .ru).map { " с учётом \($0)" } ?? "")
          + "; p — по F-распределению с числом степеней свободы точек опроса, для модели с освобождёнными "
          + "вопросами.",
        "First, that the questions make up the same scale in all groups (CFI at least "
          + "\(number(criteria.leastCFI, 2)), SRMR at most \(number(criteria.greatestSRMR, 2)), the "
          + "interval of RMSEA not above \(number(criteria.greatestRMSEA, 2))); then that loadings, and "
          + "then intercepts are equal. A level passes where the scaled Δχ² is not significant "
          + "(p ≥ \(number(criteria.alpha, 2))), or where the bias of the scale’s mean is under "
          + "\(points) points, ΔCFI at most \(cfi) and ΔRMSEA at most \(rmsea). MLR"
          + (parts.considered(in: .en).map { " with \($0)" } ?? "")
          + "; p is of F with the degrees of freedom of the sampling points, for the model with the items "
          + "freed."))
  }

  private func remarks(_ findings: [ScoreComparability]) -> [Prose] {
    findings.compactMap { finding in
      let words = (finding.ladder?.remarks ?? []).map { $0.words(in: language) }
      guard !words.isEmpty else { return nil }
      let name = language.quoted(name(of: finding.definition))
      return Prose("\(name): \(words.joined(separator: "; ")).")
    }
  }
}

/// «†» at what is compared without some of its questions.
func freedMark(_ freed: [String]) -> String { freed.isEmpty ? "" : "\u{00A0}†" }

extension WaveProfile {
  func withholds(_ score: ScoreID) -> Bool { withheld.contains { $0.definition.id == score } }

  /// A score's mean in a city as it may stand beside those of the others.
  func mean(of score: ScoreID, _ sample: SampleFindings) -> Estimate? {
    guard !withholds(score) else { return nil }
    return entries.first { $0.city == sample.city && $0.definition.id == score }?.mean
      ?? sample[score]?.mean
  }
}

extension MeasurementComparison {
  var isOfCities: Bool { if case .cities = self { true } else { false } }
}
