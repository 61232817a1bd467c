/// A plain reader of the markup that the renderer writes: names of elements, attributes, text.
struct MarkupCheck {
  struct Element {
    var name: String
    var attributes: [String: String]
    /// Text of the element and of those inside it.
    var text = ""
    /// Names of the elements around it, outermost first.
    var ancestors: [String]
  }

  private(set) var elements: [Element] = []
  /// What is wrong: an element that is closed too early or never, an attribute without quotes.
  private(set) var problems: [String] = []
  private var open: [Int] = []

  private static let withoutContent: Set<String> = ["meta", "!DOCTYPE"]

  init(_ html: String) {
    var rest = html[...]
    while let start = rest.firstIndex(of: "<") {
      add(text: String(rest[..<start]))
      guard let end = rest[start...].firstIndex(of: ">") else {
        problems.append("< without >")
        return
      }
      read(tag: rest[rest.index(after: start)..<end])
      rest = rest[rest.index(after: end)...]
      if elements.last?.name == "style", open.last == elements.count - 1 { skipStyle(&rest) }
    }
    problems += open.map { "<\(elements[$0].name)> is never closed" }
  }

  private mutating func skipStyle(_ rest: inout Substring) {
    while !rest.isEmpty, !rest.hasPrefix("</style>") { rest = rest.dropFirst() }
  }

  private mutating func add(text: String) {
    for index in open { elements[index].text += text }
  }

  private mutating func read(tag: Substring) {
    if tag.hasPrefix("/") {
      close(String(tag.dropFirst()))
      return
    }
    let isEmpty = tag.hasSuffix("/")
    let body = isEmpty ? tag.dropLast() : tag
    let name = String(body.prefix { $0 != " " })
    elements.append(
      Element(
        name: name, attributes: attributes(body.dropFirst(name.count)),
        ancestors: open.map { elements[$0].name }))
    if !isEmpty, !Self.withoutContent.contains(name) { open.append(elements.count - 1) }
  }

  private mutating func close(_ name: String) {
    guard let last = open.popLast(), elements[last].name == name else {
      problems.append("</\(name)> closes nothing")
      return
    }
  }

  private mutating func attributes(_ text: Substring) -> [String: String] {
    var attributes: [String: String] = [:]
    var rest = text.drop { $0 == " " }
    while let equals = rest.firstIndex(of: "=") {
      let name = String(rest[..<equals])
      let quoted = rest[rest.index(after: equals)...]
      guard quoted.first == "\"", let end = quoted.dropFirst().firstIndex(of: "\"") else {
        problems.append("\(name) without quotes")
        return attributes
      }
      if attributes[name] != nil { problems.append("\(name) twice") }
      attributes[name] = String(quoted.dropFirst()[..<end])
      rest = quoted[quoted.index(after: end)...].drop { $0 == " " }
    }
    return attributes
  }
}
