import SurveyModel

/// Which question of an earlier version is which of a later one: by name, and across names by what they
/// are.
struct QuestionMatching {
  /// A question that may be one of another name.
  struct Proposal {
    var earlier: Int
    var later: Int
    /// From 0 to 1.
    var score: Double
  }

  /// Below it two texts of one name are another question.
  static let anotherQuestion = 0.3
  /// From it on two questions of different names may be one.
  static let leastScore = 0.7
  /// The share of each sign in a score; see ``score(_:_:)``.
  static let shares = (wording: 0.7, answers: 0.2, order: 0.05, surroundings: 0.05)

  /// Places in the forms of questions that share their name, in the later form's order.
  private(set) var byName: [(Int, Int)] = []
  /// The best first.
  private(set) var proposals: [Proposal] = []
  private let earlier: [PlacedQuestion]
  private let later: [PlacedQuestion]
  private let first: [MatchedText]
  private let second: [MatchedText]

  /// - Parameter kept: Names that people made one question, whatever its words.
  /// - Complexity: O(questions × words × questions that share a word), for those without a counterpart.
  init(
    _ earlier: [PlacedQuestion], _ later: [PlacedQuestion], keeping kept: Set<String>,
    _ texts: FoldedTexts
  ) {
    self.earlier = earlier
    self.later = later
    first = MatchedText.all(earlier, texts)
    second = MatchedText.all(later, texts)
    let names = Dictionary(
      earlier.map { ($0.question.name, $0.place) }, uniquingKeysWith: { a, _ in a })
    byName = later.compactMap { question in
      names[question.question.name].map { ($0, question.place) }
    }
    let doubtful = byName.filter { pair in
      !kept.contains(later[pair.1].question.name) && isDoubtful(pair.0, pair.1)
    }
    let loose = (
      looseEarlier + doubtful.map(\.0), looseLater + doubtful.map(\.1)
    )
    let same = sameTexts(loose.0, loose.1)
    let taken = (Set(same.map(\.earlier)), Set(same.map(\.later)))
    let found = assigned(
      same
        + candidates(
          loose.0.filter { !taken.0.contains($0) }, loose.1.filter { !taken.1.contains($0) }))
    release(doubtful, for: found)
  }

  private var looseEarlier: [Int] {
    let taken = Set(byName.map(\.0))
    return earlier.indices.filter { !taken.contains($0) }
  }

  private var looseLater: [Int] {
    let taken = Set(byName.map(\.1))
    return later.indices.filter { !taken.contains($0) }
  }

  /// Whether one name may stand for two questions.
  private func isDoubtful(_ old: Int, _ new: Int) -> Bool {
    guard earlier[old].question.label != later[new].question.label else { return false }
    return first[old].likeness(to: second[new]).map { $0 < 0.5 } ?? false
  }

  /// Questions of one name that are found under another name leave the pairs by name; a proposal that
  /// would take one of two questions from a pair that is better by name falls.
  private mutating func release(_ doubtful: [(Int, Int)], for found: [Proposal]) {
    var pairs = byName
    var kept: [Proposal] = []
    for proposal in found {
      let touched = doubtful.filter { $0.0 == proposal.earlier || $0.1 == proposal.later }
      let isBetter = touched.allSatisfy { pair in
        proposal.score > score(pair.0, pair.1) + 0.1
      }
      guard isBetter else { continue }
      kept.append(proposal)
      pairs.removeAll { pair in touched.contains { $0 == pair } }
    }
    byName = pairs
    proposals = kept
  }

  /// The best pairs that share no question.
  private func assigned(_ candidates: [Proposal]) -> [Proposal] {
    let ordered = candidates.sorted {
      ($1.score, $0.later, $0.earlier) < ($0.score, $1.later, $1.earlier)
    }
    var (old, new): (Set<Int>, Set<Int>) = ([], [])
    return ordered.filter { candidate in
      guard !old.contains(candidate.earlier), !new.contains(candidate.later) else { return false }
      old.insert(candidate.earlier)
      new.insert(candidate.later)
      return true
    }
  }
}

extension QuestionMatching {
  /// Pairs of the same text and answers, which one question alone has in either version: no other can be
  /// more alike.
  private func sameTexts(_ old: [Int], _ new: [Int]) -> [Proposal] {
    func places(_ all: [PlacedQuestion], _ texts: [MatchedText], _ loose: [Int]) -> [MatchedText
      .Key: [Int]]
    {
      Dictionary(
        grouping: loose.filter { !texts[$0].stems.isEmpty },
        by: { texts[$0].key(kind: all[$0].question.kind.typeName) })
    }
    let later = places(self.later, second, new)
    return places(earlier, first, old).compactMap { key, own -> Proposal? in
      guard own.count == 1, let other = later[key], other.count == 1,
        earlier[own[0]].question.name != self.later[other[0]].question.name
      else { return nil }
      let score = score(own[0], other[0])
      return score >= Self.leastScore
        ? Proposal(earlier: own[0], later: other[0], score: score) : nil
    }
  }

  /// Pairs that reach the least score, of those that have the same text or share rare words.
  private func candidates(_ old: [Int], _ new: [Int]) -> [Proposal] {
    guard !old.isEmpty, !new.isEmpty else { return [] }
    var postings: [Int: [Int]] = [:]
    for place in new {
      for stem in second[place].stems { postings[stem, default: []].append(place) }
    }
    var shared = [Double](repeating: 0, count: later.count)
    return old.flatMap { place -> [Proposal] in
      var touched: [Int] = []
      for stem in first[place].stems {
        guard let others = postings[stem] else { continue }
        let weight = 1 / Double(others.count)
        for other in others {
          if shared[other] == 0 { touched.append(other) }
          shared[other] += weight
        }
      }
      let likely = Self.most(touched, by: shared)
      let proposals = likely.compactMap { other -> Proposal? in
        guard earlier[place].question.name != later[other].question.name else { return nil }
        let score = score(place, other)
        return score >= Self.leastScore
          ? Proposal(earlier: place, later: other, score: score) : nil
      }
      for other in touched { shared[other] = 0 }
      return proposals
    }
  }

