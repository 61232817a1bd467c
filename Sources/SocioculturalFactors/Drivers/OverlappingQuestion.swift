import SurveyAnalysis
import SurveyModel

/// A question of a factor that asks nearly what questions of the index ask: part of its
/// association with the index is one of words.
public struct OverlappingQuestion: Hashable, Sendable {
  public var factor: String
  public var question: String
  /// Questions of the index.
  public var with: [String]

  /// Names of questions, or their beginnings followed by `*`: of a factor, and of the outcome.
  private static let known = [
    (factor: "CIV02", outcome: ["INR2", "INB*"]), (factor: "CIVB*", outcome: ["INR2", "INB*"]),
    (factor: "FUT04", outcome: ["INA*"]), (factor: "OPN*", outcome: ["INC*"]),
  ]

  /// The overlaps that are known of the house's own questionnaire, as far as the study asks both
  /// questions; a study with other names has none listed.
  static func all(in factors: [Factor]) -> [OverlappingQuestion] {
    let index = factors.filter { $0.layer == .outcome }.flatMap(\.items).map(\.question)
    return factors.filter { $0.layer != .outcome }.flatMap { factor in
      factor.items.compactMap { item in
        let patterns = known.filter { matches(item.question, $0.factor) }.flatMap(\.outcome)
        let with = index.filter { question in patterns.contains { matches(question, $0) } }
        guard !with.isEmpty else { return nil }
        return OverlappingQuestion(factor: factor.name, question: item.question, with: with)
      }
    }
  }

  private static func matches(_ name: String, _ pattern: String) -> Bool {
    pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
  }
}
