import StudyFolder
import SurveyModel

/// In what two waves differ as surveys, as far as the study knows: who was to be asked, when, how and by
/// whom.
public struct WaveCircumstances: Hashable, Sendable {
  /// A sentence for each difference without a full stop, in Russian and English.
  public let differences: [Label]

  public init(from earlier: String, to later: String, in study: Study) {
    guard let before = study.wave(earlier), let after = study.wave(later) else {
      differences = []
      return
    }
    differences =
      Self.texts(before, after, study) + Self.samples(before, after)
      + Self.season(before, after) + Self.margins(before, after, study)
      + Self.cities(before, after, study) + Self.languages(before, after, study)
  }

  private static func sentence(ru: String, en: String) -> Label { Label(["ru": ru, "en": en]) }

  /// What `texts.csv` says of each wave.
  private static func texts(_ before: Wave, _ after: Wave, _ study: Study) -> [Label] {
    let sections = [
      ("universe", "генеральная совокупность", "the universe"),
      ("mode", "способ опроса", "the mode"),
      ("contractor", "исполнитель", "the contractor"), ("frame", "основа выборки", "the frame"),
    ]
    return sections.compactMap { section, russian, english in
      func words(_ wave: Wave) -> Set<String> {
        Set(
          study.texts.filter { $0.section == section && [nil, wave.name].contains($0.wave) }
            .map {
              "\($0.language) \($0.city ?? "*") \($0.text.lowercased().filter { $0.isLetter || $0.isNumber })"
            })
      }
      guard words(before) != words(after) else { return nil }
      return sentence(ru: "различается \(russian)", en: "\(english) differs")
    }
  }

  private static func samples(_ before: Wave, _ after: Wave) -> [Label] {
    guard before.sample != after.sample else { return [] }
    return [
      sentence(
        ru: "различается вид выборки: \(before.sample.rawValue) → \(after.sample.rawValue)",
        en: "the kind of sample differs: \(before.sample.rawValue) → \(after.sample.rawValue)")
    ]
  }

  /// Fieldwork of which no month is the same.
  private static func season(_ before: Wave, _ after: Wave) -> [Label] {
    guard let first = months(before), let second = months(after), first.isDisjoint(with: second)
    else { return [] }
    func list(_ months: Set<Int>) -> String {
      months.sorted().map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ", ")
    }
    return [
      sentence(
        ru: "опрашивали в разные месяцы года: \(list(first)) → \(list(second))",
        en: "the months of fieldwork differ: \(list(first)) → \(list(second))")
    ]
  }

  private static func months(_ wave: Wave) -> Set<Int>? {
    guard let start = wave.start, let end = wave.end ?? wave.start else { return nil }
    let count = (end.year - start.year) * 12 + end.month - start.month
    guard count >= 0 else { return nil }
    return Set((0...min(count, 11)).map { (start.month - 1 + $0) % 12 + 1 })
  }

  private static func margins(_ before: Wave, _ after: Wave, _ study: Study) -> [Label] {
    func sources(_ wave: Wave) -> Set<String> {
      Set(study.margins.filter { $0.wave == wave.name }.map(\.source).filter { !$0.isEmpty })
    }
    let (first, second) = (sources(before), sources(after))
    guard first != second, !first.isEmpty || !second.isEmpty else { return [] }
    func list(_ names: Set<String>, _ none: String) -> String {
      names.isEmpty ? none : names.sorted().joined(separator: ", ")
    }
    return [
      sentence(
        ru:
          "различаются источники данных для взвешивания: \(list(first, "нет")) → \(list(second, "нет"))",
        en: "the sources of the margins differ: \(list(first, "none")) → \(list(second, "none"))")
    ]
  }

  /// Languages in which one wave alone was asked.
  private static func languages(_ before: Wave, _ after: Wave, _ study: Study) -> [Label] {
    func languages(_ wave: Wave) -> Set<String> {
      Set(study.versions(of: wave.name).flatMap(\.languages).filter { !$0.isEmpty })
    }
    let (first, second) = (languages(before), languages(after))
    guard !first.isEmpty, !second.isEmpty else { return [] }
    let (new, gone) = (second.subtracting(first), first.subtracting(second))
    var sentences: [Label] = []
    if !new.isEmpty {
      let names = new.sorted().joined(separator: ", ")
      sentences.append(
        sentence(
          ru: "анкета появилась ещё на языке: \(names)", en: "a language came new: \(names)"))
    }
    if !gone.isEmpty {
      let names = gone.sorted().joined(separator: ", ")
      sentences.append(
        sentence(
          ru: "анкеты больше нет на языке: \(names)", en: "a language is no longer there: \(names)")
      )
    }
    return sentences
  }

  /// Cities that one wave alone has.
  private static func cities(_ before: Wave, _ after: Wave, _ study: Study) -> [Label] {
    func asked(_ wave: Wave) -> Set<String>? {
      var names: Set<String> = []
      for source in study.sources {
        guard case .fixed(let city) = source.city, case .fixed(let own) = source.wave else {
          return nil
        }
        if own == wave.name { names.insert(city) }
      }
      return names
    }
    guard let first = asked(before), let second = asked(after), first != second else { return [] }
    let (gone, new) = (
      first.subtracting(second).sorted().joined(separator: ", "),
      second.subtracting(first).sorted().joined(separator: ", ")
    )
    var sentences: [Label] = []
    if !new.isEmpty {
      sentences.append(
        sentence(ru: "город опрошен впервые: \(new)", en: "a city came new: \(new)"))
    }
    if !gone.isEmpty {
      sentences.append(
        sentence(
          ru: "город больше не опрашивали: \(gone)", en: "a city was not asked again: \(gone)"))
    }
    return sentences
  }
}
