import SurveyModel

/// Samples of several sources on their way to be one for each city and wave.
struct SampleJoining {
  /// Kept records by their file that count in another one.
  private(set) var repeated: [String: Int] = [:]

  private var samples: [SampleKey: Sample] = [:]
  /// The patterns that found each interview's file.
  private var patterns: [SampleKey: [String?]] = [:]
  private(set) var diagnostics: [Diagnostic] = []
  /// Parts of the design that only one of the two sources joined last has.
  private var differing: [String] = []

  func sample(_ key: SampleKey) -> Sample? { samples[key] }

  mutating func add(_ sample: Sample, of source: Source) {
    let key = sample.key
    let pattern = Array(repeating: source.pattern, count: sample.responses.count)
    guard let present = samples[key] else {
      samples[key] = sample
      patterns[key] = pattern
      return
    }
    guard present.questionnaire.version == sample.questionnaire.version else {
      diagnostics.append(
        Diagnostic(
          .error, "questionnaires-differ",
          "\(source.file) has the questionnaire \(sample.questionnaire.version), other answers from"
            + " \(sample.city) in \(sample.wave) have \(present.questionnaire.version)",
          fix: "give the sources of one city and wave one questionnaire", at: source.location))
      return
    }
    let overlap = overlap(present, patterns[key] ?? [], sample, source)
    samples[key] = joined(
      present.picking(overlap.firstKept), sample.picking(overlap.secondKept), source)
    patterns[key] =
      overlap.firstKept.map { (patterns[key] ?? [])[$0] } + overlap.secondKept.map { pattern[$0] }
  }

  private mutating func joined(_ a: Sample, _ b: Sample, _ source: Source) -> Sample {
    var joined = a
    let (first, second) = (a.responses, b.responses)
    var columns: [String: Column] = [:]
    for question in a.questionnaire.questions {
      guard let kind = first[question.name] ?? second[question.name] else { continue }
      columns[question.name] = Column.joining(
        first[question.name] ?? .absent(like: kind, count: first.count),
        second[question.name] ?? .absent(like: kind, count: second.count))
    }
    joined.responses = Responses(
      origins: [first.origins, second.origins].joined(), columns: columns)
    joined.design = design(a, b, source)
    joined.paradata = a.paradata.appending(b.paradata)
    return joined
  }

  private mutating func design(_ a: Sample, _ b: Sample, _ source: Source) -> DesignVariables {
    let (first, second) = (a.design, b.design)
    differing = []
    var joined = DesignVariables(
      baseWeights: first.baseWeights + second.baseWeights,
      hasBaseWeights: first.hasBaseWeights || second.hasBaseWeights,
      strata: both(first.strata, second.strata, "stratum", source),
      clusters: both(first.clusters, second.clusters, "cluster", source),
      populationSizes: both(
        first.populationSizes, second.populationSizes, "population-size", source),
      identifiers: both(first.identifiers, second.identifiers, "identifier", source),
      interviewers: both(first.interviewers, second.interviewers, "interviewer", source),
      replicates: replicates(first.replicates, second.replicates, source))
    joined.laterStages = laterStages(first.laterStages, second.laterStages, source)
    joined.unread = (first.unread + second.unread + differing).reduce(into: []) {
      if !$0.contains($1) { $0.append($1) }
    }
    return joined
  }

  /// The stages of drawing that both sources have.
  private mutating func laterStages(
    _ a: [LaterStageVariables], _ b: [LaterStageVariables], _ source: Source
  ) -> [LaterStageVariables] {
    (0..<max(a.count, b.count)).map { index in
      let first = index < a.count ? a[index] : LaterStageVariables()
      let second = index < b.count ? b[index] : LaterStageVariables()
      let stage = index + LaterStageVariables.stages.lowerBound
      return LaterStageVariables(
        strata: both(first.strata, second.strata, "stratum-\(stage)", source),
        clusters: both(first.clusters, second.clusters, "cluster-\(stage)", source),
        populationSizes: both(
          first.populationSizes, second.populationSizes, "population-size-\(stage)", source))
    }.prefix { $0 != LaterStageVariables() }.map(\.self)
  }

  /// Those of both sources, made in one way, as many columns of each.
  private mutating func replicates(
    _ a: ReplicateColumns?, _ b: ReplicateColumns?, _ source: Source
  ) -> ReplicateColumns? {
    guard let a, let b, a.making == b.making, a.columns.count == b.columns.count else {
      _ = both(a.map { _ in [0] }, b.map { _ in [0] }, "replicates", source)
      return nil
    }
    return ReplicateColumns(
      a.making, columns: zip(a.columns, b.columns).map { $0 + $1 })
  }

  private mutating func both<T>(_ a: [T]?, _ b: [T]?, _ role: String, _ source: Source) -> [T]? {
    if let a, let b { return a + b }
    if a != nil || b != nil {
      if ColumnRole.allCases.contains(where: { $0.name == role && $0.isOfDesign }) {
        differing.append(role)
      }
      diagnostics.append(
        Diagnostic(
          .error, "design-differs",
          "of the sources of one city and wave only some have '\(role)'; it was left out",
          fix: "give it for all of them, or for none", at: source.location))
    }
    return nil
  }
}

