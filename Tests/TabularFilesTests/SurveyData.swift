import FoundationEssentials

@testable import TabularFiles

/// Files that other people made, read in place; tests on them are skipped where they are absent.
enum SurveyData {
  static let folder: String = {
    if let given = ProcessInfo.processInfo.environment["GENIUSLOCI_DATA"] { return given }
    let beside = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    return "/" + beside + "/shared/data"
  }()

  static var isPresent: Bool { FileManager.default.fileExists(atPath: folder + "/csv-spectrum") }

  static func table(_ path: String) throws -> FieldTable {
    try FieldTable.reading(path: folder + "/" + path, displayPath: path)
  }
}
