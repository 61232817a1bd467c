import SurveyModel

/// Completed data sets beside the answers as observed: the same interviews, in which what is missing
/// was imputed several times.
public struct ImputedAnswers: Sendable {
  /// By imputation, from 1: all samples of the study, each with the interviews of the observed one
  /// in its order; a sample of which nothing is imputed is the same in all. Empty where nothing is.
  public private(set) var samples: [[Sample]] = []
  /// The completed files, in the order of `sources.csv`.
  public let imports: [SourceImport]
  /// Samples whose completed data sets cannot be used.
  public private(set) var faulty: Set<SampleKey> = []
  public private(set) var diagnostics: [Diagnostic] = []

  /// Sets the completed files against the observed answers. They have to be of the same people, by
  /// their identifiers, with the same design, and to leave every observed answer as it is.
  ///
  /// - Parameters:
  ///   - observed: The answers of all other files.
  ///   - completed: The files with a number of an imputation from 1 on, as far as they could be read.
  ///   - numbers: The numbers that `sources.csv` gives; where one of them lacks nothing is used.
  public init(
    of observed: ImportedStudy, completed: [SourceImport], numbers: Set<Int>, context: ImportContext
  ) {
    imports = completed
    let originals = observed.imports.filter { $0.source.imputation == 0 }
    let keys = Set(originals.flatMap(\.samples).map(\.key))
    let count = numbers.count
    guard !originals.isEmpty else { return }
    guard count > 1, numbers == Set(1...count),
      numbers == Set(completed.compactMap(\.source.imputation))
    else {
      faulty = keys
      return
    }
    let setAside = originals.reduce(0) { $0 + $1.ledger.records - $1.ledger.kept.records }
    var left: [SampleKey: BlankAnswers] = [:]
    samples = (1...count).map { number in
      let own = completed.filter { $0.source.imputation == number }
      let joined = ImportedStudy(joining: own, context: context)
      diagnostics += joined.diagnostics.filter { $0.severity != .note }
      return observed.samples.map { sample in
        guard keys.contains(sample.key), let source = own.first?.source else { return sample }
        let match = ImputationMatch(
          sample, joined.samples.first { $0.key == sample.key }, number: number, source,
          setAside: setAside)
        diagnostics += match.diagnostics
        if match.isFaulty { faulty.insert(sample.key) }
        left[sample.key, default: BlankAnswers()].add(match.blanks, of: number)
        return match.completed ?? sample
      }
    }
    for sample in observed.samples where keys.contains(sample.key) && !faulty.contains(sample.key) {
      diagnostics +=
        left[sample.key]?.diagnostics(of: sample, at: originals[0].source.location) ?? []
    }
  }
}

/// What the imputations of a sample leave missing.
private struct BlankAnswers {
  private var imputed: [String: Int] = [:]
  private var missing: [String: (count: Int, numbers: [Int])] = [:]

  mutating func add(_ blanks: [String: (imputed: Int, missing: Int)], of number: Int) {
    for (name, counts) in blanks {
      imputed[name, default: 0] += counts.imputed
      guard counts.missing > 0 else { continue }
      let known = missing[name] ?? (0, [])
      missing[name] = (max(known.count, counts.missing), known.numbers + [number])
    }
  }

  func diagnostics(of sample: Sample, at place: SourceLocation) -> [Diagnostic] {
    let here = "city \(sample.city), wave \(sample.wave)"
    guard imputed.values.contains(where: { $0 > 0 }) else {
      return [
        Diagnostic(
          .warning, "nothing-imputed",
          "\(here): the imputed files add no answer to the observed ones",
          fix: "look whether they are the right files", at: place)
      ]
    }
    return sample.questionnaire.questions.compactMap { question in
      guard let left = missing[question.name], imputed[question.name] ?? 0 > 0 else { return nil }
      return Diagnostic(
        .warning, "imputation-incomplete",
        "\(here): up to \(left.count) answers to \(question.name) are still missing, in imputation"
          + " \(left.numbers.map(String.init).joined(separator: ", ")); who lacks them is left out there",
        fix: "impute them too, or leave the question as it was observed", at: place)
    }
  }
}
