import SurveyModel

extension Questionnaire {
  /// What a careful colleague would remark on: nothing here keeps the questionnaire from being
  /// used. Unused choice lists are found by ``XLSForm`` on reading.
  ///
  /// - Returns: Warnings and notes in the order of their places.
  public func lint() -> [Diagnostic] {
    let found =
      missingLabels() + missingTranslations() + nearlySameNames() + expressionRemarks()
      + codeRemarks() + personalDataRemarks()
    return found.enumerated().sorted { a, b in
      (a.element.location, a.offset) < (b.element.location, b.offset)
    }.map(\.element)
  }

  /// The lists of the questions, each once.
  var choiceLists: [ChoiceList] {
    var seen: Set<String> = []
    return questions.compactMap(\.choices).filter { seen.insert($0.name).inserted }
  }
}

// Labels and their translations.
extension Questionnaire {
  private func missingLabels() -> [Diagnostic] {
    let silent = questions.filter { $0.label.isEmpty && $0.kind.isSeen }.map { question in
      Diagnostic(
        .warning, "missing-label", "\(question.name) has no label; reports show its name",
        fix: "write in the column 'label' what was asked", at: question.location)
    }
    let bare = choiceLists.flatMap { list in
      list.choices.filter(\.label.isEmpty).map { choice in
        Diagnostic(
          .warning, "missing-label",
          "the choice '\(choice.name)' of \(list.name) has no label; reports show its code",
          fix: "write its label", at: choice.location)
      }
    }
    return silent + bare
  }

  private func missingTranslations() -> [Diagnostic] {
    languages.flatMap { language in
      questions.flatMap { untranslated($0, language) }
        + choiceLists.flatMap { list in
          list.choices.filter { $0.label.lacks(language) }.map { choice in
            translationMissing(
              "the choice '\(choice.name)' of \(list.name) has no label", language, choice.location)
          }
        }
    }
  }

  private func untranslated(_ question: Question, _ language: String) -> [Diagnostic] {
    let texts = [
      ("label", question.label), ("hint", question.hint),
      ("constraint message", question.constraintMessage),
    ]
    return texts.filter { $0.1.lacks(language) }.map { name, _ in
      translationMissing("\(question.name) has no \(name)", language, question.location)
    }
  }

  private func translationMissing(
    _ what: String, _ language: String, _ location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      .warning, "missing-translation", "\(what) in the language '\(language)'",
      fix: "translate it; until then reports fall back on another language", at: location)
  }

  private func nearlySameNames() -> [Diagnostic] {
    var first: [String: Question] = [:]
    return questions.compactMap { question in
      guard let earlier = first[question.name.lowercased()] else {
        first[question.name.lowercased()] = question
        return nil
      }
      return Diagnostic(
        .warning, "similar-names",
        "\(question.name) and \(earlier.name) differ in capital letters only",
        fix: "give one of them another name", at: question.location)
    }
  }
}

extension Label {
  /// Whether there is a text, and none for a language.
  fileprivate func lacks(_ language: String) -> Bool {
    !isEmpty && self[""] == nil && self[language] == nil
  }
}

extension Question.Kind {
  /// Whether the respondent sees the question.
  var isSeen: Bool {
    switch self {
    case .calculation, .metadata: false
    default: true
    }
  }
}
