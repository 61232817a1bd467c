import SurveyModel

/// Whether `contacts.csv`, `cases.csv` and the keys that ask for them fit together.
struct CaseFindings {
  private let study: Study
  private let records: CaseRecords
  private(set) var diagnostics: [Diagnostic] = []

  init(_ study: Study) {
    self.study = study
    records = study.caseRecords
    checkPlaces()
    checkContacts()
    checkSettings()
  }

  private mutating func checkPlaces() {
    var told: Set<String> = []
    let rows =
      records.cases.map { ("cases", $0.key, $0.location) }
      + records.contacts.map { ("contacts", $0.key, $0.location) }
    for (sheet, key, place) in rows {
      if !study.cities.isEmpty, study.city(key.city) == nil,
        told.insert("\(sheet) city \(key.city)").inserted
      {
        note(
          .error, "unknown-city", "\(sheet).csv names city '\(key.city)', which cities.csv lacks",
          "mend the name, or add the city to cities.csv", place)
      }
      if !study.waves.isEmpty, study.wave(key.wave) == nil,
        told.insert("\(sheet) wave \(key.wave)").inserted
      {
        note(
          .error, "unknown-wave", "\(sheet).csv names wave '\(key.wave)', which waves.csv lacks",
          "mend the name, or add the wave to waves.csv", place)
      }
    }
  }

  /// Attempts to reach what was not drawn.
  private mutating func checkContacts() {
    guard !records.contacts.isEmpty, !records.cases.isEmpty else { return }
    var names: [SampleKey: Set<String>] = [:]
    for one in records.cases { names[one.key, default: []].insert(one.name) }
    let strange = records.contacts.filter { names[$0.key]?.contains($0.caseName) != true }
    guard let first = strange.first else { return }
    note(
      .error, "unknown-case",
      "\(strange.count) attempt\(strange.count == 1 ? " is" : "s are") of cases that cases.csv lacks",
      "add the cases of these rows to cases.csv, or mend their names", first.location)
  }

  private mutating func checkSettings() {
    let settings = SourceLocation(file: "study.csv")
    guard study.settings.nonresponse != nil else {
      if study.settings.nonresponsePredictors != nil {
        note(
          .error, "key-without-effect",
          "'nonresponse-predictors' does nothing without the key 'nonresponse'",
          "add the key nonresponse with classes or propensity, or take the row out", settings)
      }
      if let first = records.cases.first {
        note(
          .note, "cases-not-used",
          "cases.csv changes no weights: study.csv has no key 'nonresponse'",
          "set nonresponse to classes or propensity, where weights are to make up for those who did"
            + " not answer", first.location)
      }
      return
    }
    for (sheet, isThere) in [
      ("cases", !records.cases.isEmpty), ("contacts", !records.contacts.isEmpty),
    ]
    where !isThere {
      note(
        .error, "sheet-missing", "'nonresponse' of study.csv needs \(sheet).csv",
        "add the sheet, or take the key out", settings)
    }
    if !study.waves.isEmpty, !study.waves.contains(where: \.sample.isProbability) {
      note(
        .error, "nonresponse-not-of-sample",
        "'nonresponse' is of probability samples, and no wave of waves.csv is one",
        "take the key out: those who refuse a quota's or an open sample are not known", settings)
    }
    checkPredictors(settings)
  }

  private mutating func checkPredictors(_ settings: SourceLocation) {
    guard let names = study.settings.nonresponsePredictors, let first = records.cases.first else {
      return
    }
    for name in names where first.traits[name] == nil {
      let near = Spelling.nearest(to: name, among: first.traits.keys.sorted())
      note(
        .error, "unknown-column",
        "'nonresponse-predictors' names '\(name)', which cases.csv lacks"
          + (near.map { "; did you mean '\($0)'?" } ?? ""),
        "name columns of cases.csv other than wave, city, case, weight, stratum and cluster",
        settings)
    }
  }

  private mutating func note(
    _ severity: Diagnostic.Severity, _ code: String, _ message: String, _ fix: String,
    _ place: SourceLocation
  ) {
    diagnostics.append(Diagnostic(severity, code, message, fix: fix, at: place))
  }
}
