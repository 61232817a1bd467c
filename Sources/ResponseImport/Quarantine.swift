import SurveyModel
import TabularFiles

/// A record that was set aside, with its bytes. These are people's answers: they go to the study's
/// private folder and nowhere else.
public struct QuarantinedRecord: Hashable, Sendable {
  /// `too-few-fields`, `bad-weight`, …
  public var reason: String
  public var location: SourceLocation
  /// As in the file, line end included; as a line of CSV where the file is a workbook or a data set.
  public var bytes: [UInt8]
  /// How much of the file it is, in the unit of its ledger.
  public var size: Int
}

/// A file to be written, by its path relative to some folder.
public struct QuarantineFile: Hashable, Sendable {
  public var path: String
  public var bytes: [UInt8]
}

extension QuarantineFile {
  /// The files for `.loci/quarantine/`: for each field file its records as they were, one after the
  /// other, and an index of where each came from and why it was set aside.
  public static func files(for imports: [SourceImport]) -> [QuarantineFile] {
    var uses: [String: Int] = [:]
    return imports.filter { !$0.quarantine.isEmpty }.flatMap { imported in
      let name = imported.ledger.file.replacingSlashes
      uses[name, default: 0] += 1
      let stem = uses[name] == 1 ? name : "\(name)-\(uses[name, default: 1])"
      return [
        QuarantineFile(path: "\(stem).records", bytes: imported.quarantine.flatMap(\.bytes)),
        QuarantineFile(path: "\(stem).index.csv", bytes: index(of: imported.quarantine)),
      ]
    }
  }

  private static func index(of records: [QuarantinedRecord]) -> [UInt8] {
    var text = "line,reason,offset,length\n"
    var offset = 0
    for record in records {
      let line = record.location.line.map(String.init) ?? ""
      text += "\(line),\(record.reason),\(offset),\(record.bytes.count)\n"
      offset += record.bytes.count
    }
    return Array(text.utf8)
  }
}

extension String {
  /// A path as one file's name.
  fileprivate var replacingSlashes: String {
    String(map { $0 == "/" || $0 == "\\" ? "-" : $0 })
  }
}
