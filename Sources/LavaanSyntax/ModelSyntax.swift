import SurveyModel

/// A model of factors and regressions in lavaan's syntax, read but not yet tied to data.
///
///     trust =~ SOC04 + SOC05 + a*SOC06
///     SOC04 ~~ SOC05
///     openness ~ b*trust
///     indirect := a*b
///
/// Understood are `=~`, `~~`, `~`, `~1`, `|`, `~*~`, `:=` and linear `==`; labels `a*x`, fixed
/// values `0.5*x`, freed ones `NA*x`, `start(0.8)*x`, `equal("f=~x1")*x`, and for several groups
/// `c(a, b)*x`. A formula goes on over lines that have no operator; `;` ends it; `#` and `!` begin
/// a comment. What lavaan has besides (`<~`, `<`, `>`, `efa()`, `level:`, interactions) is answered
/// by a diagnostic.
///
/// > Y. Rosseel (2012). "lavaan: An R package for structural equation modeling". *Journal of
/// > Statistical Software* 48(2), §3; the help page `model.syntax`.
public struct ModelSyntax: Hashable, Sendable {
  /// Where the text begins, for messages; without a line where there was no text.
  public let start: SourceLocation
  /// One for each pair of variables, in the order of the text.
  public internal(set) var formulas: [Formula] = []
  public internal(set) var constraints: [Constraint] = []
  public internal(set) var definitions: [Definition] = []

  init(at start: SourceLocation) { self.start = start }

  /// One parameter of the model, `left kind right`, and what is said of it.
  public struct Formula: Hashable, Sendable {
    public var left: String
    public var kind: Parameter.Operator
    /// Empty for intercepts.
    public var right: String
    public var modifiers = Modifiers()
    /// Where the right-hand side stands.
    public var location: SourceLocation
  }

  /// What stands before a variable: `c(a, b)*`, `0.5*`, `start(1)*`. Each list is empty where
  /// nothing was said, has one element for all groups, or one for each.
  public struct Modifiers: Hashable, Sendable {
    public enum Restriction: Hashable, Sendable {
      case free
      case fixed(Double)
    }

    public var restrictions: [Restriction?] = []
    public var labels: [String?] = []
    public var starts: [Double?] = []
    /// The parameters it must equal, written without spaces: `f=~x1`, `f=~x1.g2`.
    public var equals: [String?] = []

    public init(
      restrictions: [Restriction?] = [], labels: [String?] = [], starts: [Double?] = [],
      equals: [String?] = []
    ) {
      self.restrictions = restrictions
      self.labels = labels
      self.starts = starts
      self.equals = equals
    }
  }

  /// `left == right`.
  public struct Constraint: Hashable, Sendable {
    public var left: ModelArithmetic
    public var right: ModelArithmetic
    public var location: SourceLocation
  }

  /// `name := expression`.
  public struct Definition: Hashable, Sendable {
    public var name: String
    public var expression: ModelArithmetic
    public var location: SourceLocation
  }

  /// Reads a text: all mistakes are found at once, each with its line and column.
  ///
  /// - Parameters:
  ///   - text: The formulas.
  ///   - start: Where the text begins: in a file of its own, or in a cell of a table.
  /// - Returns: What could be read, and the mistakes and remarks in the order of the text; where
  ///   one of them is an error the model must not be used.
  public static func reading(
    _ text: String, at start: SourceLocation
  ) -> (syntax: ModelSyntax, findings: [Diagnostic]) {
    guard text.utf8.count <= ModelLimits.textBytes else {
      let empty = ModelSyntax(at: start)
      let finding = ModelLimits.finding(
        "bytes of text", text.utf8.count, atMost: ModelLimits.textBytes, at: empty.firstLine)
      return (empty, [finding])
    }
    var lexer = ModelLexer(text, at: start)
    let statements = lexer.statements()
    var parser = ModelParser(at: start, findings: lexer.findings)
    for statement in statements { parser.read(statement) }
    let syntax = parser.syntax
    let excesses = syntax.excesses
    guard excesses.isEmpty else { return (syntax, parser.findings + excesses) }
    let findings =
      parser.findings
      + (parser.findings.hasErrors ? syntax.contradictions : syntax.inconsistencies)
    return (syntax, findings.sorted { $0.location < $1.location })
  }

  /// Reads a text that is a file of its own.
  ///
  /// - Parameters:
  ///   - text: The formulas.
  ///   - file: The file's name, for messages.
  /// - Returns: As ``reading(_:at:)``.
  public static func reading(
    _ text: String, file: String
  ) -> (syntax: ModelSyntax, findings: [Diagnostic]) {
    reading(text, at: SourceLocation(file: file, line: 1, column: 1))
  }

  /// Creates a model of factors with their items and nothing else. Items may have any name, such as
  /// one with a hyphen that a text could not hold.
  ///
  /// - Parameters:
  ///   - factors: Each factor's name and items.
  ///   - file: The file that says which items belong together, for messages.
  public init(factors: [(name: String, items: [String])], file: String = "") {
    self.init(at: SourceLocation(file: file))
    let start = start
    formulas = factors.flatMap { factor in
      factor.items.map { Formula(left: factor.name, kind: .loading, right: $0, location: start) }
    }
  }

  /// The whole file, or sheet.
  package var file: SourceLocation { SourceLocation(file: start.file, sheet: start.sheet) }

  /// The line in which the text begins.
  package var firstLine: SourceLocation {
    SourceLocation(file: start.file, sheet: start.sheet, line: start.line ?? 1)
  }

  /// The factors, in the order of the text.
  public var latent: [String] { unique(formulas.filter { $0.kind == .loading }.map(\.left)) }

  /// The items and other observed variables: those of factors first, then those explained by
  /// regressions, then those that explain, then the rest.
  public var observed: [String] {
    let latent = Set(latent)
    let regressions = formulas.filter { $0.kind == .regression }
    let others = formulas.filter { $0.kind != .loading && $0.kind != .regression }
    let names =
      formulas.filter { $0.kind == .loading }.map(\.right) + regressions.map(\.left)
      + regressions.map(\.right)
      + others.flatMap { $0.kind == .covariance ? [$0.left, $0.right] : [$0.left] }
    return unique(names).filter { !latent.contains($0) }
  }
}

/// Each name once, where it first stands.
package func unique(_ names: [String]) -> [String] {
  var seen: Set<String> = []
  return names.filter { seen.insert($0).inserted }
}
