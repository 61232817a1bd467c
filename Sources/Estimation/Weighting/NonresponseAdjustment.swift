import NumericalMethods

/// How a case of a probability sample ended, as far as weights are concerned.
public enum CaseOutcome: Hashable, Sendable {
  /// Its interview counts.
  case respondent
  /// One of the population who gave no interview that counts.
  case nonrespondent
  /// None of the population.
  case ineligible
  /// Nobody knows whether it is one of the population.
  case unknownEligibility
}

/// The weights of respondents made to stand for those who did not answer.
///
///     aᵢ = Σ꜀ d / Σ꜀,known d · Σ꜀,eligible d / Σ꜀,respondents d
///
/// for a respondent i of class c, the d being base weights: cases of unknown eligibility are shared
/// out among those known, then nonrespondents among respondents.
///
/// > R. Valliant, J. Dever, F. Kreuter (2013). *Practical Tools for Designing and Weighting Survey
/// > Samples*, §13.4–13.5. Springer.
public struct NonresponseAdjustment: Sendable {
  public struct Class: Hashable, Sendable {
    public let name: String
    /// Cases by how they ended, unweighted.
    public let respondentCount: Int
    public let nonrespondentCount: Int
    public let ineligibleCount: Int
    public let unknownCount: Int
    /// Of the eligible, by base weights, 0…1.
    public let responseRate: Double
    /// What base weights of respondents are multiplied by.
    public let factor: Double
    /// The estimated chances of an answer among its cases; nil where none were estimated.
    public let propensities: ClosedRange<Double>?
  }

  public let classes: [Class]
  /// One for each case: what its base weight is multiplied by; 0 for all but respondents.
  public let factors: [Double]
}

/// Why base weights cannot be adjusted for those who did not answer.
public enum NonresponseError: Error, Hashable, Sendable, CustomStringConvertible {
  case noRespondents
  /// Classes with cases of the population, of whom none answered.
  case classesWithoutRespondents([String])
  /// Classes of whose cases nobody knows whether they are of the population.
  case classesOfUnknownEligibility([String])
  case noPropensities(RegressionError)

  public var description: String {
    switch self {
    case .noRespondents: "no case has an interview"
    case .classesWithoutRespondents(let names):
      "nobody answered in \(names.map { "'\($0)'" }.joined(separator: ", "))"
    case .classesOfUnknownEligibility(let names):
      "in \(names.map { "'\($0)'" }.joined(separator: ", ")) it is not known of any case whether it"
        + " is one of the population"
    case .noPropensities(let error): "chances of an answer cannot be estimated: \(error)"
    }
  }
}

/// The cases of a sample, and how their weights are adjusted: on the sample, or on each replicate.
public struct NonresponseTask: Sendable {
  public enum Method: Sendable {
    /// By classes that are given: one for each case.
    case classes(CategoricalAnswers)
    /// By fifths of the eligible cases' estimated chance of an answer.
    ///
    /// The chance is that of a logistic regression by base weights. The fifths are bounded by the
    /// unweighted quantiles of type 7 (R: `quantile`), so that chances near 0 make no extreme
    /// weight; equal chances are never parted. Unknown eligibility is shared out over all cases
    /// known.
    ///
    /// > R. Little (1986). "Survey nonresponse adjustments for estimates of means". *International
    /// > Statistical Review* 54(2).
    case propensity([Predictor])
  }

  public let outcomes: [CaseOutcome]
  public let method: Method

  /// - Parameters:
  ///   - outcomes: One for each case.
  ///   - method: Classes or predictors have an element for each case, and none is lacking.
  public init(outcomes: [CaseOutcome], method: Method) {
    self.outcomes = outcomes
    self.method = method
  }

