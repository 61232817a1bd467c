import FoundationEssentials
import TextFormats

/// What a manifest lists of a file that a run wrote.
public struct OutputRecord: Hashable, Sendable, Decodable {
  /// Relative to the output folder.
  public let path: String
  /// 64 hexadecimal digits.
  public let sha256: String

  public init(path: String, sha256: String) {
    self.path = path
    self.sha256 = sha256
  }

  /// As a manifest lists it.
  public var json: JSONValue { ["path": .string(path), "sha256": .string(sha256)] }

  init(_ file: OutputFile) { self.init(path: file.path, sha256: FileDigest.sha256(file.bytes)) }
}

/// What a folder's `manifest.json` proves of the files in it.
struct OutputManifest {
  /// The manifest's own name.
  static let path = FilePath("manifest.json")

  /// The SHA-256 of the listed files by path; empty where an older version listed none.
  let outputs: [FilePath: String]
  /// Whether the manifest itself is as it was written.
  let isSealed: Bool

  /// Reads the manifest of a folder.
  ///
  /// - Returns: nil where there is none, or another program's.
  init?(in folder: FilePath) { self.init(at: folder / Self.path) }

  init?(at path: FilePath) {
    guard let bytes = try? path.contents(upTo: Self.largest),
      let content = try? JSONDecoder().decode(Content.self, from: Data(bytes)),
      content.generator.split(separator: " ").first == "GeniusLoci"
    else { return nil }
    let records = (content.outputs ?? []).map { (FilePath($0.path), $0.sha256) }
    outputs = Dictionary(records) { first, _ in first }
    isSealed = ManifestSeal.isSealed(bytes)
  }

  private struct Content: Decodable {
    let generator: String
    let outputs: [OutputRecord]?
  }

  /// No run lists so many files that its manifest were larger.
  private static let largest = 1 << 26
}

/// The last member of a manifest: the SHA-256 of all that stands before it, so that one that was
/// edited is known.
public enum ManifestSeal {
  private static let start = Array(",\n  \"sha256\": \"".utf8)
  private static let end = Array("\n}\n".utf8)
  private static let length = start.count + 64 + 1 + end.count

  /// A manifest's text with the seal added to it.
  ///
  /// - Parameter text: A JSON object that is not empty, its closing brace on a line of its own.
  public static func sealed(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.suffix(end.count).elementsEqual(end) else { return text }
    let members = bytes.dropLast(end.count)
    let seal = start + Array(FileDigest.sha256(bytes).utf8) + [UInt8(ascii: "\"")] + end
    return String(decoding: members + seal, as: UTF8.self)
  }

  static func isSealed(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > length else { return false }
    let text = String(decoding: bytes.dropLast(length) + end, as: UTF8.self)
    return Array(sealed(text).utf8) == bytes
  }
}
