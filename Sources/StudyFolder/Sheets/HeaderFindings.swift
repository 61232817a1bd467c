import QuestionnaireDefinition
import SurveyModel
import TabularFiles

extension StudySheet {
  /// What of a sheet's header cannot be used: columns that are unknown, stand twice or have no name.
  ///
  /// An unknown name that is like a known one is an error; the others are one warning a sheet.
  func findings(in sheet: Sheet) -> [Diagnostic] {
    var unlike: [Sheet.Cell] = []
    var findings: [Diagnostic] = []
    for cell in unknownCells(of: sheet) {
      guard let meant = meant(by: cell, in: sheet) else {
        unlike.append(cell)
        continue
      }
      findings.append(
        Diagnostic(
          .error, "unknown-column",
          "'\(cell.text)' is no column of the sheet '\(name)'; did you mean '\(meant)'?",
          fix: "write '\(meant)', or give the column a name that is not like it",
          at: cell.location))
    }
    return findings + sameLanguage(in: sheet) + ignored(unlike) + unnamed(in: sheet)
  }

  private func unknownCells(of sheet: Sheet) -> [Sheet.Cell] {
    sheet.header.filter { !$0.text.isEmpty && !knows($0.text, among: columns) }
  }

  /// The column that a cell of the header is likely to mean, one that the sheet lacks first.
  private func meant(by cell: Sheet.Cell, in sheet: Sheet) -> String? {
    let absent = columns.filter { $0.isByLanguage || !sheet.hasColumn($0.name) }
    return known(like: cell.text, among: absent) ?? known(like: cell.text, among: columns)
  }

  /// Whether a column that the sheet lacks, and that holds more than words, stands there under a
  /// misspelt name.
  func hasMisspeltValues(in sheet: Sheet) -> Bool {
    unknownCells(of: sheet).contains { cell in
      meant(by: cell, in: sheet).map { meant in
        !sheet.hasColumn(meant) && columns.contains { $0.name == meant && !$0.isByLanguage }
      } ?? false
    }
  }

  /// Whether a name is one of the columns or keys, `label::Русский (ru)` included.
  func knows(_ name: String, among known: [SheetColumn]) -> Bool {
    let parts = LanguageHeader(name)
    return known.contains {
      $0.name == name || $0.isByLanguage && $0.name == parts.name && !parts.language.isEmpty
    }
  }

  /// The column or key that a misspelt name is likely to mean.
  func known(like name: String, among known: [SheetColumn]) -> String? {
    let parts = LanguageHeader(loosely: name, names: known.filter(\.isByLanguage).map(\.name))
    let names = known.map(\.name)
    let meant = names.first { $0 == parts.name } ?? SheetName.like(parts.name, among: names)
    guard let meant, !parts.language.isEmpty else { return meant }
    return known.contains { $0.name == meant && $0.isByLanguage }
      ? "\(meant)::\(parts.language)" : meant
  }

  /// Columns of one language whose code is like that of the study's and is nobody else's.
  func strangeLanguages(in sheet: Sheet, of study: [String]) -> [Diagnostic] {
    sheet.header.compactMap { cell in
      let parts = LanguageHeader(cell.text)
      guard columns.contains(where: { $0.name == parts.name && $0.isByLanguage }),
        let near = LanguageSpelling.meant(by: parts.language, in: study)
      else { return nil }
      return Diagnostic(
        .error, "unknown-language",
        "'\(cell.text)' is in a language of no report; did you mean '\(parts.name)::\(near)'?",
        fix:
          "write '\(parts.name)::\(near)', or add '\(parts.language)' to 'languages' in study.csv",
        at: cell.location)
    }
  }

  private func sameLanguage(in sheet: Sheet) -> [Diagnostic] {
    columns.filter(\.isByLanguage).flatMap { column -> [Diagnostic] in
      var first: [String: String] = [:]
      return sheet.header.compactMap { cell in
        let parts = LanguageHeader(cell.text)
        guard parts.name == column.name else { return nil }
        guard let other = first[parts.language] else {
          first[parts.language] = cell.text
          return nil
        }
        guard other != cell.text else { return nil }
        return Diagnostic(
          .error, "duplicate-column",
          "'\(other)' and '\(cell.text)' are of one language", fix: "delete one of them",
          at: cell.location)
      }
    }
  }

