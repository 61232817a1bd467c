import FactorAnalysis
import NumericalMethods
import Parallelism

@testable import MeasurementInvariance
@testable import StructuralModels

/// Two cities drawn from one population, five questions of one factor, by sampling points; in the second
/// city some questions are easier to agree with at the same level of the factor.
struct GateSimulation: Sendable, Hashable {
  /// In each city.
  var interviews: Int
  /// In each city.
  var points: Int
  /// Questions whose answers are shifted in the second city.
  var shifted: Int

  /// Of the answers' standard deviation, within a city.
  static let shift = 0.5
  static let items = (1...5).map { "q\($0)" }
  private static let loadings = [0.8, 0.7, 0.7, 0.6, 0.75]
  /// Of the factor, and of each answer: an intraclass correlation of 0.05.
  private static let variance = 0.05

  /// How the sequence of tests ended.
  enum Outcome: Hashable {
    /// Means may be compared.
    case comparable
    /// Something was freed, or means may not be compared.
    case questioned(freed: Set<String>)
    case untested
  }

  func outcome(seed: UInt64) throws -> Outcome {
    let data = GroupedAnswers(
      groups: try [false, true].map { isSecond in try city(isSecond, seed: seed) })
    let ladder = InvarianceLadder(MeasurementModel("f", items: Self.items), data)
    switch ladder.verdict {
    case .means: return .comparable
    case .notTested: return .untested
    case .meansWithFreed, .associations, .notAtAll:
      return .questioned(freed: Set(ladder.freed.map(\.item)))
    }
  }

  /// Answers of five categories, as points of 0–100.
  private func city(_ isSecond: Bool, seed: UInt64) throws -> GroupedAnswers.Group {
    var stream = RandomStream(seed: seed).split(isSecond ? "second" : "first")
    let (own, within) = (Self.variance.squareRoot(), (1 - Self.variance).squareRoot())
    let places = (0..<points).map { _ in
      (factor: own * stream.normal(), items: Self.items.map { _ in own * stream.normal() })
    }
    var columns = Self.items.map { _ in [Double]() }
    for row in 0..<interviews {
      let place = places[row % points]
      let factor = place.factor + within * stream.normal()
      for (item, loading) in Self.loadings.enumerated() {
        let rest = place.items[item] + within * stream.normal()
        let shift = isSecond && item < shifted ? Self.shift : 0
        let value = loading * factor + (1 - loading * loading).squareRoot() * rest + shift
        columns[item].append(25 * Double([-1.2, -0.4, 0.4, 1.2].count { $0 < value }))
      }
    }
    return GroupedAnswers.Group(
      name: isSecond ? "second" : "first",
      answers: try ItemAnswers(names: Self.items, columns: columns),
      clusters: (0..<interviews).map { $0 % points + (isSecond ? points : 0) })
  }
}

extension GateSimulation {
  /// How often the sequence ended how.
  struct Tally {
    var draws: Int
    var questioned = 0
    var untested = 0
    /// Of those questioned, in how many just the shifted questions were freed.
    var exact = 0

    /// Of the draws in which the scale was tested.
    var share: Double { Double(questioned) / Double(max(1, draws - untested)) }

    /// One simulation error of ``share``.
    var error: Double { (share * (1 - share) / Double(max(1, draws - untested))).squareRoot() }
  }

  func tally(draws: Int) throws -> Tally {
    let outcomes = concurrentMap(draws) { draw in
      Result { try outcome(seed: UInt64(1_000_000 * interviews + 10_000 * points + draw)) }
    }
    let planted = Set(Self.items.prefix(shifted))
    var tally = Tally(draws: draws)
    for outcome in outcomes {
      switch try outcome.get() {
      case .comparable: break
      case .untested: tally.untested += 1
      case .questioned(let freed):
        tally.questioned += 1
        if freed == planted { tally.exact += 1 }
      }
    }
    return tally
  }
}
