import SurveyAnalysis
import SurveyModel

/// The people of one city who were interviewed in several waves of a panel.
///
/// A person is known by the identifier of the interview (`sources.csv`, `identifier`), compared
/// letter for letter. Identifiers count only where the study says that the wave is a panel
/// (`waves.csv`, `sample`): in fresh samples the same number may be another person's.
///
///     wave 1 ──── wave 2 ──── wave 3
///      600         480         410      interviews with an identifier
///                  455         402      … of people interviewed in the wave before
///                              371      people interviewed in all three
public struct Panel: Sendable {
  /// ``City/name``.
  public let city: String
  /// One analysed sample for each wave, from the first; each later wave is a panel.
  public let samples: [AnalysedSample]
  /// For each wave, the row of each person interviewed in all waves, in the first wave's order.
  public let rows: [[Int]]
  /// Between each wave and the next.
  public let attritions: [PanelAttrition]

  public var waves: [String] { samples.map(\.wave) }
  /// People interviewed in every wave.
  public var count: Int { rows.first?.count ?? 0 }

  /// - Parameter samples: Of one city, in the order of the waves.
  /// - Returns: Nil where there are not two waves, or nobody was interviewed in all of them.
  init?(_ samples: [AnalysedSample], in study: Study) {
    let people = samples.map { PanelMembers($0) }
    guard samples.count > 1, let first = people.first else { return nil }
    let stayed = first.identifiers.filter { person in
      people.allSatisfy { $0.rows[person] != nil }
    }
    guard !stayed.isEmpty else { return nil }
    city = samples[0].city
    self.samples = samples
    rows = people.map { wave in stayed.compactMap { wave.rows[$0] } }
    attritions = zip(people, people.dropFirst()).map {
      PanelAttrition(from: $0, to: $1, first: first, in: study)
    }
  }

  /// What a score was in each wave, person by person.
  ///
  /// - Returns: Waves × people, 0…100, NaN where a person lacks the score; nil where a wave lacks
  ///   it altogether.
  public func values(of score: ScoreID) -> [[Double]]? {
    let columns = zip(samples, rows).compactMap { sample, rows in
      sample.scored[score].map { score in rows.map { score.values[$0] } }
    }
    return columns.count == samples.count ? columns : nil
  }
}

extension WeightedStudy {
  /// The panels of the study: for each city the longest run of consecutive waves that ends with
  /// the last one, each later wave being a panel of the one before.
  public var panels: [Panel] {
    study.cities.compactMap { city in
      let own = study.waves.map { wave in sample(city: city.name, wave: wave.name) }
      let usable = own.split { $0 == nil }.last.map { $0.compactMap(\.self) } ?? []
      let start = usable.lastIndex { study.wave($0.wave)?.sample != .panel } ?? 0
      return Panel(Array(usable[start...]), in: study)
    }
  }
}

/// Who can be found again in other waves.
struct PanelMembers {
  let sample: AnalysedSample
  /// Each identifier that stands once, in the order of the rows.
  let identifiers: [String]
  /// The row of each.
  let rows: [String: Int]

  /// Blank identifiers are nobody's; of one that stands twice it cannot be told whose it is.
  init(_ sample: AnalysedSample) {
    let all = sample.sample.design.identifiers ?? []
    let places = Dictionary(grouping: all.indices.filter { !all[$0].isEmpty }) { all[$0] }
    rows = places.compactMapValues { $0.count == 1 ? $0[0] : nil }
    let known = rows
    identifiers = all.filter { known[$0] != nil }
    self.sample = sample
  }
}
