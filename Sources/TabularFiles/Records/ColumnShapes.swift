/// What fields of a column look like, so that a field may be told to be none of it.
///
/// A column has a closed set of texts where few texts stand in it again and again, else a few shapes
/// (`02.03.2025` is `99.99.9999`, `GL-7712` is `a-9999`) where these do and
/// are no words in a row; else it holds text, and nothing can be said.
struct ColumnShapes: Sendable {
  private static let (mostTexts, mostShapes, longest) = (40, 12, 64)
  /// How often each text or shape must stand in the sample on average.
  private static let (leastOfText, leastOfShape) = (3, 4)

  private var count = 0
  private var blanks = 0
  private var texts: Set<[UInt8]> = []
  private var shapes: Set<[UInt8]> = []
  private var hasAnyText = false
  private var hasWords = false
  /// Texts of up to seven bytes that were added, packed with their lengths: most fields are one of these.
  private var packed: [UInt64] = []

  mutating func add(_ field: UnsafeBufferPointer<UInt8>) {
    guard !field.isEmpty else {
      blanks += 1
      return
    }
    count += 1
    guard !hasAnyText else { return }
    guard field.count <= Self.longest else {
      hasAnyText = true
      return
    }
    if let key = Self.packed(field) {
      if packed.contains(key) { return }
      if packed.count < Self.mostTexts { packed.append(key) }
    }
    if texts.count <= Self.mostTexts { texts.insert(Array(field)) }
    let shape = Self.shape(field)
    shapes.insert(shape)
    hasWords = hasWords || Self.isOfWords(shape)
    hasAnyText = texts.count > Self.mostTexts && shapes.count > Self.mostShapes
  }

  private static func packed(_ field: UnsafeBufferPointer<UInt8>) -> UInt64? {
    guard field.count < 8 else { return nil }
    return field.reduce(UInt64(field.count)) { $0 << 8 | UInt64($1) }
  }

  /// Digits each as 9, letters in a row as one a, all else as it is.
  static func shape(_ field: some Collection<UInt8>) -> [UInt8] {
    var shape: [UInt8] = []
    for byte in field {
      if byte &- 0x30 < 10 {
        shape.append(0x39)
      } else if byte >= 0x80 || byte | 0x20 &- 0x61 < 26 {
        if shape.last != 0x61 { shape.append(0x61) }
      } else {
        shape.append(byte)
      }
    }
    return shape
  }

  /// Whether words stand beside one another.
  private static func isOfWords(_ shape: [UInt8]) -> Bool {
    shape.indices.dropFirst(2).contains { place in
      shape[place] == 0x61 && shape[place - 1] == 0x20 && shape[place - 2] == 0x61
    }
  }

  /// What may stand in the column.
  var rule: Rule {
    let isClosed = texts.count <= Self.mostTexts && count >= Self.leastOfText * texts.count
    let isShaped = shapes.count <= Self.mostShapes && count >= Self.leastOfShape * shapes.count
    let content: Rule.Content =
      hasAnyText
      ? .anything : isClosed ? .texts(texts) : isShaped && !hasWords ? .shapes(shapes) : .anything
    return Rule(
      content: count == 0 ? .nothing : content, allowsBlank: blanks > 0, hasWords: hasWords)
  }

  struct Rule: Sendable {
    enum Content: Sendable {
      case texts(Set<[UInt8]>)
      case shapes(Set<[UInt8]>)
      case anything, nothing
    }

    let content: Content
    let allowsBlank: Bool
    /// Whether words stand beside one another in it: further texts may be met.
    let hasWords: Bool

    /// Whether something can be said of what stands in the column.
    var isRestricted: Bool {
      if case .anything = content { false } else { true }
    }

    /// Whether any field was seen.
    var isKnown: Bool {
      if case .nothing = content { allowsBlank } else { true }
    }

    func fits(_ field: ArraySlice<UInt8>) -> Bool {
      if field.isEmpty { return allowsBlank }
      switch content {
      case .texts(let texts): return texts.contains(Array(field))
      case .shapes(let shapes): return shapes.contains(ColumnShapes.shape(field))
      case .anything: return true
      case .nothing: return false
      }
    }
  }
}
