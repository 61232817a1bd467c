import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A codebook in XML, read.
final class XMLCodebook: NSObject, XMLParserDelegate {
  final class Element {
    let name: String
    let attributes: [String: String]
    var children: [Element] = []
    var content = ""

    init(name: String, attributes: [String: String]) {
      self.name = name
      self.attributes = attributes
    }

    subscript(attribute: String) -> String? { attributes[attribute] }
    func children(_ name: String) -> [Element] { children.filter { $0.name == name } }
    func text(_ name: String) -> String? { children(name).first?.content }
  }

  private(set) var elements: [Element] = []
  private var open: [Element] = []

  init(_ file: URL) throws {
    super.init()
    let parser = XMLParser(data: try Data(contentsOf: file))
    parser.delegate = self
    try #require(parser.parse(), "\(String(describing: parser.parserError))")
  }

  func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  /// The text at a path below the root.
  func text(_ path: String) -> String? {
    var element = elements.first
    for name in path.split(separator: "/") { element = element?.children(String(name)).first }
    return element?.content
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    let element = Element(name: name, attributes: attributes)
    open.last?.children.append(element)
    elements.append(element)
    open.append(element)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.last?.content = open.last?.content.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    open.last?.content += string
  }
}
