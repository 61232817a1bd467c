import CExpat

/// Reads XML through expat as a stream of elements and texts.
///
/// A class since expat's callbacks hold on to it.
package final class XMLScanner {
  package struct Fault: Error, CustomStringConvertible {
    package let description: String
  }

  /// The attributes of an element; valid during the call that gets them.
  package struct Attributes {
    fileprivate let list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>

    /// The value of an attribute, whatever its prefix; nil where absent.
    package subscript(name: String) -> String? {
      var index = 0
      while let found = list[index], let value = list[index + 1] {
        if XMLScanner.localName(found) == name { return String(cString: value) }
        index += 2
      }
      return nil
    }
  }

  fileprivate let onStart: (String, Attributes) throws -> Void
  fileprivate let onText: (String) -> Void
  fileprivate let onEnd: (String) throws -> Void
  fileprivate let parser: XML_Parser
  fileprivate var failure: (any Error)?
  private var byteCount = 0
  private var elementCount = 0
  private var depth = 0

  /// Elements of one part, those within one another, and bytes of one tag.
  private static let (mostElements, deepest, longestTag) = (10_000_000, 256, 1 << 20)

  /// - Parameters:
  ///   - onStart: Gets an element's name without prefix, and its attributes.
  ///   - onText: Gets a piece of text; one text may come in several.
  ///   - onEnd: Gets an element's name without prefix.
  package init(
    onStart: @escaping (String, Attributes) throws -> Void,
    onText: @escaping (String) -> Void = { _ in },
    onEnd: @escaping (String) throws -> Void = { _ in }
  ) throws {
    guard let parser = XML_ParserCreate(nil) else { throw Fault(description: "no memory for it") }
    self.onStart = onStart
    self.onText = onText
    self.onEnd = onEnd
    self.parser = parser
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(parser, elementStarted, elementEnded)
    XML_SetCharacterDataHandler(parser, textFound)
    XML_SetStartDoctypeDeclHandler(parser, documentTypeFound)
  }

  deinit { XML_ParserFree(parser) }

  package func feed(_ block: UnsafeRawBufferPointer) throws {
    let bytes = block.bindMemory(to: CChar.self)
    try check(XML_Parse(parser, bytes.baseAddress, Int32(bytes.count), 0))
    byteCount += bytes.count
    // A tag that goes on is read again with every block.
    guard byteCount - Int(XML_GetCurrentByteIndex(parser)) <= Self.longestTag else {
      throw Fault(description: "it has a tag of more than \(Self.longestTag) bytes")
    }
  }

  fileprivate func begin(_ name: String, _ attributes: Attributes) throws {
    elementCount += 1
    depth += 1
    guard elementCount <= Self.mostElements else {
      throw Fault(description: "a part has more than \(Self.mostElements) elements")
    }
    guard depth <= Self.deepest else {
      throw Fault(description: "its elements are nested more than \(Self.deepest) deep")
    }
    try onStart(name, attributes)
  }

  fileprivate func end(_ name: String) throws {
    depth -= 1
    try onEnd(name)
  }

  package func finish() throws { try check(XML_Parse(parser, nil, 0, 1)) }

  private func check(_ status: XML_Status) throws {
    if let failure { throw failure }
    guard status == XML_STATUS_OK else {
      let line = XML_GetCurrentLineNumber(parser)
      throw Fault(description: "its XML is broken in line \(line)")
    }
  }

  fileprivate func attempt(_ work: () throws -> Void) {
    guard failure == nil else { return }
    do {
      try work()
    } catch {
      failure = error
      XML_StopParser(parser, XML_Bool(0))
    }
  }

  /// The part of a name after its prefix.
  fileprivate static func localName(_ name: UnsafePointer<XML_Char>) -> String {
    let full = String(cString: name)
    guard let colon = full.lastIndex(of: ":") else { return full }
    return String(full[full.index(after: colon)...])
  }
}

private func scanner(_ data: UnsafeMutableRawPointer?) -> XMLScanner? {
  data.map { Unmanaged<XMLScanner>.fromOpaque($0).takeUnretainedValue() }
}

private func elementStarted(
  _ data: UnsafeMutableRawPointer?, _ name: UnsafePointer<XML_Char>?,
  _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
) {
  guard let scanner = scanner(data), let name, let attributes else { return }
  scanner.attempt {
    try scanner.begin(XMLScanner.localName(name), XMLScanner.Attributes(list: attributes))
  }
}

private func elementEnded(_ data: UnsafeMutableRawPointer?, _ name: UnsafePointer<XML_Char>?) {
  guard let scanner = scanner(data), let name else { return }
  scanner.attempt { try scanner.end(XMLScanner.localName(name)) }
}

private func textFound(
  _ data: UnsafeMutableRawPointer?, _ text: UnsafePointer<XML_Char>?, _ count: Int32
) {
  guard let scanner = scanner(data), let text else { return }
  let bytes = UnsafeRawBufferPointer(start: text, count: Int(count))
  scanner.attempt { scanner.onText(String(decoding: bytes, as: UTF8.self)) }
}

/// Workbooks have no document type; one that has may name entities that grow without end.
private func documentTypeFound(
  _ data: UnsafeMutableRawPointer?, _: UnsafePointer<XML_Char>?, _: UnsafePointer<XML_Char>?,
  _: UnsafePointer<XML_Char>?, _: Int32
) {
  scanner(data)?.attempt {
    throw XMLScanner.Fault(description: "its XML declares a document type")
  }
}
