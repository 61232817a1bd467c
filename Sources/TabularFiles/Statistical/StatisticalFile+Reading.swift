import SurveyModel

extension StatisticalFile {
  /// Reads a data set of SPSS or Stata; the cost is linear in its values.
  ///
  /// The text is taken to be in the encoding that the file names, and in Windows-1251 where it is
  /// not in that one, which is warned of.
  ///
  /// - Parameters:
  ///   - contents: The file.
  ///   - encoding: That of its text, where the file names none or a wrong one.
  /// - Throws: `wrong-magic`, `file-truncated`, `wrong-encoding` or `broken-data-set`: no table can
  ///   be made of it.
  public static func reading(
    _ contents: FileContents, encoding: TextEncoding? = nil
  ) throws(TabularFileError) -> (file: StatisticalFile, diagnostics: [Diagnostic]) {
    let place = SourceLocation(file: contents.file)
    guard let format = Format(contents.bytes) else { throw wrongMagic(contents) }
    guard hasEnd(contents.bytes) else {
      throw TabularFileError(
        "file-truncated",
        "</stata_dta> was expected at the end of the \(contents.bytes.count) bytes, it is not there",
        fix: "ask for the file again: it is not whole", at: place)
    }
    do {
      let file = try StatisticalParse(contents.bytes, format: format, encoding: encoding?.iconvName)
        .file(format)
      return (file, encoding == nil ? file.mojibake(at: place) : [])
    } catch {
      guard error.isOfEncoding, encoding == nil else { throw failure(error, format, place) }
    }
    let parse: StatisticalParse
    do {
      parse = try StatisticalParse(contents.bytes, format: format, encoding: "WINDOWS-1251")
    } catch { throw failure(error, format, place) }
    return (parse.file(format), [assumedEncoding(at: place)])
  }

  private static func wrongMagic(_ contents: FileContents) -> TabularFileError {
    let expected = Format(fileName: contents.file)?.description ?? "an SPSS or Stata data file"
    return TabularFileError(
      "wrong-magic",
      "\(expected) was expected, its \(contents.bytes.count) bytes do not begin like one",
      fix: "ask for the file again, or name it after what it is (.csv, .xlsx)",
      at: SourceLocation(file: contents.file))
  }

  /// Whether a file of Stata 13 or later has its last element; true of all others.
  private static func hasEnd(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: Array("<stata_dta>".utf8)) else { return true }
    return bytes.suffix(64).split(separator: UInt8(ascii: "<")).contains {
      $0.starts(with: "/stata_dta>".utf8)
    }
  }

  private static func failure(
    _ fault: ReadStatFault, _ format: Format, _ place: SourceLocation
  ) -> TabularFileError {
    if fault.isOfSize {
      return TabularFileError(
        "data-set-too-large",
        "\(format.description) unpacks to more than \(StatisticalParse.mostValues) values, or "
          + "\(StatisticalParse.mostTextBytes >> 20) MB of text",
        fix: "keep only the variables that the study needs", at: place)
    }
    if fault.isOfEncoding {
      return TabularFileError(
        "wrong-encoding", "the text of \(format.description) is not in the encoding given",
        fix: "leave the encoding blank, or write another", at: place)
    }
    if fault.isOfLength {
      let message =
        fault.casesExpected >= 0
        ? "\(fault.casesExpected) cases were expected in \(format.description), it ends or is damaged"
          + " after \(fault.casesRead)"
        : fault.casesRead > 0
          ? "\(format.description) ends, or is damaged, after \(fault.casesRead) cases"
          : "\(format.description) ends, or is damaged, before its first case"
      return TabularFileError(
        "file-truncated", message,
        fix: "ask for the file again: it is not whole", at: place)
    }
    return TabularFileError(
      "broken-data-set", "\(format.description) cannot be read: \(fault.reason)",
      fix: "save it again from SPSS, Stata, PSPP or R", at: place)
  }

  private static func assumedEncoding(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .warning, "encoding-assumed",
      "the text is not in the encoding that the file names; windows-1251 is assumed",
      fix: "give the encoding in sources.csv, or save the file as Unicode", at: place)
  }

  /// A warning where labels look like Windows-1251 read as Windows-1252: `Çàòðóäíÿþñü`.
  private func mojibake(at place: SourceLocation) -> [Diagnostic] {
    let texts = variables.flatMap { [$0.label] + $0.valueLabels.map(\.text) }
    let letters = texts.joined().unicodeScalars.filter { $0.properties.isAlphabetic }
    let odd = letters.count { (0xC0...0xFF).contains($0.value) }
    guard odd > 20, odd * 2 > letters.count else { return [] }
    return [
      Diagnostic(
        .warning, "mojibake",
        "the labels look like Russian text in windows-1251 that was read as windows-1252",
        fix: "write windows-1251 as the encoding in sources.csv", at: place)
    ]
  }
}

extension TextEncoding {
  /// As iconv knows it.
  fileprivate var iconvName: String { rawValue.uppercased() }
}
