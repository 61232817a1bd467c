extension PersonalData {
  /// What the values of a column are, where nine in ten of them are of one kind and three at least.
  ///
  /// - Complexity: O(n) in values; ends early where the first hundred are of no kind.
  public init?(values: some Sequence<String>) {
    var counts: [PersonalData: Int] = [:]
    var given = 0
    for value in values where !value.allSatisfy(\.isWhitespace) {
      given += 1
      if let kind = PersonalData(value: value) ?? Self.openKind(of: value) {
        counts[kind, default: 0] += 1
      }
      if given == 100, counts.isEmpty { return nil }
    }
    guard let (kind, count) = counts.max(by: { $0.value < $1.value }), count >= 3,
      10 * count >= 9 * given
    else { return nil }
    self = kind
  }

  /// What a single value plainly is: an e-mail address, an IP address or a telephone number.
  public init?(value: String) {
    let text = value.withoutOuterSpace
    guard text.utf8.count >= 7, text.utf8.count <= 120 else { return nil }
    if Self.isEmail(text) {
      self = .email
    } else if Self.isInternetAddress(text) {
      self = .internetAddress
    } else if Self.isTelephone(text) {
      self = .telephone
    } else {
      return nil
    }
  }

  /// What is told by many values of a column only.
  private static func openKind(of value: String) -> PersonalData? {
    let parts = value.split { $0 == " " || $0 == "," || $0 == ";" }
    let numbers = parts.compactMap { Double($0) }
    if parts.count == numbers.count, parts.count == 2 || parts.count == 4,
      abs(numbers[0]) <= 90, abs(numbers[1]) <= 180, parts[0].contains("."), parts[1].contains(".")
    {
      return .position
    }
    let ending = value.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return value.contains(".") && Self.recordings.contains(ending) ? .recording : nil
  }

  private static let recordings: Set<String> = [
    "jpg", "jpeg", "png", "heic", "m4a", "mp3", "wav", "amr", "ogg", "aac", "3gp", "mp4", "mov",
  ]

  private static func isEmail(_ text: Substring) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !text.contains(where: \.isWhitespace) else {
      return false
    }
    let domain = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    return domain.count > 1 && domain.allSatisfy { !$0.isEmpty }
      && domain[domain.count - 1].allSatisfy(\.isLetter)
  }

  private static func isInternetAddress(_ text: Substring) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 4 {
      return parts.allSatisfy { (1...3).contains($0.count) && (Int($0).map { $0 < 256 } ?? false) }
    }
    let groups = text.split(separator: ":", omittingEmptySubsequences: false)
    return (4...8).contains(groups.count) && text.count > 10
      && groups.allSatisfy { $0.count <= 4 && $0.allSatisfy(\.isHexDigit) }
      && groups.count { $0.isEmpty } <= 2
  }

  /// `+7 911 123-45-67`, `8 (911) 1234567`, `79111234567`.
  private static func isTelephone(_ text: Substring) -> Bool {
    guard text.allSatisfy({ $0.isASCII && ($0.isNumber || " +()-.".contains($0)) }) else {
      return false
    }
    let digits = text.filter(\.isNumber)
    guard (10...15).contains(digits.count), text.dropFirst().allSatisfy({ $0 != "+" }) else {
      return false
    }
    if text.first == "+" || text.contains("(") && text.contains(")") { return true }
    return digits.count == 11 && (digits.first == "7" || digits.first == "8")
      && !text.contains(".")
  }
}

extension String {
  fileprivate var withoutOuterSpace: Substring {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}
