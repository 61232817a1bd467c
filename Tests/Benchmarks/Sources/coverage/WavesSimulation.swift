import Estimation
import Timing

/// Waves at the same points: each point has a level that it keeps, and one of its own in each wave.
struct WavesSimulation {
  /// Standard deviations: what a point keeps, what it has in one wave, what a person has.
  private static let (kept, passing, ofPersons) = (3.0, 2.0, 14.0)
  /// The mean of each wave: it rises and falls.
  private static let means = [50.0, 53, 49, 52, 51]
  private static let (points, perPoint) = (24, 10)

  /// Which points a wave visits.
  enum Visits: String, CaseIterable {
    case same = "the same points"
    case half = "half of the points return"
    case fresh = "other points"

    /// The first of a wave's points, of those that all waves have.
    func first(in wave: Int) -> Int {
      switch self {
      case .same: 0
      case .half: wave * WavesSimulation.points / 2
      case .fresh: wave * WavesSimulation.points
      }
    }
  }

  /// One city: its waves stacked, and the interviews' answers.
  private struct City {
    var groups: LinkedSamples
    /// By interview of all waves.
    var answers: [Double]
    var waveOfRow: [Int]

    init(_ random: inout UniformNumbers, _ visits: Visits, waves: Int, shift: [Double]) throws {
      let levels = (0..<waves * WavesSimulation.points).map { _ in
        WavesSimulation.kept * random.normal()
      }
      (answers, waveOfRow) = ([], [])
      var (samples, names): ([SurveyDesign], [String]) = ([], [])
      for wave in 0..<waves {
        var own: [String] = []
        for place in 0..<WavesSimulation.points {
          let point = visits.first(in: wave) + place
          let level = levels[point] + WavesSimulation.passing * random.normal()
          for _ in 0..<WavesSimulation.perPoint {
            own.append("p\(point)")
            waveOfRow.append(wave)
            answers.append(
              WavesSimulation.means[wave] + shift[wave] + level
                + WavesSimulation.ofPersons * random.normal())
          }
        }
        samples.append(try SurveyDesign(weights: own.map { _ in 1 }, clusters: own))
        names += own
      }
      groups = LinkedSamples(samples, sharing: .init(strata: nil, clusters: names))
    }
  }

  /// Changes, lines and differences in differences.
  static func run(_ samples: Int) throws {
    for (place, visits) in Visits.allCases.enumerated() {
      var tallies = Tallies(sample: "24 points × 10, \(visits.rawValue)")
      for number in 0..<samples {
        var random = UniformNumbers(seed: UInt64(20_000_000 + place * 1_000_000 + number))
        let shift = [0, 2, 0, 0, 0.0]
        let first = try City(&random, visits, waves: 5, shift: [0, 0, 0, 0, 0])
        let second = try City(&random, visits, waves: 5, shift: shift)
        try tally(first, second, shift: shift, &tallies)
      }
      tallies.print()
    }
  }

  private static func tally(
    _ first: City, _ second: City, shift: [Double], _ tallies: inout Tallies
  ) throws {
    let one = try SurveyDesign(stacking: [first.groups])
    let levels = one.means(of: columns([first]), names: (0..<5).map { "w\($0)" })
    tallies.add("change", "waves linked", levels.difference(1, 0), means[1] - means[0])
    let independent = levels.estimates[1].difference(fromIndependent: levels.estimates[0])
    tallies.add("change", "waves taken for strangers", independent, means[1] - means[0])
    let times = [0, 1, 2, 3, 4.0]
    let slope = zip(times, means).reduce(0) { $0 + ($1.0 - 2) * $1.1 } / 10
    if let line = Trend(levels, times: times, degreesOfFreedom: one.degreesOfFreedom)?.slope {
      tallies.add("line through five waves", "waves linked", line, slope)
    }
    let both = try SurveyDesign(stacking: [first.groups, second.groups])
    let cells = both.means(of: columns([first, second]), names: (0..<10).map { "c\($0)" })
    tallies.add(
      "difference in differences", "waves linked",
      cells.contrast([1, -1, 0, 0, 0, -1, 1, 0, 0, 0]), shift[1])
  }

  /// For each city and wave the answers, NaN in the others.
  private static func columns(_ cities: [City]) -> [[Double]] {
    cities.indices.flatMap { city in
      (0..<5).map { wave in
        cities.indices.flatMap { other in
          zip(cities[other].answers, cities[other].waveOfRow).map {
            other == city && $1 == wave ? $0 : .nan
          }
        }
      }
    }
  }
}
