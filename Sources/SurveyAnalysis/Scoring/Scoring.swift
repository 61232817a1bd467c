import SurveyModel

/// Scores of factors, facets and the index from answers, as `factors.csv` says.
///
/// An item is scored in points from 0 to 100, reversed where its keying is `-`. A score is the
/// mean of its answered items, and missing where fewer than two thirds of them are answered. The
/// index is the equal mean of all its facets, and missing where one of them is.
public struct Scoring: Sendable {
  public let definitions: [ScoreDefinition]
  private let factors: [Factor]
  private let excluded: Set<String>

  /// - Parameter excluded: Questions to leave out, where two questionnaires do not share them.
  public init(factors: [Factor], excluding excluded: Set<String> = []) {
    self.factors = factors
    self.excluded = excluded
    definitions = factors.flatMap(ScoreDefinition.scores(of:))
  }

  public func score(_ sample: Sample) -> ScoredSample {
    var diagnostics: [Diagnostic] = []
    let items = factors.flatMap { factor in
      factor.items.filter { !excluded.contains($0.question) }.compactMap { item in
        points(of: item, factor: factor.name, in: sample, noting: &diagnostics)
      }
    }
    let scores = scores(from: items, count: sample.responses.count, noting: &diagnostics)
    return ScoredSample(
      city: sample.city, wave: sample.wave, scores: scores, items: items, diagnostics: diagnostics)
  }

  private func points(
    of item: Factor.Item, factor: String, in sample: Sample, noting diagnostics: inout [Diagnostic]
  ) -> ItemPoints? {
    let version = sample.questionnaire.version
    guard let question = sample.questionnaire[item.question] else {
      diagnostics.append(.questionAbsent(item, factor: factor, version: version))
      return nil
    }
    guard let scale = ItemScale(question, item: item) else {
      diagnostics.append(.noLimits(item, factor: factor, version: version))
      return nil
    }
    guard let column = sample.responses[item.question], let points = scale.points(of: column) else {
      diagnostics.append(.noAnswers(item, factor: factor, sample: sample))
      return nil
    }
    let keyed = item.keying == .positive ? points : points.map { 100 - $0 }
    return ItemPoints(factor: factor, item: item, values: keyed)
  }
}

extension Scoring {
  private func scores(
    from items: [ItemPoints], count: Int, noting diagnostics: inout [Diagnostic]
  ) -> [Score] {
    let simple = definitions.filter { !$0.isIndex }.compactMap {
      Self.score($0, from: items, count: count)
    }
    return definitions.compactMap { definition in
      guard definition.isIndex else { return simple.first { $0.id == definition.id } }
      let index = Self.index(definition, from: simple, count: count)
      if index == nil {
        let scored = definition.facets.filter { id in simple.contains { $0.id == id } }
        diagnostics.append(.indexLacksFacets(definition, scored: scored))
      }
      return index
    }
  }

  /// The mean of a score's items; nil where none of them is there.
  private static func score(
    _ definition: ScoreDefinition, from items: [ItemPoints], count: Int
  ) -> Score? {
    let own = items.filter {
      $0.factor == definition.id.factor && definition.items.contains($0.item)
    }
    guard !own.isEmpty else { return nil }
    return Score(
      definition: definition, questions: own.map(\.item.question),
      values: means(of: own.map(\.values), count: count, needing: .standard))
  }

  /// The mean of an index's facets; nil where one of them is not there.
  private static func index(
    _ definition: ScoreDefinition, from scores: [Score], count: Int
  ) -> Score? {
    let facets = definition.facets.compactMap { id in scores.first { $0.id == id } }
    guard facets.count == definition.facets.count else { return nil }
    return Score(
      definition: definition, questions: facets.flatMap(\.questions),
      values: means(of: facets.map(\.values), count: count, needing: .all))
  }

  /// A score once more, without some of its questions; an index with facets that lack them.
  package static func score(
    _ definition: ScoreDefinition, of sample: ScoredSample, without questions: [String],
    in factor: Factor
  ) -> Score? {
    let items = sample.items.filter {
      $0.factor == factor.name && !questions.contains($0.item.question)
    }
    let count = sample.items.first?.values.count ?? 0
    guard definition.isIndex else { return score(definition, from: items, count: count) }
    let facets = ScoreDefinition.scores(of: factor).filter { !$0.isIndex }
      .compactMap { score($0, from: items, count: count) }
    return index(definition, from: facets, count: count)
  }
}

extension Scoring {
  /// How many of the parts must be there for their mean to stand.
  enum Completeness { case standard, all }

  /// Row by row, the mean of what is there; NaN where too little is.
  static func means(
    of columns: [[Double]], count: Int, needing completeness: Completeness
  ) -> [Double] {
    (0..<count).map { row in
      var sum = 0.0
      var answered = 0
      for column in columns where !column[row].isNaN {
        sum += column[row]
        answered += 1
      }
      let suffices =
        switch completeness {
        case .standard:
          AnalysisConventions.standard.completeness.isMet(by: answered, of: columns.count)
        case .all: answered == columns.count
        }
      return suffices ? sum / Double(answered) : .nan
    }
  }
}
