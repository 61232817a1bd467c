/// The codebook that stands beside exported answers, and that a draft of them is made by.
package enum ExportCodebook {
  /// What stands before the labels.
  package static let columns = [
    "variable", "question", "choice", "type", "measure", "code", "value", "missing",
  ]

  /// The type of a variable that is no question: `design weight`.
  package static func designType(_ name: String) -> String { "\(designPrefix)\(name)" }

  /// What a variable of this type tells of the design; nil for questions.
  package static func designName(_ type: String) -> String? {
    type.hasPrefix(designPrefix) ? String(type.dropFirst(designPrefix.count)) : nil
  }

  private static let designPrefix = "design "
}
