import ResponseImport
import ResultTables
import StudyFolder
import SurveyModel
import TabularFiles
import TextFormats

extension ReportRun {
  /// `manifest.json`: what a second run must have to give the same bytes, and what this one wrote.
  ///
  /// - Parameter outputs: All other files that runs have written to the folder, sorted by path.
  public func manifest(listing outputs: [OutputRecord]) -> OutputFile {
    let settings = findings.study.settings
    // A study that is no draft says nothing of drafts.
    let draft = (findings.study.openQuestions?.count).map {
      JSONValue.Member("openQuestions", .integer($0))
    }
    let name: [JSONValue.Member] = [
      JSONValue.Member("generator", .string("GeniusLoci \(version)")),
      JSONValue.Member("study", .string(settings.id)),
    ]
    let manifest = JSONValue.object(name + [draft].compactMap(\.self) + made(listing: outputs))
    return OutputFile(path: "manifest.json", text: ManifestSeal.sealed(manifest.text()))
  }

  /// What the outputs were made from and with, and which they are.
  private func made(listing outputs: [OutputRecord]) -> [JSONValue.Member] {
    let settings = findings.study.settings
    let made: JSONValue = [
      "synthetic": .bool(settings.isSynthetic), "seed": .integer(Int(clamping: settings.seed)),
      "options": [
        "languages": .array(languages.map { .string($0.rawValue) }),
        "disclosure": .string(settings.disclosure.rawValue),
        "minimumCell": .integer(settings.minimumCell),
        "minimumBase": .integer(settings.minimumBase),
        "equivalenceZone": .number(settings.equivalenceZone),
        "csvStyle": .string(settings.csvStyle.rawValue),
      ],
      "inputs": .array(
        inputs.map {
          [
            "path": .string($0.path), "bytes": .integer($0.byteCount),
            "sha256": .string($0.sha256),
          ]
        }),
      "outputs": .array(outputs.map(\.json)),
    ]
    guard case .object(let members) = made else { return [] }
    return members
  }

  /// `import/ledger.json`: bytes and records by file, never the records themselves.
  var ledgerFile: OutputFile {
    let files = JSONValue.array(ledger.map(\.json))
    let value: JSONValue = [
      "synthetic": .bool(findings.study.settings.isSynthetic), "files": files,
    ]
    return OutputFile(path: "import/ledger.json", text: value.text())
  }
}
