import Estimation
import SurveyModel

/// Samples of a study as one design: cities are independent of each other, and so are waves, but for
/// those that went to the same points or asked the same people.
package struct StackedSamples: Sendable {
  /// In the order of the design's interviews.
  package let samples: [AnalysedSample]
  package let design: SurveyDesign
  /// How many points, or people, stand in more than one sample.
  package let returningCount: Int

  /// Stacks samples, so that each counts by its interviews.
  ///
  /// - Throws: `DesignError`.
  package init(_ samples: [AnalysedSample], in study: Study) throws(DesignError) {
    try self.init(samples, in: study) { Double($0.design.memberCount) }
  }

  /// - Parameter size: What the weights of a sample add up to.
  package init(
    _ samples: [AnalysedSample], in study: Study, counting size: (AnalysedSample) -> Double
  ) throws(DesignError) {
    let groups = samples.inLinkedGroups(study)
    let ordered = groups.flatMap(\.samples)
    design = try SurveyDesign(
      stacking: groups.map { LinkedSamples($0.samples.map(\.design), sharing: $0.units) },
      sizes: ordered.map(size))
    self.samples = ordered
    returningCount = groups.reduce(0) { $0 + $1.returningCount }
  }

  /// A column of the design, from that of each sample.
  ///
  /// - Parameter values: One for each interview of the sample; nil for none.
  package func column<Value>(
    _ values: (AnalysedSample) -> [Value]?, none: Value
  ) -> [Value] {
    samples.flatMap { values($0) ?? Array(repeating: none, count: $0.design.count) }
  }

  /// What each interview of a sample adds to a statistic, in the design's order; 0 for others.
  package func spread(_ contributions: [Double], of sample: AnalysedSample) -> [Double] {
    column({ $0.key == sample.key ? contributions : nil }, none: 0)
  }
}

/// Samples of one city that share points or people.
private struct LinkedGroup {
  var samples: [AnalysedSample]
  var units: LinkedSamples.Units?
  var returningCount = 0
}

extension [AnalysedSample] {
  /// The samples, those of waves that share points together, in the order of cities.
  fileprivate func inLinkedGroups(_ study: Study) -> [LinkedGroup] {
    var cities: [String] = []
    for sample in self where !cities.contains(sample.city) { cities.append(sample.city) }
    return cities.flatMap { city in
      study.waves.compactMap { wave in first { $0.key == SampleKey(city: city, wave: wave.name) } }
        .chains(study).flatMap(\.linked)
    }
  }

  /// Samples of one city cut where a wave went to fresh points.
  private func chains(_ study: Study) -> [[AnalysedSample]] {
    var chains: [[AnalysedSample]] = []
    var wave = 0
    for sample in self {
      let place = study.waves.firstIndex { $0.name == sample.wave } ?? 0
      let isLinked =
        !chains.isEmpty && wave < place
        && study.waves[(wave + 1)...place].allSatisfy(\.isLinkedToTheLast)
      if isLinked { chains[chains.count - 1].append(sample) } else { chains.append([sample]) }
      wave = place
    }
    return chains
  }

  /// The samples of a chain of waves, those apart that share nothing with the others.
  private var linked: [LinkedGroup] {
    guard count > 1, let names = unitNames else { return map { LinkedGroup(samples: [$0]) } }
    var groups: [[Int]] = []
    for place in indices {
      let own = Set(names[place])
      let touching = groups.indices.filter { group in
        groups[group].contains { !own.isDisjoint(with: names[$0]) }
      }
      let joined = touching.flatMap { groups[$0] } + [place]
      for group in touching.reversed() { groups.remove(at: group) }
      groups.append(joined.sorted())
    }
    return groups.map { places in
      guard places.count > 1 else { return LinkedGroup(samples: [self[places[0]]]) }
      let chosen = places.map { self[$0] }
      var waves: [String: Int] = [:]
      for place in places { for name in Set(names[place]) { waves[name, default: 0] += 1 } }
      return LinkedGroup(
        samples: chosen,
        units: LinkedSamples.Units(
          strata: commonStrata.map { strata in places.flatMap { strata[$0] } },
          clusters: places.flatMap { names[$0] }),
        returningCount: waves.values.count { $0 > 1 })
    }
  }

  /// The strata of each sample; nil where one has none.
  private var commonStrata: [[String]]? {
    let strata = compactMap(\.sample.design.strata)
    return strata.count == count ? strata : nil
  }

  /// What stands for each interview's point, or its person where no sample has points, within
  /// strata; nil where that is not known of all samples. Somebody without a name is nobody else.
  private var unitNames: [[String]]? {
    let points = compactMap(\.sample.design.clusters)
    let people = compactMap(\.sample.design.identifiers)
    guard points.count == count || points.isEmpty && people.count == count else { return nil }
    let strata = commonStrata
    return indices.map { place in
      let names = points.isEmpty ? people[place] : points[place]
      return names.indices.map { row in
        let name = names[row].isEmpty ? "\u{1F}\(place)\u{1F}\(row)" : names[row]
        return strata.map { "\($0[place][row])\u{1F}\(name)" } ?? name
      }
    }
  }
}
