import QuestionnaireDefinition
import SocioculturalFactors
import StudyFolder
import SurveyAnalysis
import SurveyModel

/// What scores, questions and answers of two waves are called on a terminal.
struct WaveNames {
  private let study: Study
  private let forms: [Questionnaire]
  /// Whose choices have the codes that answers are compared by: the earlier wave's first.
  private let choiceForms: [Questionnaire]

  init(_ comparison: WaveComparison, in study: Study) {
    self.study = study
    let pairs = comparison.versions.map { versions in
      (
        earlier: study.questionnaires[versions.earlier].map {
          study.harmonised($0, in: comparison.earlier)
        },
        later: study.questionnaires[versions.later].map {
          study.harmonised($0, in: comparison.later)
        }
      )
    }
    forms = pairs.flatMap { [$0.later, $0.earlier].compactMap(\.self) }
    choiceForms = pairs.flatMap { [$0.earlier, $0.later].compactMap(\.self) }
  }

  init(_ forms: [Questionnaire], in study: Study) {
    self.study = study
    self.forms = forms
    choiceForms = forms
  }

  /// The label in English, cut; empty where it has none.
  func label(_ question: String) -> String {
    let label = forms.lazy.compactMap { $0[question]?.label.text(in: "en") }.first ?? ""
    return Self.shortened(label, to: 40)
  }

  func label(_ definition: ScoreDefinition) -> String {
    Self.shortened(definition.label.text(in: "en") ?? "", to: 40)
  }

  func label(_ answer: Answer, of question: String) -> String {
    guard case .choice(let code) = answer else { return answer.name }
    let label = choiceForms.lazy.compactMap { form -> String? in
      guard let list = form[question]?.choices else { return nil }
      return list.index(of: code).flatMap { list.choices[$0].label.text(in: "en") }
    }.first
    return Self.shortened(label ?? code, to: 24)
  }

  func circumstances(_ earlier: String, _ later: String) -> WaveCircumstances {
    WaveCircumstances(from: earlier, to: later, in: study)
  }

  func city(_ name: String) -> String { study.city(name)?.label.text(in: "en") ?? name }

  func wave(_ name: String) -> String { study.wave(name)?.label.text(in: "en") ?? name }

  static func shortened(_ text: String, to length: Int) -> String {
    text.count <= length ? text : text.prefix(length - 1) + "…"
  }
}
