import QuestionnaireDefinition
import SurveyModel
import TabularFiles

/// What a file beside the answers is: a form, or a codebook.
enum LabelFile {
  /// A form of one file, or the sheet of a form that a CSV file is.
  case form(FileContents)
  case formSheet(String, FileContents)
  case codebook(Codebook)

  /// - Parameter known: Columns of the answers, in their order.
  /// - Throws: `not-a-codebook` where the file is neither.
  init(_ contents: FileContents, known: [String]) throws(TabularFileError) {
    if let form = try FormFile(contents) {
      self = form.sheet.map { .formSheet($0, contents) } ?? .form(contents)
      return
    }
    if let codebook = try Self.codebook(contents, known: known) {
      self = .codebook(codebook)
      return
    }
    throw TabularFileError([
      Diagnostic(
        .error, "not-a-codebook",
        "the file names no variables with labels: expected a table with columns such as variable,"
          + " value, label; SPSS syntax; JSON of Quantipy or Survey Solutions; a DDI-Codebook; or an"
          + " XLSForm",
        fix: "name its columns variable, value and label", at: SourceLocation(file: contents.file))
    ])
  }

  private static func codebook(
    _ contents: FileContents, known: [String]
  ) throws(TabularFileError) -> Codebook? {
    let start = contents.bytes.drop { $0 <= 0x20 || $0 >= 0xEF }.first
    if start == UInt8(ascii: "<") {
      do {
        return try Codebook(ddi: contents.bytes)
      } catch {
        throw TabularFileError([
          Diagnostic(
            .error, "broken-xml", "the file is no DDI-Codebook: \(error)",
            fix: "save it again from the archive", at: SourceLocation(file: contents.file))
        ])
      }
    }
    if start == UInt8(ascii: "{") || start == UInt8(ascii: "[") {
      return Codebook(json: contents.bytes)
    }
    if contents.bytes.starts(with: [0x50, 0x4B]) {
      let grids = try Workbook.reading(contents).grids
      let books = grids.lazy.compactMap { Codebook(export: $0.rows) ?? Codebook(table: $0.rows) }
      return books.reduce(into: nil as Codebook?) { sum, book in
        if sum == nil { sum = book } else { sum?.add(book) }
      }
    }
    if let syntax = contents.syntax {
      let codebook = Codebook(syntax: syntax, known: known)
      return codebook.isEmpty ? nil : codebook
    }
    let rows = try Sheet.cells(contents.withoutTitle)
    return Codebook(export: rows) ?? Codebook(table: rows)
  }
}

/// A form, as a file by itself may be one.
struct FormFile {
  /// The sheet that a CSV file is; nil for a form of one file.
  let sheet: String?

  /// - Returns: nil for what is no form.
  init?(_ contents: FileContents) throws(TabularFileError) {
    if contents.bytes.starts(with: [0x50, 0x4B]) {
      guard (try? Workbook.reading(contents))?.sheet(named: "survey") != nil else { return nil }
      sheet = nil
      return
    }
    guard let rows = try? Sheet.cells(contents.beginning), let first = rows.first else {
      return nil
    }
    let names = first.map { $0.text.trimmed.lowercased() }
    let bare = Set(names.map { String($0.prefix { $0 != ":" }) })
    if bare.isSuperset(of: ["type", "name"]), Self.hasTypes(rows, at: names.firstIndex(of: "type"))
    {
      sheet = "survey"
    } else if bare.isSuperset(of: ["list_name", "name", "label"])
      || bare.isSuperset(of: ["list name", "name", "label"])
    {
      sheet = "choices"
    } else if bare.contains("form_title") || bare.contains("form_id") && bare.contains("version") {
      sheet = "settings"
    } else if names.first == "survey", names.dropFirst().allSatisfy(\.isEmpty) {
      sheet = nil
    } else {
      return nil
    }
  }

  /// Whether most of a column's cells are types of XLSForm.
  private static func hasTypes(_ rows: [[Sheet.Cell]], at place: Int?) -> Bool {
    guard let place else { return false }
    let types = rows.dropFirst().compactMap { place < $0.count ? $0[place].text.trimmed : nil }
      .filter { !$0.isEmpty }
    return !types.isEmpty && 2 * types.count(where: XLSForm.isType) >= types.count
  }
}

extension FileContents {
  /// The first whole records, by which a form is told from answers.
  fileprivate var beginning: FileContents {
    let part = bytes.prefix(1 << 16)
    guard part.count < bytes.count else { return self }
    // A line feed between quotes ends no line.
    var (isQuoted, end) = (false, part.endIndex)
    for (place, byte) in part.enumerated() {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: "\n"), !isQuoted { end = place + 1 }
    }
    return FileContents(file: file, bytes: Array(part.prefix(end)))
  }

  /// Without lines before the first that has a delimiter: a title tells nothing of the table's form.
  fileprivate var withoutTitle: FileContents {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let titles = lines.prefix { line in !line.contains { ",;\t".utf8.contains($0) } }
    guard !titles.isEmpty, titles.count < lines.count else { return self }
    return FileContents(file: file, bytes: Array(bytes[lines[titles.count].startIndex...]))
  }

  /// The text, where it is SPSS syntax: a line begins with one of its commands.
  fileprivate var syntax: String? {
    let commands = ["VARIABLE LABELS", "VALUE LABELS", "ADD VALUE LABELS", "MISSING VALUES"]
    let text = decodedText
    let isSyntax = text.split(whereSeparator: \.isNewline).contains { line in
      let start = line.drop(while: \.isWhitespace)
      let upper = start.prefix(20).uppercased()
      guard let command = commands.first(where: upper.hasPrefix) else { return false }
      let next = start.dropFirst(command.count).first
      return next == nil || next == " "
    }
    return isSyntax ? text : nil
  }
}
