/// What programs write where there is no answer.
enum AnswerMarkers {
  private static let words: Set<String> = [
    "na", "n/a", "#n/a", "nan", "null", "#null!", "none", "-", "--", "—", ".", "нет данных", "н/д",
    "нд", "<na>", "#нд",
  ]

  static func isMarker(_ text: String) -> Bool { words.contains(text.lowercased()) }
}
