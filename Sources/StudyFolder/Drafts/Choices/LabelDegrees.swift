import SurveyModel

/// Labels that say in what degree the same holds: «полностью согласен», «скорее не согласен», "very
/// likely", "somewhat unlikely", "not at all".
enum LabelDegrees {
  /// How strongly each label, folded, says yes or no; nil where one says neither, or they speak of
  /// different things.
  static func values(_ labels: [String]) -> [Double]? {
    poles.lazy.compactMap { values(labels, $0) }.first ?? alike(labels)
  }

  /// What is said for a thing and against it.
  private struct Pole {
    let against: [String]
    let what: [String]
  }

  /// A judgement with a word for the opposite.
  private static func values(_ labels: [String], _ pole: Pole) -> [Double]? {
    var sum: [Double] = []
    for label in labels {
      let isAgainst = pole.against.contains { label.contains($0) }
      if middles.contains(where: { label.hasPrefix($0) }) || isDivided(label) {
        sum.append(0)
      } else if isAgainst || pole.what.contains(where: { label.contains($0) }) {
        let bare = pole.against.reduce(label) { $0.replacing($1, with: " ") }
        sum.append((isAgainst ? -1 : 1) * signed(bare))
      } else if centres.contains(where: { label.contains($0) }) {
        sum.append(0)
      } else {
        return nil
      }
    }
    return sum
  }

  /// Degrees of one thing, whatever it is: what is left of the labels is the same.
  private static func alike(_ labels: [String]) -> [Double]? {
    var (sum, rests): ([Double], Set<String>) = ([], [])
    for label in labels {
      if middles.contains(where: { label.hasPrefix($0) }) || isDivided(label) {
        sum.append(0)
        continue
      }
      let parted = Self.parted(label)
      guard parted.degree != nil || parted.isDenied || isAnswer(label) else { return nil }
      rests.insert(parted.rest)
      sum.append((parted.isDenied ? -1 : 1) * (parted.degree ?? 2))
    }
    return rests.count <= 1 ? sum : nil
  }

  private static func isAnswer(_ label: String) -> Bool {
    ["yes", "no", "да", "нет"].contains(label)
  }

  /// The degree of a label without its opposite, negative where it is denied.
  private static func signed(_ label: String) -> Double {
    let parted = parted(label)
    return (parted.isDenied ? -1 : 1) * (parted.degree ?? 2)
  }

  private static func parted(_ label: String) -> (degree: Double?, isDenied: Bool, rest: String) {
    let text = label.map { ",;:()".contains($0) ? " " : $0 }
    var rest = " " + String(text).split(separator: " ").joined(separator: " ") + " "
    for phrase in denials where rest.contains(" \(phrase.words) ") {
      rest = rest.replacing(" \(phrase.words) ", with: " ")
      return (phrase.degree, true, bare(rest))
    }
    var degree: Double?
    for phrase in degrees where rest.contains(" \(phrase.words) ") {
      rest = rest.replacing(" \(phrase.words) ", with: " ")
      degree = phrase.degree
      break
    }
    let words = rest.split(separator: " ")
    let isDenied = words.contains { ["not", "no", "не", "нет"].contains($0) }
    return (degree, isDenied, bare(rest))
  }

  private static func bare(_ text: String) -> String {
    let words: Set<Substring> = ["not", "no", "yes", "не", "нет", "да", "at", "all"]
    return text.split(separator: " ").filter { !words.contains($0) }.joined(separator: " ")
  }

  /// «Отчасти согласен, отчасти нет», «и да, и нет».
  private static func isDivided(_ label: String) -> Bool {
    ["отчасти", "partly", "частично"].contains { label.ranges(of: $0).count > 1 }
      || label.contains("и да, и нет") || label.contains("и да и нет")
  }

  private static let middles = [
    "neither", "neutral", "ни ", "нейтральн", "undecided", "might or might not", "безразлично",
    "когда как", "50/50", "in between", "so-so",
  ]

  /// The middle of judgements that have two ends; of degrees alone these are degrees.
  private static let centres = [
    "same", "unchanged", "no change", "не измен", "без измен", "осталось", "осталась", "остался",
    "остались", "так же", "столько же", "as before", "average", "medium", "moderate", "middle",
    "средн", "нечто среднее", "mixed", "отчасти", "partly", "наполовину", "в чем-то", "depends",
    "по-разному", "так себе",
  ]

