import NumericalMethods
import SurveyModel

/// Who was interviewed, where and by whom; and how the other contacts ended.
struct Respondents: Sendable {
  /// Place of each respondent's cell in the population.
  var cells: [Int] = []
  /// The stratum's category, from 0.
  var strata: [Int] = []
  /// Points and interviewers are numbered from 0 through the whole sample.
  var points: [Int] = []
  var interviewers: [Int] = []
  /// Number of contacts by the place of the outcome; interviews are not among them.
  var outcomes: [Int]

  var count: Int { cells.count }

  /// Visits people at each point, selected in proportion to their number in the stratum, until the
  /// point has its interviews.
  init(of scenario: Scenario, _ stream: RandomStream) {
    let fieldwork = scenario.fieldwork
    let population = scenario.population
    outcomes = Array(repeating: 0, count: fieldwork.outcomes.count)
    var stream = stream
    for stratum in population.groups[population.stratum].categories.indices {
      let cells = population.cells.indices.filter {
        population.cells[$0].categories[population.stratum] == stratum
      }
      guard cells.contains(where: { population.cells[$0].size > 0 }) else { continue }
      for point in 0..<fieldwork.pointsInStratum {
        let start = count
        visit(cells, scenario, &stream)
        let interviews = count - start
        let interviewer = point % fieldwork.interviewersInStratum
        strata += repeatElement(stratum, count: interviews)
        points += repeatElement(
          stratum * fieldwork.pointsInStratum + point, count: interviews)
        interviewers += repeatElement(
          stratum * fieldwork.interviewersInStratum + interviewer, count: interviews)
      }
    }
  }

  private mutating func visit(
    _ candidates: [Int], _ scenario: Scenario, _ stream: inout RandomStream
  ) {
    let sizes = candidates.map { scenario.population.cells[$0].size }
    let shares = scenario.fieldwork.outcomes.map(\.share)
    var interviews = 0
    while interviews < scenario.fieldwork.interviewsAtPoint {
      let cell = candidates[stream.categorical(sizes)]
      if stream.bernoulli(scenario.population.cells[cell].response) {
        cells.append(cell)
        interviews += 1
      } else if !shares.isEmpty {
        outcomes[stream.categorical(shares)] += 1
      }
    }
  }

  /// The factors' values of each respondent, respondent by respondent.
  func latents(of scenario: Scenario, _ stream: RandomStream) -> [Double] {
    let model = scenario.model
    let size = model.names.count
    let own = max(0, 1 - model.betweenPoints - model.betweenInterviewers).squareRoot()
    let pointEffects = Self.normals((points.max() ?? 0) + 1, size, stream.split("points"))
    let interviewerEffects = Self.normals(
      (interviewers.max() ?? 0) + 1, size, stream.split("interviewers"))
    let (point, interviewer) = (
      model.betweenPoints.squareRoot(), model.betweenInterviewers.squareRoot()
    )
    var values = Self.normals(count, size, stream.split("respondents"))
    for row in 0..<count {
      var shared = Array(repeating: 0.0, count: size)
      for index in 0..<size {
        shared[index] =
          own * values[row * size + index]
          + point * pointEffects[points[row] * size + index]
          + interviewer * interviewerEffects[interviewers[row] * size + index]
      }
      for index in 0..<size {
        var value = model.cellMeans[cells[row]][index]
        for k in 0...index { value += model.cholesky[index][k] * shared[k] }
        values[row * size + index] = value
      }
    }
    return values
  }

  private static func normals(_ rows: Int, _ columns: Int, _ stream: RandomStream) -> [Double] {
    var stream = stream
    return (0..<rows * columns).map { _ in stream.normal() }
  }
}
