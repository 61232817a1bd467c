import SurveyModel

// The kind of answer and its limits.
extension QuestionPair {
  mutating func noteKind(_ old: Question, _ new: Question) {
    switch (old.kind, new.kind) {
    case (.integer, .decimal), (.decimal, .integer):
      findings.append(
        QuestionFinding(
          .kind, .cosmetic, ru: "целые числа и дроби", en: "whole numbers and decimals"))
    case (.range(let start, let end, let step), .range(let newStart, let newEnd, let newStep)):
      noteSlider((start, end, step), (newStart, newEnd, newStep))
    default:
      if old.kind.typeName != new.kind.typeName {
        findings.append(
          QuestionFinding(
            .kind, .notComparable,
            ru: "другой вид ответа: \(old.kind.typeName) → \(new.kind.typeName)",
            en: "another kind of answer: \(old.kind.typeName) → \(new.kind.typeName)"))
        return
      }
    }
    noteLimits(old, new)
  }

  private mutating func noteSlider(
    _ old: (start: Double, end: Double, step: Double),
    _ new: (start: Double, end: Double, step: Double)
  ) {
    if old.start != new.start || old.end != new.end {
      findings.append(
        QuestionFinding(
          .range, .rescaled, ru: "другие концы шкалы", en: "the scale has other ends"))
    } else if old.step != new.step {
      findings.append(
        QuestionFinding(
          .range, .cosmetic, ru: "другой шаг шкалы", en: "the scale has another step"))
    }
  }

  /// What answers may be: the limits of a number, how many choices may be taken.
  private mutating func noteLimits(_ old: Question, _ new: Question) {
    let (before, after) = (old.constraint?.plainSource ?? "", new.constraint?.plainSource ?? "")
    guard before != after else { return }
    let isCheckedOnce = before.isEmpty || after.isEmpty
    if isCheckedOnce, old.choices == nil {
      findings.append(
        QuestionFinding(
          .range, .cosmetic, ru: "ответ проверяется только в одной из волн",
          en: "answers are checked in one of the waves alone"))
    } else {
      findings.append(
        QuestionFinding(
          .range, .notComparable, ru: "другие допустимые ответы",
          en: "other answers are allowed"))
    }
  }
}

extension Expression {
  /// The source without spaces that mean nothing.
  var plainSource: String {
    source.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .replacing("( ", with: "(").replacing(" )", with: ")").replacing("\"", with: "'")
      .replacing(" =", with: "=").replacing("= ", with: "=")
  }
}