  private static let poles: [Pole] = [
    (["disagree", "несоглас"], ["agree", "соглас"]),
    (
      ["dissatisf", "unsatisf", "неудовлетвор", "недовольн", "недоволен"],
      ["satisf", "удовлетвор", "доволен", "довольн"]
    ),
    (["unlikely", "improbable", "маловероят", "невероят"], ["likely", "probable", "вероятн"]),
    (["unimportant", "неважн"], ["important", "важн"]),
    (["distrust", "недовер"], ["trust", "довер"]), (["unsafe", "небезопас"], ["safe", "безопас"]),
    (["worse", "хуже"], ["better", "лучше"]),
    (["decreas", "уменьш", "снизил", "сократил"], ["increas", "увелич", "вырос", "повысил"]),
    (["unfavorable", "unfavourable"], ["favorable", "favourable"]),
    (["negative", "отрицат", "негатив"], ["positive", "положит", "позитив"]),
    (["dislike", "не нрав"], ["like", "нрав"]),
    (["oppose", "против"], ["support", "favor", "за"]),
    (["difficult", "hard", "трудно", "сложно"], ["easy", "легко"]),
    (["disappointed"], ["pleased"]), (["low", "низк"], ["high", "высок"]),
    (["less", "меньше"], ["more", "больше"]), (["bad", "poor", "плох"], ["good", "хорош"]),
    (["unhappy", "несчаст"], ["happy", "счаст"]),
    (["uninterested", "неинтерес"], ["interested", "интерес"]),
  ].map { Pole(against: $0.0, what: $0.1) }

  /// Degrees tell phrases apart and order them; nothing is computed from the distances between them.
  private typealias Phrase = (words: String, degree: Double)

  /// What denies and tells in what degree.
  private static let denials: [Phrase] = [
    ("not at all", 4), ("совсем не", 4), ("совершенно не", 4), ("вовсе не", 4),
    ("абсолютно не", 4), ("полностью не", 4), ("категорически не", 4.2), ("совсем нет", 4),
    ("точно не", 3.5), ("точно нет", 3.5), ("определенно не", 3.5), ("определенно нет", 3.5),
    ("definitely not", 3.5), ("not very", 1.1), ("not too", 1.1), ("not so", 1.1),
    ("not that", 1.1), ("not really", 1.2), ("not much", 1.2), ("not quite", 0.9),
    ("not fully", 0.9), ("не очень", 1.1), ("не слишком", 1.1), ("не особо", 1.2),
    ("не особенно", 1.2), ("не вполне", 0.9), ("не совсем", 0.9), ("не полностью", 0.9),
    ("скорее не", 1), ("скорее нет", 1), ("probably not", 1), ("rather not", 1.3),
    ("наверное нет", 1), ("вероятно нет", 1), ("безусловно нет", 3.5),
  ]

  private static let degrees: [Phrase] = [
    ("completely", 4), ("totally", 4), ("extremely", 4), ("absolutely", 4), ("fully", 4),
    ("entirely", 4), ("at all", 4), ("совершенно", 4), ("полностью", 4), ("абсолютно", 4),
    ("крайне", 4), ("совсем", 4), ("целиком", 4), ("категорически", 4.2), ("definitely", 3.5),
    ("certainly", 3.5), ("безусловно", 3.5), ("определенно", 3.5), ("точно", 3.5),
    ("a great deal", 3.4), ("very much", 3.3), ("strongly", 3), ("very", 3), ("highly", 3),
    ("much", 3), ("очень сильно", 3.5), ("очень", 3), ("сильно", 2.9), ("намного", 3),
    ("значительно", 3), ("гораздо", 3), ("существенно", 3), ("весьма", 2.8), ("вполне", 2.5),
    ("a lot", 2.8), ("mostly", 1.8), ("generally", 1.8), ("в основном", 1.8), ("в целом", 1.8),
    ("quite a bit", 1.9), ("quite", 1.6), ("pretty", 1.6), ("fairly", 1.5), ("moderately", 1.4),
    ("умеренно", 1.4), ("довольно", 1.5), ("достаточно", 1.6), ("rather", 1.3),
    ("somewhat", 1.2), ("tend to", 1.1), ("probably", 1.05), ("скорее", 1), ("вероятно", 1.05),
    ("наверное", 1.05), ("a little", 0.9), ("a bit", 0.9), ("немного", 0.9), ("несколько", 0.9),
    ("отчасти", 0.85), ("частично", 0.85), ("partly", 0.85), ("slightly", 0.8),
    ("слегка", 0.8), ("possibly", 0.7), ("возможно", 0.7),
  ]
}
