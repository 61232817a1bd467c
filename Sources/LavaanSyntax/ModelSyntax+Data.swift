import SurveyModel

extension ModelSyntax {
  /// What is wrong with the model for these data, or worth a remark: items that the data do not
  /// have, factors that bear the name of an item, labels and values that do not fit the groups.
  ///
  /// - Parameters:
  ///   - items: The names of the items in the data.
  ///   - groupCount: How many groups the model is for.
  public func findings(items: Set<String>, groupCount: Int = 1) -> [Diagnostic] {
    let named = groupFindings(groupCount) + unknownItems(items) + factorsNamedAsItems(items)
    return named.sorted { $0.location < $1.location }
  }

  private func unknownItems(_ items: Set<String>) -> [Diagnostic] {
    observed.filter { !items.contains($0) }.map { name in
      let like = items.sorted().first { ModelSyntax.looksAlike($0, name) }
      return Diagnostic(
        .error, "unknown-item", "'\(name)' is neither an item of the data nor a factor",
        fix: like.map { "write '\($0)'; the names differ in letter case or in alphabet" }
          ?? "correct the name, or add its answers to the data",
        at: location(of: name))
    }
  }

  private func factorsNamedAsItems(_ items: Set<String>) -> [Diagnostic] {
    latent.filter(items.contains).map { name in
      Diagnostic(
        .error, "factor-is-item", "factor '\(name)' has the name of an item of the data",
        fix: "give the factor another name", at: location(of: name))
    }
  }

  private func location(of name: String) -> SourceLocation {
    (formulas.first { $0.right == name } ?? formulas.first { $0.left == name })?.location
      ?? file
  }

  /// Whether two names differ only in letter case and in letters that look the same in Latin and
  /// Cyrillic.
  private static func looksAlike(_ a: String, _ b: String) -> Bool { folded(a) == folded(b) }

  private static let lookalikes = Dictionary(
    uniqueKeysWithValues: zip("авекмнорстух", "abekmhopctyx"))

  private static func folded(_ name: String) -> String {
    String(name.lowercased().map { lookalikes[$0] ?? $0 })
  }

  /// Lists of another length than the number of groups, and one label for several groups.
  package func groupFindings(_ count: Int) -> [Diagnostic] {
    formulas.compactMap { formula in
      let modifiers = formula.modifiers
      let lengths = [
        modifiers.restrictions.count, modifiers.labels.count, modifiers.starts.count,
        modifiers.equals.count,
      ]
      if let wrong = lengths.first(where: { $0 > 1 && $0 != count }) {
        return Diagnostic(
          .error, "model-syntax", "\(wrong) values stand for \(count) groups",
          fix: "write one value for all groups, or one for each", at: formula.location)
      }
      guard count > 1, modifiers.labels.count == 1, let label = modifiers.labels[0] else {
        return nil
      }
      return Diagnostic(
        .warning, "label-for-all-groups",
        "label '\(label)' makes '\(formula.right)' equal in all groups",
        fix: "write one label for each group, c(…), unless that is meant", at: formula.location)
    }
  }
}
