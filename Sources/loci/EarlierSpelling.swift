import ArgumentParser

/// Command lines of earlier versions, in which options of `factors` and `estimate` chose what they
/// did, said as they are today.
///
///     loci factors STUDY --types k-means        loci factors types STUDY --method k-means
///     loci estimate STUDY INN --variance sex    loci variance STUDY INN --between sex
enum EarlierSpelling {
  /// An option that chose what a command did.
  private struct Choice {
    /// The option, such as `--types`.
    let option: String
    /// The words of today's command.
    let command: [String]
    /// What today's command calls this option, and others beside it.
    let names: [String: String]

    init(_ option: String, _ command: String..., names: [String: String]) {
      self.option = option
      self.command = command
      self.names = names
    }
  }

  private static let factors = [
    Choice(
      "--model", "factors", "model",
      names: ["--model": "--file", "--ordinal": "--estimator=wlsmv"]),
    Choice("--types", "factors", "types", names: ["--types": "--method"]),
    Choice("--scores", "factors", "scores", names: ["--scores": "--method"]),
    Choice("--panel", "factors", "panel", names: ["--panel": "--topic"]),
  ]

  private static let estimate = [
    Choice("--contrast", "contrast", names: ["--contrast": "--cells"]),
    Choice("--test", "test", names: ["--test": "--method"]),
    Choice("--letters", "test", names: [:]),
    Choice("--model", "regress", names: ["--model": "--family"]),
    Choice("--variance", "variance", names: ["--variance": "--between"]),
  ]

  /// The arguments as today's commands have them.
  ///
  /// - Throws: `ValidationError` where options choose different things.
  static func translated(_ arguments: [String]) throws -> [String] {
    guard let command = arguments.first else { return arguments }
    let rest = Array(arguments.dropFirst())
    switch command {
    case "factors":
      if let first = rest.first, FactorsCommand.subcommandNames.contains(first) { return arguments }
      return try translated(rest, by: factors) ?? tabular(rest) ?? arguments
    case "estimate": return try translated(rest, by: estimate) ?? arguments
    default: return arguments
    }
  }

  private static func translated(_ words: [String], by choices: [Choice]) throws -> [String]? {
    let chosen = choices.filter { choice in words.options.contains { $0.name == choice.option } }
    guard let first = chosen.first else { return nil }
    guard chosen.allSatisfy({ $0.command == first.command }) else {
      let names = choices.map(\.option)
      throw ValidationError("ask for one of \(names.joined(separator: ", "))")
    }
    let names = chosen.reduce(into: [:]) { $0.merge($1.names) { name, _ in name } }
    // An estimator that was named stood above what --ordinal alone would have taken.
    let hasEstimator = words.options.contains { $0.name == "--estimator" }
    let said = hasEstimator && names["--ordinal"] != nil ? words.removingFlag("--ordinal") : words
    return first.command + said.renamingOptions(by: names)
  }

  /// `loci factors STUDY --format csv`, which printed one table of two.
  private static func tabular(_ words: [String]) throws -> [String]? {
    let table = words.values(of: "--table").last
    guard words.values(of: "--format").last == "csv" else {
      if table != nil { throw ValidationError("--table says what --format csv prints") }
      return nil
    }
    switch table {
    case nil, "reliability": return ["factors", "reliability"] + words.removing("--table")
    case "invariance": return ["factors", "invariance"] + words.removing("--table")
    case let table?: throw ValidationError("--table is reliability or invariance, not '\(table)'")
    }
  }
}

/// One of a command line's words that names an option.
private struct OptionWord {
  var place: Int
  var name: String
  /// What stands after an equals sign.
  var value: String?
}

extension [String] {
  /// Up to `--`, after which all words are arguments.
  fileprivate var options: [OptionWord] {
    prefix { $0 != "--" }.enumerated().compactMap { place, word in
      guard word.hasPrefix("--") else { return nil }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return OptionWord(
        place: place, name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : nil)
    }
  }

  fileprivate func values(of name: String) -> [String] {
    options.filter { $0.name == name }.compactMap { option in
      option.value ?? (option.place + 1 < count ? self[option.place + 1] : nil)
    }
  }

  fileprivate func renamingOptions(by names: [String: String]) -> [String] {
    var words = self
    for option in options {
      guard let name = names[option.name] else { continue }
      words[option.place] = option.value.map { "\(name)=\($0)" } ?? name
    }
    return words
  }

  /// Without an option that takes no value.
  fileprivate func removingFlag(_ name: String) -> [String] {
    let places = Set(options.filter { $0.name == name }.map(\.place))
    return indices.filter { !places.contains($0) }.map { self[$0] }
  }

  /// Without an option and its value.
  fileprivate func removing(_ name: String) -> [String] {
    var words = self
    for option in options.reversed() where option.name == name {
      if option.value == nil, option.place + 1 < count { words.remove(at: option.place + 1) }
      words.remove(at: option.place)
    }
    return words
  }
}
