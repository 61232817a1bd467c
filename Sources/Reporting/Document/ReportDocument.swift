/// A report before it has a form: a closed tree, over which renderers are functions.
///
/// It knows no statistics. Whoever writes a report decides what is said; this says where it stands.
public struct ReportDocument: Hashable, Sendable {
  public var language: Language
  public var title: String
  public var subtitle: String?
  /// The title page: customer, contractor, dates.
  public var particulars: [KeyValue] = []
  /// What every page, chart and table must say, such as that the data are synthetic.
  public var stamp: String?
  /// One link or line above the title: the way back to the index.
  public var breadcrumb: Prose?
  public var blocks: [Block]

  public init(
    language: Language, title: String, subtitle: String? = nil, blocks: [Block] = []
  ) {
    self.language = language
    self.title = title
    self.subtitle = subtitle
    self.blocks = blocks
  }
}

/// A part of a report.
public enum Block: Hashable, Sendable {
  case section(Section)
  case paragraph(Prose)
  /// Findings, options: numbered from 1.
  case numberedList([Prose])
  case list([Prose])
  case table(Table)
  case chart(Chart)
  case note(Note)
  case keyValues([KeyValue])
  /// What follows begins on a new printed page.
  case pageBreak
}

/// A heading and what stands under it; its level is its depth in the tree.
public struct Section: Hashable, Sendable {
  /// A name for links, of Latin letters, digits and hyphens; a second section of the same name
  /// becomes `name-2`.
  public var id: String
  public var title: String
  public var blocks: [Block]

  public init(_ id: String, _ title: String, _ blocks: [Block] = []) {
    self.id = id
    self.title = title
    self.blocks = blocks
  }
}

/// A remark set apart from the text.
public struct Note: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// How something is to be read.
    case information
    /// What limits a conclusion; announced in words, not by colour alone.
    case warning
  }

  public var kind: Kind
  public var text: Prose

  public init(_ kind: Kind, _ text: Prose) {
    self.kind = kind
    self.text = text
  }
}

/// A name and what it stands for.
public struct KeyValue: Hashable, Sendable {
  public var key: String
  public var value: Prose

  public init(_ key: String, _ value: Prose) {
    self.key = key
    self.value = value
  }
}
