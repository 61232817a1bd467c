import QuestionnaireDefinition
import StudyFolder
import SurveyModel

/// What changed in the questions between two waves, without the answers.
///
///     WaveQuestions(from: "w1", to: "w2", in: study).versions.first?.difference["SOC02"]?.verdict
public struct WaveQuestions: Sendable {
  public let earlier: String
  public let later: String
  /// Each two versions that some city was asked, under the names of `crosswalk.csv`.
  public let versions: [WaveComparison.Versions]
  /// The versions themselves, as they are compared.
  public let forms: [(earlier: Questionnaire, later: Questionnaire)]
  public let circumstances: WaveCircumstances

  /// - Complexity: That of comparing each two versions.
  public init(from earlier: String, to later: String, in study: Study) {
    self.earlier = earlier
    self.later = later
    circumstances = WaveCircumstances(from: earlier, to: later, in: study)
    var pairs: [(before: String, after: String, cities: [String])] = []
    for city in study.cities.map(\.name) {
      for before in study.versions(of: earlier, city: city) {
        for after in study.versions(of: later, city: city) {
          if let place = pairs.firstIndex(where: { $0.before == before && $0.after == after }) {
            pairs[place].cities.append(city)
          } else {
            pairs.append((before, after, [city]))
          }
        }
      }
    }
    var (versions, forms):
      ([WaveComparison.Versions], [(earlier: Questionnaire, later: Questionnaire)]) = ([], [])
    for pair in pairs {
      guard let before = study.questionnaires[pair.before],
        let after = study.questionnaires[pair.after]
      else { continue }
      let compared = (
        earlier: study.harmonised(before, in: earlier), later: study.harmonised(after, in: later)
      )
      var difference = QuestionnaireDifference(
        from: compared.earlier, to: compared.later,
        decided: study.crosswalk.decidedNames(in: [earlier, later]))
      difference.leaveOutRouting(of: study.crosswalk.splitBallots(in: [earlier, later]))
      difference.decide { study.decision(on: $0, from: earlier, to: later) }
      versions.append(
        WaveComparison.Versions(
          earlier: pair.before, later: pair.after, cities: pair.cities, difference: difference))
      forms.append(compared)
    }
    self.versions = versions
    self.forms = forms
  }
}

extension Study {
  /// Names of the versions that a city was asked in a wave, in the order of `sources.csv`.
  fileprivate func versions(of wave: String, city: String) -> [String] {
    var seen: Set<String> = []
    return sources.filter { source in
      source.wave.mayBe(wave) && source.city.mayBe(city)
    }.map(\.questionnaire).filter { seen.insert($0).inserted }
  }
}

extension Source.Key {
  /// Whether it names something, or a column that may.
  fileprivate func mayBe(_ name: String) -> Bool {
    if case .fixed(let own) = self { return own == name }
    return true
  }
}
