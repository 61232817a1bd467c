/// A row of `corrections.csv`: an answer that was found to be wrong, and the right one.
///
/// Field files are never changed: corrections are replayed on every import, and hold only where the
/// file still has the old answer.
public struct Correction: Hashable, Sendable {
  /// ``Source/file``, or the pattern that found it.
  public var file: String
  /// The record's identifier; its line where the source names no identifier.
  public var record: String
  /// The question, or the file's column of one choice.
  public var question: String
  /// As the file has it; "" for a blank.
  public var old: String
  public var new: String
  public var who: String
  public var why: String
  public var location: SourceLocation

  public init(
    file: String, record: String, question: String, old: String, new: String, who: String,
    why: String, at location: SourceLocation
  ) {
    self.file = file
    self.record = record
    self.question = question
    self.old = old
    self.new = new
    self.who = who
    self.why = why
    self.location = location
  }
}
