import SurveyModel

/// Finds choices of one list that several of another list make up.
enum ChoiceDivision {
  /// - Parameters:
  ///   - wholes: Places of choices without a counterpart, in `list`.
  ///   - parts: Places of choices without a counterpart in the other list; those that are found to be
  ///     parts are taken out.
  static func found(
    _ wholes: [Int], in list: ChoiceList, into parts: inout [Int], of other: ChoiceList,
    _ texts: FoldedTexts
  ) -> [ChoiceDifference.Division] {
    var found: [ChoiceDifference.Division] = []
    for whole in wholes {
      let label = list.choices[whole].label
      let loose = parts
      let places = languages(label).lazy.compactMap { language in
        Self.parts(
          of: label[language] ?? "",
          among: loose.map { ($0, other.choices[$0].label[language] ?? "") }, texts)
      }.first
      guard let places else { continue }
      parts.removeAll(where: places.contains)
      found.append(
        ChoiceDifference.Division(
          whole: list.choices[whole].name, parts: places.map { other.choices[$0].name }))
    }
    return found
  }

  private static func languages(_ label: Label) -> [String] { label.texts.keys.sorted() }

  /// Places of the labels that together say what the whole one says; nil where none do.
  private static func parts(
    of whole: String, among labels: [(place: Int, text: String)], _ texts: FoldedTexts
  ) -> [Int]? {
    if let range = CoveredValues(whole, texts) { return covering(range, labels, texts) }
    return named(in: texts[whole], labels, texts)
  }

  /// Numbers from one bound to the other, without gaps.
  private static func covering(
    _ whole: CoveredValues, _ labels: [(place: Int, text: String)], _ texts: FoldedTexts
  ) -> [Int]? {
    let ranges = labels.compactMap { label in
      CoveredValues(label.text, texts).flatMap { whole.contains($0) ? (label.place, $0) : nil }
    }.sorted { $0.1.from < $1.1.from }
    guard ranges.count > 1, ranges.first?.1.from == whole.from, ranges.last?.1.to == whole.to,
      zip(ranges, ranges.dropFirst()).allSatisfy({ $1.1.from == $0.1.to + 1 })
    else { return nil }
    return ranges.map(\.0)
  }

  /// Labels that the whole one joins with "or", "and" or a comma: "Bus or tram" is "Bus" and "Tram".
  private static func named(
    in whole: Wording, _ labels: [(place: Int, text: String)], _ texts: FoldedTexts
  ) -> [Int]? {
    guard !whole.isEmpty else { return nil }
    let own = whole.words.map(\.folded).filter { !joining.contains($0) }
    var rest = own
    var found: [Int] = []
    for label in labels {
      let words = texts[label.text].words.map(\.folded)
      guard !words.isEmpty, words.count < own.count, let start = rest.firstPlace(of: words) else {
        continue
      }
      rest.removeSubrange(start..<(start + words.count))
      found.append(label.place)
    }
    return found.count > 1 && rest.isEmpty ? found : nil
  }

  private static let joining: Set<String> = ["or", "and", "или", "и", "либо"]
}

extension [String] {
  fileprivate func firstPlace(of words: [String]) -> Int? {
    guard words.count <= count else { return nil }
    return (0...(count - words.count)).first { Array(self[$0..<($0 + words.count)]) == words }
  }
}

/// Whole numbers that a label names: `18–24`, `60+`, `65 лет и старше`, `under 18`.
struct CoveredValues: Hashable {
  let from: Int
  let to: Int

  func contains(_ other: CoveredValues) -> Bool {
    from <= other.from && other.to <= to && self != other
  }

  init?(_ label: String, _ texts: FoldedTexts) {
    let words = texts[label].words.map(\.folded)
    let numbers = words.compactMap { Int($0) }
    let rest = words.filter { Int($0) == nil }
    let isOpenUp = rest.contains { Self.upwards.contains($0) }
    let isOpenDown = rest.contains { Self.downwards.contains($0) }
    let isStrict = rest.contains { Self.below.contains($0) }
    guard rest.allSatisfy(Self.known.contains) else { return nil }
    switch (numbers.count, isOpenUp, isOpenDown) {
    case (2, false, false) where numbers[0] < numbers[1]:
      (from, to) = (numbers[0], numbers[1])
    case (1, true, false): (from, to) = (numbers[0], Int.max / 2)
    case (1, false, true): (from, to) = (Int.min / 2, isStrict ? numbers[0] - 1 : numbers[0])
    default: return nil
    }
  }

  /// Whether all pairs of labels name numbers that are not the same.
  static func areBoth(_ labels: [(String, String)], _ texts: FoldedTexts) -> Bool {
    labels.contains { first, second in
      guard let one = CoveredValues(first, texts), let other = CoveredValues(second, texts) else {
        return false
      }
      return one != other
    }
  }

  private static let upwards: Set<String> = [
    "+", "старше", "больше", "более", "older", "over", "more", "above",
  ]
  private static let downwards: Set<String> = [
    "младше", "моложе", "до", "under", "younger", "below", "less", "менее", "меньше",
  ]
  private static let below: Set<String> = ["under", "below"]
  private static let known: Set<String> = upwards.union(downwards).union([
    "-", "лет", "год", "года", "и", "или", "от", "years", "year", "old", "and", "or", "to", "from",
    "aged",
    "to", "км", "руб", "рублей", "тыс", "часов", "часа", "hours", "минут", "minutes",
  ])
}

/// Scales that differ in the number of their points alone.
enum ScaleLength {
  /// Whether the codes of both lists run in steps of one from end to end, in other numbers, and the ends
  /// have the same words.
  static func differs(_ earlier: ChoiceList, _ later: ChoiceList, _ texts: FoldedTexts) -> Bool {
    guard let first = ends(earlier, texts), let second = ends(later, texts),
      first.count != second.count
    else { return false }
    return first.low == second.low && first.high == second.high
  }

  private static func ends(
    _ list: ChoiceList, _ texts: FoldedTexts
  ) -> (count: Int, low: [String: String], high: [String: String])? {
    let choices = list.substantive.map { list.choices[$0] }
    let values = choices.compactMap(\.value)
    guard choices.count > 2, values.count == choices.count else { return nil }
    let ordered = zip(values, choices).sorted { $0.0 < $1.0 }
    guard zip(ordered, ordered.dropFirst()).allSatisfy({ $1.0 == $0.0 + 1 }),
      let low = ordered.first?.1, let high = ordered.last?.1
    else { return nil }
    return (choices.count, words(low, texts), words(high, texts))
  }

  /// The words of a label without the code before them.
  private static func words(_ choice: Choice, _ texts: FoldedTexts) -> [String: String] {
    choice.label.texts.mapValues { text in
      var words = texts[text].words.map(\.folded)
      if words.first == choice.name { words.removeFirst() }
      return words.joined(separator: " ")
    }
  }
}
