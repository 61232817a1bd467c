import Foundation

/// Writes the polluted files and the Russian exports to a folder, with what should be read of them.
///
///     pollution FOLDER [SEED]
///
/// `FOLDER/files` and `FOLDER/exports` hold the files, each with NAME.json beside it: kind, weight,
/// header and records. The generator itself is that of the tests of TabularFiles, by links.
@main
enum PollutedCorpus {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 1 else {
      FileHandle.standardError.write(Data("usage: pollution FOLDER [SEED]\n".utf8))
      exit(64)
    }
    let folder = URL(fileURLWithPath: arguments[1])
    let seed = arguments.count > 2 ? Int(arguments[2]) ?? 1 : 1
    let files = try write(polluted(seed: seed), to: folder.appendingPathComponent("files"))
    let exports = try write(
      RussianExport.all(seed: seed).map { export in
        Truth(
          name: export.name, kind: "export", weight: 1, header: export.header,
          records: export.records, bytes: export.bytes)
      }, to: folder.appendingPathComponent("exports"))
    print("\(files) polluted files, \(exports) exports")
  }

  /// The share of a kind in the survey is divided among its files.
  private static func polluted(seed: Int) -> [Truth] {
    let files = PollutedFile.all(seed: seed)
    let counts = Dictionary(grouping: files, by: \.pollution.kind).mapValues(\.count)
    return files.map { file in
      let kind = file.pollution.kind
      return Truth(
        name: file.name, kind: kind,
        weight: (Pollution.surveyed[kind] ?? 1) / Double(counts[kind] ?? 1),
        header: file.header, records: file.records, bytes: file.bytes)
    }
  }

  private static func write(_ files: [Truth], to folder: URL) throws -> Int {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    for file in files {
      let place = folder.appendingPathComponent(file.name)
      try Data(file.bytes).write(to: place)
      try encoder.encode(file).write(
        to: place.deletingPathExtension().appendingPathExtension("json"))
    }
    return files.count
  }
}

/// What should be read of a file.
struct Truth: Encodable {
  let name: String
  let kind: String
  let weight: Double
  /// Nil where the file has no names.
  let header: [String]?
  let records: [[String]]
  let bytes: [UInt8]

  private enum CodingKeys: CodingKey { case name, kind, weight, header, records }
}
