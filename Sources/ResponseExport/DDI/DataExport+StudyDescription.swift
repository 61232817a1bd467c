import SurveyModel
import TextFormats

extension DataExport {
  /// Writes `stdyDscr`: citation, contents, method and access.
  func describeStudy(_ xml: inout XMLText, _ facts: ArchiveFacts) {
    let texts = ArchiveTexts(
      of: study, cities: Set(parts.map(\.key.city)), waves: Set(parts.map(\.key.wave)))
    xml.element("stdyDscr") { xml in
      cite(&xml, texts)
      xml.element("studyAuthorization") { xml in
        xml.texts("authorizingAgency", texts.texts("customer"))
      }
      describeContents(&xml, texts)
      describeMethod(&xml, texts, facts)
      xml.element("dataAccs") { xml in
        xml.element("useStmt") { xml in
          xml.texts("restrctn", texts.texts("access"))
          xml.texts("citReq", texts.texts("citation"))
        }
      }
      for column in leftOut { xml.leaf("notes", "\(column.name) was left out: \(column.reason)") }
    }
  }

  private func cite(_ xml: inout XMLText, _ texts: ArchiveTexts) {
    xml.element("citation") { xml in
      xml.element("titlStmt") { xml in
        xml.leaf("titl", title, language: options.language)
        for (language, text) in study.settings.title.texts.sorted(by: { $0.key < $1.key })
        where language != options.language && text != title {
          xml.leaf("parTitl", text, language: language)
        }
        xml.leaf("IDNo", study.settings.id)
        for identifier in Set(texts.lists("identifier").map(\.text)).sorted() {
          let agency = PersistentIdentifier(identifier)?.agency
          xml.leaf("IDNo", identifier, agency.map { [("agency", $0)] } ?? [])
        }
      }
      xml.element("rspStmt") { xml in xml.texts("AuthEnty", texts.lists("authors")) }
      xml.element("prodStmt") { xml in
        xml.texts("producer", texts.texts("contractor"))
        xml.texts("fundAg", texts.lists("funder"))
      }
      xml.element("distStmt") { xml in
        xml.texts("distrbtr", texts.texts("distributor"))
        xml.texts("depositr", texts.lists("depositor"))
      }
      xml.element("verStmt") { xml in xml.texts("version", texts.texts("version")) }
      for address in texts.texts("address") {
        xml.leaf("holdings", "", [("URI", address.text)], language: address.language)
      }
    }
  }

  private func describeContents(_ xml: inout XMLText, _ texts: ArchiveTexts) {
    xml.element("stdyInfo") { xml in
      xml.element("subject") { xml in
        xml.texts("keyword", texts.lists("keywords"))
        xml.texts("topcClas", texts.lists("topics"))
      }
      for text in stamp ?? [] { xml.remark("abstract", text) }
      xml.texts("abstract", texts.texts("abstract"))
      xml.element("sumDscr") { xml in
        for wave in waves {
          for (day, event) in [(wave.start, "start"), (wave.end, "end")] {
            guard let text = day?.text else { continue }
            xml.leaf("collDate", text, [("date", text), ("event", event)])
          }
        }
        for nation in texts.lists("nation") {
          let (name, code) = Self.country(nation.text)
          xml.leaf(
            "nation", name, code.map { [("abbr", $0)] } ?? [], language: nation.language)
        }
        for city in cities {
          xml.labels("geogCover", city.label.isEmpty ? Label(city.name) : city.label)
        }
        xml.leaf(
          "anlyUnit", language("Человек", "Individual"), language: options.language,
          concept: ("Individual", "DDI Analysis Unit"))
        xml.texts("universe", texts.texts("universe"))
        xml.labels("dataKind", Label(["ru": "Данные опроса", "en": "Survey data"]))
      }
    }
  }

  /// Returns the name and the code of "Россия (RU)"; the code is nil where there is none.
  private static func country(_ text: String) -> (name: String, code: String?) {
    guard text.hasSuffix(")"), let bracket = text.lastIndex(of: "(") else { return (text, nil) }
    let code = text[text.index(after: bracket)...].dropLast()
    let isCode = code.count == 2 && code.allSatisfy { $0.isASCII && $0.isUppercase }
    guard isCode else { return (text, nil) }
    let name = text[..<bracket]
    return (String(name.reversed().drop { $0.isWhitespace }.reversed()), String(code))
  }

  private func describeMethod(
    _ xml: inout XMLText, _ texts: ArchiveTexts, _ facts: ArchiveFacts
  ) {
    xml.element("method") { xml in
      xml.element("dataColl") { xml in
        let (words, code) = timeMethod
        xml.leaf(
          "timeMeth", words.text(in: options.language) ?? code, language: options.language,
          concept: (code, "DDI Time Method"))
        xml.texts("dataCollector", texts.texts("contractor"))
        describeSampling(&xml)
        xml.element("sampleFrame") { xml in xml.texts("txt", texts.texts("frame")) }
        xml.texts("collMode", texts.texts("mode"))
        for label in facts.weighting { xml.labels("weight", label) }
      }
      xml.element("anlyInfo") { xml in
        for part in parts { if let rate = responseRate(part.key) { xml.labels("respRate", rate) } }
      }
    }
  }

