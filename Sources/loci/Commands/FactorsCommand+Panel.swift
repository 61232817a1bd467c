import ArgumentParser
import CityReports
import Estimation
import FactorAnalysis
import InnovationPotential
import Reporting
import SurveyModel
import TextFormats

/// What is asked of the same people over waves.
enum PanelTopic: String, ExpressibleByArgument, CaseIterable {
  /// Whether scales measure the same in all waves.
  case invariance
  /// Which score goes before which.
  case crossLagged = "cross-lagged"
  /// The same around what is usual for each person.
  case randomIntercept = "random-intercept"

  var kind: CrossLaggedModel.Kind? {
    switch self {
    case .invariance: nil
    case .crossLagged: .crossLagged
    case .randomIntercept: .randomIntercept
    }
  }
}

/// What was found in a panel.
struct FollowedPanel {
  enum Finding {
    case invariance([ScoreComparability])
    case model(CrossLaggedModel)
    case refused(CrossLaggedError)
  }

  var topic: PanelTopic
  var cohort: PanelCohort
  /// Of the cohort's city; of several, city after city.
  var attritions: [(city: String, attrition: PanelAttrition)]
  var finding: Finding
}

// The same people over waves.
extension FactorsCommand {
  func validatePanel() throws {
    guard let panel, panel != .invariance else { return }
    guard Set(factor).count > 1 else {
      throw ValidationError(
        "--panel \(panel.rawValue) relates two factors or more: name them with --factor")
    }
    guard [nil, .ml, .mlr].contains(estimator), !ordinal else {
      throw ValidationError("--panel \(panel.rawValue) is of scores: the estimator is ml or mlr")
    }
  }

  /// - Throws: Exit status 65 where nobody can be followed, or no model could be made of anybody.
  func printPanel(_ topic: PanelTopic, _ analysis: StudyAnalysis) throws {
    let followed = analysis.panelCohorts.map { self.followed(topic, $0, analysis) }
    guard !followed.isEmpty else { throw Console.fail(.dataError, Self.noPanel) }
    let isSynthetic = analysis.study.settings.isSynthetic
    switch format {
    case .text:
      let stamp = ResultTable([], isSynthetic: isSynthetic).stamp
      Console.show(stamp + followed.map { text($0) }.joined(separator: "\n"))
    case .csv: table(topic, followed, isSynthetic).print(.csv)
    case .json: Console.write(JSONValue.array(followed.map { $0.json(isSynthetic) }).text())
    }
    let refusals = followed.compactMap(\.refusal)
    if refusals.count == followed.count {
      throw Console.fail(.dataError, "no model was estimated: \(refusals[0].words(in: .en))")
    }
  }

  private static let noPanel = """
    nobody can be followed: waves.csv has to say 'panel' in the column sample of a later wave, \
    sources.csv to name the column of the identifier, and the same identifiers to stand in both \
    waves of a city
    проследить некого: в waves.csv у более поздней волны в столбце sample должно стоять panel, в \
    sources.csv — имя столбца с идентификатором, а в файлах обеих волн города — одни и те же \
    идентификаторы
    """

  private func followed(
    _ topic: PanelTopic, _ cohort: PanelCohort, _ analysis: StudyAnalysis
  ) -> FollowedPanel {
    FollowedPanel(
      topic: topic, cohort: cohort,
      attritions: analysis.panels.filter { cohort.cities.contains($0.city) }.flatMap { panel in
        panel.attritions.map { (panel.city, $0) }
      }, finding: finding(topic, cohort, analysis))
  }

  private func finding(
    _ topic: PanelTopic, _ cohort: PanelCohort, _ analysis: StudyAnalysis
  ) -> FollowedPanel.Finding {
    guard let kind = topic.kind else {
      var options = ladderOptions(analysis.study)
      options.missing = ordinal ? .pairwise : .fiml
      return .invariance(
        analysis.tested(cohort, factors: factor.isEmpty ? nil : Set(factor), options: options))
    }
    do throws(CrossLaggedError) {
      return .model(
        try analysis.crossLagged(kind, of: factor, in: cohort, estimator: estimator ?? .mlr))
    } catch {
      return .refused(error)
    }
  }

