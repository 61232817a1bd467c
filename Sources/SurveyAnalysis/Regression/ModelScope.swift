import Estimation
import SurveyModel

/// The samples that a model is fitted to: one, or several taken together.
struct ModelScope {
  static let city = "city"
  static let wave = "wave"
  /// Waves in a crossing, though the study has a question called `wave`.
  static let everyWave = "\u{1F}wave"
  /// The names of predictors that are no question's.
  static let names = [city, wave]

  /// In the order of the design's interviews.
  let samples: [AnalysedSample]
  let design: SurveyDesign
  /// Blank where the model is of several.
  let city: String
  let wave: String
  /// By score, the questions that it is made without, since they measure something else in some
  /// sample.
  let freed: [String: [String]]
  /// Samples that were not asked a question of the model.
  let lacking: [SampleKey]

  init(_ sample: AnalysedSample, without freed: [String: [String]] = [:]) {
    samples = [sample]
    design = sample.design
    city = sample.city
    wave = sample.wave
    self.freed = freed
    lacking = []
  }

  init(
    _ stack: StackedSamples, city: String, wave: String, without freed: [String: [String]],
    lacking: [AnalysedSample]
  ) {
    samples = stack.samples
    design = stack.design
    self.city = city
    self.wave = wave
    self.freed = freed
    self.lacking = lacking.map(\.key)
  }

  /// Whether several samples are taken together.
  var isPooled: Bool { samples.count > 1 || city.isEmpty || wave.isEmpty }

  var minimumBase: Int { samples.map(\.disclosure.minimumBase).max() ?? 1 }

  /// The outcome of all samples; nil where one has none, or other answers.
  func outcome(_ query: ModelQuery, _ study: Study) -> ModelOutcome? {
    let parts = samples.compactMap { $0.outcome(query, without: freed, study) }
    guard parts.count == samples.count, let first = parts.first else { return nil }
    return parts.dropFirst().reduce(first) { all, next in
      all.flatMap { $0.followed(by: next) }
    }
  }
}

/// What a model explains.
enum ModelOutcome {
  case numbers([Double])
  case ordered(CategoricalAnswers)

  /// Whether an interview has an answer.
  func has(_ row: Int) -> Bool {
    switch self {
    case .numbers(let values): values[row].isFinite
    case .ordered(let answers): answers.codes[row] >= 0
    }
  }

  /// The same with the answers of another sample behind; nil where their categories differ.
  fileprivate func followed(by next: ModelOutcome?) -> ModelOutcome? {
    switch (self, next) {
    case (.numbers(let own), .numbers(let others)): return .numbers(own + others)
    case (.ordered(let own), .ordered(let others)) where own.categories == others.categories:
      return .ordered(
        CategoricalAnswers(categories: own.categories, codes: own.codes + others.codes))
    default: return nil
    }
  }
}

extension AnalysedSample {
  /// Of `QUESTION=CHOICE`, 1 for each interview that chose it and 0 for each that did not; NaN for none.
  func indicator(_ name: String) -> [Double]? {
    let parts = name.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, case .question(let column)? = quantity(String(parts[0])),
      let place = column.answers.firstIndex(where: { $0.name == parts[1] })
    else { return nil }
    // Who gave no answer chose neither this one nor another, unless this one is no answer itself.
    let base: EstimateBase = column.answers[place].isSubstantive ? .opinion : .asked
    let isInBase = column.isInBase(base)
    return isInBase.indices.map { isInBase[$0] ? column.indicators[place][$0] : .nan }
  }

  /// The choices of a question that allows several answers, as predictors; nil for another name.
  func choices(ofSeveralAnswersTo name: String) -> [String]? {
    guard case .question(let column)? = quantity(name), column.codes == nil, column.values == nil,
      !column.answers.isEmpty
    else { return nil }
    return column.answers.filter(\.isSubstantive).map { "\(name)=\($0.name)" }
  }

  func outcome(
    _ query: ModelQuery, without freed: [String: [String]] = [:], _ study: Study
  ) -> ModelOutcome? {
    let parts = query.outcome.split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false
    ).map(String.init)
    guard
      let quantity = quantity(parts[0]).flatMap({
        self.quantity($0, without: freed[query.outcome] ?? [], study)
      })
    else { return nil }
    if parts.count == 2 { return indicator(query.outcome).map { .numbers($0) } }
    guard query.family == .ordinal else { return quantity.values.map { .numbers($0) } }
    guard case .question(let column) = quantity, let codes = column.codes else { return nil }
    let substantive = column.answers.indices.filter { column.answers[$0].isSubstantive }
    return .ordered(
      CategoricalAnswers(
        categories: substantive.map { column.answers[$0].name },
        codes: codes.map { Int32(substantive.firstIndex(of: Int($0)) ?? -1) }))
  }
}
