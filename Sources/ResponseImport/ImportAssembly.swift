import SurveyModel
import TabularFiles

/// Puts together what the parts of an import found.
struct ImportAssembly {
  let table: FieldTable
  let source: Source
  let context: ImportContext
  let admission: RecordAdmission
  let matching: ColumnMatching
  private(set) var resolution: AnswerResolution
  let columns: SourceColumns
  let replay: CorrectionReplay
  let producer: Producer?

  /// What came of the file. The answers are handed over: nothing else can be asked of them afterwards.
  mutating func result() -> SourceImport {
    let diagnostics =
      tableDiagnostics + columns.diagnostics + matching.diagnostics + columnFindings
      + replay.diagnostics + duplicateFindings + resolution.log.diagnostics
    let quarantine = quarantine
    let samples = takeSamples()
    return SourceImport(
      source: source, samples: samples, diagnostics: diagnostics, quarantine: quarantine,
      ledger: ledger(samples, quarantine))
  }

  /// What is wrong with the table; two columns of one name that have a question each are right.
  private var tableDiagnostics: [Diagnostic] {
    let renamed = matching.renamed
    return table.diagnostics.filter {
      $0.code != "duplicate-column" || !renamed.contains($0.location)
    }
  }

  /// Interviews by city and wave, waves first, in the study's order.
  private mutating func takeSamples() -> [Sample] {
    let places = Dictionary(grouping: admission.rows.indices) { admission.cells[$0] }
    let cells = context.waves.indices.flatMap { wave in
      context.cities.indices.map { RecordAdmission.Cell(wave: wave, city: $0) }
    }.filter { places[$0] != nil }
    let parts = cells.map { places[$0] ?? [] }
    let columns = resolution.takeColumns(of: parts)
    let design = design
    return cells.indices.map { index in
      let (cell, interviews) = (cells[index], parts[index])
      return Sample(
        city: context.cities[cell.city].name, wave: context.waves[cell.wave].name,
        questionnaire: resolution.sheet.questionnaire,
        responses: Responses(
          origins: table.locations(of: interviews.map { admission.rows[$0] }),
          columns: columns[index]),
        design: design.picking(interviews), paradata: admission.paradata.picking(interviews))
    }
  }

  private var design: DesignVariables {
    var design = DesignVariables(
      baseWeights: admission.weights, hasBaseWeights: admission.hasWeights,
      strata: admission.texts(.stratum), clusters: admission.clusters,
      populationSizes: admission.hasPopulationSizes ? admission.populationSizes : nil,
      identifiers: admission.texts(.identifier), interviewers: admission.texts(.interviewer),
      replicates: admission.replicateColumns)
    design.laterStages = admission.laterStages
    design.unread = columns.unreadDesign
    return design
  }

  /// Irregular records and refused ones, in the file's order.
  private var quarantine: [QuarantinedRecord] {
    let irregular = table.irregular.map {
      QuarantinedRecord(
        reason: $0.code, location: $0.location, bytes: $0.bytes, size: $0.extent.count)
    }
    let refused = admission.refused.map { refused in
      QuarantinedRecord(
        reason: refused.reason.rawValue, location: table.location(row: refused.row, column: nil),
        bytes: table.recordBytes(row: refused.row), size: table.recordSize(row: refused.row))
    }
    return (irregular + refused).sorted { $0.location < $1.location }
  }

  private func ledger(_ samples: [Sample], _ quarantine: [QuarantinedRecord]) -> ImportLedger {
    let refused = admission.refused.reduce(0) { $0 + table.recordSize(row: $1.row) }
    let absent = self.absent
    var ledger = ImportLedger(
      file: table.file, container: table.container?.format.rawValue, dialect: table.dialect,
      table: table.ledger,
      kept: ImportLedger.Tally(
        records: admission.rows.count, size: table.ledger.kept.size - refused),
      samples: samples.map {
        ImportLedger.Kept(
          city: $0.city, wave: $0.wave, records: $0.responses.count,
          partial: $0.paradata.interviews.count { $0.status == .partial })
      },
      quarantined: Self.tallies(quarantine), questions: resolution.ledgers,
      absentQuestions: absent.asked + absent.recorded, unusedColumns: unusedColumns,
      looseMatches: matching.looseMatches, corrections: replay.outcomes, producer: producer)
    ledger.personalColumns = personalColumns
    ledger.setAside = setAside
    return ledger
  }

