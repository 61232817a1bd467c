import FoundationEssentials
import QuestionnaireDefinition
import SurveyModel

/// Files and sheets of a study's folder that nothing reads.
///
/// One whose name is like a known one is an error, since it is likely to be meant; the others are
/// one warning a folder. What begins with a dot, and what office programs and systems leave behind,
/// is passed over.
struct FolderFindings {
  private let folder: String
  /// Files that were read or that `sources.csv` names, from the study's folder.
  private let used: [String]
  private(set) var diagnostics: [Diagnostic] = []
  /// Names of the study's sheets that misspelt files and sheets are likely to mean.
  private(set) var meantSheets: Set<String> = []

  /// - Parameters:
  ///   - sheets: The study's sheets, all read.
  ///   - sources: Rows of `sources.csv`.
  init(_ sheets: StudySheets, sources: [Source]) {
    folder = sheets.folder
    used = sheets.inputs.map(\.path) + sources.map(\.file)
    checkWorkbook(sheets.workbookSheets)
    checkTop()
    checkQuestionnaires()
    checkResponses(sources)
  }

  private static let sheetNames = StudySheet.all.map(\.name) + StudySheet.further
  private static let further = [
    "study.xlsx", "districts.geojson", "report-template.docx", "responses", "questionnaires",
    "passport", "models",
  ]
  private static let formSheets = ["survey", "choices", "settings", "external_choices", "entities"]

  private mutating func checkWorkbook(_ names: [String]) {
    let unknown = names.filter { !Self.sheetNames.contains($0.lowercased()) }
    tell(
      unknown, in: "study.xlsx", ofWorkbook: true, among: Self.sheetNames,
      at: SourceLocation(file: "study.xlsx"))
  }

  private mutating func checkTop() {
    let known = Self.sheetNames.map { "\($0).csv" } + Self.further
    let unknown = names(in: "").filter { name in
      !known.contains(name) && !isUsed(name) && !Self.isPlain(name)
        && !Self.sheetNames.contains { name == "\($0).draft.csv" }
    }
    tell(unknown, in: "", among: known, at: nil)
  }

  private mutating func checkQuestionnaires() {
    for version in names(in: "questionnaires") {
      let path = "questionnaires/\(version)"
      guard isFolder(path) else { continue }
      let known = Self.formSheets.map { "\($0).csv" }
      let unknown = names(in: path).filter { name in
        !known.contains(name) && !Self.isPlain(name) && !isFolder("\(path)/\(name)")
          && !Self.isMedium(name)
      }
      tell(unknown, in: path, among: known, at: nil)
    }
    let loose = names(in: "questionnaires").filter { name in
      !isUsed("questionnaires/\(name)") && !isFolder("questionnaires/\(name)")
        && !Self.isPlain(name)
    }
    tell(loose, in: "questionnaires", among: [], at: nil)
  }

  /// Field files that no row of `sources.csv` names.
  private mutating func checkResponses(_ sources: [Source]) {
    guard !sources.isEmpty else { return }
    let unnamed = names(in: "responses").filter { name in
      let path = "responses/\(name)"
      return !isUsed(path) && !Self.isPlain(name) && !sources.contains { $0.isNamed(path) }
    }
    guard let first = unnamed.first else { return }
    diagnostics.append(
      Diagnostic(
        .warning, "file-not-in-sources",
        unnamed.count == 1
          ? "no row of sources.csv names this file: its answers are not read"
          : "\(unnamed.count) files of responses are in no row of sources.csv and not read: "
            + SheetName.listed(unnamed),
        fix: "add a row to sources.csv, or move what is no field file elsewhere",
        at: SourceLocation(file: "responses/\(first)")))
  }

  private mutating func tell(
    _ unknown: [String], in place: String, ofWorkbook: Bool = false, among known: [String],
    at location: SourceLocation?
  ) {
    let kind = ofWorkbook ? "sheet" : "file"
    var unlike: [String] = []
    for name in unknown {
      guard let meant = Self.meant(by: name, among: known) else {
        unlike.append(name)
        continue
      }
      if place.isEmpty || ofWorkbook { meantSheets.insert(Self.stem(of: meant)) }
      diagnostics.append(
        Diagnostic(
          .error, "unknown-\(kind)",
          "'\(name)' is no \(kind) of a study; did you mean '\(meant)'?",
          fix: "rename it to '\(meant)', or move it out of the study's folder",
          at: location ?? self.location(name, in: place)))
    }
    guard let first = unlike.first else { return }
    let names = SheetName.listed(unlike)
    diagnostics.append(
      Diagnostic(
        .warning, "unknown-\(kind)",
        unlike.count == 1
          ? "the \(kind) \(names) is not looked at"
          : "\(unlike.count) \(kind)s are not looked at: \(names)",
        fix: "see what a study may hold with loci help study",
        at: location ?? self.location(first, in: place)))
  }

  /// The known name that one is likely to stand for: misspelt, or with another ending.
  private static func meant(by name: String, among known: [String]) -> String? {
    let lowered = name.lowercased()
    if let same = known.first(where: { $0 == lowered }) { return same }
    let stem = stem(of: lowered)
    let endings = ["csv", "xlsx", "xls", "ods", "tsv", "txt", ""]
    let ending = lowered.dropFirst(stem.count).drop { $0 == "." }
    guard endings.contains(where: { ending == $0 || ending == "\($0).csv" }) else { return nil }
    if stem == "study", ending != "csv" { return "study.xlsx" }
    return known.first { Self.stem(of: $0) == stem }
      ?? Spelling.nearest(to: stem, among: known.map(Self.stem)).flatMap { near in
        known.first { Self.stem(of: $0) == near }
      }
  }

  private static func stem(of name: String) -> String {
    String(name.prefix { $0 != "." })
  }

  private func location(_ name: String, in place: String) -> SourceLocation {
    SourceLocation(file: place.isEmpty ? name : "\(place)/\(name)")
  }

  private func isUsed(_ path: String) -> Bool {
    used.contains { $0 == path || $0.hasPrefix(path + "/") }
      || used.contains { FilePattern(text: $0).isPattern && FilePattern(text: $0).matches(path) }
  }

  /// What is in a study for its readers only, models that a command may be given, and what programs
  /// leave behind.
  private static func isPlain(_ name: String) -> Bool {
    let lowered = name.lowercased()
    return name.hasPrefix(".") || name.hasPrefix("~$") || lowered.hasPrefix("readme")
      || lowered.hasPrefix("license") || lowered.hasPrefix("licence")
      || lowered.hasSuffix(".lav") || ["thumbs.db", "desktop.ini"].contains(lowered)
  }

  /// Pictures and sounds that a form shows, beside its sheets.
  private static func isMedium(_ name: String) -> Bool {
    let ending = name.lowercased().split(separator: ".").last.map(String.init) ?? ""
    return ["png", "jpg", "jpeg", "gif", "svg", "mp3", "m4a", "wav", "ogg", "mp4", "3gp", "xml"]
      .contains(ending) || ending == "geojson"
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
      && isFolder
  }

  private func names(in path: String) -> [String] {
    let whole = path.isEmpty ? folder : "\(folder)/\(path)"
    return ((try? FileManager.default.contentsOfDirectory(atPath: whole)) ?? []).sorted()
  }
}
