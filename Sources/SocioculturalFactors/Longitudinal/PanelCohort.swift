import MeasurementInvariance
import SurveyAnalysis
import SurveyModel

/// The people with whom panels began, followed through the waves: of one city, or of several taken
/// together.
///
/// A person of the first wave stays in with what is known: where a later wave did not reach them,
/// the answers are missing. Who joined later is left out, and so is who has no identifier. Weights,
/// strata and clusters are the first wave's, so that with full information a model speaks of that
/// wave's population, as long as leaving follows from what people answered before.
public struct PanelCohort: Sendable {
  /// ``City/name``, one or several.
  public let cities: [String]
  /// From the first.
  public let waves: [String]
  /// For each wave, how many of the first wave's people were interviewed in it.
  public let counts: [Int]
  /// How many were interviewed in every wave.
  public let completeCount: Int
  private let members: [Member]
  private let units: SampleUnits

  /// A city's share of the cohort.
  private struct Member: Sendable {
    var samples: [AnalysedSample]
    /// Waves × people of the first wave.
    var rows: [[Int?]]
  }

  /// - Parameter panels: One or more, all of the same waves.
  init(_ panels: [Panel], in study: Study) {
    members = panels.map { panel in
      let people = panel.samples.map { PanelMembers($0) }
      let first = people.first?.identifiers ?? []
      return Member(
        samples: panel.samples, rows: people.map { wave in first.map { wave.rows[$0] } })
    }
    let known = members
    cities = panels.map(\.city)
    waves = panels.first?.waves ?? []
    counts = waves.indices.map { wave in
      known.reduce(0) { $0 + $1.rows[wave].count { $0 != nil } }
    }
    completeCount = panels.reduce(0) { $0 + $1.count }
    units = SampleUnits(of: panels.flatMap(\.samples), in: study)
  }

  /// The points of a factor's items.
  func answers(to items: [Factor.Item], of factor: String) -> PanelAnswers {
    answers(items.map(\.question)) { sample, name in
      items.first { $0.question == name }.map {
        sample.scored.values(of: $0, in: factor, count: sample.design.count)
      }
    }
  }

  /// Scores by ``ScoreID/name``, 0…100.
  func scores(_ ids: [ScoreID]) -> PanelAnswers {
    answers(ids.map(\.name)) { sample, name in
      ids.first { $0.name == name }.flatMap { sample.scored[$0]?.values }
    }
  }

  /// O(people × names × waves).
  private func answers(
    _ names: [String], _ column: (AnalysedSample, String) -> [Double]?
  ) -> PanelAnswers {
    let all = waves.indices.map { wave in
      PanelAnswers.Wave(
        name: waves[wave],
        columns: Dictionary(
          names.map { name in
            (
              name,
              members.flatMap { member in
                let values = column(member.samples[wave], name)
                return member.rows[wave].map { row in row.flatMap { values?[$0] } ?? .nan }
              }
            )
          }, uniquingKeysWith: { first, _ in first }))
    }
    return PanelAnswers(
      waves: all, weights: ofFirstWave { $0.scaledWeights },
      strata: ofFirstWave { units[$0].strata }, clusters: ofFirstWave { units[$0].clusters })
  }

  private func ofFirstWave<Value>(_ values: (AnalysedSample) -> [Value]) -> [Value] {
    members.flatMap { member in
      let all = values(member.samples[0])
      return member.rows[0].compactMap { $0.map { all[$0] } }
    }
  }
}

extension WeightedStudy {
  /// The people of each city's panel; and, where several cities have panels of the same waves, of
  /// all these together, last.
  public var panelCohorts: [PanelCohort] {
    let panels = panels
    let single = panels.map { PanelCohort([$0], in: study) }
    guard panels.count > 1, Set(panels.map(\.waves)).count == 1 else { return single }
    return single + [PanelCohort(panels, in: study)]
  }
}
