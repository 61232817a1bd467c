import SurveyModel
import TextFormats

extension FileUnderstanding {
  /// Dialect, columns and ledger; irregular records by place, never by content.
  public var json: JSONValue {
    [
      "file": .string(file), "records": .integer(rowCount),
      "dialect": dataSet == nil ? dialect.json : .null, "dataSet": dataSet?.json ?? .null,
      "ledger": ledger.json,
      "irregular": .array(
        irregular.map { record in
          [
            "reason": .string(record.code), "message": .string(record.message),
            "line": JSONValue(record.location.line), "column": JSONValue(record.location.column),
            ledger.unit == .bytes ? "firstByte" : "firstRow": .integer(record.extent.lowerBound),
            ledger.unit.name: .integer(record.extent.count),
          ]
        }),
      "columns": .array(columns.map(\.json)),
      "diagnostics": .array(diagnostics.map(\.json)),
    ]
  }
}

extension TableContainer {
  /// What a data set says of itself and of its variables.
  fileprivate var json: JSONValue {
    [
      "format": .string(format.rawValue), "label": .string(label),
      "notes": .array(notes.map { .string($0) }), "weightVariable": JSONValue(weightVariable),
      "variables": .array(
        variables.map { variable in
          [
            "name": .string(variable.name), "label": .string(variable.label),
            "format": .string(variable.format), "measure": JSONValue(variable.measure?.rawValue),
            "missing": .array(variable.missing.map { .string($0.text) }),
            "valueLabels": .array(
              variable.valueLabels.map {
                ["value": .string($0.value.cell), "label": .string($0.text)]
              }),
          ]
        }),
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

extension FileLedger {
  public var json: JSONValue {
    let value: JSONValue = [
      "records": .integer(records), "kept": json(kept), "quarantined": json(irregular),
      "nonData": nonDataJSON,
      "repairs": .array(
        repairs.map { repair in
          [
            "code": .string(repair.kind.rawValue), "line": JSONValue(repair.location.line),
            "column": JSONValue(repair.location.column),
          ]
        }),
      "isBalanced": .bool(isBalanced),
    ]
    guard case .object(let members) = value else { return value }
    return .object(sizeMembers + members)
  }

  /// Bytes of the file and, where it is no text, rows.
  package var sizeMembers: [JSONValue.Member] {
    [JSONValue.Member("bytes", .integer(fileBytes))]
      + (unit == .bytes ? [] : [JSONValue.Member(unit.name, .integer(total))])
  }

  /// The parts that hold no answers, in the unit of the ledger.
  package var nonDataJSON: JSONValue {
    .array(
      nonData.map { part in
        [
          "kind": .string(part.kind.rawValue), "count": .integer(part.count),
          unit.name: .integer(part.size), "firstLine": .integer(part.firstLine),
        ]
      })
  }

  private func json(_ tally: Tally) -> JSONValue {
    ["records": .integer(tally.records), unit.name: .integer(tally.size)]
  }
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
      "markers": .integer(markers.values.reduce(0, +)),
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
