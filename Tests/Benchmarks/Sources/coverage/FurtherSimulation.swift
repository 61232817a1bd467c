import Estimation
import Timing

/// Correlations, differences of medians, and weights that make up for those who did not answer.
enum FurtherSimulation {
  /// Of an answer and one that leans on it by half, about the points' levels.
  static func correlations(_ samples: Int) throws {
    let (ofPoints, ofPersons) = (Population.ofPoints, Population.ofPersons)
    // y = x/2 + e, e of the persons' spread: cov = σ²/2, var y = σ²/4 + s².
    let total = ofPoints * ofPoints + ofPersons * ofPersons
    let truth =
      (total / 2) / (total * (total / 4 + ofPersons * ofPersons)).squareRoot()
    for points in [12, 60] {
      var tallies = Tallies(sample: "\(points) points × 10")
      for number in 0..<samples {
        var random = UniformNumbers(seed: UInt64(30_000_000 + number))
        var (first, second, names, groups): ([Double], [Double], [String], [Int]) = ([], [], [], [])
        for point in 0..<points {
          let level = ofPoints * random.normal()
          for person in 0..<10 {
            let answer = level + ofPersons * random.normal()
            first.append(answer)
            second.append(answer / 2 + ofPersons * random.normal())
            names.append("p\(point)")
            groups.append(person % 2)
          }
        }
        let design = try SurveyDesign(weights: first.map { _ in 1 }, clusters: names)
        if let found = design.correlation(of: first, with: second) {
          tallies.add("correlation", "Fisher's scale", found.correlationInterval(), truth)
          tallies.add("correlation", "t", found, truth)
        }
        // Both groups are of one law, so that the difference of their medians is 0.
        let medians = (0..<2).map { group in
          design.linearisedQuantile(
            0.5, of: zip(first, groups).map { $1 == group ? $0 : .nan })
        }
        let both = design.estimates(medians, names: ["0", "1"])
        tallies.add("difference of medians", "Woodruff's errors", both.difference(1, 0), 0)
      }
      tallies.print()
    }
  }

  /// Cases of whom those of each cell answer by another chance.
  static func nonresponse(_ samples: Int) throws {
    let chances = [0.35, 0.5, 0.75, 0.4, 0.6, 0.8]
    let population = Population(seed: 4)
    var tallies = Tallies(sample: "40 points × 20 cases, six in ten answer")
    for number in 0..<samples {
      var random = UniformNumbers(seed: UInt64(40_000_000 + number))
      var cases = PopulationSample()
      for point in 0..<40 {
        let level = Population.ofPoints * random.normal()
        for _ in 0..<20 {
          let cell = random.place(Population.cells.map(\.share))
          cases.cells.append(cell)
          cases.points.append("p\(point)")
          cases.answers.append(
            Population.cells[cell].mean + level + Population.ofPersons * random.normal())
        }
      }
      let hasAnswered = cases.cells.map { random.next() < chances[$0] }
      let places = cases.cells.indices.filter { hasAnswered[$0] }
      let answers = places.map { cases.answers[$0] }
      let points = places.map { cases.points[$0] }
      let plain = try SurveyDesign(weights: places.map { _ in 1 }, clusters: points)
      tallies.add("mean", "those who answered", plain.mean(of: answers), population.mean)
      let task = NonresponseTask(
        outcomes: hasAnswered.map { $0 ? .respondent : .nonrespondent },
        method: .classes(
          CategoricalAnswers(
            categories: (0..<6).map(String.init), codes: cases.cells.map(Int32.init))))
      let adjustment = try task.adjustment(of: cases.cells.map { _ in 1 })
      let adjusted = try SurveyDesign(
        weights: places.map { adjustment.factors[$0] }, clusters: points)
      let replicates = try SurveyDesign(
        weights: cases.cells.map { _ in 1 }, clusters: cases.points
      ).replicated(by: .jackknife).adjusted(by: task, cases: places, respondents: adjusted)
      tallies.add(
        "mean", "classes, adjusted in each replicate",
        replicates.surveyDesign.mean(of: answers), population.mean)
      tallies.add(
        "mean", "classes, adjusted weights taken for base weights",
        adjusted.mean(of: answers), population.mean)
    }
    tallies.print()
  }
}
