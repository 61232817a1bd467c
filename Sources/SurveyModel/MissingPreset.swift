/// Codes of missing answers as a program or a well-known survey writes them, by a short name.
///
/// A preset is only a habit: it never goes before a choice of the questionnaire, nor before numbers
/// that are plainly answers (see ``MissingCode/isPreset``).
public enum MissingPreset: String, Hashable, Sendable, CaseIterable {
  /// −1 … −5 of item non-response, −97 … −99 of unusable answers, of 1KA.
  case oneKA = "1ka"
  /// −999 999 999 and `##N/A##` of Survey Solutions.
  case surveySolutions = "survey-solutions"
  /// Codes usual in forms for KoboToolbox and ODK, which have none of their own.
  case kobo
  /// −888 and −999 as SurveyCTO's guides advise.
  case surveyCTO = "surveycto"
  /// `N/A` where LimeSurvey's conditions did not lead to the question.
  case limeSurvey = "limesurvey"
  /// 6, 7, 8, 9, doubled and so on by the width: not applicable, refusal, don't know, no answer.
  case ess
  /// 7, 8, 9 after nines by the width: don't know, refusal, no answer.
  case rlms

  /// Values and what they mean.
  public var codes: [(value: String, reason: MissingReason)] {
    switch self {
    case .oneKA:
      [
        ("-1", .noAnswer), ("-2", .notAsked), ("-3", .noAnswer), ("-4", .notAsked),
        ("-5", .noAnswer), ("-97", .invalid), ("-98", .refused), ("-99", .dontKnow),
      ]
    case .surveySolutions: [("-999999999", .noAnswer), ("##N/A##", .noAnswer)]
    case .kobo:
      Self.words + [("-999", .dontKnow), ("-888", .refused), ("n/a", .noAnswer)]
    case .surveyCTO: Self.words + [("-999", .dontKnow), ("-888", .refused), ("-777", .noAnswer)]
    case .limeSurvey: [("N/A", .notAsked)]
    case .ess:
      Self.widths { digit, width in String(repeating: digit, count: width) }
        .map { digit, value in
          (value, [.notAsked, .refused, .dontKnow, .noAnswer][digit - 6])
        }
    case .rlms:
      Self.widths { digit, width in String(repeating: "9", count: width - 1) + digit }
        .compactMap { digit, value in
          digit == 6 ? nil : (value, [.dontKnow, .refused, .noAnswer][digit - 7])
        }
    }
  }

  private static let words: [(value: String, reason: MissingReason)] = [
    ("dont_know", .dontKnow), ("dk", .dontKnow), ("prefer_not_answer", .refused),
    ("prefer_not_to_answer", .refused), ("pnta", .refused), ("refused", .refused),
  ]

  /// The values of the digits 6 … 9 in widths of one to nine digits.
  private static func widths(
    _ value: (String, Int) -> String
  ) -> [(digit: Int, value: String)] {
    (6...9).flatMap { digit in (1...9).map { (digit, value("\(digit)", $0)) } }
  }
}
