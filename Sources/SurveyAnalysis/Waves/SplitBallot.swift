import Estimation
import SurveyModel

/// A question that a wave asked of a part of its people in the words of an earlier one, and of the others
/// in new words: a bridge between the words.
public struct SplitBallot: Hashable, Sendable {
  /// The question in its new words.
  public var question: String
  /// The wave's question in the old words.
  public var inOldWords: String
  public var wave: String

  public init(_ question: String, inOldWords: String, wave: String) {
    self.question = question
    self.inOldWords = inOldWords
    self.wave = wave
  }

  /// One figure of the question in two waves, and what the words make of it.
  public struct Figure: Sendable {
    /// Nil where the figure is of numbers.
    public var choice: String?
    public var isInPoints: Bool
    /// In the old words.
    public var earlier: Estimate
    /// In the new words.
    public var later: Estimate
    /// What the new words add: those who were asked in them against those who were asked in the old.
    public var effect: Estimate
    /// Later minus earlier, without what the words add.
    public var change: Estimate
  }

  /// Why there is no figure.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    case samplesLack
    /// So many people answered in both words.
    case askedTwice(Int)
    case hidden
    case nothingInCommon

    public var description: String {
      switch self {
      case .samplesLack: "a wave has no usable answers"
      case .askedTwice(let count):
        "\(count) \(count == 1 ? "person" : "people") answered in both words"
      case .hidden: "a part of the ballot is of few people"
      case .nothingInCommon: "there is no figure that all waves have"
      }
    }
  }
}

extension WeightedStudy {
  /// The change of a question between a wave that asked it in the old words and one that asked it in the
  /// new, over a wave that asked it in both.
  ///
  ///     change = later − (new − old) − earlier
  ///
  /// `new` and `old` are the figures of both parts of the ballot's wave. All four are figures of domains of
  /// one design, that of the samples stacked, so that the variance of the effect of the words, and what
  /// the parts and returning points have in common, enter the variance of the change.
  ///
  /// > R. Tourangeau, L. J. Rips, K. Rasinski (2000). *The Psychology of Survey Response*, ch. 8; R:
  /// > `svycontrast` of `svyby(…, covmat = TRUE)` of the stacked rows.
  ///
  /// - Throws: ``SplitBallot/Failure``.
  package func bridged(
    _ ballot: SplitBallot, city: String, from earlier: String, to later: String
  ) throws(SplitBallot.Failure) -> [SplitBallot.Figure] {
    let own = [earlier, ballot.wave, later].reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }.compactMap { sample(city: city, wave: $0) }
    guard own.contains(where: { $0.wave == earlier }), own.contains(where: { $0.wave == later }),
      own.contains(where: { $0.wave == ballot.wave })
    else { throw .samplesLack }
    var parts: [AnalysedSample] = []
    for analysed in own {
      let isOfBallot = analysed.wave == ballot.wave
      let part =
        isOfBallot
        ? try analysed.sample.joined(ballot)
        : analysed.sample.inOneForm(isNew: analysed.wave == later)
      parts.append(analysed.answering(part, in: study))
    }
    var query = EstimateQuery(names: [ballot.question])
    query.by = [ModelScope.everyWave, BallotForm.name]
    let isOfNumbers = parts.allSatisfy {
      AnswerColumn(ballot.question, in: $0.sample)?.values != nil
    }
    query.statistic = isOfNumbers ? .mean : .proportion
    guard
      let cells = CrossedCells(parts, ballot.question, query, of: having(parts), without: [])
    else { throw .nothingInCommon }
    let names = [
      "\(later):\(BallotForm.new)", "\(ballot.wave):\(BallotForm.new)",
      "\(ballot.wave):\(BallotForm.old)", "\(earlier):\(BallotForm.old)",
    ]
    var figures: [SplitBallot.Figure] = []
    var isHidden = false
    for slot in cells.slots {
      guard let found = cells.figures(names, slot) else { continue }
      guard found.isShown else {
        isHidden = true
        continue
      }
      func combination(_ coefficients: [Double]) -> Estimate {
        let exact = cells.design.estimate(
          .combination(zip(coefficients, found.statistics).map { ($0, $1) }))
        guard let step = found.step else { return exact }
        // Made from rounded parts, it tells nothing that they do not.
        let value = zip(coefficients, found.told).reduce(0) { $0 + $1.0 * $1.1.value }
        return exact.having(value, digits: step)
      }
      figures.append(
        SplitBallot.Figure(
          choice: slot.choice,
          isInPoints: AnswerColumn(ballot.question, in: parts[0].sample)?.unit == .points,
          earlier: found.told[3], later: found.told[0], effect: combination([0, 1, -1, 0]),
          change: combination([1, -1, 1, -1])))
    }
    guard !figures.isEmpty else { throw isHidden ? .hidden : .nothingInCommon }
    return figures
  }
}

