import ArgumentParser

/// Options that take one value and are given two: the last would count, and the other be dropped
/// without a word.
enum RepeatedOptions {
  /// Options that may be repeated in every command that has them, `--wave` of `report` apart.
  private static let repeatable: Set<String> = [
    "--from", "--labels", "--with", "--without", "--only", "--merge", "--by", "--quantile",
    "--cells", "--contrast", "--on", "--between", "--factor", "--city", "--wave",
  ]

  /// Options without a value.
  static let flags: Set<String> = [
    "--totals", "--no-suppression", "--letters", "--mse", "--smooth", "--ordinal", "--strict",
    "--fiml", "--by-city", "--identifiers", "--no-limits", "--verify", "--open-answers",
    "--replace", "--draft-columns", "--help", "--version", "--help-hidden",
    "--experimental-dump-help",
  ]

  /// Whether a command takes all the values of an option that stands in it twice.
  static func isRepeatable(_ option: String, in command: String?) -> Bool {
    repeatable.contains(option) && !(option == "--wave" && command == "report")
  }

  /// - Throws: `ValidationError` where an option that takes one value has two different ones.
  static func refuse(in arguments: [String]) throws {
    var given: [String: String] = [:]
    let words = Array(arguments.prefix { $0 != "--" })
    for (place, word) in words.enumerated() where word.hasPrefix("--") {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard !flags.contains(name), !isRepeatable(name, in: words.first) else { continue }
      let next = place + 1 < words.count ? words[place + 1] : ""
      let value = parts.count > 1 ? String(parts[1]) : next
      if let former = given.updateValue(value, forKey: name), former != value {
        throw ValidationError("\(name) is given twice, as '\(former)' and '\(value)': keep one")
      }
    }
  }
}
