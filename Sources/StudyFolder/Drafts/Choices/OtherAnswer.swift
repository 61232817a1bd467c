/// The choice beside which a respondent writes an answer of her own.
enum OtherAnswer {
  private static let beginnings = [
    "other", "другое", "другой", "другая", "другие", "иное", "свой вариант", "свой ответ",
  ]

  /// Whether a choice is called so: `other`, `Other (please specify)`, «Другое (укажите)».
  static func isMeant(by choice: String) -> Bool {
    let folded = choice.lowercased().drop { !$0.isLetter }
    return beginnings.contains { beginning in
      folded.hasPrefix(beginning) && folded.dropFirst(beginning.count).first?.isLetter != true
    }
  }
}