  /// What base weights are multiplied by. O(cases), and with propensities O(cases × predictors² ×
  /// iterations).
  ///
  /// - Parameter weights: Base weights, one for each case.
  public func adjustment(
    of weights: [Double]
  ) throws(NonresponseError) -> NonresponseAdjustment {
    let sums = try sums(weights)
    let silent = sums.classes.filter { $0.eligible > 0 && $0.respondents == 0 }.map(\.name)
    let unknown = sums.classes.filter { $0.all > 0 && $0.known == 0 }.map(\.name)
    guard sums.classes.contains(where: { $0.respondents > 0 }) else { throw .noRespondents }
    guard silent.isEmpty else { throw .classesWithoutRespondents(silent) }
    guard unknown.isEmpty else { throw .classesOfUnknownEligibility(unknown) }
    return NonresponseAdjustment(
      classes: sums.classes.indices.map { sums.told($0, outcomes, weights) },
      factors: sums.factors(outcomes))
  }

  /// The factors in a replicate. A class in which nobody of the replicate answered, or whose
  /// eligibility nobody knows there, is shared out among all respondents; a predictor that tells
  /// nothing there is left out.
  ///
  /// - Returns: Nil where nobody answered, or chances cannot be estimated.
  func replicateFactors(of weights: [Double]) -> [Double]? {
    guard var sums = try? sums(weights, yieldsPredictors: true) else { return nil }
    let reached = sums.classes.filter { $0.respondents > 0 }
    guard !reached.isEmpty else { return nil }
    let known = sums.classes.reduce(0) { $0 + $1.known }
    let share = sums.classes.reduce(0) { $0 + $1.eligible } / known
    let all = sums.classes.reduce(0) { $0 + ($1.known > 0 ? $1.people : $1.all * share) }
    let covered = reached.reduce(0) { $0 + $1.people }
    sums.factor *= all / covered
    return sums.factors(outcomes)
  }

  /// - Parameter yieldsPredictors: Whether predictors that others tell, or that are the same for all,
  ///   are left out rather than refused.
  private func sums(
    _ weights: [Double], yieldsPredictors: Bool = false
  ) throws(NonresponseError) -> ClassSums {
    switch method {
    case .classes(let classes):
      return ClassSums(
        names: classes.categories, classOfCase: classes.codes, outcomes, weights)
    case .propensity(let predictors):
      let fifths = try PropensityFifths(
        predictors, outcomes, weights, yieldsPredictors: yieldsPredictors)
      var sums = ClassSums(
        names: fifths.bounds.indices.map { "\($0 + 1)" }, classOfCase: fifths.fifthOfCase, outcomes,
        weights)
      sums.bounds = fifths.bounds
      let known = outcomes.indices.reduce(0.0) {
        outcomes[$1] == .unknownEligibility ? $0 : $0 + weights[$1]
      }
      sums.factor = weights.reduce(0, +) / known
      return sums
    }
  }
}

/// Base weights of the cases of each class.
private struct ClassSums {
  struct Sums {
    let name: String
    var all = 0.0
    var known = 0.0
    var eligible = 0.0
    var respondents = 0.0

    /// The eligible with their share of those unknown.
    var people: Double { known > 0 ? all / known * eligible : 0 }
  }

  private(set) var classes: [Sums]
  /// What all factors are multiplied by besides.
  var factor = 1.0
  var bounds: [ClosedRange<Double>]?
  private let classOfCase: [Int32]

  init(names: [String], classOfCase: [Int32], _ outcomes: [CaseOutcome], _ weights: [Double]) {
    self.classOfCase = classOfCase
    classes = names.map { Sums(name: $0) }
    for (row, code) in classOfCase.enumerated() where code >= 0 {
      let (place, weight) = (Int(code), weights[row])
      classes[place].all += weight
      guard outcomes[row] != .unknownEligibility else { continue }
      classes[place].known += weight
      guard outcomes[row] != .ineligible else { continue }
      classes[place].eligible += weight
      if outcomes[row] == .respondent { classes[place].respondents += weight }
    }
  }

  private func factor(_ place: Int) -> Double {
    factor * classes[place].people / classes[place].respondents
  }

  func factors(_ outcomes: [CaseOutcome]) -> [Double] {
    let ofClass = classes.indices.map { classes[$0].respondents > 0 ? factor($0) : 0 }
    return outcomes.indices.map { row in
      outcomes[row] == .respondent && classOfCase[row] >= 0 ? ofClass[Int(classOfCase[row])] : 0
    }
  }