extension SampleJoining {
  /// Which interviews of two samples count where both have some of the same identifier.
  private struct Overlap {
    var firstKept: [Int]
    var secondKept: [Int]
  }

  /// The cost is one look-up for each interview, and a comparison of all answers for each that both
  /// have.
  private mutating func overlap(
    _ a: Sample, _ patterns: [String?], _ b: Sample, _ source: Source
  ) -> Overlap {
    guard let first = a.design.identifiers, let second = b.design.identifiers else {
      return Overlap(
        firstKept: Array(0..<a.responses.count), secondKept: Array(0..<b.responses.count))
    }
    let places = Dictionary(zip(first, first.indices), uniquingKeysWith: { a, _ in a })
    var (superseded, dropped) = (Set<Int>(), Set<Int>())
    var log = DiagnosticLog()
    for (row, identifier) in second.enumerated() where !identifier.isEmpty {
      guard let place = places[identifier] else { continue }
      let differences = b.responses.differences(row: row, from: a.responses, row: place)
      let isSeries = source.pattern != nil && patterns[place] == source.pattern
      let origins = (a.responses.origins[place], b.responses.origins[row])
      if differences.isEmpty {
        dropped.insert(row)
      } else if isSeries {
        superseded.insert(place)
      } else if let isSecondFuller = Self.isSecondFuller((a, place), (b, row), differences) {
        if isSecondFuller { superseded.insert(place) } else { dropped.insert(row) }
        reportResumed(origins, isSecondFuller, &log)
        continue
      }
      report(origins, differences, isSeries, &log)
    }
    diagnostics += log.diagnostics
    for place in superseded { repeated[a.responses.origins[place].file, default: 0] += 1 }
    if !dropped.isEmpty { repeated[source.file, default: 0] += dropped.count }
    return Overlap(
      firstKept: (0..<a.responses.count).filter { !superseded.contains($0) },
      secondKept: (0..<b.responses.count).filter { !dropped.contains($0) })
  }

  /// Which of two records of one person answers all that the other does, and more: the interview that
  /// was resumed; nil where each says something of its own.
  private static func isSecondFuller(
    _ first: (sample: Sample, row: Int), _ second: (sample: Sample, row: Int),
    _ differences: [String]
  ) -> Bool? {
    let asked = differences.filter { first.sample.questionnaire[$0]?.isRecorded == false }
    guard !asked.isEmpty else { return nil }
    func lacks(_ name: String, _ record: (sample: Sample, row: Int)) -> Bool {
      guard let column = record.sample.responses[name] else { return true }
      return column.missing[record.row]?.isBlank ?? false
    }
    if asked.allSatisfy({ lacks($0, first) && !lacks($0, second) }) { return true }
    return asked.allSatisfy { lacks($0, second) && !lacks($0, first) } ? false : nil
  }

  private func reportResumed(
    _ places: (SourceLocation, SourceLocation), _ isSecondFuller: Bool, _ log: inout DiagnosticLog
  ) {
    let which = isSecondFuller ? "this one" : "that one"
    let fault = CellFault(
      code: "resumed",
      message: "the record and the one at \(places.0) are of one interview, which was resumed;"
        + " \(which) is the fuller and counts",
      fix: "nothing, if it is one person; else give each an identifier of its own")
    log.append(.warning, fault, of: "identifier") { places.1 }
  }

  /// Identifiers are not printed: the place of the first record of the same one is.
  private func report(
    _ places: (SourceLocation, SourceLocation), _ differences: [String], _ isSeries: Bool,
    _ log: inout DiagnosticLog
  ) {
    guard !differences.isEmpty else {
      let fault = CellFault(
        code: "record-repeated",
        message: "the record stands at \(places.0) too, with the same answers; it counts once")
      return log.append(.note, fault, of: "identifier") { places.1 }
    }
    let fault =
      isSeries
      ? CellFault(
        code: "record-changed",
        message: "the record stands at \(places.0) too, \(differences.described); this one counts",
        fix: "nothing, if it was corrected in the field; else ask who changed it")
      : CellFault(
        code: "duplicate-identifier",
        message: "the record has the identifier of the one at \(places.0), "
          + differences.described,
        fix: "delete the copy if it is one; until then both count")
    log.append(.warning, fault, of: "identifier") { places.1 }
  }
}

extension Sample {
  /// The sample with some of its interviews.
  fileprivate func picking(_ rows: [Int]) -> Sample {
    guard rows.count < responses.count else { return self }
    var picked = self
    picked.responses = responses.picking(rows)
    picked.design = design.picking(rows)
    picked.paradata = paradata.picking(rows)
    return picked
  }
}

extension MissingReason {
  /// Whether nothing was said, as far as the file shows.
  fileprivate var isBlank: Bool {
    switch self {
    case .lost, .noAnswer, .notAsked, .notAskedOrLost: true
    case .dontKnow, .refused, .invalid: false
    }
  }
}
