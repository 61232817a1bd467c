import FoundationEssentials

/// A file of Tests/Reference.
package func referenceFile(_ name: String) -> URL {
  URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Reference/\(name)")
}

/// A file of Tests/Reference, decoded.
package func referenceJSON<Value: Decodable>(_ name: String) throws -> Value {
  try JSONDecoder().decode(Value.self, from: Data(contentsOf: referenceFile(name)))
}

extension Optional {
  /// What is there, or an error where nothing is.
  package func orThrow() throws -> Wrapped {
    guard let self else { throw MissingReference() }
    return self
  }
}

private struct MissingReference: Error {}