  /// What is of the study's people, but no interview, by city, wave and reason.
  private var setAside: [ImportLedger.SetAside] {
    let refused = admission.refused.filter { $0.reason.isOfInterviews && $0.cell != nil }
    let counts = Dictionary(grouping: refused) { refused in
      ImportLedger.SetAside.Place(
        key: refused.cell.map(context.key) ?? SampleKey(city: "", wave: ""), reason: refused.reason)
    }
    return context.waves.flatMap { wave in
      context.cities.flatMap { city in
        RefusalReason.allCases.compactMap { reason in
          let place = ImportLedger.SetAside.Place(
            key: SampleKey(city: city.name, wave: wave.name), reason: reason)
          return counts[place].map { ImportLedger.SetAside(place: place, records: $0.count) }
        }
      }
    }
  }

  /// Columns that are called like something personal, or answer a question that is.
  private var personalColumns: [String] {
    let questionnaire = resolution.sheet.questionnaire
    let personal = context.personalQuestions(of: source, questionnaire)
    let asked = matching.questions.indices.filter {
      personal.contains(questionnaire.questions[$0].name)
    }
    let columns = Set(asked.compactMap { matching.questions[$0].whole })
    return table.header.indices.filter {
      columns.contains($0) || PersonalData(column: table.header[$0].text) != nil
    }.map { table.header[$0].text }
  }

  private static func tallies(_ records: [QuarantinedRecord]) -> [ImportLedger.Quarantined] {
    var tallies: [ImportLedger.Quarantined] = []
    for record in records {
      let place = tallies.firstIndex { $0.reason == record.reason } ?? tallies.count
      if place == tallies.count {
        tallies.append(.init(reason: record.reason, tally: ImportLedger.Tally()))
      }
      tallies[place].tally.records += 1
      tallies[place].tally.size += record.size
    }
    return tallies
  }
}

extension ImportAssembly {
  /// Questions that the file lacks and that were not computed.
  private var absent: (asked: [String], recorded: [String]) {
    let absent = matching.absent
    return (absent.asked, absent.recorded.filter { !resolution.computed.contains($0) })
  }

  private var unusedColumns: [String] { matching.unclaimed.map { table.header[$0].text } }

  /// Questions without a column, and columns without a question: once for a file.
  private var columnFindings: [Diagnostic] {
    let place = table.header.first?.location ?? SourceLocation(file: table.file)
    let absent = self.absent
    var findings: [Diagnostic] = []
    if !absent.asked.isEmpty {
      findings.append(
        Diagnostic(
          resolution.ledgers.isEmpty ? .error : .warning, "question-not-in-file",
          "the file has no column for \(Self.listing(absent.asked, "question"))",
          fix: "compare the column names with the questionnaire \(source.questionnaire)",
          at: place))
    }
    if !absent.recorded.isEmpty {
      findings.append(
        Diagnostic(
          .note, "recorded-field-not-in-file",
          "the file has no column for \(Self.listing(absent.recorded, "recorded field"))",
          at: place))
    }
    if !resolution.computed.isEmpty {
      findings.append(
        Diagnostic(
          .note, "calculation-computed",
          "the file has no column for \(Self.listing(resolution.computed, "calculation")); worked out"
            + " from the answers",
          at: place))
    }
    let strange = matching.unclaimed.filter { !(producer?.adds(table.header[$0].text) ?? false) }
    if let first = strange.first {
      let names = strange.map { table.header[$0].text }
      findings.append(
        Diagnostic(
          .warning, "column-not-in-questionnaire",
          "the questionnaire does not know \(Self.listing(names, "column"))",
          fix: "correct the names, or leave them: they are not used",
          at: table.header[first].location))
    }
    return findings
  }

  /// `the question A`, `2 questions: A, B`; the first thirty by name.
  private static func listing(_ names: [String], _ noun: String) -> String {
    if names.count == 1 { return "the \(noun) \(names[0])" }
    let rest = names.count > 30 ? " and \(names.count - 30) more" : ""
    return "\(names.count) \(noun)s: " + names.prefix(30).joined(separator: ", ") + rest
  }
}

extension DesignVariables {
  /// The design of some of the interviews.
  ///
  /// - Parameter interviews: All of them only in their own order.
  func picking(_ interviews: [Int]) -> DesignVariables {
    if interviews.count == baseWeights.count { return self }
    func pick<T>(_ values: [T]) -> [T] { interviews.map { values[$0] } }
    var picked = DesignVariables(
      baseWeights: pick(baseWeights), hasBaseWeights: hasBaseWeights, strata: strata.map(pick),
      clusters: clusters.map(pick), populationSizes: populationSizes.map(pick),
      identifiers: identifiers.map(pick), interviewers: interviewers.map(pick),
      replicates: replicates.map {
        ReplicateColumns($0.making, columns: $0.columns.map(pick))
      })
    picked.unread = unread
    picked.laterStages = laterStages.map { stage in
      LaterStageVariables(
        strata: stage.strata.map(pick), clusters: stage.clusters.map(pick),
        populationSizes: stage.populationSizes.map(pick))
    }
    return picked
  }
}