  private func text(_ followed: FollowedPanel) -> String {
    switch followed.finding {
    case .invariance(let findings):
      let method = ordinal ? "WLSMV, pairs of answers" : "MLR, full information"
      return followed.heading("invariance over waves, correlated residuals (\(method))")
        + criteriaText(findings) + findings.map(\.text).joined()
    case .model(let model): return followed.heading(model.kind.words(in: .en)) + model.text
    case .refused(let error):
      let words = [
        "not estimated: \(error.words(in: .en))", "не оценено: \(error.words(in: .ru))",
      ]
      return followed.heading(followed.topic.kind?.words(in: .en) ?? "")
        + words.flatMap { $0.wrapped(to: 96) }.map { "  \($0)\n" }.joined()
    }
  }

  private func table(
    _ topic: PanelTopic, _ followed: [FollowedPanel], _ isSynthetic: Bool
  ) -> ResultTable {
    guard topic != .invariance else {
      return invarianceTable(followed.flatMap(\.ladders), isSynthetic: isSynthetic)
    }
    var table = ResultTable(
      [
        .text("cities"), .text("model"), .text("predictor"), .text("earlier"), .text("outcome"),
        .text("later"), .number("est"), .number("se"), .number("stdAll"), .number("stdSe"),
        .number("lower"), .number("upper"),
      ], isSynthetic: isSynthetic)
    table.rows = followed.flatMap(\.associationRows)
    return table
  }
}

extension FollowedPanel {
  var refusal: CrossLaggedError? {
    if case .refused(let error) = finding { error } else { nil }
  }

  fileprivate var ladders: [ScoreComparability] {
    if case .invariance(let findings) = finding { findings } else { [] }
  }

  fileprivate var model: CrossLaggedModel? {
    if case .model(let model) = finding { model } else { nil }
  }

  /// Who is followed, who left, and how they differ.
  fileprivate func heading(_ topic: String) -> String {
    let counts = zip(cohort.waves, cohort.counts).map { "\($0) \($1)" }.listed
    let lines: [String] =
      ["people of \(cohort.waves[0]) by wave: \(counts); in every wave \(cohort.completeCount)"]
      + attritions.flatMap { city, attrition in
        let place = cohort.cities.count > 1 ? "\(city), " : ""
        return [
          "attrition: \(place)\(attrition.words(in: .en))",
          "выбытие: \(place)\(attrition.words(in: .ru))",
        ]
      }
    return "Panel, \(cohort.cities.listed): \(topic)\n"
      + lines.flatMap { $0.wrapped(to: 96) }.map { "  \($0)\n" }.joined()
  }

  fileprivate var associationRows: [[DelimitedText.Field]] {
    (model?.associations ?? []).map { association in
      let interval = association.standardised.confidenceInterval()
      return [
        .text(cohort.cities.joined(separator: " ")), .text(topic.rawValue),
        .text(association.predictor), .text(association.earlier), .text(association.outcome),
        .text(association.later), .number(association.estimate.value),
        .number(association.estimate.standardError), .number(association.standardised.value),
        .number(association.standardised.standardError), DelimitedText.Field(interval?.lower),
        DelimitedText.Field(interval?.upper),
      ]
    }
  }

  fileprivate func json(_ isSynthetic: Bool) -> JSONValue {
    [
      "panel": .string(topic.rawValue), "cities": .array(cohort.cities.map { .string($0) }),
      "waves": .array(cohort.waves.map { .string($0) }),
      "counts": .array(cohort.counts.map { .integer($0) }),
      "completeCount": .integer(cohort.completeCount),
      "attrition": .array(attritions.map { $0.attrition.json($0.city) }),
      "invariance": .array(ladders.map(\.json)), "model": model?.json ?? nil,
      "refused": refusal.map {
        ["ru": .string($0.words(in: .ru)), "en": .string($0.words(in: .en))]
      } ?? nil,
      "synthetic": .bool(isSynthetic),
    ]
  }
}
