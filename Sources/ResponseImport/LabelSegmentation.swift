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
  private let sequences: [(characters: [Character], choice: Int)]

  init(_ labels: [String: Int]) {
    self.labels = labels
    sequences = labels.sorted { $0.key < $1.key }.map { (Array($0.key), $0.value) }
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
  /// The cost is at most the text's length times the length of all labels.
  func outcome(of text: String) -> Outcome {
    let characters = Array(text)
    var ways = [[Set<Int>: [Int]]](repeating: [:], count: characters.count + 1)
    ways[characters.count] = [[]: []]
    for start in stride(from: characters.count - 1, through: 0, by: -1) {
      for label in sequences {
        guard let end = end(of: label.characters, in: characters, at: start) else { continue }
        for (set, order) in ways[end] where !set.contains(label.choice) && ways[start].count < 3 {
          ways[start][set.union([label.choice])] = [label.choice] + order
        }
      }
    }
    guard let first = ways.first, let way = first.first, !way.key.isEmpty else { return .none }
    return first.count == 1 ? .one(way.value) : .several
  }

  /// Where the text goes on after a label and its separator; nil where the label does not stand.
  private func end(of label: [Character], in text: [Character], at start: Int) -> Int? {
    var end = start + label.count
    guard end <= text.count, text[start..<end].elementsEqual(label) else { return nil }
    while end < text.count, text[end] == " " { end += 1 }
    guard end < text.count else { return end }
    guard Self.isSeparator(text[end]) else { return nil }
    while end < text.count, Self.isSeparator(text[end]) || text[end] == " " { end += 1 }
    return end
  }

  private static func isSeparator(_ character: Character) -> Bool {
    character == "," || character == ";" || character == "|" || character == "\n"
  }
}
