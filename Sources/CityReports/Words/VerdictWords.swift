import Reporting
import SocioculturalFactors
import SurveyAnalysis

extension Verdict {
  /// The word that stands in a table.
  func inTable(_ units: ComparisonUnits, _ language: Language) -> String {
    switch (self, units) {
    case (.higher, .cities): language.pick("выше", "higher")
    case (.lower, .cities): language.pick("ниже", "lower")
    case (.practicallyEqual, .cities):
      language.pick("практически не различаются", "practically equal")
    case (.notEstablished, .cities):
      language.pick("различие не установлено", "difference not established")
    case (.higher, .waves): language.pick("выросло", "rose")
    case (.lower, .waves): language.pick("снизилось", "fell")
    case (.practicallyEqual, .waves):
      language.pick("практически не изменилось", "practically unchanged")
    case (.notEstablished, .waves):
      language.pick("изменение не установлено", "change not established")
    case (.differsBelowThreshold, .cities):
      language.pick(
        "различие есть, но меньше порога", "there is a difference, below the threshold")
    case (.differsBelowThreshold, .waves):
      language.pick("изменение есть, но меньше порога", "there is a change, below the threshold")
    case (.belowThresholdIfAny, .cities):
      language.pick(
        "различие, если и есть, меньше порога", "a difference, if any, is below the threshold")
    case (.belowThresholdIfAny, .waves):
      language.pick(
        "изменение, если и есть, меньше порога", "a change, if any, is below the threshold")
    case (.setByWeighting, _): language.pick("задано взвешиванием", "set by weighting")
    case (.notTested, _): language.pick("не проверяется", "not tested")
    }
  }

  /// What "not established" means, for prose.
  static func notEstablishedMeans(_ units: ComparisonUnits, _ language: Language) -> String {
    switch units {
    case .cities:
      language.pick(
        "данные не позволяют ни подтвердить различие, ни считать города равными",
        "the data can neither establish a difference nor show the cities to be equal")
    case .waves:
      language.pick(
        "данные не позволяют ни подтвердить изменение, ни считать, что его не было",
        "the data can neither establish a change nor show that there was none")
    }
  }
}

/// How a table's verdicts came about: the zone, the adjustment, and why they can seem to disagree.
///
/// - Parameters:
///   - family: Comparisons that were adjusted for together.
///   - index: Those of the index, which are a family of their own; 0 where the table has none.
func verdictRule(
  _ conventions: AnalysisConventions, family: Int, index: Int = 0, _ units: ComparisonUnits,
  _ language: Language
) -> Prose {
  let zone = conventions.equivalenceZone
  let shares = Number.decimal(conventions.shareZone, digits: 2)
  let significance = Number.decimal(conventions.significance, digits: 2)
  let isWhole = zone == zone.rounded()
  let limit = Number.decimal(zone, digits: isWhole ? 0 : 1)
  let points = isWhole ? plural(Int(zone), "балла", "баллов", "баллов") : "балла"
  switch language {
  case .ru:
    let equal = Verdict.practicallyEqual.inTable(units, .ru)
    let count = plural(family, "сравнение", "сравнения", "сравнений")
    let ofIndex = plural(index, "сравнение", "сравнения", "сравнений")
    let holm = index > 0 ? "; для индекса — с поправкой Холма (семейство: \(index) \(ofIndex))" : ""
    return """
      «\(equal)» — 95-процентный интервал разности целиком лежит в пределах ±\(limit) \(points) \
      (для долей — |h| Коэна меньше \(shares)); иначе различие считается установленным при \
      p < \(significance) с поправкой Бенджамини — Хохберга (семейство: \(family) \(count))\(holm). Интервал \
      отдельного сравнения может не включать ноль и там, где после поправки вывода нет.
      """
  case .en:
    let equal = Verdict.practicallyEqual.inTable(units, .en)
    let count = plural(family, "comparison", "comparisons")
    let ofIndex = plural(index, "comparison", "comparisons")
    let holm = index > 0 ? "; for the index by Holm (family: \(index) \(ofIndex))" : ""
    return """
      “\(equal)”: the whole 95% interval of the difference lies within ±\(limit) points (for \
      shares, Cohen’s |h| below \(shares)); otherwise a difference is established where \
      p < \(significance) after Benjamini–Hochberg adjustment (family: \(family) \(count))\(holm). A single \
      interval may leave out zero where the adjusted test establishes nothing.
      """
  }
}
