import Estimation
import FactorAnalysis
import MeasurementInvariance
import Reporting
import SocioculturalFactors
import SurveyAnalysis
import SurveyModel
import TextFormats

/// What is asked of the same people over waves.
package enum PanelTopic: String, CaseIterable, Sendable {
  /// Whether scales measure the same in all waves.
  case invariance
  /// Which score goes before which.
  case crossLagged = "cross-lagged"
  /// The same around what is usual for each person.
  case randomIntercept = "random-intercept"

  /// The model of scores; nil where measurement is tested.
  package var kind: CrossLaggedModel.Kind? {
    switch self {
    case .invariance: nil
    case .crossLagged: .crossLagged
    case .randomIntercept: .randomIntercept
    }
  }
}

/// What was found in a panel.
package struct FollowedPanel: Sendable {
  package enum Finding: Sendable {
    case invariance([TestedScore])
    case model(CrossLaggedModel)
    case refused(CrossLaggedError)
  }

  package var cohort: PanelCohort
  /// Of the cohort's city; of several, city after city.
  package var attritions: [(city: String, attrition: PanelAttrition)]
  package var finding: Finding

  package init(
    _ cohort: PanelCohort, attritions: [(city: String, attrition: PanelAttrition)],
    finding: Finding
  ) {
    self.cohort = cohort
    self.attritions = attritions
    self.finding = finding
  }
}

/// The same people over waves: who left, and whether scales hold or scores go before each other.
package struct PanelTables: PrintedResult {
  package var topic: PanelTopic
  package var panels: [FollowedPanel]
  /// Whether items are ordered categories (WLSMV), and not numbers (MLR).
  package var isOrdinal: Bool
  package var isSynthetic: Bool

  package init(
    _ topic: PanelTopic, panels: [FollowedPanel], isOrdinal: Bool, isSynthetic: Bool
  ) {
    self.topic = topic
    self.panels = panels
    self.isOrdinal = isOrdinal
    self.isSynthetic = isSynthetic
  }

  package var unmade: [String] {
    panels.flatMap { panel in
      panel.tested.compactMap(\.unmade)
        + (panel.refusal.map {
          [
            "the \(topic.kind?.words(in: .en) ?? topic.rawValue) of \(panel.cohort.cities.listed): "
              + $0.words(in: .en)
          ]
        } ?? [])
    }
  }

  package var text: String {
    ResultTable.stamp(isSynthetic: isSynthetic) + panels.map(text(of:)).joined(separator: "\n")
  }

  private func text(of panel: FollowedPanel) -> String {
    switch panel.finding {
    case .invariance(let tested):
      let method = isOrdinal ? "WLSMV, pairs of answers" : "MLR, full information"
      return panel.heading("invariance over waves, correlated residuals (\(method))")
        + tested.criteriaText + tested.map(\.text).joined()
    case .model(let model): return panel.heading(model.kind.words(in: .en)) + model.text
    case .refused(let error):
      let words = [
        "not estimated: \(error.words(in: .en))", "не оценено: \(error.words(in: .ru))",
      ]
      return panel.heading(topic.kind?.words(in: .en) ?? "") + words.map(\.indented).joined()
    }
  }

  /// The levels of invariance, or the lagged associations.
  package var table: ResultTable {
    guard topic != .invariance else {
      return .invariance(panels.flatMap(\.tested), isSynthetic: isSynthetic)
    }
    var table = ResultTable(
      [
        .text("cities"), .text("model"), .text("predictor"), .text("earlier"), .text("outcome"),
        .text("later"), .number("est"), .number("se"), .number("stdAll"), .number("stdSe"),
        .number("lower"), .number("upper"),
      ], isSynthetic: isSynthetic)
    table.rows = panels.flatMap { $0.associationRows(topic) }
    return table
  }

  package var json: JSONValue {
    .array(panels.map { $0.json(topic, isSynthetic: isSynthetic) })
  }
}

extension FollowedPanel {
  fileprivate var refusal: CrossLaggedError? {
    if case .refused(let error) = finding { error } else { nil }
  }

  fileprivate var tested: [TestedScore] {
    if case .invariance(let tested) = finding { tested } else { [] }
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
      + lines.map(\.indented).joined()
  }

  fileprivate func associationRows(_ topic: PanelTopic) -> [[DelimitedText.Field]] {
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

  fileprivate func json(_ topic: PanelTopic, isSynthetic: Bool) -> JSONValue {
    [
      "panel": .string(topic.rawValue), "cities": .strings(cohort.cities),
      "waves": .strings(cohort.waves),
      "counts": .array(cohort.counts.map { .integer($0) }),
      "completeCount": .integer(cohort.completeCount),
      "attrition": .array(attritions.map { $0.attrition.json($0.city) }),
      "invariance": .array(tested.map(\.json)), "model": model?.json ?? nil,
      "refused": refusal.map {
        ["ru": .string($0.words(in: .ru)), "en": .string($0.words(in: .en))]
      } ?? nil,
      "synthetic": .bool(isSynthetic),
    ]
  }
}
