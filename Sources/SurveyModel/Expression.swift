/// A `relevant`, `constraint` or `calculation` of a form: XLSForm's subset of XPath, parsed.
public struct Expression: Hashable, Sendable {
  /// The expression as it stands in the form.
  public let source: String

  /// - Throws: ``ExpressionError`` with the place in `source`.
  public init(parsing source: String) throws(ExpressionError) {
    self.source = source
  }
}

/// What is wrong with an expression, and where in it.
public struct ExpressionError: Error, Hashable, Sendable {
  public let message: String
  /// Characters before the fault.
  public let offset: Int

  public init(message: String, offset: Int) {
    self.message = message
    self.offset = offset
  }
}
