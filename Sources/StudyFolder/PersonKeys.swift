import SurveyModel
import TabularFiles

/// Keys that tell the people of a panel apart in place of their identifiers.
///
///     key = the first 80 bits of HMAC-SHA-256(salt, city, 0, identifier)
///
/// The same salt gives the same person the same key in every wave and every export; without it nobody
/// can tell whose key it is by trying identifiers. The data stay pseudonymous, not anonymous.
///
/// > H. Krawczyk, M. Bellare and R. Canetti (1997). *RFC 2104: HMAC*, §2.
public struct PersonKeys: Sendable {
  private let salt: [UInt8]

  /// Why a file is no salt.
  public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    /// Whether there is no such file.
    public let isMissing: Bool
  }

  /// Fewest bytes of a salt: 128 bits.
  private static let leastBytes = 16
  private static let mostBytes = 1 << 20

  /// Reads the salt.
  ///
  /// - Parameters:
  ///   - path: A file outside of every study: who has a study has not the salt.
  public init(saltFile path: String) throws(Failure) {
    let file = FilePath(path).resolvedSoFar
    if let study = StudyPlace.study(around: file) {
      throw Failure(
        description:
          "the salt \(path) lies in the study \(study), and would travel with it; keep it"
          + " elsewhere", isMissing: false)
    }
    guard let entry = file.entry(followingLink: true) else {
      throw Failure(
        description: "there is no salt \(path); make one with: head -c 32 /dev/urandom > \(path)",
        isMissing: true)
    }
    guard entry.kind == .file else {
      throw Failure(description: "the salt \(path) is no file", isMissing: false)
    }
    let bytes: [UInt8]
    do {
      bytes = try file.contents(upTo: Self.mostBytes)
    } catch {
      throw Failure(
        description: "the salt \(path) cannot be read: \(error.reason)", isMissing: false)
    }
    guard bytes.count >= Self.leastBytes else {
      throw Failure(
        description: "the salt \(path) has \(bytes.count) bytes, and needs \(Self.leastBytes) that"
          + " nobody can guess; make one with: head -c 32 /dev/urandom", isMissing: false)
    }
    salt = bytes
  }

  /// The key of each person of a city, 20 hexadecimal digits; "" where there is no identifier.
  public func keys(of identifiers: [String], in city: String) -> [String] {
    identifiers.map { identifier in
      identifier.isEmpty
        ? ""
        : String(
          FileDigest.authentication(
            of: Array(city.utf8) + [0] + Array(identifier.utf8), key: salt
          ).prefix(20))
    }
  }
}
