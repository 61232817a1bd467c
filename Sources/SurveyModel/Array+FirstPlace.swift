extension Array where Element: Equatable {
  /// Where another array stands in this one for the first time; nil where it does not.
  ///
  /// - Complexity: O(*n* + *m*) for the lengths of both.
  ///
  /// > D. E. Knuth, J. H. Morris, V. R. Pratt (1977). Fast Pattern Matching in Strings. *SIAM
  /// > Journal on Computing* 6(2).
  package func firstPlace(of wanted: [Element]) -> Int? {
    guard !wanted.isEmpty else { return 0 }
    let borders = wanted.borders
    var matched = 0
    for (place, element) in enumerated() {
      while matched > 0, wanted[matched] != element { matched = borders[matched - 1] }
      if wanted[matched] == element { matched += 1 }
      if matched == wanted.count { return place + 1 - matched }
    }
    return nil
  }

  /// For each beginning of the array the length of the longest shorter one that also ends it.
  private var borders: [Int] {
    var borders = [Int](repeating: 0, count: count)
    var matched = 0
    for place in indices.dropFirst() {
      while matched > 0, self[matched] != self[place] { matched = borders[matched - 1] }
      if self[matched] == self[place] { matched += 1 }
      borders[place] = matched
    }
    return borders
  }
}
