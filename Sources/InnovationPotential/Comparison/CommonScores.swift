import SurveyModel

/// Scores of several samples made from the questions that all of them have.
struct CommonScores {
  /// In the order of the samples.
  let samples: [ScoredSample]
  /// Questions of `factors.csv` that not all samples could be scored from.
  let leftOut: [String]

  init(_ analysed: [AnalysedSample], factors: [Factor]) {
    let scored = analysed.map { Set($0.scored.items.map(\.item.question)) }
    var seen: Set<String> = []
    let questions = factors.flatMap(\.items).map(\.question).filter { seen.insert($0).inserted }
    let leftOut = questions.filter { question in
      let having = scored.count { $0.contains(question) }
      return having > 0 && having < scored.count
    }
    self.leftOut = leftOut
    let scoring = Scoring(factors: factors, excluding: Set(leftOut))
    samples =
      leftOut.isEmpty ? analysed.map(\.scored) : analysed.map { scoring.score($0.sample) }
  }

  /// Scores that all samples have, in the order of `factors.csv`.
  var definitions: [ScoreDefinition] {
    (samples.first?.scores ?? []).map(\.definition).filter { definition in
      samples.allSatisfy { $0[definition.id] != nil }
    }
  }

  /// Questions left out of a score.
  func leftOut(of definition: ScoreDefinition) -> [String] {
    let own = Set(definition.items.map(\.question))
    return leftOut.filter(own.contains)
  }
}
