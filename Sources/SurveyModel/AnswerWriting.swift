/// What a field file writes of a chosen answer.
public enum AnswerWriting: String, Hashable, Sendable, CaseIterable {
  case codes, labels
}
