import SurveyModel

/// Something of one city and wave that is not made, since what it rests on could not be read.
public struct Unmade: Hashable, Sendable {
  public enum Part: Hashable, Sendable {
    /// Every figure.
    case everything
    /// Figures of a question.
    case question(String)
    /// Figures by a group.
    case group(String)
  }

  public let key: SampleKey
  public let part: Part
}

extension Unmade {
  /// Questions whose row of `crosswalk.csv` is wrong.
  static func refused(in sample: Sample, of study: Study) -> [Unmade] {
    study.crosswalk.refusedNames(in: sample.wave).sorted().map {
      Unmade(key: sample.key, part: .question($0))
    }
  }
}

/// A sample without the questions of which too many answers could not be read.
struct ReadableSample: Sendable {
  private(set) var sample: Sample
  private(set) var unmade: [Unmade] = []
  private(set) var diagnostics: [Diagnostic] = []

  /// - Complexity: O(interviews × questions).
  init(_ sample: Sample, limit: Double) {
    self.sample = sample
    var columns = sample.responses.columns
    for question in sample.questionnaire.questions where !question.isRecorded {
      guard let column = columns[question.name] else { continue }
      let (unread, given) = column.unread
      guard unread > 0, Double(unread) > limit * Double(given) else { continue }
      columns[question.name] = nil
      unmade.append(Unmade(key: sample.key, part: .question(question.name)))
      note(question, unread, of: given)
    }
    guard !unmade.isEmpty else { return }
    self.sample.responses = Responses(origins: sample.responses.origins, columns: columns)
  }

  private mutating func note(_ question: Question, _ unread: Int, of given: Int) {
    let file = sample.responses.origins.first?.file ?? "sources.csv"
    diagnostics.append(
      Diagnostic(
        .error, "answers-not-readable",
        "city \(sample.city), wave \(sample.wave): \(unread) of \(given) answers to \(question.name)"
          + " could not be read; no figure of it is made",
        fix:
          "see the errors of its cells with loci check, and correct the file, the questionnaire or"
          + " missing.csv", at: SourceLocation(file: file)))
  }
}

extension Column {
  /// How many answers the questionnaire does not know, and how many there are in all; blanks are
  /// none.
  fileprivate var unread: (count: Int, of: Int) {
    missing.reduce(into: (0, 0)) { tally, reason in
      switch reason {
      case .invalid: tally = (tally.0 + 1, tally.1 + 1)
      case nil, .dontKnow, .refused: tally.1 += 1
      case .lost, .noAnswer, .notAsked, .notAskedOrLost: break
      }
    }
  }
}

/// A group of a question with several answers that puts people into two categories at once.
struct OverlappingGroup {
  private(set) var unmade: [Unmade] = []
  private(set) var diagnostic: Diagnostic?

  /// - Complexity: O(interviews × categories), for groups of questions with several answers.
  init(_ grouping: Grouping, in samples: [Sample]) {
    let counts = samples.map { GroupMembership.overlap(of: grouping, in: $0) }
    let places = samples.indices.filter { counts[$0] > 0 }
    guard let location = grouping.categories.first?.location, !places.isEmpty else { return }
    unmade = places.map { Unmade(key: samples[$0].key, part: .group(grouping.name)) }
    let count = counts.reduce(0, +)
    let people = count == 1 ? "1 person is" : "\(count) people are"
    diagnostic = Diagnostic(
      .error, "people-in-two-categories",
      "\(people) in more than one category of group '\(grouping.name)', which is made from the several"
        + " answers to \(grouping.question); no figure by it is made",
      fix: "give the group one category, or a question with one answer; the shares of"
        + " \(grouping.question) itself count each of its answers", at: location)
  }
}
