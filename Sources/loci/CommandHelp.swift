import ArgumentParser

extension CommandConfiguration {
  /// A command's help: what it does, how it is called, and two examples at the end.
  ///
  /// - Parameters:
  ///   - name: The command's word.
  ///   - abstract: One line, which stands in the list of commands too.
  ///   - paragraphs: What else there is to know. Lines of a paragraph are joined, so that the text
  ///     wraps to the terminal; a blank line parts paragraphs.
  ///   - usage: The arguments after the command's words.
  ///   - examples: Command lines that work in this repository.
  init(
    _ name: String, _ abstract: String, paragraphs: String, usage: String, examples: [String],
    subcommands: [any ParsableCommand.Type] = [],
    defaultSubcommand: (any ParsableCommand.Type)? = nil
  ) {
    self.init(
      commandName: name.split(separator: " ").last.map(String.init), abstract: abstract,
      usage: "loci \(name) \(usage)",
      discussion: HelpText.discussion(paragraphs, examples: examples),
      subcommands: subcommands, defaultSubcommand: defaultSubcommand)
  }
}

/// The text of a command's help.
enum HelpText {
  /// What a command's help says between its first line and its arguments.
  ///
  /// - Parameters:
  ///   - paragraphs: Lines of a paragraph are joined; a blank line parts paragraphs.
  ///   - examples: Command lines without the first word.
  static func discussion(_ paragraphs: String, examples: [String]) -> String {
    let text = paragraphs.split(separator: "\n", omittingEmptySubsequences: false)
      .split { $0.isEmpty }
      .map { $0.joined(separator: " ") }.joined(separator: "\n\n")
    return text + "\n\nEXAMPLES:\n" + examples.map { "  loci \($0)\n" }.joined()
  }

  /// The help with its examples at the end, where the eye rests; anything else as it is.
  static func examplesLast(_ help: String) -> String {
    guard let start = help.firstRange(of: "EXAMPLES:\n")?.lowerBound,
      let end = help.firstRange(of: "USAGE: ")?.lowerBound, start < end
    else { return help }
    return help[..<start] + trimmed(help[end...]) + "\n\n" + trimmed(help[start..<end])
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while text.last == "\n" { text.removeLast() }
    return text
  }
}
