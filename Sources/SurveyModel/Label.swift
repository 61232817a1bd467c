/// A text in one or more languages.
public struct Label: Hashable, Sendable {
  /// Texts by language code (`ru`, `en`, …); "" holds a text without a language.
  public private(set) var texts: [String: String]

  /// - Parameter texts: Texts by language code; empty texts are left out.
  public init(_ texts: [String: String] = [:]) {
    self.texts = texts.filter { !$0.value.isEmpty }
  }

  /// One text for every language.
  public init(_ text: String) { self.init(["": text]) }

  public var isEmpty: Bool { texts.isEmpty }

  /// The text in this very language, without falling back.
  public subscript(language: String) -> String? {
    get { texts[language] }
    set { texts[language] = newValue.flatMap { $0.isEmpty ? nil : $0 } }
  }

  /// The text in a language; else the one without a language; else Russian, English, or the first
  /// by language code; nil where there is none.
  public func text(in language: String) -> String? {
    texts[language] ?? texts[""] ?? texts["ru"] ?? texts["en"]
      ?? texts.min { $0.key < $1.key }?.value
  }
}
