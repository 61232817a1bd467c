import SurveyModel

/// What a description for an archive says beyond the answers themselves, worked out by those who
/// know of weights, routing and disclosure.
public struct ArchiveFacts: Sendable {
  /// Which frequencies may be told; nil for none.
  public var frequencies: FrequencyRule?
  /// To whom a routed question was put, in words, by the question's name.
  public var audiences: [String: Label] = [:]
  /// How the weights were made: a text for each city and wave.
  public var weighting: [Label] = []

  public init() {}
}

/// Of which answers a description tells how often they were given.
///
/// A file's frequencies lie beside the reports of its cities: where a sample is too small to be
/// reported, the frequencies of the whole file less those of the others would tell it.
public struct FrequencyRule: Hashable, Sendable {
  /// Fewest interviews that a sample must have in the base of a question, or none at all; a count
  /// of fewer is not told either.
  public var minimumBase: Int
  /// Samples whose small cells are hidden: of their questions nothing is told.
  public var strictSamples: Set<SampleKey>

  public init(minimumBase: Int, strictSamples: Set<SampleKey>) {
    self.minimumBase = minimumBase
    self.strictSamples = strictSamples
  }
}

/// How often the codes of a variable were given.
struct CodeFrequencies: Hashable, Sendable {
  /// Interviews with an answer, and those without one; nil where either would tell a count that is
  /// hidden.
  var valid: Int?
  var invalid: Int?
  /// Interviews with each of ``ExportVariable/codes``, as the CSV has them; nil where they are too few
  /// to be told, or would tell of others that are.
  var counts: [Int?]
  /// Weighted shares of the base, 0…1; nil for what is in no base.
  var shares: [Double?]
}

extension DataExport {
  /// Counts the codes of a variable; the cost is linear in interviews.
  ///
  /// - Returns: nil where the variable has no codes, its question is sensitive, or a sample that was
  ///   asked is too small or strict.
  func frequencies(of variable: ExportVariable, _ rule: FrequencyRule) -> CodeFrequencies? {
    guard case .codes(let places, _) = variable.content,
      variable.question?.isSensitive != true
    else { return nil }
    let codes = variable.codes
    let missingPlaces = Dictionary(
      codes.indices.compactMap { codes[$0].missing == nil ? nil : (codes[$0].name, $0) },
      uniquingKeysWith: { first, _ in first })
    let weights = finalWeights
    var counts = Array(repeating: 0, count: codes.count)
    var sums = Array(repeating: 0.0, count: codes.count)
    var total = 0.0
    var start = 0
    for part in parts {
      let rows = start..<(start + part.count)
      start = rows.upperBound
      var base = 0
      for row in rows {
        let none = variable.missing[row]
        let place =
          none.map { missingPlaces[$0.name] } ?? (places[row] >= 0 ? Int(places[row]) : nil)
        if let place { counts[place] += 1 }
        guard !(none?.reason.isOutsideBase ?? false) else { continue }
        base += 1
        total += weights[row]
        if let place { sums[place] += weights[row] }
      }
      guard base == 0 || (base >= rule.minimumBase && !rule.strictSamples.contains(part.key))
      else { return nil }
    }
    guard total > 0 else { return nil }
    let told = ToldCounts(
      counts, isMissing: codes.map { $0.missing != nil }, of: count, minimum: rule.minimumBase)
    return CodeFrequencies(
      valid: told.valid, invalid: told.invalid, counts: told.counts,
      shares: codes.indices.map {
        codes[$0].missing?.isOutsideBase == true ? nil : sums[$0] / total
      })
  }

  /// The variable of final weights; 1 for each interview where there is none.
  private var finalWeights: [Double] {
    guard let place = weightPlace, case .numbers(let weights, _) = variables[place].content else {
      return Array(repeating: 1, count: count)
    }
    return weights
  }

  /// The place of the variable of final weights.
  var weightPlace: Int? {
    variables.firstIndex { $0.question == nil && $0.name == "weight" }
  }
}
