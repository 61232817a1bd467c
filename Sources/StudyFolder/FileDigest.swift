import CMessageDigest

/// A file's SHA-256, by which a report's reader knows that she has the same file.
///
/// > NIST (2015). *FIPS 180-4: Secure Hash Standard*, §6.2; computed by libmd.
public enum FileDigest {
  /// - Returns: 64 hexadecimal digits.
  public static func sha256(_ bytes: [UInt8]) -> String { text(of: digest(bytes)) }

  /// HMAC-SHA-256, by which only who has the key can make or check a digest.
  ///
  /// > H. Krawczyk, M. Bellare and R. Canetti (1997). *RFC 2104: HMAC*, §2.
  ///
  /// - Returns: 64 hexadecimal digits.
  static func authentication(of bytes: [UInt8], key: [UInt8]) -> String {
    var block = key.count > 64 ? digest(key) : key
    block += Array(repeating: 0, count: 64 - block.count)
    return text(of: digest(block.map { $0 ^ 0x5C } + digest(block.map { $0 ^ 0x36 } + bytes)))
  }

  private static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var context = SHA2_CTX()
    SHA256Init(&context)
    bytes.withUnsafeBufferPointer { SHA256Update(&context, $0.baseAddress, $0.count) }
    var digest = [UInt8](repeating: 0, count: 32)
    SHA256Final(&digest, &context)
    return digest
  }

  private static func text(of digest: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
