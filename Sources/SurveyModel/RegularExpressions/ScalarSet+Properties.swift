// What stands between the braces of `\p{…}`.
extension ScalarSet {
  /// The set of a property: a general category (`L`, `Lu`, `Uppercase_Letter`), the script Cyrillic
  /// or Latin, or one of a few others; with `gc=`, `sc=`, `scx=` or `Is` before it or without. nil
  /// for properties that are not known here.
  ///
  /// > Unicode Technical Standard 18, *Unicode Regular Expressions*, RL1.2; names are compared
  /// > without regard to case, spaces, hyphens and underscores (UAX 44, UAX44-LM3).
  init?(property text: String) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(Self.folded)
    let found: ScalarSet? =
      switch (parts.count, parts[0]) {
      case (1, let name): Self.any(name)
      case (2, "gc"), (2, "generalcategory"): Self.category(named: parts[1])
      case (2, "sc"), (2, "script"), (2, "scx"), (2, "scriptextensions"): Self.scripts[parts[1]]
      default: nil
      }
    guard let found else { return nil }
    self = found
  }

  private static func folded(_ name: Substring) -> String {
    String(name.lowercased().filter { !" _-".contains($0) })
  }

  private static func any(_ name: String) -> ScalarSet? {
    if let set = category(named: name) ?? scripts[name] ?? others[name] { return set }
    return name.hasPrefix("is") && name.count > 2 ? any(String(name.dropFirst(2))) : nil
  }

  private static func category(named name: String) -> ScalarSet? {
    if let place = categories.firstIndex(where: { $0.short == name || $0.long == name }) {
      return .category([categories[place].category])
    }
    guard let short = groups[name] else { return nil }
    let members = categories.filter { short == "lc" ? $0.isCased : $0.short.hasPrefix(short) }
    return .category(members.map(\.category))
  }

  /// Groups of categories by their names: the letter that their members' short names begin with.
  private static let groups = [
    "l": "l", "letter": "l", "lc": "lc", "l&": "lc", "casedletter": "lc", "m": "m", "mark": "m",
    "combiningmark": "m", "n": "n", "number": "n", "p": "p", "punct": "p", "punctuation": "p",
    "s": "s", "symbol": "s", "z": "z", "separator": "z", "c": "c", "other": "c",
  ]

  private struct Category {
    let short: String
    let long: String
    let category: Unicode.GeneralCategory

    var isCased: Bool { ["lu", "ll", "lt"].contains(short) }

    init(_ short: String, _ long: String, _ category: Unicode.GeneralCategory) {
      (self.short, self.long, self.category) = (short, long, category)
    }
  }

  private static let categories = [
    Category("lu", "uppercaseletter", .uppercaseLetter),
    Category("ll", "lowercaseletter", .lowercaseLetter),
    Category("lt", "titlecaseletter", .titlecaseLetter),
    Category("lm", "modifierletter", .modifierLetter),
    Category("lo", "otherletter", .otherLetter),
    Category("mn", "nonspacingmark", .nonspacingMark),
    Category("mc", "spacingmark", .spacingMark),
    Category("me", "enclosingmark", .enclosingMark),
    Category("nd", "decimalnumber", .decimalNumber),
    Category("nl", "letternumber", .letterNumber),
    Category("no", "othernumber", .otherNumber),
    Category("pc", "connectorpunctuation", .connectorPunctuation),
    Category("pd", "dashpunctuation", .dashPunctuation),
    Category("ps", "openpunctuation", .openPunctuation),
    Category("pe", "closepunctuation", .closePunctuation),
    Category("pi", "initialpunctuation", .initialPunctuation),
    Category("pf", "finalpunctuation", .finalPunctuation),
    Category("po", "otherpunctuation", .otherPunctuation),
    Category("sm", "mathsymbol", .mathSymbol),
    Category("sc", "currencysymbol", .currencySymbol),
    Category("sk", "modifiersymbol", .modifierSymbol),
    Category("so", "othersymbol", .otherSymbol),
    Category("zs", "spaceseparator", .spaceSeparator),
    Category("zl", "lineseparator", .lineSeparator),
    Category("zp", "paragraphseparator", .paragraphSeparator),
    Category("cc", "control", .control),
    Category("cf", "format", .format),
    Category("cs", "surrogate", .surrogate),
    Category("co", "privateuse", .privateUse),
    Category("cn", "unassigned", .unassigned),
  ]

  private static let others: [String: ScalarSet] = [
    "alphabetic": .binary(.alphabetic), "alpha": .binary(.alphabetic),
    "lowercase": .binary(.lowercase), "lower": .binary(.lowercase),
    "uppercase": .binary(.uppercase), "upper": .binary(.uppercase),
    "whitespace": space, "space": space, "wspace": space,
    "emoji": .binary(.emoji), "emojipresentation": .binary(.emojiPresentation),
    "digit": .category([.decimalNumber]),
    "alnum": .union([.binary(.alphabetic), .category([.decimalNumber])]),
    "ascii": ranges(0...0x7F), "any": all, "assigned": .complement(.category([.unassigned])),
  ]

  /// > Unicode 16.0, *Scripts.txt*. The standard library does not tell a scalar's script.
  private static let scripts: [String: ScalarSet] = {
    let cyrillic = ranges(
      0x400...0x484, 0x487...0x52F, 0x1C80...0x1C8A, 0x1D2B...0x1D2B, 0x1D78...0x1D78,
      0x2DE0...0x2DFF, 0xA640...0xA69F, 0xFE2E...0xFE2F, 0x1E030...0x1E06D, 0x1E08F...0x1E08F)
    let latin = ranges(
      0x41...0x5A, 0x61...0x7A, 0xAA...0xAA, 0xBA...0xBA, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2B8,
      0x2E0...0x2E4, 0x1D00...0x1D25, 0x1D2C...0x1D5C, 0x1D62...0x1D65, 0x1D6B...0x1D77,
      0x1D79...0x1DBE, 0x1E00...0x1EFF, 0x2071...0x2071, 0x207F...0x207F, 0x2090...0x209C,
      0x212A...0x212B, 0x2132...0x2132, 0x214E...0x214E, 0x2160...0x2188, 0x2C60...0x2C7F,
      0xA722...0xA787, 0xA78B...0xA7CD, 0xA7D0...0xA7D1, 0xA7D3...0xA7D3, 0xA7D5...0xA7DC,
      0xA7F2...0xA7FF, 0xAB30...0xAB5A, 0xAB5C...0xAB64, 0xAB66...0xAB69, 0xFB00...0xFB06,
      0xFF21...0xFF3A, 0xFF41...0xFF5A, 0x10780...0x10785, 0x10787...0x107B0,
      0x107B2...0x107BA, 0x1DF00...0x1DF1E, 0x1DF25...0x1DF2A)
    return ["cyrillic": cyrillic, "cyrl": cyrillic, "latin": latin, "latn": latin]
  }()
}
