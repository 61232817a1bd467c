import ResponseImport
import SurveyModel

extension StudyAnswers {
  /// What the law on personal data asks of these answers: that people under 18 are not among them
  /// without consent, and that those of Russian citizens are first recorded in Russia.
  ///
  /// > Federal Law 152-FZ "On Personal Data", articles 9 and 18, part 5; Civil Code, article 28.
  public func personalDataFindings(in study: Study) -> [Diagnostic] {
    (study.settings.minors == nil ? samples.flatMap { minors(in: $0, of: study) } : [])
      + localisation
  }

  private func minors(in sample: Sample, of study: Study) -> [Diagnostic] {
    sample.questionnaire.questions.compactMap { question in
      guard study.asksForAge(question), let column = sample.responses[question.name] else {
        return nil
      }
      let count = column.countOfMinors(question)
      guard count > 0 else { return nil }
      return Diagnostic(
        .error, "minors",
        "city \(sample.city), wave \(sample.wave): "
          + (count == 1 ? "in 1 interview" : "in \(count) interviews")
          + " the age in \(question.name) is under 18",
        fix: "take these people out of the files, or write minors,consent into study.csv if you"
          + " hold their parents' written consent", at: SourceLocation(file: "study.csv"))
    }
  }

  private var localisation: [Diagnostic] {
    ledger.compactMap { ledger in
      guard let service = ledger.producer?.foreignService, !ledger.personalColumns.isEmpty else {
        return nil
      }
      return Diagnostic(
        .warning, "localisation",
        "the file comes from \(service), a service outside Russia, and holds what identifies"
          + " people: " + ledger.personalColumns.joined(separator: ", "),
        fix:
          "personal data of Russian citizens are recorded in databases in Russia first (152-ФЗ, ст."
          + " 18, ч. 5): see that they were, or delete these columns",
        at: SourceLocation(file: ledger.file))
    }
  }
}

extension Study {
  /// Whether a question asks for the respondent's own age: by its name or label, or because the group
  /// of ages is made from it.
  fileprivate func asksForAge(_ question: Question) -> Bool {
    switch question.kind {
    case .integer, .decimal, .range, .selectOne: break
    default: return false
    }
    if groupings.contains(where: { $0.question == question.name && AgeWords.areIn($0.name) }) {
      return true
    }
    return ([question.name] + question.label.texts.values).contains(where: AgeWords.areIn)
  }
}

/// The words of a question for the respondent's age.
private enum AgeWords {
  static func areIn(_ text: String) -> Bool {
    let words = PersonalData.words(of: text)
    let sentence = " \(words.joined(separator: " ")) "
    guard !words.contains(where: { word in others.contains { word.hasPrefix($0) } }) else {
      return false
    }
    return words == ["age"] || words == ["возраст"] || words == ["vozrast"]
      || phrases.contains { sentence.contains($0) }
      || words.count <= 4 && (words.contains("age") || words.contains("возраст"))
  }

  private static let phrases = [
    " сколько вам лет ", " сколько вам полных лет ", " ваш возраст ", " how old are you ",
    " your age ",
  ]

  /// Beginnings of words for ages of somebody or something else.
  private static let others = [
    "ребен", "ребён", "дет", "сын", "доч", "супруг", "дом", "здани", "авто", "child", "kid", "son",
    "daughter", "spouse", "house", "building", "car",
  ]
}

extension Column {
  /// Answers under 18: numbers, or choices whose label says nothing else.
  fileprivate func countOfMinors(_ question: Question) -> Int {
    switch values {
    case .numbers(let numbers):
      return numbers.indices.count { missing[$0] == nil && numbers[$0] >= 0 && numbers[$0] < 18 }
    case .choices(let places):
      let young = Set(
        (question.choices?.choices ?? []).indices.filter {
          question.choices?.choices[$0].isUnder18 == true
        }.map(Int32.init))
      return places.indices.count { missing[$0] == nil && young.contains(places[$0]) }
    default: return 0
    }
  }
}

extension Choice {
  /// `14–17`, `до 18 лет`, `under 18`.
  fileprivate var isUnder18: Bool {
    label.texts.values.contains { label in
      let text = label.lowercased()
      let numbers = text.split { !($0.isASCII && $0.isNumber) }.compactMap { Int($0) }
      guard let highest = numbers.max() else { return false }
      if numbers.count == 2 { return highest < 18 && numbers[0] >= 5 }
      let isBelow = ["до ", "младше", "моложе", "менее", "under", "below", "less than", "<"]
        .contains { text.contains($0) }
      return numbers.count == 1 && isBelow && highest <= 18 && highest >= 5
    }
  }
}
