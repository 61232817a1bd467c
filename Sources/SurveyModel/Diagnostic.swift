import TextFormats

/// One problem at one place, in its one printed form.
///
/// Readers, import, lint and checks return diagnostics; only the command prints them. An open
/// answer is never quoted in a message: its length is said instead.
public struct Diagnostic: Hashable, Sendable {
  public enum Severity: String, Hashable, Sendable, CaseIterable {
    /// The thing cannot be used as it is.
    case error
    /// It is used, and the user should know how.
    case warning
    /// Something was done that the user may want to know.
    case note
  }

  public var severity: Severity
  /// A stable name of the kind of problem, in kebab case: `value-not-in-choices`.
  public var code: String
  /// What was expected and what was found, in one sentence without a full stop.
  public var message: String
  /// What to do, in one sentence without a full stop; nil where there is nothing to do.
  public var fix: String?
  /// Rows of a sheet that would do it, to be pasted there.
  public var rows: [String]
  public var location: SourceLocation

  public init(
    _ severity: Severity, _ code: String, _ message: String, fix: String? = nil,
    rows: [String] = [], at location: SourceLocation
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.fix = fix
    self.rows = rows
    self.location = location
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `file:line:column: error: message [code]`, the remedy on a second line, and rows to paste on
  /// further ones.
  ///
  /// Names and texts from files are escaped, so that none of them reaches a terminal raw or looks like
  /// a line of another finding; of a very long message the beginning is given.
  public var description: String {
    let place = location.description.printable
    let first = "\(place): \(severity.rawValue): \(Self.shown(message)) [\(code)]"
    let remedy = fix.map { ["  fix: \(Self.shown($0))"] } ?? []
    return ([first] + remedy + rows.map(Self.shown)).joined(separator: "\n")
  }

  private static let longest = 4000

  private static func shown(_ text: String) -> String {
    guard text.utf8.count > longest else { return text.printable }
    let rest = text.count - longest
    guard rest > 0 else { return text.printable }
    return "\(String(text.prefix(longest)).printable)… and \(rest) more characters"
  }
}

extension Sequence<Diagnostic> {
  /// Whether any of them is an error.
  public var hasErrors: Bool { contains { $0.severity == .error } }
}
