import SurveyModel

/// Which places belong to a study.
struct StudyPlace {
  /// The study's folder, without links.
  let root: FilePath
  /// Where `sources.csv` looks for field files.
  private let patterns: [FilePattern]

  init(root: FilePath, sources: [Source] = []) {
    self.root = root
    patterns = sources.map { FilePattern(text: ($0.pattern ?? $0.file).withSlashes.lowercased()) }
  }

  /// Whether a folder is a study's.
  static func isStudy(_ folder: FilePath) -> Bool {
    (folder / "study.csv").isTaken || (folder / "study.xlsx").isTaken
  }

  /// The nearest folder above a file that is a study's.
  static func study(around file: FilePath) -> FilePath? {
    var folder = file
    while folder != folder.parent {
      folder = folder.parent
      if isStudy(folder) { return folder }
    }
    return nil
  }

  /// Whether a path in the study is that of a sheet, a questionnaire or private to it, whether there
  /// is such a file or not. Capitals do not matter: some file systems do not tell them apart.
  func isReserved(_ path: FilePath) -> Bool {
    let parts = path.parts.map { $0.description.lowercased() }
    guard let first = parts.first else { return true }
    if parts.count > 1 { return Self.folders.contains(first) }
    return Self.sheets.contains { first == "\($0).csv" } || first == "study.xlsx"
  }

  /// Whether `sources.csv` names a path in the study as a field file.
  func isFieldFile(_ path: FilePath) -> Bool {
    let text = path.description.lowercased()
    return patterns.contains { $0.text == text || ($0.isPattern && $0.matches(text)) }
  }

  /// A file's path in the study; nil where it lies elsewhere.
  func relative(_ file: FilePath) -> FilePath? {
    guard file.isWithin(root), file != root else { return nil }
    return FilePath(bytes: Array(file.bytes.dropFirst(root.bytes.count).drop { $0 == 0x2F }))
  }

  private static let folders: Set<String> = ["questionnaires", ".loci", ".git", "passport"]

  /// The sheets that a study may have.
  private static let sheets: Set<String> = [
    "study", "cities", "waves", "sources", "groups", "factors", "margins", "missing",
    "corrections", "fieldwork", "texts", "truth", "draft", "families", "crosswalk", "columns",
    "actions", "contacts", "cases", "points", "quotas", "schedule", "backchecks", "exclusions",
    "rules", "questions",
  ]
}
