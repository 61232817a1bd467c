import SurveyModel
import TabularFiles
import TextFormats

/// Where a simulation's files may be written: field files inside the study, sheets that are not there
/// yet.
public struct SimulatedFiles: Sendable {
  private let folder: String
  private let place: StudyPlace

  /// - Parameter folder: The study's folder.
  public init(in folder: String) {
    self.folder = folder
    place = StudyPlace(root: FilePath(folder).resolvedSoFar)
  }

  /// What forbids to write the field files, at the rows of `sources.csv` that name them.
  public func problems(of study: Study) -> [Diagnostic] {
    study.sources.compactMap { source in
      guard let problem = problem(FilePath(source.file)) else { return nil }
      return Diagnostic(
        .error, problem.code, "'\(source.file)' is not written: \(problem.reason)",
        fix: "name a file in responses/", at: source.location)
    }
  }

  private func problem(_ path: FilePath) -> (code: String, reason: String)? {
    let outside = "file-outside-study"
    if path.isOutside { return (outside, "simulated answers stay in the study's folder") }
    if FilePattern(text: path.description).isPattern {
      return ("file-is-a-pattern", "it is a pattern, and no file's name")
    }
    let target = place.root / path
    let real = target.parent.resolvedSoFar / target.name
    guard let inside = place.relative(real) else {
      return (outside, "a link leads out of the study's folder")
    }
    if place.isReserved(path) || place.isReserved(inside) {
      return ("file-is-a-sheet", "a sheet or a questionnaire of the study has its place there")
    }
    switch real.entry()?.kind {
    case nil, .file?: return nil
    case .link?: return (outside, "it is a link")
    case .folder?, .other?: return ("file-is-a-folder", "it is no file")
    }
  }

  /// Writes the field files and the sheets.
  ///
  /// - Parameters:
  ///   - files: Field files, named as `sources.csv` names them.
  ///   - sheets: Sheets of the study that the simulation makes.
  ///   - drawnBefore: The sheets that the study's own seed gives: they may be replaced, as may those
  ///     that the record says were drawn.
  /// - Returns: All paths written, and the sheets that were there, with the drafts beside them.
  /// - Throws: ``OutputError``.
  public func write(
    _ files: [OutputFile], sheets: [OutputFile], drawnBefore: () -> [OutputFile]
  ) throws(OutputError) -> (written: [String], drafts: [KeptFile]) {
    var (new, replaced): ([OutputFile], [OutputFile]) = ([], files)
    var drafts: [KeptFile] = []
    for sheet in sheets {
      switch state(of: sheet, drawnBefore) {
      case .absent: new.append(sheet)
      case .same: break
      case .drawn: replaced.append(sheet)
      case .other:
        let draft = draftName(of: sheet)
        drafts.append(KeptFile(path: sheet.path, keptAs: draft))
        new.append(OutputFile(path: draft, bytes: sheet.bytes))
      }
    }
    try NewFiles.add(replaced, to: folder, onClash: .replaced)
    try NewFiles.add(new.filter { !isThere($0) }, to: folder, onClash: .refused)
    return (
      written: (files + sheets).map(\.path).filter { path in
        !drafts.contains { $0.path == path }
      } + drafts.map(\.keptAs), drafts: drafts
    )
  }

  /// Notes in the study's private folder that its sheets are drawn, so that another seed may replace
  /// them.
  public func record(_ sheets: [OutputFile]) throws(OutputError) {
    let record: JSONValue = [
      "generator": "GeniusLoci", "outputs": .array(sheets.map { OutputRecord($0).json }),
    ]
    try PrivateFolder(of: folder).add([OutputFile(path: Self.recordPath, text: record.text())])
  }

  private static let recordPath = ".loci/simulated.json"

  private enum SheetState { case absent, same, drawn, other }

  private func state(of sheet: OutputFile, _ drawnBefore: () -> [OutputFile]) -> SheetState {
    let path = FilePath(folder) / sheet.path
    guard let entry = path.entry() else { return isInWorkbook(sheet) ? .other : .absent }
    guard entry.kind == .file, let bytes = try? path.contents() else { return .other }
    if bytes == sheet.bytes { return .same }
    let record = OutputManifest(at: FilePath(folder) / Self.recordPath)
    if record?.outputs[FilePath(sheet.path)] == FileDigest.sha256(bytes) { return .drawn }
    return drawnBefore().contains { $0.path == sheet.path && $0.bytes == bytes } ? .drawn : .other
  }

  /// Whether the study's workbook has the sheet; one that cannot be read may have it.
  private func isInWorkbook(_ sheet: OutputFile) -> Bool {
    guard (FilePath(folder) / "study.xlsx").isTaken else { return false }
    do {
      let workbook = try Workbook.reading(
        FileContents(path: "\(folder)/study.xlsx", displayPath: "study.xlsx"))
      return workbook.sheet(named: String(sheet.path.dropLast(".csv".count))) != nil
    } catch {
      return true
    }
  }

  /// The first name of a draft that is free, or has these bytes already.
  private func draftName(of sheet: OutputFile) -> String {
    let stem = sheet.path.dropLast(".csv".count)
    var name = "\(stem).draft.csv"
    var number = 1
    while (FilePath(folder) / name).isTaken, !isThere(OutputFile(path: name, bytes: sheet.bytes)) {
      number += 1
      name = "\(stem).draft-\(number).csv"
    }
    return name
  }

  private func isThere(_ file: OutputFile) -> Bool {
    (try? (FilePath(folder) / file.path).contents()) == file.bytes
  }
}

extension FilePath {
  /// Whether a path in a folder names a place outside it by its letters: `/x`, `../x`.
  var isOutside: Bool { isAbsolute || parts.contains(FilePath("..")) }
}
