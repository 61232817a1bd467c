import SurveyModel

extension DecodedText {
  /// A warning where the text seems to have been read in the wrong encoding and saved so.
  func garbledDiagnostics(file: String) -> [Diagnostic] {
    guard encoding == .utf8 else { return [] }
    return bytes.withUnsafeBufferPointer { GarbledText.diagnostics($0, file: file) }
  }

  /// A warning where bytes of the file mean nothing in its encoding.
  func undefinedDiagnostics(file: String) -> [Diagnostic] {
    guard let first = undefined.first else { return [] }
    let place = bytes.withUnsafeBufferPointer {
      FieldPlaces.Place(at: first - start, in: $0.part(start..<$0.count), isUTF8: isUTF8)
    }
    return [
      Diagnostic(
        .warning, "undefined-byte",
        undefined.count == 1
          ? "a byte here means nothing in \(encoding.rawValue); it is read as U+FFFD"
          : "\(undefined.count) bytes mean nothing in \(encoding.rawValue), the first of them here;"
            + " each is read as U+FFFD",
        fix: "give the file's encoding if it was mistaken",
        at: SourceLocation(file: file, line: 1 + place.line, column: place.column))
    ]
  }
}
