extension JSONValue {
  /// The value as JSON text, control characters and those of writing direction escaped, two spaces a level, with a line feed at the end; arrays of plain
  /// values stand on one line.
  public func text() -> String {
    var writer = JSONWriter()
    writer.write(self, indent: 0)
    return writer.text + "\n"
  }

  fileprivate var isNested: Bool {
    switch self {
    case .array(let elements): !elements.isEmpty
    case .object(let members): !members.isEmpty
    default: false
    }
  }
}

private struct JSONWriter {
  var text = ""

  mutating func write(_ value: JSONValue, indent: Int) {
    switch value {
    case .null: text += "null"
    case .bool(let bool): text += bool ? "true" : "false"
    case .integer(let integer): text += String(integer)
    case .number(let number): write(number)
    case .string(let string): write(string)
    case .array(let elements): write(elements, indent: indent)
    case .object(let members): write(members, indent: indent)
    }
  }

  private mutating func write(_ number: Double) {
    guard number.isFinite else {
      text += "null"
      return
    }
    let digits = number.description
    text += digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
  }

  private mutating func write(_ elements: [JSONValue], indent: Int) {
    let isBroken = elements.contains { $0.isNested }
    text += "["
    for (index, element) in elements.enumerated() {
      separate(index, isBroken: isBroken, indent: indent + 2)
      write(element, indent: indent + 2)
    }
    if isBroken { breakLine(indent) }
    text += "]"
  }

  private mutating func write(_ members: [JSONValue.Member], indent: Int) {
    text += "{"
    for (index, member) in members.enumerated() {
      separate(index, isBroken: true, indent: indent + 2)
      write(member.name)
      text += ": "
      write(member.value, indent: indent + 2)
    }
    if !members.isEmpty { breakLine(indent) }
    text += "}"
  }

  private mutating func separate(_ index: Int, isBroken: Bool, indent: Int) {
    if index > 0 { text += isBroken ? "," : ", " }
    if isBroken { breakLine(indent) }
  }

  private mutating func breakLine(_ indent: Int) {
    text += "\n"
    text += String(repeating: " ", count: indent)
  }

  private mutating func write(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.isControl:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
