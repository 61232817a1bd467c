import Estimation
import SurveyModel

extension SampleWeighting {
  /// Rakes the design to the margins of its city and wave, leaving out those that cannot be used.
  mutating func raked(_ base: SurveyDesign) -> (SurveyDesign, WeightedSample.Weights) {
    let rows = study.margins.filter { $0.city == sample.city && $0.wave == sample.wave }
    guard !rows.isEmpty else { return (base, .base) }
    var attempt = RakingAttempt(margins: rakingMargins(from: rows))
    while !attempt.margins.isEmpty {
      do {
        let design = try base.raked(to: attempt.margins, options: attempt.options)
        let limits = attempt.options.limits
        return (design, limits.map { .raked(limits: $0) } ?? .rakedWithoutLimits)
      } catch {
        let next = attempt.next(after: error)
        for problem in error.problems {
          note(diagnostic(for: problem, rows: rows, isOvercome: next != nil))
        }
        guard let next else { break }
        attempt = next
      }
    }
    return (base, .baseForWantOfUsableMargins)
  }

  /// One margin for each group of the sheet, in its order.
  private mutating func rakingMargins(from rows: [Margin]) -> [RakingMargin] {
    var groups: [String] = []
    for row in rows where !groups.contains(row.group) { groups.append(row.group) }
    return groups.compactMap { group in
      let own = rows.filter { $0.group == group }
      guard let membership = membership(of: group) else {
        note(
          Diagnostic(
            .error, "margin-group-unknown",
            "city \(sample.city), wave \(sample.wave): no interview can be put into the group"
              + " '\(group)'; its margins are not used",
            fix: "name groups of groups.csv, joined by * where crossed, whose question was asked",
            at: own[0].location))
        return nil
      }
      return RakingMargin(
        name: group,
        categories: membership.indices.map { $0 < 0 ? nil : membership.categories[$0] },
        targets: own.map { .init(category: $0.category, population: $0.population) })
    }
  }

  private func membership(of group: String) -> GroupMembership? {
    let names = group.split(separator: "*").map(String.init)
    let parts = names.compactMap { name in
      study.groupings.first { $0.name == name }.flatMap { GroupMembership($0, in: sample) }
    }
    return parts.isEmpty || parts.count < names.count ? nil : GroupMembership(crossing: parts)
  }

  private func diagnostic(
    for problem: RakingError.Problem, rows: [Margin], isOvercome: Bool
  ) -> Diagnostic {
    let place = rows.first {
      $0.group == problem.marginName && $0.category == problem.categoryName
    }
    let location = place ?? rows.first { $0.group == problem.marginName } ?? rows[0]
    let consequence =
      problem.spoilsMargin
      ? "the sample is not raked to this group"
      : isOvercome ? problem.remedy : "the base weights stand"
    return Diagnostic(
      problem.isOvercomeQuietly && isOvercome ? .warning : .error, problem.code,
      "city \(sample.city), wave \(sample.wave): \(problem); \(consequence)", fix: problem.fix,
      at: location.location)
  }
}

/// Which margins are raked to, and how; the next attempt gives up what stood in the way.
struct RakingAttempt {
  var margins: [RakingMargin]
  var options = RakingOptions(limits: WeightedSample.weightLimits)

  /// - Returns: nil where nothing is left to give up.
  func next(after error: RakingError) -> RakingAttempt? {
    var next = self
    let spoilt = error.problems.filter(\.spoilsMargin).compactMap(\.marginName)
    if !spoilt.isEmpty {
      next.margins.removeAll { spoilt.contains($0.name) }
      return next
    }
    if options.totals == .mustAgree, error.problems.contains(where: \.isAboutTotals) {
      next.options.totals = .scaledToFirst
      return next
    }
    guard options.limits != nil else { return nil }
    next.options.limits = nil
    return next
  }
}

extension RakingError.Problem {
  var marginName: String? {
    switch self {
    case .invalidTarget(let margin, _, _), .repeatedCategory(let margin, _),
      .categoryWithoutRespondents(let margin, _, _), .respondentsWithoutTarget(let margin, _, _),
      .nobodyKnown(let margin), .totalsDiffer(let margin, _, _, _),
      .limitsTooTight(let margin, _, _, _), .notConverged(_, _, let margin, _),
      .differentLengths(let margin, _, _):
      margin
    case .noMargins, .notTheWholeBaseDesign, .invalidLimits: nil
    }
  }

  var categoryName: String? {
    switch self {
    case .invalidTarget(_, let category, _), .repeatedCategory(_, let category),
      .categoryWithoutRespondents(_, let category, _),
      .respondentsWithoutTarget(_, let category, _), .limitsTooTight(_, let category, _, _),
      .notConverged(_, _, _, let category):
      category
    default: nil
    }
  }

  /// Whether the margin cannot be used, however the raking is done.
  var spoilsMargin: Bool {
    switch self {
    case .invalidTarget, .repeatedCategory, .categoryWithoutRespondents,
      .respondentsWithoutTarget, .nobodyKnown, .differentLengths:
      true
    default: false
    }
  }

  var isAboutTotals: Bool { if case .totalsDiffer = self { true } else { false } }

  var isOvercomeQuietly: Bool { !spoilsMargin }

  var code: String {
    switch self {
    case .categoryWithoutRespondents: "margin-without-respondents"
    case .respondentsWithoutTarget: "margin-lacks-category"
    case .totalsDiffer: "margin-totals-differ"
    case .limitsTooTight: "weight-limits-too-tight"
    case .notConverged: "raking-not-converged"
    case .repeatedCategory: "margin-category-repeated"
    default: "margin-not-usable"
    }
  }

  var remedy: String {
    isAboutTotals
      ? "the first margin's total holds, the others give shares only"
      : "the weights are made without limits"
  }

  var fix: String {
    switch self {
    case .categoryWithoutRespondents, .limitsTooTight, .notConverged:
      "merge the category with a neighbouring one in groups.csv and margins.csv"
    case .respondentsWithoutTarget: "add a row for the category to margins.csv"
    case .totalsDiffer: "give all margins for the same population and date"
    default: "correct the row of margins.csv"
    }
  }
}
