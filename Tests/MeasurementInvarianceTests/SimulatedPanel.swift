import NumericalMethods

@testable import MeasurementInvariance

/// Three waves of two scores, t and c, with known lags within people and lasting differences between
/// them.
struct SimulatedPanel {
  var seed: UInt64
  var people: Int
  /// From t to c, and from c to t.
  var crossLags = (0.3, 0.1)
  /// That of what moves is 1 at first.
  var lastingVariance = 0.64

  func answers() -> PanelAnswers {
    var stream = RandomStream(seed: seed).split("cross-lagged")
    var columns = Array(
      repeating: (t: [Double](), c: [Double]()), count: 3)
    let spread = lastingVariance.squareRoot()
    for _ in 0..<people {
      let common = stream.normal()
      let lasting = (
        spread * (0.6 * common + 0.8 * stream.normal()),
        spread * (0.6 * common + 0.8 * stream.normal())
      )
      var t = stream.normal()
      var c = 0.3 * t + 0.954 * stream.normal()
      for wave in 0..<3 {
        if wave > 0 {
          let before = (t, c)
          t = 0.4 * before.0 + crossLags.1 * before.1 + 0.8 * stream.normal()
          c = 0.3 * before.1 + crossLags.0 * before.0 + 0.8 * stream.normal()
        }
        columns[wave].t.append(50 + lasting.0 + t)
        columns[wave].c.append(40 + lasting.1 + c)
      }
    }
    return PanelAnswers(
      waves: columns.enumerated().map { place, wave in
        .init(name: "\(place + 1)", columns: ["t": wave.t, "c": wave.c])
      }, weights: Array(repeating: 1, count: people))
  }
}

extension PanelAnswers {
  /// The same people with other waves.
  func changed(_ change: ([Wave]) -> [Wave]) -> PanelAnswers {
    PanelAnswers(waves: change(waves), weights: weights, strata: strata, clusters: clusters)
  }
}
