/// How far an interview got, as the American Association for Public Opinion Research divides them.
///
/// > AAPOR (2023). *Standard Definitions*, 10th edition: complete and partial interviews.
public enum InterviewStatus: String, Hashable, Sendable, CaseIterable {
  /// At least `complete-minimum` per cent of the questions due are answered (1.1).
  case complete
  /// Fewer, but at least `partial-minimum` per cent, and all that the weights need (1.2).
  case partial
}

/// From how many answers on a record is an interview, and from how many on a whole one.
public struct InterviewMinimums: Hashable, Sendable {
  /// Per cent of the questions due; with less a record is a break-off and no interview.
  public var partial: Double
  /// Per cent of the questions due.
  public var complete: Double

  public init(partial: Double = 50, complete: Double = 80) {
    self.partial = partial
    self.complete = complete
  }
}
