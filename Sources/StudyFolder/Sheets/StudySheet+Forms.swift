import SurveyModel

extension StudySheet {
  /// The columns of a form's sheets that XLSForm does not have; the rest is XLSForm's.
  public static let forms: [StudySheet] = [
    StudySheet(
      "survey", isRequired: true, ru: "Вопросы версии; остальные столбцы — как в XLSForm",
      en: "The questions of a version; the other columns are XLSForm's",
      columns: [
        SheetColumn(
          "measure", .words(of: Measure.self),
          ru: "Что можно вычислять по ответам: доли, порядок, среднее",
          en: "What may be computed of the answers: shares, ranks, means",
          standard: Label(["ru": "по виду вопроса", "en": "by the question's type"]),
          example: "ordinal"),
        SheetColumn(
          "sensitive", .yesOrNo, ru: "Скрывать ли и малые ячейки ответов",
          en: "Whether small cells of its answers are hidden too", standard: Label("no"),
          example: "yes"),
      ]),
    StudySheet(
      "choices", ru: "Варианты ответа; остальные столбцы — как в XLSForm",
      en: "The choices; the other columns are XLSForm's",
      columns: [
        SheetColumn(
          "missing", .words(of: MissingReason.self), ru: "Почему этот вариант не ответ",
          en: "Why the choice is no answer", example: "dont-know"),
        SheetColumn(
          "exclusive", .yesOrNo, ru: "Исключает ли он остальные («ничего из этого»)",
          en: "Whether it rules out the others (\"none of these\")", standard: Label("no"),
          example: "yes"),
        SheetColumn(
          "data_value", ru: "Чем вариант записан в файле .sav или .dta: числом или буквой .a",
          en: "What a .sav or .dta has for the choice: a number, or a letter .a",
          standard: Label(["ru": "код варианта", "en": "the choice's code"]), example: "3"),
      ]),
  ]
}
