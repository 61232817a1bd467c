/// A row of `columns.csv`: which question a column of a field file answers.
///
/// A contractor's file may call its columns otherwise than the questionnaire calls its questions.
/// What a program proposes counts only once somebody has confirmed it.
public struct ColumnMapping: Hashable, Sendable {
  /// ``Source/file``, or the pattern that found it; nil for every file.
  public var file: String?
  /// As the file has it.
  public var column: String
  /// The question, or the question and a choice of it: `INB/3`; nil for a column that answers none.
  public var question: String?
  public var isConfirmed: Bool
  public var location: SourceLocation

  public init(
    file: String?, column: String, question: String?, isConfirmed: Bool,
    at location: SourceLocation
  ) {
    self.file = file
    self.column = column
    self.question = question
    self.isConfirmed = isConfirmed
    self.location = location
  }

  /// Whether it is about the columns of a source.
  public func concerns(_ source: Source) -> Bool {
    file.map { source.names.contains($0.withSlashes) } ?? true
  }
}
