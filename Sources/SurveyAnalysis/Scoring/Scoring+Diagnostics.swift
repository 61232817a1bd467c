import SurveyModel

extension Diagnostic {
  static func questionAbsent(
    _ item: Factor.Item, factor: String, version: String
  ) -> Diagnostic {
    Diagnostic(
      .warning, "factor-question-absent",
      "factor \(factor) is measured by \(item.question), which questionnaire \(version) lacks;"
        + " the score there is made without it",
      fix: "check the name in factors.csv; comparisons use only the questions that both share",
      at: item.location)
  }

  static func noLimits(_ item: Factor.Item, factor: String, version: String) -> Diagnostic {
    Diagnostic(
      .error, "factor-question-without-limits",
      "\(item.question) of factor \(factor) cannot be scored in questionnaire \(version):"
        + " its choices are not all numbers and factors.csv gives no minimum and maximum",
      fix: item.scoring == .mean
        ? "fill minimum and maximum in this row, or scoring 'count' for a select_multiple"
        : "give the choices numeric names, or fill minimum and maximum in this row",
      at: item.location)
  }

  static func noAnswers(_ item: Factor.Item, factor: String, sample: Sample) -> Diagnostic {
    Diagnostic(
      .warning, "factor-question-without-answers",
      "factor \(factor): the answers of city \(sample.city), wave \(sample.wave) have no usable"
        + " column \(item.question)",
      fix: "check the header of the field file", at: item.location)
  }

  static func indexLacksFacets(_ index: ScoreDefinition, scored: [ScoreID]) -> Diagnostic {
    let lacking = index.facets.filter { !scored.contains($0) }.map(\.name)
    let location = index.items.first?.location ?? SourceLocation(file: "factors.csv")
    return Diagnostic(
      .error, "index-lacks-facets",
      "the index \(index.id.name) needs all its facets; not scored: "
        + lacking.joined(separator: ", "),
      fix: "see the diagnostics on the questions of these facets", at: location)
  }
}
