import FactorAnalysis
import Reporting

extension NumberOfFactors {
  /// Where the rules agree and where not, rule by rule, and who decides then.
  package func sentence(in language: Language) -> String {
    let rules = groups.map { group in
      let names = group.criteria.map { $0.words(in: language) }.joined(separator: ", ")
      return language.pick("\(group.number) — \(names)", "\(group.number) by \(names)")
    }.joined(separator: "; ")
    func factors(_ count: Int) -> String {
      language.pick(
        "\(count) \(plural(count, "фактор", "фактора", "факторов"))",
        "\(count) \(plural(count, "factor", "factors"))")
    }
    switch agreement {
    case .none:
      return language.pick(
        "Ни один критерий не даёт числа факторов.", "No rule gives a number of factors.")
    case .all(let number):
      return language.pick(
        "Все критерии указывают на \(factors(number)).", "All rules suggest \(factors(number)).")
    case .most(let number, let range):
      return language.pick(
        "Большинство критериев указывает на \(factors(number)), все вместе дают от "
          + "\(range.lowerBound) до \(range.upperBound): \(rules).",
        "Most rules suggest \(factors(number)), all of them \(range.lowerBound) to "
          + "\(range.upperBound): \(rules).")
    case .split(let range):
      return language.pick(
        "Критерии расходятся, от \(range.lowerBound) до \(range.upperBound): \(rules). "
          + "Решайте по содержанию факторов.",
        "The rules disagree, from \(range.lowerBound) to \(range.upperBound): \(rules). "
          + "Decide by what the factors mean.")
    }
  }
}

extension NumberOfFactors.Criterion {
  /// The rule's name.
  package func words(in language: Language) -> String {
    switch self {
    case .parallelComponents:
      language.pick("параллельный анализ компонент", "parallel analysis of components")
    case .parallelFactors:
      language.pick("параллельный анализ факторов", "parallel analysis of factors")
    case .parallelComponentsPolychoric:
      language.pick(
        "параллельный анализ компонент по полихорическим корреляциям",
        "polychoric parallel analysis of components")
    case .parallelFactorsPolychoric:
      language.pick(
        "параллельный анализ факторов по полихорическим корреляциям",
        "polychoric parallel analysis of factors")
    case .minimumAveragePartial: "MAP (1976)"
    case .minimumAveragePartialRevised: "MAP (2000)"
    case .empiricalKaiser: language.pick("эмпирический критерий Кайзера", "empirical Kaiser")
    case .hullCommonPart:
      language.pick("метод Hull по общей дисперсии", "Hull by the common part")
    case .hullCFI: language.pick("метод Hull по CFI", "Hull by CFI")
    case .sequentialChiSquared:
      language.pick("последовательные критерии χ²", "sequential χ²")
    case .rmseaLowerBound: language.pick("граница RMSEA", "RMSEA bound")
    case .aic: "AIC"
    case .kaiserGuttman:
      language.pick(
        "собственные значения больше 1 (для сравнения)", "eigenvalues above 1 (for comparison)")
    }
  }
}
