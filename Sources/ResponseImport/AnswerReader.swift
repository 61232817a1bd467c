import SurveyModel
import TabularFiles

/// Reads the columns of questions into readings.
struct AnswerReader {
  let table: FieldTable
  let rows: [Int]
  /// ``Source/names``.
  let sources: Set<String>
  let missingCodes: [MissingCode]

  /// The answers to a question; nil where the file has no column of it.
  func read(
    _ question: Question, _ columns: ColumnMatching.Columns, log: inout DiagnosticLog
  ) -> EncodedColumn? {
    var decoder = decoder(question, column: columns.whole)
    var whole = columns.whole.map { self.whole($0, &decoder, &log) }
    for column in columns.others { whole?.fillBlanks(from: self.whole(column, &decoder, &log)) }
    guard !columns.details.isEmpty, case .selectMultiple(let list) = question.kind else {
      return whole
    }
    let grid = DetailGrid(
      table: table, rows: rows, decoder: decoder, list: list, columns: columns.details)
    reportAbsentDetails(question, list, columns.details, log: &log)
    return whole.map { joined($0, grid.encoded, question, log: &log) } ?? grid.encoded
  }

  func decoder(_ question: Question, column: Int?) -> CellDecoder {
    CellDecoder(
      question,
      declared: DeclaredMissing(missingCodes, question: question.name, sources: sources),
      mark: column.map(table.decimalMark) ?? table.dialect.decimalMark.value)
  }

  private func whole(
    _ column: Int, _ decoder: inout CellDecoder, _ log: inout DiagnosticLog
  ) -> EncodedColumn {
    let interned = InternedColumn(table, column: column, rows: rows)
    fitMissing(&decoder, interned.texts, column, &log)
    var encoded = EncodedColumn(column: column)
    encoded.identifiers = interned.identifiers
    let variable = table.transcription?.variable(column)
    for text in interned.texts {
      _ = encoded.append(decoder.reading(of: text, labelled: variable))
    }
    if case .calculation = decoder.question.kind {
      return encoded.readAsNumbers(mark: decoder.mark) ?? encoded
    }
    return encoded
  }

  /// Adds the missing values of the file itself, and takes back codes of presets that are answers.
  private func fitMissing(
    _ decoder: inout CellDecoder, _ texts: [String], _ column: Int, _ log: inout DiagnosticLog
  ) {
    let question = decoder.question
    if let variable = table.transcription?.variable(column) {
      decoder.declared.add(variable, for: texts)
    }
    guard question.isNumeric || question.isOpen else { return }
    let kept = decoder.declared.yieldPresets(
      to: texts, isNumeric: question.isNumeric, mark: decoder.mark)
    guard !kept.isEmpty else { return }
    log.append(
      Diagnostic(
        .note, "preset-not-applied",
        "\(question.name): \(kept.joined(separator: ", ")) of the preset may be answers here and"
          + " were kept as such",
        fix: "if they mean no answer, name the question in missing.csv",
        at: table.header[column].location))
  }

  /// The column of all codes beside columns of single choices: these win where they say anything.
  private func joined(
    _ whole: EncodedColumn, _ details: EncodedColumn, _ question: Question,
    log: inout DiagnosticLog
  ) -> EncodedColumn {
    var joined = details
    let fault = CellFault(
      code: "summary-contradicts-details",
      message: "\(question.name) has other choices here than in its columns of single choices",
      fix: "correct one of them; until then the columns of single choices count")
    for row in rows.indices {
      let (summary, detail) = (whole[row], details[row])
      if detail.content == .blank || (detail.content == .choices([]) && summary.isMissing) {
        joined.identifiers[row] = joined.place(of: summary)
      } else if summary.content != .blank, summary.content != detail.content {
        log.append(.warning, fault, of: question.name) {
          table.location(row: rows[row], column: whole.column)
        }
      }
    }
    return joined
  }

  private func reportAbsentDetails(
    _ question: Question, _ list: ChoiceList, _ columns: [Int: Int], log: inout DiagnosticLog
  ) {
    let absent = list.substantive.filter { columns[$0] == nil }.map { list.choices[$0].name }
    guard !absent.isEmpty, let first = columns.values.min() else { return }
    log.append(
      Diagnostic(
        .warning, "choice-column-missing",
        "\(question.name) has no column for its choices \(absent.joined(separator: ", "))",
        fix: "add the columns; until then nobody counts as having chosen them",
        at: table.header[first].location))
  }
}

extension CellReading {
  fileprivate var isMissing: Bool {
    if case .missing = content { true } else { false }
  }
}

extension EncodedColumn {
  /// Takes over what stands in another column where this one is blank.
  fileprivate mutating func fillBlanks(from other: EncodedColumn) {
    for row in identifiers.indices
    where self[row].content == .blank && other[row].content != .blank {
      identifiers[row] = place(of: other[row])
      faultColumns[row] = other.column
    }
  }

  /// The same cells as numbers; nil unless all texts are numbers.
  fileprivate func readAsNumbers(mark: DecimalMark) -> EncodedColumn? {
    var numbers = EncodedColumn(column: column)
    for reading in readings {
      guard case .text(let text) = reading.content else {
        _ = numbers.append(reading)
        continue
      }
      guard let number = NumberCell(text.trimmingSpace, mark: mark) else { return nil }
      _ = numbers.append(CellReading(content: .number(number.value)))
    }
    numbers.identifiers = identifiers
    return numbers
  }
}

extension Question {
  /// Whether the answer is a number that is no date.
  fileprivate var isNumeric: Bool {
    switch kind {
    case .integer, .decimal, .range: true
    default: false
    }
  }
}

extension CellDecoder {
  /// The reading of a cell of a data set: where the questionnaire does not know the code, that of
  /// its value label.
  fileprivate mutating func reading(
    of text: String, labelled variable: StatisticalVariable?
  ) -> CellReading {
    let plain = reading(of: text)
    guard case .invalid = plain.content, let variable,
      let value = StatisticalVariable.Value(cell: text, of: variable),
      let label = variable.valueLabels.first(where: { $0.value == value })?.text
    else { return plain }
    var labelled = reading(of: label)
    guard case .choice = labelled.content else { return plain }
    labelled.repairs = [.valueLabel]
    return labelled
  }
}
