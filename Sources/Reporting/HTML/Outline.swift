/// A document's sections in their order, each with an identifier of its own.
struct Outline: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    /// The section's name, as links use it.
    var name: String
    /// The identifier on the page.
    var id: String
    var title: String
    /// 2 for the outermost sections, as in `<h2>`.
    var level: Int
  }

  private(set) var entries: [Entry] = []
  private var taken: Set<String> = ["content"]

  init(_ blocks: [Block]) { collect(blocks, level: 2) }

  private mutating func collect(_ blocks: [Block], level: Int) {
    for case .section(let section) in blocks {
      let id = unique(Self.identifier(section.id))
      entries.append(Entry(name: section.id, id: id, title: section.title, level: level))
      collect(section.blocks, level: level + 1)
    }
  }

  private mutating func unique(_ wanted: String) -> String {
    var id = wanted
    var number = 2
    while taken.contains(id) {
      id = "\(wanted)-\(number)"
      number += 1
    }
    taken.formUnion([id, "\(id)-heading"])
    return id
  }

  /// Letters, digits and hyphens; those of tables and charts are set apart.
  private static func identifier(_ name: String) -> String {
    let plain = String(
      name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") ? $0 : "-" })
    let isReserved = plain.isEmpty || plain.hasPrefix("table-") || plain.hasPrefix("chart-")
    return isReserved ? "section-\(plain)" : plain
  }
}
