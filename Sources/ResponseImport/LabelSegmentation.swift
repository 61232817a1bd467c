import SurveyModel

/// Takes a text of several labels apart, where the labels may hold the separators themselves.
struct LabelSegmentation {
  enum Outcome: Equatable {
    /// No way to take it apart.
    case none
    /// The only way, in the order of the text.
    case one([Int])
    /// Several ways that give other choices.
    case several
  }

  /// Folded labels of one choice each.
  let labels: [String: Int]
  /// By their first characters.
  private let sequences: [Character: [(characters: [Character], choice: Int)]]
  /// Characters of all labels but separators and spaces.
  private let substance: Int

  init(_ labels: [String: Int]) {
    self.labels = labels
    let sorted = labels.sorted { $0.key < $1.key }.map { (Array($0.key), $0.value) }
    sequences = Dictionary(grouping: sorted.filter { !$0.0.isEmpty }) { $0.0[0] }
    substance = sorted.reduce(0) { $0 + Self.substance($1.0) }
  }

  /// In lower case, with `е` for `ё`, one kind of space, quote and dash, and single spaces.
  static func folded(_ text: String) -> String {
    var folded = ""
    for character in text.lowercased() {
      switch character {
      case "ё": folded.append("е")
      case "«", "»", "“", "”", "„", "‟": folded.append("\"")
      case "’", "‘": folded.append("'")
      case "–", "—", "−", "‑": folded.append("-")
      case _ where character.isNewline: folded.append("\n")
      case _ where character.isWhitespace: if folded.last != " " { folded.append(" ") }
      default: folded.append(character)
      }
    }
    return folded.trimmingSpace
  }

  /// All ways to take a folded text apart, as far as needed to tell whether there is one.
  ///
  /// - Complexity: The text's length and, where it is not longer than all labels together, that
  ///   times the labels' length: no label is taken twice.
  ///
  /// `/` and `+` divide labels only where no other way is found, and spaces, as KoboToolbox has them
  /// between labels, where these do not either.
  func outcome(of text: String) -> Outcome {
    let usual = outcome(of: text, dividedBy: Self.usualSeparators)
    guard usual == .none else { return usual }
    if text.contains(where: { $0 == "/" || $0 == "+" }) {
      let further = outcome(of: text, dividedBy: Self.usualSeparators.union(["/", "+"]))
      if further != .none { return further }
    }
    return text.contains(" ")
      ? outcome(of: text, dividedBy: Self.usualSeparators.union([" "])) : .none
  }

  /// The labels among parts that are none, the longest first; in the order of the text.
  func labels(among text: String) -> [Int] {
    let parts = text.split { Self.usualSeparators.contains($0) }
    guard parts.count <= 200 else { return parts.compactMap { labels[$0.trimmingSpace] } }
    var (found, start) = ([Int](), 0)
    while start < parts.count {
      let end = (start..<parts.count).reversed().first { end in
        labels[text[parts[start].startIndex..<parts[end].endIndex].trimmingSpace] != nil
      }
      if let end,
        let label = labels[text[parts[start].startIndex..<parts[end].endIndex].trimmingSpace],
        !found.contains(label)
      {
        found.append(label)
      }
      start = (end ?? start) + 1
    }
    return found
  }

  private static let usualSeparators: Set<Character> = [",", ";", "|", "\n"]

  private func outcome(of text: String, dividedBy separators: Set<Character>) -> Outcome {
    let characters = Array(text)
    guard Self.substance(characters) <= substance else { return .none }
    let next = Self.places(in: characters, after: separators)
    var ways = [[Set<Int>: [Int]]](repeating: [:], count: characters.count + 1)
    ways[characters.count] = [[]: []]
    for start in stride(from: characters.count - 1, through: 0, by: -1) {
      for label in sequences[characters[start]] ?? [] {
        guard let end = end(of: label.characters, in: characters, at: start, next, separators)
        else { continue }
        for (set, order) in ways[end] where !set.contains(label.choice) && ways[start].count < 3 {
          ways[start][set.union([label.choice])] = [label.choice] + order
        }
      }
    }
    guard let first = ways.first, let way = first.first, !way.key.isEmpty else { return .none }
    return first.count == 1 ? .one(way.value) : .several
  }

  /// Where the text goes on after a label and its separator; nil where the label does not stand.
  ///
  /// - Parameter next: For each place where the text goes on after spaces, and after separators.
  private func end(
    of label: [Character], in text: [Character], at start: Int,
    _ next: (spaces: [Int], separators: [Int]), _ separators: Set<Character>
  ) -> Int? {
    let end = start + label.count
    guard end <= text.count, text[start..<end].elementsEqual(label) else { return nil }
    let separator = next.spaces[end]
    guard separator < text.count else { return separator }
    if separators.contains(text[separator]) { return next.separators[separator] }
    return separator > end && separators.contains(" ") ? separator : nil
  }

  /// For each place of a text, and its end, the first place from there on that holds no space, and
  /// the first that holds neither space nor separator.
  private static func places(
    in text: [Character], after separators: Set<Character>
  ) -> (spaces: [Int], separators: [Int]) {
    var next = (spaces: Array(0...text.count), separators: Array(0...text.count))
    for place in text.indices.reversed() {
      if text[place] == " " { next.spaces[place] = next.spaces[place + 1] }
      if text[place] == " " || separators.contains(text[place]) {
        next.separators[place] = next.separators[place + 1]
      }
    }
    return next
  }

  private static func substance(_ text: [Character]) -> Int {
    text.count { $0 != " " && !usualSeparators.contains($0) }
  }
}
