import NumericalMethods

/// The clusters of one or more groups, and their strata: what was drawn, and varies.
struct SamplingUnits: Sendable {
  /// Whether interviews were drawn singly without strata.
  fileprivate let isPlain: Bool
  private let hasStrata: Bool
  /// The unit of each interview; empty where interviews were drawn singly without strata, and of units
  /// that were gathered from those of groups.
  private var unitOfRow: [Int] = []
  private var stratumOfUnit: [Int] = []
  private var unitCounts: [Int] = []
  fileprivate var units: [Unit] = []

  /// The number of units.
  private(set) var count = 0

  /// A cluster of a stratum, or an interview where none are given.
  fileprivate struct Unit: Hashable {
    var cluster: Int
    var isInterview: Bool
    /// 0 where there are no strata.
    var stratum: Int
  }

  /// The number of clusters of all groups.
  static func count(of samples: [ModelSample]) -> Int {
    samples.first?.links?.units.count ?? samples.reduce(0) { $0 + $1.units.count }
  }

  init(_ samples: [ModelSample]) {
    let hasClusters = samples.contains { $0.clusters != nil }
    hasStrata = samples.contains { $0.strata != nil }
    isPlain = !hasClusters && !hasStrata
    guard !isPlain else {
      count = samples.reduce(0) { $0 + $1.count }
      return
    }
    var gathering = Gathering()
    var row = 0
    for sample in samples {
      for index in 0..<sample.count {
        unitOfRow.append(add(sample.unit(ofRow: index, number: row), to: &gathering))
        row += 1
      }
    }
  }

  /// The places of units and strata that were met.
  fileprivate struct Gathering {
    var units: [Unit: Int] = [:]
    var strata: [Int: Int] = [:]
  }

  /// The place of a unit, which may be new.
  fileprivate mutating func add(_ unit: Unit, to gathering: inout Gathering) -> Int {
    if let place = gathering.units[unit] { return place }
    gathering.units[unit] = count
    let stratum = gathering.strata[unit.stratum] ?? gathering.strata.count
    gathering.strata[unit.stratum] = stratum
    if stratum == unitCounts.count { unitCounts.append(0) }
    unitCounts[stratum] += 1
    stratumOfUnit.append(stratum)
    units.append(unit)
    count += 1
    return count - 1
  }

  /// The unit of an interview.
  func unit(ofRow row: Int) -> Int { isPlain ? row : unitOfRow[row] }

  /// Whether each unit is a cluster, of which there are few beside the interviews.
  func areFew(for rows: Int) -> Bool { !unitOfRow.isEmpty && 2 * count <= rows }
}

extension ModelSample {
  /// - Parameter number: Tells interviews that are units of their own apart.
  fileprivate func unit(ofRow row: Int, number: Int) -> SamplingUnits.Unit {
    SamplingUnits.Unit(
      cluster: clusters?[row] ?? number, isInterview: clusters == nil, stratum: strata?[row] ?? 0)
  }
}

// Sums over units.
extension SamplingUnits {
  /// The sums of products of the columns over units, centred by stratum. O(rows × columns²).
  func crossProduct(of scores: Matrix) -> Matrix {
    scaled(sums(of: .interviews(scores))).crossProduct
  }

  /// Each unit's sums: units × columns.
  func sums(of scores: GroupScores) -> Matrix {
    switch scores {
    case .units(let sums): return sums
    case .interviews(let scores):
      guard !isPlain else { return scores }
      return Matrix(
        columns: (0..<scores.columns).map { column in
          var sums = Array(repeating: 0.0, count: count)
          for (score, unit) in zip(scores.column(column), unitOfRow) { sums[unit] += score }
          return sums
        })
    }
  }

  /// The sums with strata centred, scaled so that the cross-product is the covariance.
  func scaled(_ sums: Matrix) -> Matrix {
    guard !isPlain else { return sums }
    guard hasStrata else {
      let size = Double(count)
      return (size / (size - 1)).squareRoot() * sums
    }
    return Matrix(columns: (0..<sums.columns).map { centred(sums.column($0)) })
  }

  private func centred(_ sums: [Double]) -> [Double] {
    var means = Array(repeating: 0.0, count: unitCounts.count)
    for (sum, stratum) in zip(sums, stratumOfUnit) {
      means[stratum] += sum / Double(unitCounts[stratum])
    }
    return zip(sums, stratumOfUnit).map { sum, stratum in
      guard unitCounts[stratum] > 1 else { return sum }
      let count = Double(unitCounts[stratum])
      return (count / (count - 1)).squareRoot() * (sum - means[stratum])
    }
  }
}

/// The units of several groups of which some share clusters.
package struct UnitLinks: Sendable {
  /// Of all groups together.
  let units: SamplingUnits
  /// For each group, where its own units are among them.
  private let places: [[Int]]

  /// - Returns: Nil where no cluster is in two groups.
  init?(_ samples: [ModelSample]) {
    var seen: Set<Int> = []
    var areLinked = false
    for sample in samples where sample.clusters != nil {
      let clusters = sample.units.clusters
      areLinked = areLinked || !seen.isDisjoint(with: clusters)
      seen.formUnion(clusters)
    }
    guard areLinked else { return nil }
    (units, places) = SamplingUnits.joined(samples)
  }

  /// Adds a group's scores, summed by unit.
  ///
  /// - Parameters:
  ///   - own: The group's units.
  ///   - columns: Those of `sums` that the group's parameters are.
  func add(
    _ scores: GroupScores, of group: Int, _ own: SamplingUnits, to sums: inout Matrix,
    columns: [Int]
  ) {
    let places = places[group]
    switch scores {
    case .units(let matrix):
      for (column, target) in columns.enumerated() {
        for row in 0..<matrix.rows { sums[places[row], target] += matrix[row, column] }
      }
    case .interviews(let matrix):
      for (column, target) in columns.enumerated() {
        for row in 0..<matrix.rows {
          sums[places[own.unit(ofRow: row)], target] += matrix[row, column]
        }
      }
    }
  }
}

extension SamplingUnits {
  /// The names of clusters, with those of interviews that are units of their own.
  fileprivate var clusters: Set<Int> { Set(units.map(\.cluster)) }

  /// The units of all samples, and for each sample where its own are.
  fileprivate static func joined(_ samples: [ModelSample]) -> (SamplingUnits, [[Int]]) {
    var joint = SamplingUnits(hasStrata: samples.contains { $0.strata != nil })
    var gathering = Gathering()
    var places: [[Int]] = []
    var start = 0
    for sample in samples {
      places.append(
        (0..<sample.units.count).map { place in
          let own = sample.units
          var unit =
            own.isPlain ? sample.unit(ofRow: place, number: place) : own.units[place]
          // Interviews that are units of their own have no name that another group knows.
          if unit.isInterview { unit.cluster += start }
          return joint.add(unit, to: &gathering)
        })
      start += sample.count
    }
    return (joint, places)
  }

  private init(hasStrata: Bool) {
    self.hasStrata = hasStrata
    isPlain = false
  }

  /// No units.
  static let none = SamplingUnits(hasStrata: false)
}
