import Estimation
import SurveyModel

extension SampleWeighting {
  /// Weights the design to the margins of its city and wave, leaving out those that cannot be used.
  ///
  /// - Returns: The weighted design, how it came about, and the attempt that succeeded.
  mutating func weighted(
    _ base: SurveyDesign
  ) -> (design: SurveyDesign, weights: WeightedSample.Weights, attempt: WeightingAttempt?) {
    let rows = marginRows
    guard !rows.isEmpty else { return (base, .base, nil) }
    guard let (design, attempt) = settled(base, rows) else {
      return (base, .baseForWantOfUsableMargins, nil)
    }
    let limits = attempt.options.limits
    return (design, limits.map { .raked(limits: $0) } ?? .rakedWithoutLimits, attempt)
  }

  /// The margins and limits that the design could be weighted to; nil where the base weights stand.
  mutating func settledAttempt(_ base: SurveyDesign) -> WeightingAttempt? {
    let rows = marginRows
    return rows.isEmpty ? nil : settled(base, rows)?.attempt
  }

  var marginRows: [Margin] {
    study.margins.filter { $0.key == sample.key }
  }

  private mutating func settled(
    _ base: SurveyDesign, _ rows: [Margin]
  ) -> (design: SurveyDesign, attempt: WeightingAttempt)? {
    var attempt = WeightingAttempt(margins: margins(from: rows), plan: plan)
    while !attempt.margins.isEmpty {
      do {
        let design = try base.calibrated(to: attempt.populationMargins, options: attempt.options)
        return (design, attempt)
      } catch {
        let next = attempt.next(after: error)
        for problem in error.problems {
          note(diagnostic(for: problem, rows: rows, isOvercome: next != nil))
        }
        guard let next else { break }
        attempt = next
      }
    }
    return nil
  }

  private func diagnostic(
    for problem: WeightingError.Problem, rows: [Margin], isOvercome: Bool
  ) -> Diagnostic {
    let place = rows.first {
      $0.group.name == problem.marginName && $0.category.name == problem.categoryName
    }
    let location = place ?? rows.first { $0.group.name == problem.marginName } ?? rows[0]
    let consequence =
      problem.spoilsMargin
      ? "the sample is not raked to this group"
      : isOvercome ? problem.remedy : "the base weights stand"
    return Diagnostic(
      !problem.spoilsMargin && isOvercome ? .warning : .error, problem.code,
      "city \(sample.city), wave \(sample.wave): \(problem); \(consequence)", fix: problem.fix,
      at: location.location)
  }
}

/// Which margins are weighted to, and how; the next attempt gives up what stood in the way.
struct WeightingAttempt {
  var margins: [SampleMargin]
  var options: WeightingOptions
  private let givesUpLimits: Bool

  init(margins: [SampleMargin], plan: WeightingPlan) {
    self.margins = margins
    options = plan.options
    givesUpLimits = plan.givesUpLimits
  }

  var populationMargins: [PopulationMargin] { margins.map(\.population) }

  /// - Returns: nil where nothing is left to give up.
  func next(after error: WeightingError) -> WeightingAttempt? {
    var next = self
    let spoilt = error.problems.filter(\.spoilsMargin).compactMap(\.marginName)
    if !spoilt.isEmpty {
      next.margins.removeAll { spoilt.contains($0.group.name) }
      return next
    }
    if options.totals == .mustAgree, error.problems.contains(where: \.isAboutTotals) {
      next.options.totals = .scaledToFirst
      return next
    }
    guard options.limits != nil, givesUpLimits, error.problems.contains(where: \.isAboutLimits)
    else { return nil }
    next.options.limits = nil
    return next
  }
}
