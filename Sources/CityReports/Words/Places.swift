import Reporting
import SurveyModel

extension Label {
  /// The text in a report's language; the fallback where the sheet has none.
  func text(_ language: Language, or fallback: String) -> String {
    text(in: language.rawValue) ?? fallback
  }
}

extension City {
  /// «Псков».
  func name(in language: Language) -> String { label.text(language, or: name) }

  /// «в Пскове», "in Pskov"; without the case form «в городе Псков».
  func inPlace(_ language: Language) -> String {
    if let form = inCase[language.rawValue] { return form }
    return language.pick("в городе \(name(in: .ru))", "in \(name(in: .en))")
  }

  /// «Пскова», "of Pskov"; without the case form «города Псков».
  func ofPlace(_ language: Language) -> String {
    if let form = ofCase[language.rawValue] { return form }
    return language.pick("города \(name(in: .ru))", "of \(name(in: .en))")
  }
}

extension String {
  /// «С первой волны», «Со второй волны»: before s, z, sh or v and another consonant stands «со».
  var withPrepositionS: String {
    let letters = lowercased().prefix(2)
    let consonants = "бвгджзйклмнпрстфхцчшщ"
    guard let first = letters.first, "сзшжв".contains(first),
      let second = letters.dropFirst().first,
      consonants.contains(second)
    else { return "С \(self)" }
    return "Со \(self)"
  }
}

extension Wave {
  /// «Первая волна».
  func name(in language: Language) -> String { label.text(language, or: name) }

  /// «в первой волне», "in the first wave".
  func inPlace(_ language: Language) -> String {
    if let form = inCase[language.rawValue] { return form }
    return language.pick("в волне «\(name(in: .ru))»", "in wave “\(name(in: .en))”")
  }

  /// «первой волны», "of the first wave".
  func ofPlace(_ language: Language) -> String {
    if let form = ofCase[language.rawValue] { return form }
    return language.pick("волны «\(name(in: .ru))»", "of wave “\(name(in: .en))”")
  }

  /// English after a preposition: "the first wave"; "wave “2021”" without the case form.
  var afterPreposition: String {
    guard let form = ofCase["en"], form.hasPrefix("of ") else {
      return "wave “\(name(in: .en))”"
    }
    return String(form.dropFirst(3))
  }
}
