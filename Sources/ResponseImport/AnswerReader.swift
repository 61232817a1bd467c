import SurveyModel
import TabularFiles

/// Reads the columns of questions into readings.
struct AnswerReader {
  let table: FieldTable
  let rows: [Int]
  /// ``Source/names``.
  let sources: Set<String>
  let missingCodes: [MissingCode]
  private(set) var writings: AnswerWritings
  private(set) var dateOrders: DateOrders

  init(_ table: FieldTable, rows: [Int], source: Source, missingCodes: [MissingCode]) {
    self.table = table
    self.rows = rows
    sources = source.names
    self.missingCodes = missingCodes
    writings = AnswerWritings(declared: source.values)
    dateOrders = DateOrders(declared: source.dates)
  }

  /// Reads the columns of all questions; those that only the other columns make understood come
  /// last.
  mutating func read(
    _ matching: ColumnMatching, into sheet: inout AnswerSheet, log: inout DiagnosticLog
  ) {
    var open: [(index: Int, tally: AnswerWritings.Tally?)] = []
    for (index, question) in sheet.questionnaire.questions.enumerated() {
      let columns = matching.questions[index]
      guard let column = columns.whole, question.choices != nil || question.isDated else {
        sheet.columns[index] = read(question, columns, log: &log)
        continue
      }
      let interned = InternedColumn(table, column: column, rows: rows)
      if question.isDated {
        if dateOrders.verdict(on: interned.texts, of: question) == .open {
          open.append((index, nil))
          continue
        }
      } else {
        let tally = tally(question, column, interned)
        guard decide(writings.firstVerdict(on: tally), question, column, &log) else {
          open.append((index, tally))
          continue
        }
      }
      sheet.columns[index] = read(question, columns, interned, log: &log)
    }
    for (index, tally) in open {
      let (question, columns) = (sheet.questionnaire.questions[index], matching.questions[index])
      guard let column = columns.whole else { continue }
      let isKnown =
        tally.map { decide(writings.lastVerdict(on: $0), question, column, &log) }
        ?? decideDates(of: question, column, &log)
      sheet.columns[index] = read(question, columns, isUnreadable: !isKnown, log: &log)
    }
  }

  /// Takes the order of the file's other dates, and says so, or that there is none.
  private mutating func decideDates(
    of question: Question, _ column: Int, _ log: inout DiagnosticLog
  ) -> Bool {
    let place = table.header[column].location
    guard let order = dateOrders.orderOfOthers(for: question) else {
      log.append(DateOrders.question(question, at: place))
      return false
    }
    log.append(DateOrders.note(order, question, at: place))
    return true
  }

  private func tally(
    _ question: Question, _ column: Int, _ interned: InternedColumn
  ) -> AnswerWritings.Tally {
    var decoder = decoder(question, column: column)
    if let variable = table.container?.variable(column) {
      decoder.declared.add(variable, for: interned.texts)
    }
    return decoder.tally(of: interned.texts)
  }

  /// Takes a verdict on how a question's column is written, and says what it rests on.
  ///
  /// - Returns: False where there is none yet, or none can be had.
  private mutating func decide(
    _ verdict: AnswerWritings.Verdict, _ question: Question, _ column: Int,
    _ log: inout DiagnosticLog
  ) -> Bool {
    let place = table.header[column].location
    switch verdict {
    case .decided(let writing, let reason):
      writings.note(writing, of: question)
      if let reason { log.append(AnswerWritings.note(writing, reason, question, at: place)) }
      return true
    case .open: return false
    case .unknown:
      log.append(AnswerWritings.question(question, at: place))
      return false
    }
  }

  /// The answers to a question; nil where the file has no column of it.
  ///
  /// - Parameters:
  ///   - interned: The fields of the column of the whole answer; read where it is nil.
  ///   - isUnreadable: Whether it cannot be told what the values mean.
  private func read(
    _ question: Question, _ columns: ColumnMatching.Columns, _ interned: InternedColumn? = nil,
    isUnreadable: Bool = false,
    log: inout DiagnosticLog
  ) -> EncodedColumn? {
    var decoder = decoder(question, column: columns.whole)
    decoder.isUnreadable = isUnreadable
    var whole = columns.whole.map { self.whole($0, interned, &decoder, &log) }
    for column in columns.others {
      whole?.fillBlanks(from: self.whole(column, nil, &decoder, &log))
    }
    if whole == nil, !columns.parts.isEmpty { whole = position(columns.parts, &decoder) }
    guard !columns.details.isEmpty, case .selectMultiple(let list) = question.kind else {
      return whole
    }
    let grid = DetailGrid(
      table: table, rows: rows, decoder: decoder, list: list, columns: columns.details)
    if let note = grid.note { log.append(note) }
    reportAbsentDetails(question, list, columns.details, log: &log)
    return whole.map { joined($0, grid.encoded, question, log: &log) } ?? grid.encoded
  }

