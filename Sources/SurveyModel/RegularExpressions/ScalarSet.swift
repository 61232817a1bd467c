/// A set of Unicode scalars, as a class or an escape of a pattern names it.
indirect enum ScalarSet: Hashable, Sendable {
  case range(ClosedRange<UInt32>)
  case category([Unicode.GeneralCategory])
  case binary(BinaryProperty)
  case union([ScalarSet])
  case complement(ScalarSet)
  /// What is in the set in capital or in small letters.
  case eitherCase(ScalarSet)

  /// A property that a scalar has or has not.
  enum BinaryProperty: Hashable, Sendable {
    case alphabetic, lowercase, uppercase, whitespace, emoji, emojiPresentation
  }

  /// - Complexity: O(*n*) for a set of *n* parts.
  func contains(_ scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .range(let range): range.contains(scalar.value)
    case .category(let categories): categories.contains(scalar.properties.generalCategory)
    case .binary(let property): property.holds(scalar.properties)
    case .union(let parts): parts.contains { $0.contains(scalar) }
    case .complement(let set): !set.contains(scalar)
    case .eitherCase(let set):
      set.contains(scalar) || set.contains(scalar.small) || set.contains(scalar.capital)
    }
  }

  static func ranges(_ ranges: ClosedRange<UInt32>...) -> ScalarSet {
    .union(ranges.map { .range($0) })
  }

  static func scalar(_ scalar: Unicode.Scalar) -> ScalarSet {
    .range(scalar.value...scalar.value)
  }
}

extension ScalarSet.BinaryProperty {
  fileprivate func holds(_ properties: Unicode.Scalar.Properties) -> Bool {
    switch self {
    case .alphabetic: properties.isAlphabetic
    case .lowercase: properties.isLowercase
    case .uppercase: properties.isUppercase
    case .whitespace: properties.isWhitespace
    case .emoji: properties.isEmoji
    case .emojiPresentation: properties.isEmojiPresentation
    }
  }
}

extension Unicode.Scalar {
  /// Its small letter, where that is one scalar; else itself.
  fileprivate var small: Unicode.Scalar { Self.single(properties.lowercaseMapping) ?? self }

  /// Its capital letter, where that is one scalar; else itself.
  fileprivate var capital: Unicode.Scalar { Self.single(properties.uppercaseMapping) ?? self }

  private static func single(_ text: String) -> Unicode.Scalar? {
    text.unicodeScalars.count == 1 ? text.unicodeScalars.first : nil
  }
}

// The sets that have a name of their own.
extension ScalarSet {
  /// `\d`
  static let digit = ranges(0x30...0x39)
  /// `\w`
  static let word = union([.ranges(0x30...0x39, 0x41...0x5A, 0x5F...0x5F), .binary(.alphabetic)])
  /// `\s`
  static let space = binary(.whitespace)
  /// `\h`
  static let horizontalSpace = union([.ranges(0x09...0x09), .category([.spaceSeparator])])
  /// `\v`: what ends a line, the vertical tab and the form feed with it.
  static let lineEnd = ranges(0x0A...0x0D, 0x85...0x85, 0x2028...0x2029)
  static let all = ranges(0...0x10FFFF)
}
