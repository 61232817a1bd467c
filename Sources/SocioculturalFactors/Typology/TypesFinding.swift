import Estimation
import SurveyAnalysis
import Typology

/// Whether a wave's residents make up types that a report may show.
public enum TypesFinding: Sendable {
  /// Bootstrap samples find them again, a cloud without types is not cut as well, and between them
  /// people are thin.
  case types(ResidentTypes)
  case none(NoTypes)

  /// Why no types are shown.
  public enum NoTypes: Hashable, Sendable {
    /// No number of types has thinly settled borders.
    case oneCloud(Search)
    /// A cloud without types, of the same distributions and correlations, is cut as well.
    case cutAsWell(Search, pValue: Double?)
    /// Bootstrap samples of the survey do not find the types again.
    case notFoundAgain(Search)
    /// There may be types, but a search among so many interviews takes too long for a report.
    case tooMany(interviews: Int, most: Int)
    case notMade(TypologyError)
  }

  /// What was tried.
  public struct Search: Hashable, Sendable {
    public var types: ClosedRange<Int>
    /// The least of the numbers' densities between neighbouring types; see
    /// ``ResidentTypes/Borders/density``.
    public var leastDensity: Double
  }
}

extension WeightedStudy {
  /// Types are searched among no more interviews: pairs of interviews are compared.
  private static var mostTypedInterviews: Int { 10_000 }
  /// The first look is taken at no more interviews, and is satisfied with borders that a few more
  /// people stand on than types may have: chance among so few is allowed for.
  private static var mostGlancedInterviews: Int { 500 }
  private static var greatestGlancedDensity: Double { 1.5 * ResidentTypes.Borders.greatestDensity }

  /// The types of a wave's residents, if the answers support any.
  ///
  /// What costs most comes last: first each number of types is made from a few starts, and only where
  /// people are thin between neighbouring types of some number (the one condition of the three that
  /// needs no resampling) are stability and the cloud without types looked at.
  ///
  /// - Complexity: O(500 × types × scores) where there are no borders; else that of
  ///   ``types(wave:options:)``.
  public func typesFinding(wave: String) -> TypesFinding {
    let options = TypologyOptions()
    do throws(TypologyError) {
      let densities = try glance(wave: wave, options)
      let thin = densities.filter { $0.density <= Self.greatestGlancedDensity }.map(\.types)
      let search = TypesFinding.Search(
        types: options.types, leastDensity: densities.map(\.density).min() ?? .infinity)
      guard let fewest = thin.first, let most = thin.last else { return .none(.oneCloud(search)) }
      let count = samples.filter { $0.wave == wave }.reduce(0) { $0 + $1.design.memberCount }
      guard count <= Self.mostTypedInterviews else {
        return .none(.tooMany(interviews: count, most: Self.mostTypedInterviews))
      }
      var narrowed = options
      narrowed.types = fewest...most
      let types = try self.types(wave: wave, options: narrowed)
      guard let borders = types.borders else { return .none(.oneCloud(search)) }
      if borders.areShown(by: study.conventions) { return .types(types) }
      if !borders.isStable { return .none(.notFoundAgain(search)) }
      if borders.density > ResidentTypes.Borders.greatestDensity {
        return .none(
          .oneCloud(TypesFinding.Search(types: search.types, leastDensity: borders.density)))
      }
      return .none(.cutAsWell(search, pValue: borders.pValue))
    } catch {
      return .none(.notMade(error))
    }
  }

  /// The density between neighbouring types of each number, among some interviews of all cities.
  private func glance(
    wave: String, _ options: TypologyOptions
  ) throws(TypologyError) -> [(types: Int, density: Double)] {
    let data = try typologyData(wave: wave, factors: options.factors)
    let count = data.design.weights.count { $0 > 0 }
    let stride = (count + Self.mostGlancedInterviews - 1) / Self.mostGlancedInterviews
    var place = 0
    let isPicked = data.design.weights.map { weight in
      guard weight > 0 else { return false }
      place += 1
      return place % max(1, stride) == 0
    }
    let columns = data.columns.map { column in zip(column, isPicked).map { $1 ? $0 : .nan } }
    let scores = try StandardisedScores(names: data.names, columns: columns, design: data.design)
    var found: [(types: Int, density: Double)] = []
    for types in options.types {
      let search = KMeans.Search(starts: 3, seed: study.settings.seed)
      let means = try KMeans(scores, clusters: types, design: data.design, search: search)
      found.append((types, means.densityBetween ?? .infinity))
    }
    return found
  }
}