  /// A position of whose parts the file has a column each: they stand side by side in one text.
  private func position(_ columns: [Int], _ decoder: inout CellDecoder) -> EncodedColumn {
    var encoded = EncodedColumn(column: columns[0])
    for row in rows {
      let parts = columns.map { table.text(row: row, column: $0).trimmingSpace }
      let text = parts.filter { !$0.isEmpty }.joined(separator: " ")
      encoded.identifiers.append(encoded.place(of: decoder.reading(of: text, labelled: nil)))
    }
    return encoded
  }

  func decoder(_ question: Question, column: Int?) -> CellDecoder {
    var decoder = CellDecoder(
      question,
      declared: DeclaredMissing(missingCodes, question: question.name, sources: sources),
      marks: column.map(table.numberMarks)
        ?? NumberMarks(decimal: table.dialect.decimalMark.value))
    decoder.hasDataValues =
      table.container?.variables.isEmpty == false
      && question.choices?.choices.contains { $0.dataValue != nil } ?? false
    decoder.writing = writings.writing(of: question)
    decoder.dateOrder = dateOrders.order(of: question)
    return decoder
  }

  private func whole(
    _ column: Int, _ known: InternedColumn?, _ decoder: inout CellDecoder,
    _ log: inout DiagnosticLog
  ) -> EncodedColumn {
    let interned = known ?? InternedColumn(table, column: column, rows: rows)
    fitMissing(&decoder, interned.texts, column, &log)
    var encoded = EncodedColumn(column: column)
    encoded.identifiers = PackedPlaces(interned.identifiers, largest: interned.texts.count)
    let variable = table.container?.variable(column)
    for text in interned.texts {
      _ = encoded.append(decoder.reading(of: text, labelled: variable))
    }
    if case .calculation = decoder.question.kind {
      return encoded.readAsNumbers(marks: decoder.marks) ?? encoded
    }
    return encoded
  }

  /// Adds the missing values of the file itself, and takes back codes of presets that are answers.
  private func fitMissing(
    _ decoder: inout CellDecoder, _ texts: [String], _ column: Int, _ log: inout DiagnosticLog
  ) {
    let question = decoder.question
    if let variable = table.container?.variable(column) {
      decoder.declared.add(variable, for: texts)
    }
    guard question.isNumeric || question.isOpen else { return }
    let kept = decoder.declared.yieldPresets(
      to: texts, isNumeric: question.isNumeric, marks: decoder.marks)
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
      if detail.content == .blank || (detail.content == .choices([]) && summary.isMissing)
        || summary.chooses(sameAs: detail)
      {
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

  /// Whether both choose the same; the one may know their order.
  fileprivate func chooses(sameAs other: CellReading) -> Bool {
    guard case .choices(let own) = content, case .choices(let others) = other.content else {
      return false
    }
    return own.count == others.count && Set(own) == Set(others)
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
  fileprivate func readAsNumbers(marks: NumberMarks) -> EncodedColumn? {
    var numbers = EncodedColumn(column: column)
    for reading in readings {
      guard case .text(let text) = reading.content else {
        _ = numbers.append(reading)
        continue
      }
      let trimmed = text.trimmingSpace
      guard let number = NumberCell(trimmed, marks: marks) else { return nil }
      _ = numbers.append(
        CellReading(content: .number(number.value), exactText: number.exactText(of: trimmed)))
    }
    numbers.identifiers = identifiers
    return numbers
  }
}

extension Question {
  /// Whether the answer is a day, or a moment.
  fileprivate var isDated: Bool {
    switch kind {
    case .date, .dateTime, .metadata("today"), .metadata("start"), .metadata("end"): true
    default: false
    }
  }

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