  func told(
    _ place: Int, _ outcomes: [CaseOutcome], _ weights: [Double]
  ) -> NonresponseAdjustment.Class {
    func count(_ outcome: CaseOutcome) -> Int {
      classOfCase.indices.count { Int(classOfCase[$0]) == place && outcomes[$0] == outcome }
    }
    return NonresponseAdjustment.Class(
      name: classes[place].name, respondentCount: count(.respondent),
      nonrespondentCount: count(.nonrespondent), ineligibleCount: count(.ineligible),
      unknownCount: count(.unknownEligibility),
      responseRate: classes[place].respondents / classes[place].eligible,
      factor: classes[place].respondents > 0 ? factor(place) : .nan,
      propensities: bounds?[place])
  }
}

/// The eligible cases by fifths of their estimated chance of an answer.
private struct PropensityFifths {
  /// From 0; −1 for cases that are not eligible.
  private(set) var fifthOfCase: [Int32]
  /// The least and the greatest chance of each.
  private(set) var bounds: [ClosedRange<Double>] = []

  init(
    _ predictors: [Predictor], _ outcomes: [CaseOutcome], _ weights: [Double],
    yieldsPredictors: Bool
  ) throws(NonresponseError) {
    let answers = outcomes.map { outcome -> Double in
      switch outcome {
      case .respondent: 1
      case .nonrespondent: 0
      case .ineligible, .unknownEligibility: .nan
      }
    }
    let (rows, chances) = try Self.chances(
      predictors, answers, weights, yieldsPredictors: yieldsPredictors)
    let sorted = chances.sorted()
    let borders = (1...4).map { Self.quantile(Double($0) / 5, of: sorted) }
    let raw = chances.map { chance in borders.count { $0 < chance } }
    // Fifths that equal chances leave empty are no classes.
    let used = Set(raw).sorted()
    fifthOfCase = Array(repeating: -1, count: outcomes.count)
    for (place, row) in rows.enumerated() {
      fifthOfCase[row] = used.firstIndex(of: raw[place]).map { Int32($0) } ?? -1
    }
    bounds = used.map { fifth in
      let own = chances.indices.filter { raw[$0] == fifth }.map { chances[$0] }
      return (own.min() ?? .nan)...(own.max() ?? .nan)
    }
  }

  /// - Returns: The eligible cases with a weight, and the chance of each.
  private static func chances(
    _ predictors: [Predictor], _ answers: [Double], _ weights: [Double], yieldsPredictors: Bool
  ) throws(NonresponseError) -> (rows: [Int], chances: [Double]) {
    do throws(RegressionError) {
      guard let design = try? SurveyDesign(weights: weights) else {
        throw .constantOutcome
      }
      let base = design.base(answering: [answers] + predictors.map(\.values))
      let matrix = try ModelMatrix(predictors, weights: weights, base: base)
      let own = matrix.rows.map { answers[$0] }
      guard own.contains(1), own.contains(0) else { throw .constantOutcome }
      var fit = ScoringFit(family: .logistic, matrix: matrix, outcome: own)
      _ = try fit.run()
      // Twelve digits: chances that are equal but for rounding are equal.
      let chances = matrix.rows.indices.map { place in
        let linear =
          fit.coefficients[0] + matrix.linear(place, fit.coefficients.dropFirst())
        return (RegressionFamily.logistic.mean(linear).value * 1e12).rounded() / 1e12
      }
      return (matrix.rows, chances)
    } catch {
      if yieldsPredictors, case .dependentPredictor(let name) = error, predictors.count > 1 {
        return try chances(
          predictors.filter { $0.name != name }, answers, weights, yieldsPredictors: true)
      }
      throw .noPropensities(error)
    }
  }

  /// Hyndman and Fan's type 7.
  private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = Double(sorted.count - 1) * share
    let low = Int(place.rounded(.down))
    guard low + 1 < sorted.count else { return sorted[low] }
    return sorted[low] + (place - Double(low)) * (sorted[low + 1] - sorted[low])
  }
}
