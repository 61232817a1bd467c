import StudyFolder
import SurveyModel
import TabularFiles
import Testing

@testable import Simulation

/// The repository's model study, read once.
enum ModelStudy {
  static let folder: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/") + "/surveys/innovation-potential"
  }()

  static let reading = StudyReading(folder: folder)

  static func study() throws -> Study { try #require(reading.study) }

  static func simulation() throws -> StudySimulation { try shared.get() }

  private static let shared = Result { try StudySimulation(study: try study(), folder: folder) }

  /// The rows of the truth, to be spoilt by a test.
  static func truth() throws -> Sheet {
    try Sheet.reading(path: "\(folder)/truth.csv", displayPath: "truth.csv", name: "truth").sheet
  }
}

extension ModelStudy {
  /// A committed file's bytes.
  static func bytes(of path: String) throws -> [UInt8] {
    try FileContents(path: "\(folder)/\(path)", displayPath: path).bytes
  }
}

extension Sample {
  /// Places of the choices taken; nil for a question of another kind.
  func choices(_ question: String) -> PackedPlaces? {
    if case .choices(let codes) = responses[question]?.values { codes } else { nil }
  }
}
