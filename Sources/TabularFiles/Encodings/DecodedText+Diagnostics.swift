import SurveyModel

extension DecodedText {
  /// A warning where the text seems to have been read in the wrong encoding and saved so; an error
  /// where some lines are of another encoding than the rest.
  func garbledDiagnostics(file: String) -> [Diagnostic] {
    bytes.withUnsafeBufferPointer { text in
      switch encoding {
      case .utf8:
        GarbledText.diagnostics(text, file: file)
          + garbledLines(MixedEncodings(garbledIn: text), file: file)
      case _ where decoder != nil: mixedLines(MixedEncodings(utf8In: text), file: file)
      default: []
      }
    }
  }

  private func garbledLines(_ found: MixedEncodings, file: String) -> [Diagnostic] {
    guard let first = found.lines.first else { return [] }
    return [
      Diagnostic(
        .warning, "text-garbled",
        "Russian text of UTF-8 seems to have been read as Windows-1251 and saved so (as 'Р¶РµРЅ' for"
          + " 'жен'), in lines \(found.listed); it is kept as it stands",
        fix:
          "ask for the file as it was exported, or open it as Windows-1251 text and save it as the"
          + " bytes that it then has", at: SourceLocation(file: file, line: first))
    ]
  }

  private func mixedLines(_ found: MixedEncodings, file: String) -> [Diagnostic] {
    guard let first = found.lines.first else { return [] }
    return [
      Diagnostic(
        .error, "encodings-mixed",
        "the file is read as \(encoding.rawValue), but lines \(found.listed) are UTF-8: their Russian"
          + " words are not what was written ('Р¶РµРЅ' for 'жен')",
        fix: "ask for each export as a file of its own, or bring all lines to one encoding",
        at: SourceLocation(file: file, line: first))
    ]
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
