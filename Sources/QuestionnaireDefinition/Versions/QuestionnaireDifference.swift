import SurveyModel

/// What changed between two versions of a questionnaire.
///
///     let difference = QuestionnaireDifference(from: earlier, to: later)
///     difference["SOC02"]?.verdict
///
/// Questions are matched by name; a question that may be another one's under a new name is proposed with
/// a score and counts as new until a person confirms it. Only what people answer is compared: notes and
/// what the device records are left out. Each question of either version stands in exactly one list: the
/// pairs of a verdict, the proposals, ``added`` or ``removed``.
public struct QuestionnaireDifference: Hashable, Sendable {
  /// Two questions of different names that may be one.
  public struct Proposal: Hashable, Sendable {
    /// What would be found of them, were they one.
    public var pair: QuestionPair
    /// From 0 to 1.
    public var score: Double
  }

  /// Questions that both versions have under one name, in the later version's order; after them those
  /// that were proposed and that people decided on.
  public private(set) var pairs: [QuestionPair]
  /// What nobody has decided on, in the later version's order.
  public private(set) var proposals: [Proposal]
  /// Questions that only the later version has, in its order.
  public let added: [String]
  /// Questions that only the earlier version has, in its order.
  public let removed: [String]
  private var places: [String: Int]

  /// Places in the form from which on a question's move is told.
  public static let toldDistance = 10

  /// - Parameter decided: Names of questions that people decided on: each is one question in both
  ///   versions, whatever its words.
  /// - Complexity: O(questions × words²) for those that share a name, and what matching the others costs.
  public init(
    from earlier: Questionnaire, to later: Questionnaire, decided: Set<String> = []
  ) {
    let texts = FoldedTexts()
    let (before, after) = (PlacedQuestion.all(of: earlier), PlacedQuestion.all(of: later))
    let matching = QuestionMatching(before, after, keeping: decided, texts)
    var pairs = matching.byName.map { QuestionPair(before[$0.0], after[$0.1], texts) }
    let proposed = matching.proposals.sorted { $0.later < $1.later }
    var proposedPairs = proposed.map {
      QuestionPair(before[$0.earlier], after[$0.later], texts)
    }
    let routing = RoutingComparison(earlier, later, pairs)
    routing.note(in: &pairs)
    routing.note(in: &proposedPairs)
    Self.noteMoves(matching.byName, in: &pairs)
    self.pairs = pairs
    proposals = zip(proposedPairs, proposed).map { Proposal(pair: $0, score: $1.score) }
    let placed = (
      Set(matching.byName.map(\.0) + proposed.map(\.earlier)),
      Set(matching.byName.map(\.1) + proposed.map(\.later))
    )
    added = after.filter { !placed.1.contains($0.place) }.map(\.question.name)
    removed = before.filter { !placed.0.contains($0.place) }.map(\.question.name)
    places = Dictionary(
      pairs.enumerated().map { ($0.element.later, $0.offset) }, uniquingKeysWith: { a, _ in a })
  }

  /// What differs of one question that both versions have under a name, its routing and place aside; nil
  /// where one of them lacks it.
  ///
  /// - Complexity: O(questions), for what leads its battery, and the square of its words.
  public static func pair(
    _ name: String, from earlier: Questionnaire, to later: Questionnaire
  ) -> QuestionPair? {
    guard earlier[name] != nil, later[name] != nil,
      let before = PlacedQuestion.all(of: earlier).first(where: { $0.question.name == name }),
      let after = PlacedQuestion.all(of: later).first(where: { $0.question.name == name })
    else { return nil }
    return QuestionPair(before, after, FoldedTexts())
  }

  /// The pair of a name; nil where not both versions have it.
  public subscript(question: String) -> QuestionPair? { places[question].map { pairs[$0] } }

  /// Pairs with a verdict, in the later version's order.
  public func pairs(_ verdict: QuestionVerdict) -> [QuestionPair] {
    pairs.filter { $0.verdict == verdict }
  }

  /// Questions whose answers can be compared from all interviews, in the later version's order.
  public var comparable: [String] { pairs.filter(\.verdict.allowsChange).map(\.later) }

  /// Pairs whose question has other words in substance.
  public var reworded: [QuestionPair] { pairs.filter(\.isReworded) }

  /// Pairs whose choices are not the same.
  public var withChangedChoices: [QuestionPair] { pairs.filter { $0.choices != nil } }

  /// Leaves out who was asked: a split ballot's parts are drawn at random, and their base is everybody's.
  public mutating func leaveOutRouting(of names: Set<String>) {
    for place in pairs.indices where names.contains(pairs[place].later) {
      pairs[place].findings.removeAll { $0.aspect == .routing }
      if pairs[place].base?.leavesOutNoOpinion != true { pairs[place].base = nil }
    }
  }

  /// Sets what people decided in the place of what was found.
  public mutating func decide(_ decision: (QuestionPair) -> QuestionPair.Decision?) {
    for place in pairs.indices {
      if let decision = decision(pairs[place]) { pairs[place].decision = decision }
    }
    proposals.removeAll { proposal in
      guard let decision = decision(proposal.pair) else { return false }
      var pair = proposal.pair
      pair.decision = decision
      if places[pair.later] == nil { places[pair.later] = pairs.count }
      pairs.append(pair)
      return true
    }
  }
}

extension QuestionnaireDifference {
  /// Notes pairs that moved among the pairs: what was added or removed around them does not move them.
  private static func noteMoves(_ places: [(Int, Int)], in pairs: inout [QuestionPair]) {
    let order = places.indices.sorted { places[$0].0 < places[$1].0 }
    for (rank, place) in order.enumerated() {
      let distance = place - rank
      guard abs(distance) >= toldDistance else { continue }
      pairs[place].findings.append(
        QuestionFinding(
          .position, .cosmetic,
          ru: "вопрос стоит \(distance > 0 ? "дальше от начала" : "ближе к началу") анкеты (сдвиг:"
            + " \(abs(distance)))",
          en:
            "the question stands \(distance > 0 ? "later" : "earlier"), by \(abs(distance)) places")
      )
    }
  }
}
