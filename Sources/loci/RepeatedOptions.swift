import ArgumentParser

/// Options that take one value and are given two: the last would count, and the other be dropped
/// without a word.
enum RepeatedOptions {
  /// Options that may be repeated in every command that has them, `--wave` of `report` and
  /// `--quantile` of `contrast` apart.
  private static let repeatable: Set<String> = [
    "--from", "--labels", "--with", "--without", "--only", "--merge", "--by", "--quantile",
    "--cells", "--contrast", "--on", "--between", "--factor", "--city", "--wave",
  ]

  /// Options without a value.
  static let flags: Set<String> = [
    "--totals", "--unweighted", "--no-suppression", "--letters", "--mse", "--smooth", "--ordinal",
    "--strict",
    "--fiml", "--by-city", "--identifiers", "--no-limits", "--verify", "--open-answers",
    "--replace", "--harmonised", "--draft-columns", "--questions", "--draft-crosswalk", "--help",
    "--version",
    "--help-hidden",
    "--experimental-dump-help",
  ]

  /// Whether a command takes all the values of an option that stands in it twice.
  static func isRepeatable(_ option: String, in command: String?) -> Bool {
    repeatable.contains(option) && !(option == "--wave" && command == "report")
      && !(option == "--quantile" && command == "contrast")
  }

  /// Options that take all words behind them.
  private static let greedy: Set<String> = ["--from", "--labels", "--only"]

  /// - Throws: `ValidationError` where an option that takes one value has two different ones, or one
  ///   that takes several has one of them twice.
  static func refuse(in arguments: [String]) throws {
    var given: [String: String] = [:]
    let words = Array(arguments.prefix { $0 != "--" })
    try refuseTwins(in: words)
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

  private static func refuseTwins(in words: [String]) throws {
    var given: Set<[String]> = []
    for (place, word) in words.enumerated() where word.hasPrefix("--") {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard !flags.contains(name), isRepeatable(name, in: words.first) else { continue }
      let behind = words[(place + 1)...].prefix { !$0.hasPrefix("--") }
      let values =
        parts.count > 1
        ? [String(parts[1])] : Array(greedy.contains(name) ? behind : behind.prefix(1))
      for value in values where !given.insert([name, value]).inserted {
        throw ValidationError("\(name) is given twice with '\(value)': once is enough")
      }
    }
  }
}
