/// Which codes of a wave stand for which codes of a question that several waves have in common.
///
/// Written `1=5; 2=4; 3=3`; codes that are merged share a target: `1=1; 2=1`.
public struct AnswerMap: Hashable, Sendable {
  /// How the codes were set against each other.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// By the choices' labels.
    case byLabel = "by-label"
    /// By label, and the order is turned round.
    case reversed
    /// Several choices become one.
    case merged
  }

  public struct Entry: Hashable, Sendable {
    /// A code of the wave.
    public var code: String
    /// A code of the common question.
    public var target: String

    public init(code: String, target: String) {
      self.code = code
      self.target = target
    }
  }

  /// In the order of the wave's choices; each code once.
  public let entries: [Entry]

  public init(_ entries: [Entry]) {
    var seen: Set<String> = []
    self.entries = entries.filter { seen.insert($0.code).inserted }
  }

  /// The code that a code of the wave becomes; nil where the map does not name it.
  public subscript(code: String) -> String? { entries.first { $0.code == code }?.target }

  /// Whether every code stays what it is.
  public var isIdentity: Bool { entries.allSatisfy { $0.code == $0.target } }

  /// Whether two codes become one.
  public var merges: Bool { Set(entries.map(\.target)).count < entries.count }

  /// As it stands in `crosswalk.csv`.
  public var text: String { entries.map { "\($0.code)=\($0.target)" }.joined(separator: "; ") }

  /// Why a text is no map.
  public enum Fault: Error, Hashable, Sendable {
    /// A part that is not `code=code`.
    case notAPair(String)
    /// A code that stands twice.
    case twice(String)
  }

  /// Reads `1=5; 2=4`, with semicolons, commas or line ends between the pairs.
  public init(parsing text: String) throws(Fault) {
    var entries: [Entry] = []
    for part in text.split(whereSeparator: { ";,\n".contains($0) }) {
      let pair = part.split(separator: "=", omittingEmptySubsequences: false).map { side in
        String(side.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
      }
      if pair == [""] { continue }
      guard pair.count == 2, !pair[0].isEmpty, !pair[1].isEmpty else {
        throw .notAPair(String(part))
      }
      guard !entries.contains(where: { $0.code == pair[0] }) else { throw .twice(pair[0]) }
      entries.append(Entry(code: pair[0], target: pair[1]))
    }
    self.init(entries)
  }
}
