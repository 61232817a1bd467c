import SurveyModel
import ZipArchive

extension Workbook {
  /// Bytes that all parts together may unpack to.
  static let sizeLimit = 1 << 28

  /// Reads the parts of an archive: which sheets there are, then texts, formats and cells.
  static func grids(in archive: borrowing ZipReader, file: String) throws -> [Grid] {
    var budget = UnpackingBudget(limit: sizeLimit)
    let contents = try WorkbookContents(archive, file: file, budget: &budget)
    let texts =
      try archive.contains(contents.textsPath)
      ? WorkbookTexts.read(archive, contents.textsPath, budget: &budget) : []
    let styles = try WorkbookStyles(archive, contents.stylesPath, budget: &budget)
    let dates = ExcelDates(startsIn1904: contents.startsIn1904)
    var grids: [Grid] = []
    for sheet in contents.sheets where archive.contains(sheet.path) {
      let cells = WorkbookCells(
        texts: texts, styles: styles, dates: dates, file: file, sheet: sheet.name)
      let rows = try cells.rows(archive, sheet.path, budget: &budget)
      grids.append(Grid(name: sheet.name, isHidden: sheet.isHidden, rows: rows))
    }
    return grids
  }
}

extension ZipReader {
  /// Reads a part as XML, within what is left of the budget of bytes.
  func scan(_ path: String, budget: inout UnpackingBudget, _ scanner: XMLScanner) throws {
    try read(path, within: &budget, scanner.feed)
    try scanner.finish()
  }
}

/// Which parts a workbook has: `workbook.xml` and its relationships.
struct WorkbookContents {
  struct Part {
    let name: String
    let isHidden: Bool
    let path: String
  }

  private static let sheetLimit = 1_000

  private(set) var sheets: [Part] = []
  private(set) var startsIn1904 = false
  private(set) var textsPath = ""
  private(set) var stylesPath = ""

  init(_ archive: borrowing ZipReader, file: String, budget: inout UnpackingBudget) throws {
    let path = try Self.workbookPath(archive, budget: &budget)
    guard archive.contains(path) else { throw Self.otherDocument(archive, file: file) }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let name = path.dropFirst(folder.count)
    let related = try Self.relationships(
      archive, "\(folder)_rels/\(name).rels", folder: folder, budget: &budget)
    textsPath = related.byKind["sharedStrings"] ?? folder + "sharedStrings.xml"
    stylesPath = related.byKind["styles"] ?? folder + "styles.xml"
    var (parts, is1904) = ([Part](), false)
    let scanner = try XMLScanner { element, attributes in
      if element == "workbookPr" {
        is1904 = ["1", "true"].contains(attributes["date1904"] ?? "")
      } else if element == "sheet", let name = attributes["name"], let id = attributes["id"] {
        let state = attributes["state"] ?? "visible"
        guard let path = related.byIdentifier[id] else { return }
        guard parts.count < Self.sheetLimit else {
          throw XMLScanner.Fault(description: "it has more than \(Self.sheetLimit) sheets")
        }
        parts.append(Part(name: name, isHidden: state != "visible", path: path))
      }
    }
    try archive.scan(path, budget: &budget, scanner)
    (sheets, startsIn1904) = (parts, is1904)
  }

  private typealias Relationships = (byIdentifier: [String: String], byKind: [String: String])

  private static func workbookPath(
    _ archive: borrowing ZipReader, budget: inout UnpackingBudget
  ) throws -> String {
    let related = try relationships(archive, "_rels/.rels", folder: "", budget: &budget)
    return related.byKind["officeDocument"] ?? "xl/workbook.xml"
  }

  /// Paths in the archive by identifier, and by the last word of their kind.
  private static func relationships(
    _ archive: borrowing ZipReader, _ path: String, folder: String, budget: inout UnpackingBudget
  ) throws -> Relationships {
    guard archive.contains(path) else { return ([:], [:]) }
    var (byIdentifier, byKind) = ([String: String](), [String: String]())
    let scanner = try XMLScanner { element, attributes in
      guard element == "Relationship", let target = attributes["Target"] else { return }
      let path = target.hasPrefix("/") ? String(target.dropFirst()) : folder + target
      if let id = attributes["Id"] { byIdentifier[id] = path }
      if let kind = attributes["Type"]?.split(separator: "/").last { byKind[String(kind)] = path }
    }
    try archive.scan(path, budget: &budget, scanner)
    return (byIdentifier, byKind)
  }

  private static func otherDocument(
    _ archive: borrowing ZipReader, file: String
  ) -> TabularFileError {
    let isOpenDocument = archive.contains("content.xml") && archive.contains("mimetype")
    return TabularFileError(
      "not-a-workbook",
      isOpenDocument
        ? "this is an OpenDocument file (.ods)" : "this zip archive holds no .xlsx workbook",
      fix: "open it in LibreOffice or Excel and save it as .xlsx", at: SourceLocation(file: file))
  }
}

/// The texts that cells refer to by number: `sharedStrings.xml`.
enum WorkbookTexts {
  static func read(
    _ archive: borrowing ZipReader, _ path: String, budget: inout UnpackingBudget
  ) throws -> [String] {
    var texts: [String] = []
    var runs = WorkbookTextRuns()
    let scanner = try XMLScanner(
      onStart: { element, _ in
        if element == "si" { runs = WorkbookTextRuns() }
        runs.start(element)
      },
      onText: { runs.add($0) },
      onEnd: { element in
        runs.end(element)
        guard element == "si" else { return }
        guard texts.count < WorkbookCells.cellLimit else {
          throw XMLScanner.Fault(
            description: "it has more than \(WorkbookCells.cellLimit) shared texts")
        }
        texts.append(runs.text)
      })
    try archive.scan(path, budget: &budget, scanner)
    return texts
  }
}

/// The text of a cell, put together from its runs, without readings printed above it.
struct WorkbookTextRuns {
  private var raw = ""
  private var isInside = false
  private var isReading = false

  mutating func start(_ element: String) {
    if element == "rPh" { isReading = true }
    if element == "t" { isInside = !isReading }
  }

  mutating func add(_ text: String) {
    if isInside { raw += text }
  }

  mutating func end(_ element: String) {
    if element == "rPh" { isReading = false }
    if element == "t" { isInside = false }
  }

  /// Signs that XML cannot hold are written `_x000D_`.
  var text: String {
    guard raw.utf8.contains(UInt8(ascii: "_")) else { return raw }
    return raw.replacing(#/_x([0-9A-Fa-f]{4})_/#) { match in
      UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String($0) }
        ?? String(match.0)
    }
  }
}
