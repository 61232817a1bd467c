/// Why no typology can be had of the answers. Every case says it in words as its `description`.
public enum TypologyError: Error, Hashable, Sendable {
  /// Nobody answered the item.
  case itemWithoutAnswers(String)
  /// Everybody who answered the item chose the same category.
  case itemWithOneCategory(String)
  /// There is no score that all samples have.
  case noScores
  /// Everybody has the same score.
  case scoreWithoutVariance(String)
  /// The model has more classes than the items' combinations can tell apart.
  case tooManyClasses(asked: Int, most: Int)
  /// Not more interviews than the model has parameters.
  case tooFewInterviews(found: Int, parameters: Int)
  /// Fewer interviews with different scores than clusters.
  case tooFewDifferentInterviews(found: Int, clusters: Int)
}

extension TypologyError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .itemWithoutAnswers(let item):
      "item '\(item)' has no answers: leave it out"
    case .itemWithOneCategory(let item):
      "everybody who answered item '\(item)' chose the same category: it tells no types apart, "
        + "leave it out"
    case .noScores:
      "none of the factors has a score in all cities of the wave: name factors that all were asked"
    case .scoreWithoutVariance(let score):
      "everybody has the same score of '\(score)': it tells no types apart, leave it out"
    case .tooManyClasses(let asked, let most):
      "\(asked) classes are not identified by these items: at most \(most) can be asked for; "
        + "ask for fewer, or add items"
    case .tooFewInterviews(let found, let parameters):
      "\(found) interviews are too few for \(parameters) parameters: ask for fewer classes, "
        + "or merge categories"
    case .tooFewDifferentInterviews(let found, let clusters):
      "\(found) interviews with different scores are too few for \(clusters) clusters"
    }
  }
}
