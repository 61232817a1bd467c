import ReaderLaws

@testable import TabularFiles

/// Reads files drawn by chance with libcsv alone and with the lane beside it, until so many bytes
/// were read: `engines BYTES [SEED]`. The first file that is not read alike ends it.
@main
enum EngineComparison {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    let wanted = arguments.first ?? 100_000_000
    let firstSeed = arguments.dropFirst().first ?? 1
    var (read, files, refused, rows) = (0, 0, 0, 0)
    while read < wanted {
      var generator = SeededNumbers(seed: firstSeed + files)
      let bytes = GeneratedFile(by: &generator).bytes
      files += 1
      read += bytes.count
      if let count = compare(bytes, seed: firstSeed + files - 1) {
        rows += count
      } else {
        refused += 1
      }
    }
    print(
      "\(read) bytes in \(files) files (seeds from \(firstSeed)), \(rows) records kept, "
        + "\(refused) files refused: libcsv alone and the lane beside it agree on all")
  }

  /// - Returns: Records kept; nil where the file is refused.
  private static func compare(_ bytes: [UInt8], seed: Int) -> Int? {
    let contents = FileContents(file: "seed-\(seed).csv", bytes: bytes)
    var options = ReadingOptions()
    let table = try? FieldTable.readingText(contents, options: options)
    options.engine = .libcsv
    let byLibCSV = try? FieldTable.readingText(contents, options: options)
    guard let table, let byLibCSV else {
      guard table == nil, byLibCSV == nil else {
        fatalError("seed \(seed): refused by one engine only")
      }
      return nil
    }
    requireSame(table, byLibCSV, "seed \(seed)")
    return table.rowCount
  }
}

/// The same numbers for the same seed (splitmix64).
private struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
