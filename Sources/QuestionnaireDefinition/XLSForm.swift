import SurveyModel
import TabularFiles

/// Questionnaires in XLSForm, the format of ODK, KoboToolbox, SurveyCTO and Ona.
///
/// > XLSForm reference, https://xlsform.org/en/ref-table/
public enum XLSForm {
  /// What came of reading a form.
  public struct Reading: Sendable {
    /// nil where any of the diagnostics is an error.
    public let questionnaire: Questionnaire?
    /// In the order of the sheets and rows.
    public let diagnostics: [Diagnostic]
  }

  /// Makes a questionnaire of a form's sheets.
  ///
  /// - Parameters:
  ///   - sheets: Those named `survey`, `choices`, `settings`, `external_choices` in any case of
  ///     letters; others are not looked at.
  ///   - file: The form's file or folder, for what concerns it as a whole.
  ///   - version: The name of the questionnaire's version.
  public static func reading(sheets: [Sheet], file: String, version: String) -> Reading {
    func sheet(_ name: String) -> Sheet? {
      sheets.first { $0.name.trimmed.lowercased() == name }
    }
    guard let survey = sheet("survey") else {
      let problem = Diagnostic(
        .error, "missing-sheet", "the form has no sheet 'survey'",
        fix: "add it: its rows are the questions", at: SourceLocation(file: file))
      return Reading(questionnaire: nil, diagnostics: [problem])
    }
    let settings = FormSettings(sheet("settings"))
    let choices = ChoiceSheet(sheet("choices") ?? sheet("columns"), settings: settings)
    let external = ChoiceSheet(sheet("external_choices"), settings: settings)
    let questions = SurveySheet(
      survey, choices: choices, externalChoices: external, settings: settings)
    let found =
      questions.diagnostics + unusedLists(questions, choices) + choices.diagnostics
      + external.diagnostics + settings.diagnostics
      + settings.findings(on: languages(questions))
    return questionnaire(questions, settings, version: version, after: found)
  }

  private static func questionnaire(
    _ survey: SurveySheet, _ settings: FormSettings, version: String, after found: [Diagnostic]
  ) -> Reading {
    guard !survey.questions.isEmpty else {
      return Reading(questionnaire: nil, diagnostics: found)
    }
    do {
      let questionnaire = try Questionnaire(
        title: settings.title, version: version, languages: languages(survey),
        questions: survey.questions, groupLabels: survey.groupLabels)
      return Reading(questionnaire: found.hasErrors ? nil : questionnaire, diagnostics: found)
    } catch {
      return Reading(questionnaire: nil, diagnostics: found + error.diagnostics)
    }
  }

  /// Whether a cell names a type of question, group or record of XLSForm.
  package static func isType(_ text: String) -> Bool { RowType(text) != nil }

  private static func languages(_ survey: SurveySheet) -> [String] {
    var seen: Set<String> = []
    return (survey.languages + survey.choices.languages).filter { seen.insert($0).inserted }
  }

  private static func unusedLists(_ survey: SurveySheet, _ choices: ChoiceSheet) -> [Diagnostic] {
    choices.order.filter { !survey.usedLists.contains($0.name) }.map {
      Diagnostic(
        .warning, "unused-choice-list", "no question uses the choice list '\($0.name)'",
        fix: "delete it, or name it in a question's type", at: $0.location)
    }
  }
}
