import QuestionnaireDefinition
import SurveyModel
import TabularFiles

extension StudySheet {
  /// What of a sheet's header cannot be used: columns that are unknown, stand twice or have no name.
  ///
  /// An unknown name that is like a known one is an error; the others are one warning a sheet.
  func findings(in sheet: Sheet) -> [Diagnostic] {
    let absent = columns.filter { column in
      column.isByLanguage || !sheet.hasColumn(column.name)
    }
    var unlike: [Sheet.Cell] = []
    var findings: [Diagnostic] = []
    for cell in sheet.header where !cell.text.isEmpty && !knows(cell.text, among: columns) {
      guard
        let meant = known(like: cell.text, among: absent) ?? known(like: cell.text, among: columns)
      else {
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
    guard let first = cells.first else { return [] }
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

  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
