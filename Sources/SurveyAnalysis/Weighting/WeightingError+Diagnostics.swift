import Estimation
import SurveyModel

extension WeightingError.Problem {
  var marginName: String? {
    switch self {
    case .invalidTarget(let margin, _, _), .repeatedCategory(let margin, _),
      .categoryWithoutRespondents(let margin, _, _, _), .respondentsWithoutTarget(let margin, _, _),
      .nobodyKnown(let margin), .totalsDiffer(let margin, _, _, _),
      .limitsTooTight(let margin, _, _, _), .notConverged(_, _, let margin, _),
      .differentLengths(let margin, _, _):
      margin
    case .contradiction(let contradiction): contradiction.needed.first?.margin
    default: nil
    }
  }

  var categoryName: String? {
    switch self {
    case .invalidTarget(_, let category, _), .repeatedCategory(_, let category),
      .categoryWithoutRespondents(_, let category, _, _),
      .respondentsWithoutTarget(_, let category, _), .limitsTooTight(_, let category, _, _),
      .notConverged(_, _, _, let category):
      category
    case .contradiction(let contradiction): contradiction.needed.first?.category
    default: nil
    }
  }

  /// Whether the margin cannot be used, however the weighting is done.
  var spoilsMargin: Bool {
    switch self {
    case .invalidTarget, .repeatedCategory, .categoryWithoutRespondents,
      .respondentsWithoutTarget, .nobodyKnown, .differentLengths:
      true
    default: false
    }
  }

  var isAboutTotals: Bool { if case .totalsDiffer = self { true } else { false } }

  /// Whether weights may exist beyond the limits.
  var isAboutLimits: Bool {
    switch self {
    case .limitsTooTight, .notConverged: true
    case .contradiction(let contradiction): contradiction.limits != nil
    default: false
    }
  }

  var code: String {
    switch self {
    case .categoryWithoutRespondents: "margin-without-respondents"
    case .respondentsWithoutTarget: "margin-lacks-category"
    case .totalsDiffer: "margin-totals-differ"
    case .limitsTooTight: "weight-limits-too-tight"
    case .contradiction(let contradiction):
      contradiction.limits == nil ? "margins-contradict" : "weight-limits-too-tight"
    case .notConverged: "raking-not-converged"
    case .repeatedCategory: "margin-category-repeated"
    case .severalMargins, .logitNeedsBounds, .invalidBounds, .invalidLimits,
      .totalNeedsCalibration:
      "weighting-method-unusable"
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
    case .categoryWithoutRespondents(_, let category, _, let neighbour?):
      "write '\(MergedCategory.name(merging: [category, neighbour]))' as one category of"
        + " margins.csv, with the people of both"
    case .categoryWithoutRespondents, .limitsTooTight, .notConverged:
      "merge the category with a neighbouring one: 'a|b' in margins.csv, with the people of both"
    case .contradiction(let contradiction):
      contradiction.merge.map {
        "write '\(MergedCategory.name(merging: $0.categories))' as one category of \($0.margin) in"
          + " margins.csv, with the people of both, or correct the targets"
      } ?? "correct the targets in margins.csv, or the groups of groups.csv"
    case .respondentsWithoutTarget: "add a row for the category to margins.csv"
    case .totalsDiffer: "give all margins for the same population and date"
    case .severalMargins, .logitNeedsBounds, .invalidBounds, .invalidLimits,
      .totalNeedsCalibration:
      "choose another method, or its limits and bounds"
    default: "correct the row of margins.csv"
    }
  }
}