  /// The places with the largest values, the first of equals first.
  private static func most(_ places: [Int], by values: [Double]) -> [Int] {
    var kept: [Int] = []
    for place in places {
      if kept.count == considered, let last = kept.last, values[last] >= values[place] { continue }
      let slot = kept.firstIndex { values[$0] < values[place] } ?? kept.count
      kept.insert(place, at: slot)
      if kept.count > considered { kept.removeLast() }
    }
    return kept
  }

  /// How many questions that share words are looked at for each.
  private static let considered = 12

  /// How surely two questions are one, from 0 to 1.
  ///
  ///     0.7 wording + 0.2 answers + 0.05 order + 0.05 surroundings
  ///
  /// The wording is compared by words and by runs of three characters, without what a whole battery has
  /// in common, each language apart, and the mean counts; the answers by their labels (or their kind);
  /// the order by the place in the form; the surroundings by the text that leads the battery and by the
  /// routing.
  func score(_ old: Int, _ new: Int) -> Double {
    guard let wording = first[old].likeness(to: second[new]) else { return 0 }
    let (before, after) = (earlier[old], later[new])
    let place = (
      Double(old) / Double(max(1, earlier.count - 1)), Double(new) / Double(max(1, later.count - 1))
    )
    let hasSameSurroundings =
      before.lead == after.lead
      && (before.question.relevant == nil) == (after.question.relevant == nil)
    return Self.shares.wording * wording + Self.shares.answers * answers(old, new)
      + Self.shares.order * (1 - abs(place.0 - place.1))
      + Self.shares.surroundings * (hasSameSurroundings ? 1 : 0)
  }

  private func answers(_ old: Int, _ new: Int) -> Double {
    let (before, after) = (earlier[old].question.kind, later[new].question.kind)
    guard before.typeName == after.typeName else { return 0 }
    guard before.choices != nil, after.choices != nil else { return 1 }
    return Wording.dice(first[old].choices, second[new].choices)
  }
}

/// What of a question is set against another's.
struct MatchedText {
  /// By language, without what the neighbours share.
  private let own: [String: Wording]
  /// What the question shares with its neighbours; the same key for the same text.
  private let shared: [String: String]
  /// Of all languages, ascending.
  let stems: [Int]
  /// Numbers of the choices' labels, ascending.
  let choices: [Int]

  /// All by which two questions can be the same.
  struct Key: Hashable {
    var texts: [String: String]
    var shared: [String: String]
    var choices: [Int]
    var kind: String
  }

  func key(kind: String) -> Key {
    Key(texts: own.mapValues(\.key), shared: shared, choices: choices, kind: kind)
  }

  static func all(_ questions: [PlacedQuestion], _ texts: FoldedTexts) -> [MatchedText] {
    questions.indices.map { place in
      let neighbours = [place - 1, place + 1].filter(questions.indices.contains)
        .map { questions[$0].question.label }
      return MatchedText(questions[place].question, neighbours, texts)
    }
  }

  private init(_ question: Question, _ neighbours: [Label], _ texts: FoldedTexts) {
    var (own, shared): ([String: Wording], [String: String]) = ([:], [:])
    for (language, text) in question.label.texts {
      let words = texts[text].words.map(\.folded)
      let common =
        neighbours.map { label in
          label[language].map { Self.beginning(words, texts[$0].words.map(\.folded)) } ?? 0
        }.max() ?? 0
      if common >= Self.sharedWords, common < words.count {
        own[language] = texts[words.dropFirst(common).joined(separator: " ")]
        shared[language] = words.prefix(common).joined(separator: " ")
      } else {
        own[language] = texts[text]
      }
    }
    self.own = own
    self.shared = shared
    stems = Set(own.values.flatMap(\.stems)).sorted()
    choices = Set(
      question.choices?.choices.flatMap { choice in
        choice.label.texts.values.map { FoldedHash.number(texts[$0].key.unicodeScalars) }
      } ?? []
    ).sorted()
  }

  /// So many words at the beginning of neighbours are a battery's.
  private static let sharedWords = 4

  private static func beginning(_ a: [String], _ b: [String]) -> Int {
    a == b ? 0 : zip(a, b).prefix { $0 == $1 }.count
  }

  /// The mean likeness over the common languages, without what a battery shares; nil where there is no
  /// text in common.
  func likeness(to other: MatchedText) -> Double? {
    let pairs = own.compactMap { language, wording -> (Double, String)? in
      guard
        let match = other.own[language] ?? other.own[""]
          ?? (language.isEmpty ? other.own.values.first : nil)
      else { return nil }
      return (wording.isEmpty || match.isEmpty ? 0 : wording.likeness(to: match), language)
    }.sorted { $0.1 < $1.1 }
    guard !pairs.isEmpty else { return nil }
    let mean = pairs.map(\.0).reduce(0, +) / Double(pairs.count)
    // The same rest under another beginning is not the same question.
    let hasSameBeginning = pairs.allSatisfy { shared[$0.1] == other.shared[$0.1] }
    return hasSameBeginning ? mean : mean * 0.9
  }
}
