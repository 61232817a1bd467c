import FoundationEssentials
import QuestionnaireDefinition
import SurveyModel

/// A file that a sheet names, looked for in the study's folder: Windows divides folders with `\` and
/// takes no notice of capitals, macOS writes «й» as two characters, and an archive keeps what it got.
enum NamedFile: Equatable {
  /// Its path on the disk, below the folder or from the root.
  case exact(String)
  /// The only one whose name differs by no more than the case of letters.
  case otherwise(String)
  /// The nearest name, where there is one.
  case missing(nearest: String?)

  /// - Complexity: One look-up where the name is right, else one listing of each folder on the way.
  init(_ name: String, in folder: String) {
    let root = name.hasPrefix("/") ? "" : folder + "/"
    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root + path) }
    if exists(name) {
      self = .exact(name)
      return
    }
    let slashed = name.withSlashes
    if exists(slashed) {
      self = .exact(slashed)
      return
    }
    let backslashed = String(name.map { $0 == "/" ? "\\" : $0 })
    if !name.hasPrefix("/"), exists(backslashed) {
      self = .exact(backslashed)
      return
    }
    self = Self.walking(slashed, in: folder)
  }

  /// Where it lies on the disk; nil where it is nowhere.
  var path: String? {
    switch self {
    case .exact(let path), .otherwise(let path): path
    case .missing: nil
    }
  }

  private static func walking(_ name: String, in folder: String) -> NamedFile {
    let parts = name.split(separator: "/").map(String.init)
    var path = name.hasPrefix("/") ? "/" : ""
    var isExact = true
    for (place, part) in parts.enumerated() {
      let here = path.hasPrefix("/") ? path : "\(folder)/\(path)"
      if part == "." || part == ".." {
        path += part + "/"
        continue
      }
      let names = (try? FileManager.default.contentsOfDirectory(atPath: here)) ?? []
      guard let found = entry(part, among: names) else {
        let near = place == parts.count - 1 ? Spelling.nearest(to: part, among: names) : nil
        return .missing(nearest: near.map { path + $0 })
      }
      isExact = isExact && found == part
      path += found + (place == parts.count - 1 ? "" : "/")
    }
    return isExact ? .exact(path) : .otherwise(path)
  }

  /// The entry of this name, however its characters are composed; else the only one in another case.
  private static func entry(_ name: String, among names: [String]) -> String? {
    if let same = names.first(where: { $0 == name }) { return same }
    let folded = names.filter { $0.lowercased() == name.lowercased() }
    return folded.count == 1 ? folded[0] : nil
  }
}
