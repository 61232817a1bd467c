import SurveyModel
import TabularFiles

/// Keys that tell people apart in place of their identifiers.
///
///     key = the first 80 bits of HMAC-SHA-256(salt, city, 0, wave, 0, identifier)
///
/// The wave is the one in which the people were drawn: a wave's own, or for a panel the one that its
/// people come from. The same salt gives the same person the same key in every wave of a panel and every
/// export, and the people of other samples other keys, whatever their identifiers; without it nobody can
/// tell whose key it is by trying identifiers. The data stay pseudonymous, not anonymous.
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

  /// The key of each person of a sample, 20 hexadecimal digits; "" where there is no identifier.
  ///
  /// - Parameters:
  ///   - identifiers: One for each interview.
  ///   - sample: The city and the wave.
  ///   - study: Whose waves say which of them is a panel.
  public func keys(
    of identifiers: [String], in sample: SampleKey, of study: Study
  ) -> [String] {
    let drawn = study.waveOfDrawing(sample.wave)
    let start = Array(sample.city.utf8) + [0] + Array(drawn.utf8) + [0]
    return identifiers.map { identifier in
      identifier.isEmpty
        ? ""
        : String(FileDigest.authentication(of: start + identifier.utf8, key: salt).prefix(20))
    }
  }
}

extension Study {
  /// The wave in which the people of a wave were drawn: of a panel, the last one before it that is none.
  fileprivate func waveOfDrawing(_ wave: String) -> String {
    let until = waves.prefix { $0.name != wave } + waves.filter { $0.name == wave }
    return until.last { $0.sample != .panel }?.name ?? until.first?.name ?? wave
  }
}
