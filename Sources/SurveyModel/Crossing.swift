/// Groups that divide respondents together: `sex*age` of `margins.csv`. One group by itself is a
/// crossing of one.
public struct Crossing: Hashable, Sendable {
  /// ``Grouping/name`` of each group.
  public let groups: [String]

  /// - Precondition: There is at least one group.
  public init(_ groups: [String]) {
    precondition(!groups.isEmpty, "a crossing has at least one group")
    self.groups = groups
  }

  /// Reads groups joined by `*`.
  ///
  /// - Returns: Nil where the text is blank, or names nothing on one side of a `*`.
  public init?(reading text: String) {
    guard let groups = text.parts(between: "*") else { return nil }
    self.init(groups)
  }

  /// The names of the groups, joined by `*`.
  public var name: String { groups.joined(separator: "*") }
}

/// One category of each group of a ``Crossing``: `1*25-34`.
public struct CrossedCategory: Hashable, Sendable {
  /// ``Grouping/Category/name`` of each category, in the order of the groups.
  public let parts: [String]

  /// - Precondition: There is at least one part.
  public init(_ parts: [String]) {
    precondition(!parts.isEmpty, "a category has at least one part")
    self.parts = parts
  }

  fileprivate init?(reading text: String) {
    guard let parts = text.parts(between: "*") else { return nil }
    self.init(parts)
  }

  /// The names of the parts, joined by `*`.
  public var name: String { parts.joined(separator: "*") }

  /// The combination of this category of some groups with one of further groups.
  public func crossed(with other: CrossedCategory) -> CrossedCategory {
    CrossedCategory(parts + other.parts)
  }
}

/// Categories of a ``Crossing`` that count as one: `18-24|25-34`, or a single category.
public struct MergedCategory: Hashable, Sendable {
  public let categories: [CrossedCategory]

  /// - Precondition: There is at least one category.
  public init(_ categories: [CrossedCategory]) {
    precondition(!categories.isEmpty, "a merged category has at least one category")
    self.categories = categories
  }

  /// A category of a single group, merged with no other.
  public init(_ name: String) { self.init([CrossedCategory([name])]) }

  /// Reads categories joined by `|`, each of them parts joined by `*`.
  ///
  /// - Returns: Nil where the text is blank, or names nothing on one side of a `|` or `*`.
  public init?(reading text: String) {
    guard let names = text.parts(between: "|") else { return nil }
    let categories = names.compactMap(CrossedCategory.init(reading:))
    guard categories.count == names.count else { return nil }
    self.init(categories)
  }

  public var isMerged: Bool { categories.count > 1 }

  /// The names of the categories, joined by `|`.
  public var name: String { Self.name(merging: categories.map(\.name)) }

  /// The name of the category that categories of these names become where they are merged.
  public static func name(merging names: [String]) -> String { names.joined(separator: "|") }

  /// The merge of this category with another one.
  public func merged(with other: MergedCategory) -> MergedCategory {
    MergedCategory(categories + other.categories)
  }
}

extension Crossing: CustomStringConvertible {
  public var description: String { name }
}

extension CrossedCategory: CustomStringConvertible {
  public var description: String { name }
}

extension MergedCategory: CustomStringConvertible {
  public var description: String { name }
}

extension String {
  /// The parts between separators; nil where one of them is blank.
  fileprivate func parts(between separator: Character) -> [String]? {
    let parts = split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    return parts.allSatisfy { !$0.isEmpty } ? parts : nil
  }
}
