import ArgumentParser
import QuestionnaireDefinition
import SurveyModel

// Names that options give: each is one that the study has, or the command is refused.

extension Study {
  func requireCity(_ name: String) throws {
    try Self.require(name, "city", among: cities.map(\.name))
  }

  func requireWave(_ name: String) throws {
    try Self.require(name, "wave", among: waves.map(\.name))
  }

  /// - Parameter known: The languages that can be asked for.
  func requireLanguage(_ name: String, among known: [String]) throws {
    try Self.require(name, "language", among: known)
  }

  private static func require(_ name: String, _ kind: String, among known: [String]) throws {
    guard !known.contains(name) else { return }
    let near = Spelling.nearest(to: name, among: known).map { "; did you mean '\($0)'?" }
    let list = known.isEmpty ? "none" : known.joined(separator: ", ")
    throw ValidationError(
      "there is no \(kind) '\(name)'"
        + (near.map { "\($0) The study has \(list)" }
          ?? "; the study has \(list)"))
  }
}
