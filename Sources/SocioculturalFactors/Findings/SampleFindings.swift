import Estimation
import SurveyAnalysis
import SurveyModel

/// What a report shows of one city in one wave beside its scores.
///
/// The sample's own values are read through it: `findings.design` is `findings.sample.design`.
@dynamicMemberLookup
public struct SampleFindings: Sendable {
  public let analysed: AnalysedSample
  /// By the groups that reports break results down by.
  public internal(set) var groups: [GroupScores]
  /// Of all questions that were asked, in the questionnaire's order.
  public internal(set) var distributions: [QuestionDistribution]
  /// Of those with choices that respondents were asked, each by groups.
  public internal(set) var banners: [QuestionBanner]
  /// Groups that no question is set against, for they have too many categories.
  public let tooWideGroups: [String]
  /// What goes together with the index.
  public let drivers: Drivers

  public subscript<Value>(dynamicMember path: KeyPath<AnalysedSample, Value>) -> Value {
    analysed[keyPath: path]
  }

  public subscript(score: ScoreID) -> ScoreEstimate? { analysed[score] }

  public func distribution(of question: String) -> QuestionDistribution? {
    distributions.first { $0.question == question }
  }

  public func banner(of question: String) -> QuestionBanner? {
    banners.first { $0.question == question }
  }

  /// Estimates groups, distributions, questions by groups and drivers.
  ///
  /// - Complexity: O(interviews × (questions × (answers + groups) + groups × scores + predictors²)),
  ///   and for questions by groups as
  ///   ``SurveyAnalysis/AnalysedSample/banners(of:by:in:)``.
  public init(_ analysed: AnalysedSample, in study: Study) {
    let (design, rule) = (analysed.design, analysed.disclosure)
    self.analysed = analysed
    groups = study.reportedGroupings.compactMap { grouping in
      Breakdown(by: grouping.name, of: analysed.sample, in: study).map {
        GroupScores($0, scores: analysed.scored.scores, in: design, rule: rule)
      }
    }
    distributions = analysed.distributions(in: study)
    let bannerGroups = BannerGroups(study.bannerGroupings, of: analysed.sample, in: study)
    banners = analysed.banners(of: distributions, by: bannerGroups, in: study)
    tooWideGroups = bannerGroups.tooWide
    drivers = Drivers(of: analysed.scored, analysed.weighted, in: study, rule: rule)
  }
}

extension AnalysedSample {
  /// The answers to all questions that were asked, in the questionnaire's order; what identifies a
  /// person or a record is left out.
  public func distributions(in study: Study) -> [QuestionDistribution] {
    let keys = study.recordKeys
    return sample.questionnaire.questions.compactMap { question in
      guard question.isAnalysed, question.personalData == nil, !keys.contains(question.name) else {
        return nil
      }
      return AnswerColumn(question.name, in: sample)?.distribution(in: design, rule: disclosure)
    }
  }
}

extension Study {
  /// The groups that reports break results down by: those that the settings name, else all.
  public var reportedGroupings: [Grouping] {
    guard !settings.reportGroups.isEmpty else { return groupings }
    return settings.reportGroups.compactMap(grouping)
  }
}

extension Study {
  /// The groups that questions are set against: the first of sex, age, education and district that
  /// the study has, then the others of ``reportedGroupings``.
  public var bannerGroupings: [Grouping] {
    let traits: [SociodemographicTrait] = [.sex, .age, .education, .district]
    let first = traits.compactMap { trait in groupings.first { self.trait(of: $0.name) == trait } }
    return first
      + reportedGroupings.filter { grouping in !first.contains { $0.name == grouping.name } }
  }
}

extension Question {
  /// Whether its answers are estimated from: a person gave them, outside a repeat.
  var isAnalysed: Bool {
    guard enclosingRepeat == nil else { return false }
    switch kind {
    case .note, .metadata, .attachment, .acknowledgement, .position, .barcode: return false
    default: return true
    }
  }
}
