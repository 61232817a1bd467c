/// Names that are nearly the same.
public enum Spelling {
  /// Longer words have no likely misspelling; comparing them would take their lengths' product.
  static let longest = 100

  /// The candidate that differs in one letter, or in two where the name has six and more; the
  /// nearest and first by the alphabet.
  public static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    guard name.count > 1, name.count <= longest else { return nil }
    let most = name.count < 6 ? 1 : 2
    return candidates.filter { $0.count <= longest }.map { (distance(name, $0), $0) }
      .filter { $0.0 <= most }.min { $0 < $1 }?.1
  }

  /// Letters to insert, delete or replace and neighbours to swap (Damerau and Levenshtein), in any
  /// case of letters.
  private static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.lowercased()), Array(b.lowercased()))
    guard abs(a.count - b.count) <= 2 else { return abs(a.count - b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for (row, letter) in a.enumerated() {
      var next = [row + 1]
      for (column, other) in b.enumerated() {
        let replaced = last[column] + (letter == other ? 0 : 1)
        next.append(min(replaced, last[column + 1] + 1, next[column] + 1))
        if row > 0, column > 0, letter == b[column - 1], a[row - 1] == other {
          next[column + 1] = min(next[column + 1], beforeLast[column - 1] + 1)
        }
      }
      (beforeLast, last) = (last, next)
    }
    return last[b.count]
  }
}
