import CMessageDigest

/// A file's SHA-256, by which a report's reader knows that she has the same file.
///
/// > NIST (2015). *FIPS 180-4: Secure Hash Standard*, §6.2; computed by libmd.
public enum FileDigest {
  /// - Returns: 64 hexadecimal digits.
  public static func sha256(_ bytes: [UInt8]) -> String {
    var context = SHA2_CTX()
    SHA256Init(&context)
    bytes.withUnsafeBufferPointer { SHA256Update(&context, $0.baseAddress, $0.count) }
    var digest = [UInt8](repeating: 0, count: 32)
    SHA256Final(&digest, &context)
    let digits = Array("0123456789abcdef")
    return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