/// The question, made here, that says in which words somebody was asked.
private enum BallotForm {
  static let name = "\u{1F}ballot"
  static let (old, new) = ("old", "new")

  static let question = Question(
    name: name, label: Label(),
    kind: .selectOne(
      ChoiceList(
        name: name,
        choices: [old, new].map { Choice(name: $0, label: Label(), at: location) })), at: location)
  private static let location = SourceLocation(file: "crosswalk.csv")
}

extension Sample {
  /// The sample, all of which was asked in one form.
  fileprivate func inOneForm(isNew: Bool) -> Sample {
    adding(Array(repeating: isNew ? 1 : 0, count: responses.count))
  }

  /// The answers in both words as those to one question, and who was asked in which.
  fileprivate func joined(_ ballot: SplitBallot) throws(SplitBallot.Failure) -> Sample {
    guard let new = responses[ballot.question], let old = responses[ballot.inOldWords] else {
      throw .samplesLack
    }
    let rows = 0..<responses.count
    let askedTwice = rows.count { new.missing[$0] == nil && old.missing[$0] == nil }
    guard askedTwice == 0 else { throw .askedTwice(askedTwice) }
    let forms = rows.map { row -> Int32 in
      if new.missing[row] == nil { return 1 }
      if old.missing[row] == nil { return 0 }
      switch (old.isAsked(row), new.isAsked(row)) {
      case (true, false): return 0
      case (false, true): return 1
      default: return -1
      }
    }
    var sample = adding(forms)
    guard let column = new.joined(with: old, where: { forms[$0] == 0 }) else {
      throw .nothingInCommon
    }
    sample.responses = sample.responses.having(column, for: ballot.question)
    return sample
  }

  private func adding(_ forms: [Int32]) -> Sample {
    var sample = self
    let question = BallotForm.question
    guard
      let form = try? Questionnaire(
        title: questionnaire.title, version: questionnaire.version,
        languages: questionnaire.languages, questions: questionnaire.questions + [question],
        groupLabels: questionnaire.groupLabels)
    else { return self }
    sample.questionnaire = form
    sample.responses = responses.having(
      Column(
        values: .choices(PackedPlaces(forms, largest: 1)),
        missing: forms.map { $0 < 0 ? .notAsked : nil }), for: question.name)
    return sample
  }
}

extension Column {
  /// Whether the question was put to a person, whatever the answer.
  fileprivate func isAsked(_ row: Int) -> Bool {
    switch missing[row] {
    case nil, .dontKnow, .refused: true
    default: false
    }
  }

  /// The answers of another column in some rows; nil where both are of other kinds.
  fileprivate func joined(with other: Column, where isOther: (Int) -> Bool) -> Column? {
    let missing = missing.indices.map { isOther($0) ? other.missing[$0] : self.missing[$0] }
    switch (values, other.values) {
    case (.choices(let own), .choices(let others)):
      let places = (0..<own.count).map { isOther($0) ? others[$0] : own[$0] }
      return Column(
        values: .choices(PackedPlaces(places, largest: Int(places.max() ?? 0))), missing: missing)
    case (.numbers(let own), .numbers(let others)):
      let numbers = own.indices.map { isOther($0) ? others[$0] : own[$0] }
      return Column(values: .numbers(numbers), missing: missing)
    default: return nil
    }
  }
}
