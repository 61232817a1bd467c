/// A piece of running text.
public indirect enum Inline: Hashable, Sendable {
  case text(String)
  /// A number, written for the language when it is rendered.
  case number(Number)
  case strong(Prose)
  case emphasis(Prose)
  /// A name of a file, a hash, a formula: in a fixed-width face.
  case code(String)
  /// A link; one to a section that the document does not have is rendered as plain text.
  case link(Prose, to: LinkTarget)
}

/// Where a link leads.
public enum LinkTarget: Hashable, Sendable {
  /// A section of this document, by its id.
  case section(String)
  /// A page of the same set.
  case page(PageID)
  /// A file of the same set that is no page, such as a table, by its path from the top.
  case file(String)
}

/// Running text: words, and numbers that are still numbers.
///
/// Written as a string literal whose interpolations keep their kind:
///
///     let found: Prose = "Индекс — \(.score(61.2)) балла, \(strong: "выше среднего")."
public struct Prose: Hashable, Sendable {
  public var inlines: [Inline]

  public init(_ inlines: [Inline]) { self.inlines = inlines }

  /// Text without numbers or emphasis.
  public init(_ text: String) { inlines = text.isEmpty ? [] : [.text(text)] }

  public var isEmpty: Bool { inlines.isEmpty }

  public static func + (left: Prose, right: Prose) -> Prose { Prose(left.inlines + right.inlines) }

  public static func += (left: inout Prose, right: Prose) { left.inlines += right.inlines }

  /// The words without emphasis and links, numbers as in a sentence.
  public func plainText(in language: Language) -> String {
    inlines.map { $0.plainText(in: language) }.joined()
  }
}

extension Prose: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Inline...) { self.init(elements) }
}

extension Prose: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self.init(value) }

  public init(stringInterpolation: StringInterpolation) {
    self.init(stringInterpolation.inlines)
  }

  public struct StringInterpolation: StringInterpolationProtocol {
    var inlines: [Inline] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      inlines.reserveCapacity(interpolationCount * 2 + 1)
    }

    public mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { inlines.append(.text(literal)) }
    }

    /// Words made elsewhere.
    public mutating func appendInterpolation(_ text: String) { appendLiteral(text) }

    /// A number, written for the report's language later.
    public mutating func appendInterpolation(_ number: Number) { inlines.append(.number(number)) }

    /// A whole number.
    public mutating func appendInterpolation(_ count: Int) {
      inlines.append(.number(.count(count)))
    }

    public mutating func appendInterpolation(_ prose: Prose) { inlines += prose.inlines }

    public mutating func appendInterpolation(strong: Prose) { inlines.append(.strong(strong)) }

    public mutating func appendInterpolation(emphasis: Prose) {
      inlines.append(.emphasis(emphasis))
    }

    public mutating func appendInterpolation(code: String) { inlines.append(.code(code)) }

    public mutating func appendInterpolation(link: Prose, to target: LinkTarget) {
      inlines.append(.link(link, to: target))
    }
  }
}

extension Inline {
  func plainText(in language: Language) -> String {
    switch self {
    case .text(let text), .code(let text): text
    case .number(let number): number.text(in: language)
    case .strong(let prose), .emphasis(let prose), .link(let prose, to: _):
      prose.plainText(in: language)
    }
  }
}