  private var timeMethod: (words: Label, code: String) {
    guard waves.count > 1 else {
      return (
        Label(["ru": "Единовременный опрос", "en": "Cross-section"]), "CrossSection"
      )
    }
    if waves.contains(where: { $0.sample == .panel }) {
      return (Label(["ru": "Панель", "en": "Longitudinal: panel"]), "Longitudinal.Panel")
    }
    return (
      Label([
        "ru": "Повторные опросы разных людей",
        "en": "Longitudinal: trend, repeated cross-section",
      ]), "Longitudinal.TrendRepeatedCrossSection"
    )
  }

  /// An element for each kind of sample, with strata and points by city and wave.
  private func describeSampling(_ xml: inout XMLText) {
    for wave in waves {
      let own = parts.filter { $0.key.wave == wave.name }
      let code = wave.sample.vocabularyCode(
        hasStrata: own.contains { $0.stratumCount != nil },
        hasPoints: own.contains { $0.pointCount != nil })
      var words = wave.sample.words(in: options.language)
      let places = own.compactMap { part -> String? in
        let counts = [
          part.stratumCount.map { language("страт: \($0)", "strata: \($0)") },
          part.pointCount.map { language("точек опроса: \($0)", "sampling points: \($0)") },
        ].compactMap(\.self)
        let city = study.city(part.key.city)?.label.text(in: options.language) ?? part.key.city
        return counts.isEmpty ? nil : "\(city) — \(counts.joined(separator: ", "))"
      }
      if waves.count > 1 {
        words = "\(wave.label.text(in: options.language) ?? wave.name): \(words)"
      }
      if !places.isEmpty { words += " (\(places.joined(separator: "; ")))" }
      xml.leaf(
        "sampProc", words, language: options.language,
        concept: code.map { ($0, "DDI Sampling Procedure") })
    }
  }

  /// AAPOR's RR1 and RR3; nil where there are no contacts.
  private func responseRate(_ key: SampleKey) -> Label? {
    let outcomes = ContactOutcomes(study.fieldwork.filter { $0.key == key })
    guard let first = outcomes.responseRate(.rr1), let third = outcomes.responseRate(.rr3) else {
      return nil
    }
    let kind = study.wave(key.wave)?.sample
    let isParticipation = kind == .panel || kind == .open
    func words(_ code: String, _ ru: String, _ en: String) -> String {
      let city = study.city(key.city)?.label.text(in: code) ?? key.city
      let wave = study.wave(key.wave)?.label.text(in: code) ?? key.wave
      let mark = code == "ru" ? "," : "."
      let rates = [("RR1", first), ("RR3", third)].map { name, rate in
        let text = (rate * 100).text(fractionDigits: 1).replacing(".", with: mark)
        return "\(name) = \(text)\(code == "ru" ? "\u{A0}%" : "%")"
      }
      return
        "\(city), \(wave): \(code == "ru" ? ru : en) (AAPOR 2015) \(rates.joined(separator: ", "))"
    }
    return Label([
      "ru": words("ru", isParticipation ? "доля участия" : "доля ответивших", ""),
      "en": words("en", "", isParticipation ? "participation rate" : "response rate"),
    ])
  }

  private var waves: [Wave] {
    study.waves.filter { wave in parts.contains { $0.key.wave == wave.name } }
  }

  private var cities: [City] {
    study.cities.filter { city in parts.contains { $0.key.city == city.name } }
  }

  private func language(_ russian: String, _ english: String) -> String {
    options.language == "ru" ? russian : english
  }
}

extension XMLText {
  fileprivate mutating func texts(_ name: String, _ texts: [(language: String, text: String)]) {
    for (language, text) in texts { leaf(name, text, language: language) }
  }
}

extension Wave.SampleKind {
  /// The code of DDI's vocabulary *Sampling Procedure*; nil for a panel, of which the study does not
  /// say how it was drawn.
  ///
  /// > DDI Alliance (2016). *Sampling Procedure*, version 1.1.
  fileprivate func vocabularyCode(hasStrata: Bool, hasPoints: Bool) -> String? {
    switch self {
    case .probability where hasPoints: "Probability.Multistage"
    case .probability where hasStrata: "Probability.Stratified"
    case .probability: "Probability"
    case .quota: "Nonprobability.Quota"
    case .open: "Nonprobability.Availability"
    case .panel: nil
    }
  }

  fileprivate func words(in language: String) -> String {
    let (ru, en) =
      switch self {
      case .probability: ("вероятностная выборка", "probability sample")
      case .quota: ("квотная выборка", "quota sample")
      case .panel: ("повторный опрос тех же людей", "panel: the same people again")
      case .open: ("открытый опрос", "open survey")
      }
    return language == "ru" ? ru : en
  }
}

/// An identifier with the name of its kind in front: `DOI:10.17026/…`, `https://doi.org/10.…`.
private struct PersistentIdentifier {
  /// As CESSDA's vocabulary of persistent identifiers has it.
  let agency: String

  init?(_ text: String) {
    let lowercased = text.lowercased()
    let kinds = [
      ("DOI", ["doi:", "doi ", "10.", "https://doi.org/", "http://doi.org/"]),
      ("URN", ["urn:"]), ("Handle", ["hdl:", "handle:", "https://hdl.handle.net/"]),
      ("ARK", ["ark:"]),
    ]
    guard
      let kind = kinds.first(where: { $0.1.contains { lowercased.hasPrefix($0) } })?.0
    else { return nil }
    agency = kind
  }
}
