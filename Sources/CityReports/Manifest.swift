import ResponseImport
import StudyFolder
import SurveyModel
import TabularFiles
import TextFormats

extension ReportRun {
  /// `manifest.json`: what a second run must have to give the same bytes, and what this one wrote.
  ///
  /// - Parameter outputs: All other files that runs have written to the folder, sorted by path.
  public func manifest(listing outputs: [OutputRecord]) -> OutputFile {
    let settings = analysis.study.settings
    let manifest: JSONValue = [
      "generator": .string("GeniusLoci \(version)"), "study": .string(settings.id),
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
    return OutputFile(path: "manifest.json", text: ManifestSeal.sealed(manifest.text()))
  }

  /// `import/ledger.json`: bytes and records by file, never the records themselves.
  var ledgerFile: OutputFile {
    let files = JSONValue.array(ledger.map(\.json))
    let value: JSONValue = [
      "synthetic": .bool(analysis.study.settings.isSynthetic), "files": files,
    ]
    return OutputFile(path: "import/ledger.json", text: value.text())
  }
}

extension ImportLedger {
  /// The account of one file as JSON; what seldom occurs has a key only where it does.
  public var json: JSONValue { .object(usualMembers + rareMembers) }

  private var rareMembers: [JSONValue.Member] {
    var members: [JSONValue.Member] = []
    if let container { members.append(.init("container", .string(container))) }
    if let producer { members.append(.init("producer", .string(producer.rawValue))) }
    if repeated > 0 { members.append(.init("repeated", .integer(repeated))) }
    if !corrections.isEmpty {
      members.append(.init("corrections", .array(corrections.map(\.json))))
    }
    return members
  }

  private var usualMembers: [JSONValue.Member] {
    let value: JSONValue = [
      "file": .string(file), "balanced": .bool(isBalanced), "bytes": .integer(table.totalBytes),
      "records": .integer(records), "kept": kept.json,
      "quarantined": quarantinedTotal.json,
      "reasons": .array(
        quarantined.map { entry in
          [
            "reason": .string(entry.reason), "records": .integer(entry.tally.records),
            "bytes": .integer(entry.tally.bytes),
          ]
        }),
      "nonData": .array(
        table.nonData.map { part in
          [
            "kind": .string(part.kind.rawValue), "count": .integer(part.count),
            "bytes": .integer(part.bytes), "firstLine": .integer(part.firstLine),
          ]
        }),
      "samples": .array(
        samples.map { sample in
          [
            "city": .string(sample.city), "wave": .string(sample.wave),
            "records": .integer(sample.records),
          ]
        }),
      "dialect": dialect.json,
      "questions": .array(questions.map(\.json)),
      "absentQuestions": .array(absentQuestions.map { .string($0) }),
      "unusedColumns": .array(unusedColumns.map { .string($0) }),
    ]
    guard case .object(let members) = value else { return [] }
    return members
  }
}

extension ImportLedger.Tally {
  fileprivate var json: JSONValue { ["records": .integer(records), "bytes": .integer(bytes)] }
}

extension QuestionLedger {
  fileprivate var json: JSONValue {
    .object(
      [
        .init("question", .string(question)), .init("answers", .integer(answers)),
      ]
        + MissingReason.allCases.map { reason in
          .init(reason.rawValue, .integer(missing[reason] ?? 0))
        } + [.init("answersNotDue", .integer(answersNotDue))])
  }
}

extension CorrectionOutcome {
  fileprivate var json: JSONValue {
    [
      "line": .integer(correction.location.line ?? 0), "question": .string(correction.question),
      "who": .string(correction.who), "why": .string(correction.why), "applied": .bool(isApplied),
    ]
  }
}
