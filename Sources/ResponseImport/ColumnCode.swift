import TextFormats

/// The code of a choice's column before its text, as LimeSurvey writes it: `M[1]. What do you own? [Car]`.
public struct ColumnCode: Hashable, Sendable {
  /// The question's name.
  public let question: String
  /// The choice's name.
  public let choice: String
  /// What was asked; nil where nothing stands there.
  public let text: String?
  /// The choice's label, where the text ends in one between brackets.
  public let label: String?

  /// - Returns: nil where no text stands behind a name and a bracket.
  public init?(_ column: String) {
    guard let end = column.firstRange(of: "]. "),
      let open = column[..<end.lowerBound].firstIndex(of: "["), open != column.startIndex
    else { return nil }
    question = String(column[..<open])
    choice = String(column[column.index(after: open)..<end.lowerBound])
    guard !choice.isEmpty, !question.contains(where: \.isWhitespace) else { return nil }
    let rest = column[end.upperBound...]
    if rest.hasSuffix("]"), let bracket = rest.lastIndex(of: "["), bracket != rest.startIndex {
      text = String(rest[..<bracket]).trimmingSpace
      label = String(rest[rest.index(after: bracket)...].dropLast())
    } else {
      text = rest.isEmpty ? nil : String(rest)
      label = nil
    }
  }

  /// The column's name without its text: `M[1]`.
  var name: String { "\(question)[\(choice)]" }
}
