import SurveyModel
import TextFormats

extension FileUnderstanding {
  /// Dialect, columns and ledger; irregular records by place, never by content.
  public var json: JSONValue {
    [
      "file": .string(file), "records": .integer(rowCount), "dialect": dialect.json,
      "ledger": ledger.json,
      "irregular": .array(
        irregular.map { record in
          [
            "reason": .string(record.code), "message": .string(record.message),
            "line": JSONValue(record.location.line), "column": JSONValue(record.location.column),
            "firstByte": .integer(record.byteRange.lowerBound),
            "bytes": .integer(record.bytes.count),
          ]
        }),
      "columns": .array(columns.map(\.json)),
      "diagnostics": .array(diagnostics.map(\.json)),
    ]
  }
}

extension Dialect {
  public var json: JSONValue {
    [
      "encoding": encoding.json(\.rawValue), "byteOrderMark": .bool(hasByteOrderMark),
      "delimiter": delimiter.json { String(UnicodeScalar($0.rawValue)) },
      "quote": quote.json(\.name), "escape": escape.json(\.rawValue), "quotes": .bool(hasQuotes),
      "lineEnd": lineEnd.json(\.rawValue), "preambleRows": preambleRows.json(String.init),
      "headerRows": headerRows.json(String.init), "decimalMark": decimalMark.json(\.rawValue),
    ]
  }
}

extension Decision {
  fileprivate func json(_ text: (Value) -> String) -> JSONValue {
    [
      "value": .string(text(value)), "basis": .string(basis.rawValue), "reason": .string(reason),
      "runnerUp": JSONValue(runnerUp.map(text)),
    ]
  }
}

extension ByteLedger {
  public var json: JSONValue {
    [
      "bytes": .integer(totalBytes), "records": .integer(records), "kept": kept.json,
      "quarantined": irregular.json,
      "nonData": .array(
        nonData.map { part in
          [
            "kind": .string(part.kind.rawValue), "count": .integer(part.count),
            "bytes": .integer(part.bytes), "firstLine": .integer(part.firstLine),
          ]
        }),
      "repairs": .array(
        repairs.map { repair in
          [
            "code": .string(repair.kind.rawValue), "line": JSONValue(repair.location.line),
            "column": JSONValue(repair.location.column),
          ]
        }),
      "isBalanced": .bool(isBalanced),
    ]
  }
}

extension ByteLedger.Tally {
  fileprivate var json: JSONValue { ["records": .integer(records), "bytes": .integer(bytes)] }
}

extension ColumnUnderstanding {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "kind": .string(kind.rawValue), "count": .integer(count),
      "blanks": .integer(blanks), "distinct": .integer(distinct),
      "distinctIsCapped": .bool(isDistinctCapped), "identifierLike": .bool(isIdentifierLike),
      "numbers": .integer(numbers), "lowest": JSONValue(shownRange?.lowest),
      "highest": JSONValue(shownRange?.highest), "codes": .array(codes.map { .integer($0) }),
      "codeLists": .bool(hasCodeLists), "shortest": JSONValue(lengths?.lowerBound),
      "longest": JSONValue(lengths?.upperBound), "percents": .integer(percents),
      "grouped": .integer(grouped), "times": .integer(times),
    ]
  }
}

extension Diagnostic {
  fileprivate var json: JSONValue {
    [
      "severity": .string(severity.rawValue), "code": .string(code), "message": .string(message),
      "fix": JSONValue(fix), "line": JSONValue(location.line),
      "column": JSONValue(location.column),
    ]
  }
}