  private func ignored(_ cells: [Sheet.Cell]) -> [Diagnostic] {
    guard !takesFurtherColumns, let first = cells.first else { return [] }
    let names = SheetName.listed(cells.map(\.text))
    return [
      Diagnostic(
        .warning, "unknown-column",
        cells.count == 1
          ? "the column \(names) of the sheet '\(name)' is not looked at"
          : "\(cells.count) columns of the sheet '\(name)' are not looked at: \(names)",
        fix: "see what the sheet may hold with loci help study; notes may stay", at: first.location)
    ]
  }

  /// Text under a blank header, or beyond it.
  private func unnamed(in sheet: Sheet) -> [Diagnostic] {
    let cells = sheet.rows.flatMap { row in
      row.cells.indices.filter { place in
        !row.cells[place].text.isEmpty
          && (place >= sheet.header.count || sheet.header[place].text.isEmpty)
      }.map { row.cells[$0] }
    }
    guard let first = cells.first else { return [] }
    return [
      Diagnostic(
        .warning, "unnamed-column",
        "\(cells.count) \(cells.count == 1 ? "cell stands" : "cells stand") in columns of the sheet "
          + "'\(name)' without a name, and \(cells.count == 1 ? "is" : "are") not looked at",
        fix: "name the columns in the first row, or delete what stands there", at: first.location)
    ]
  }
}

/// A header taken apart: `label::Русский (ru)` into `label` and `ru`.
private struct LanguageHeader {
  let name: String
  /// "" where none is named.
  let language: String

  init(_ header: String) {
    guard let place = header.firstRange(of: "::") else {
      (name, language) = (header, "")
      return
    }
    name = String(header[..<place.lowerBound])
    language = Sheet.languageCode(header[place.upperBound...])
  }

  /// Reads `label:ru`, `label_ru` and `label (ru)` too, for names that have languages.
  init(loosely header: String, names: [String]) {
    let exact = LanguageHeader(header)
    guard exact.language.isEmpty,
      let name = names.first(where: { header.lowercased().hasPrefix($0) })
    else {
      self = exact
      return
    }
    let rest = header.dropFirst(name.count)
    let code = rest.filter { $0.isASCII && $0.isLetter }
    let isCode = rest.first.map { !$0.isLetter && !$0.isNumber } ?? false
    guard isCode, (2...3).contains(code.count), rest.count - code.count <= 3 else {
      self = exact
      return
    }
    self.name = name
    language = code.lowercased()
  }
}

/// Codes of languages that people mistype.
enum LanguageSpelling {
  /// Codes that stand for languages, however like another they are.
  private static let known: Set<String> = [
    "ar", "az", "ba", "be", "bg", "ca", "cs", "cv", "cy", "da", "de", "el", "en", "es", "et", "eu",
    "fa", "fi", "fr", "ga", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk",
    "ko", "ky", "lt", "lv", "mk", "mn", "ms", "nb", "nl", "nn", "no", "os", "pl", "pt", "ro", "ru",
    "sk", "sl", "sq", "sr", "sv", "tg", "th", "tk", "tr", "tt", "uk", "ur", "uz", "vi", "zh",
  ]

  /// The study's language that a code is likely to mean; nil for the code of a language.
  static func meant(by code: String, in study: [String]) -> String? {
    guard !code.isEmpty, !study.contains(code), !known.contains(code) else { return nil }
    return Spelling.nearest(to: code, among: study)
  }
}

/// Names of sheets, columns and keys that people mistype.
enum SheetName {
  /// The known name that one is likely to stand for: in other case of letters, with other signs
  /// between its words, with a letter or two amiss, or its beginning.
  static func like(_ name: String, among known: [String]) -> String? {
    let bare = plain(name)
    guard !bare.isEmpty else { return nil }
    return known.first { plain($0) == bare }
      ?? Spelling.nearest(to: name, among: known)
      ?? (bare.count > 1 ? known.sorted().first { plain($0).hasPrefix(bare) } : nil)
  }

  /// At most ten names between quotes, and how many more there are.
  static func listed(_ names: [String]) -> String {
    let shown = names.prefix(10).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 10 ? "\(shown) and \(names.count - 10) more" : shown
  }

  /// Letters and digits in lower case.
  static func plain(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
