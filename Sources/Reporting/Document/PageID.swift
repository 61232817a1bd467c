/// A page of a set of reports, whatever file it becomes.
public struct PageID: Hashable, Sendable {
  /// Folders and the page's own name, from the top of the set.
  public var path: [String]
  /// Nil where the page is there once for all languages.
  public var language: Language?

  public init(_ path: [String], in language: Language? = nil) {
    self.path = path
    self.language = language
  }

  /// `w1/pskov.ru.html`.
  ///
  /// - Parameter ending: Of the format's files, without the dot.
  public func file(ending: String) -> String {
    ([path.joined(separator: "/")] + [language?.rawValue, ending].compactMap(\.self))
      .joined(separator: ".")
  }

  /// The way from this page up to the top of the set: `../` for each folder.
  var wayUp: String { String(repeating: "../", count: max(0, path.count - 1)) }
}
