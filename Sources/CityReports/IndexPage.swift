import Reporting
import StudyFolder
import SurveyModel

/// `index.html`: what is here, and from which files it was made.
struct IndexPage {
  let run: ReportRun
  /// Languages that have pages.
  let languages: [Language]

  private var study: Study { run.findings.study }
  private var language: Language { languages.first ?? .ru }

  func document() -> ReportDocument {
    let context = ReportContext(run: run, language: language)
    var document = context.document(
      title: context.studyTitle, subtitle: language.pick("Отчёты", "Reports"))
    document.breadcrumb = nil
    let progress = progressSection.map { [Block.section($0)] } ?? []
    document.blocks =
      progress + [.section(citySection), .section(otherSection), .section(sourceSection)]
    return document
  }

  /// How far an unfinished survey is; nil of a finished one.
  private var progressSection: Section? {
    guard study.settings.isInterim else { return nil }
    let context = ReportContext(run: run, language: language)
    let base = study.settings.minimumBase
    let waiting = run.findings.waiting.map { sample in
      let place =
        "\(context.cityName(sample.city)), \(context.waveName(sample.wave).lowercasedFirst)"
      return Prose(
        language.pick(
          "\(place): собрано интервью — \(sample.interviews), при последней публикации было "
            + "\(sample.published). Результаты появятся, когда каждая база вырастет на \(base): по "
            + "меньшей прибавке можно было бы узнать ответы немногих людей.",
          "\(place): \(sample.interviews) interviews so far, \(sample.published) when results were "
            + "last published. They come again when each base has grown by \(base): a smaller growth "
            + "would tell the answers of few people."))
    }
    let note = Prose(
      language.pick(
        "Опрос продолжается, результаты предварительные.",
        "Fieldwork is going on; the results are preliminary."))
    return Section(
      "progress", language.pick("Ход опроса", "Progress"),
      [.note(Note(.information, note))] + (waiting.isEmpty ? [] : [.list(waiting)]))
  }

  private var citySection: Section {
    let rows = study.waves.flatMap { wave in
      study.cities.compactMap { city -> Table.Row? in
        guard let sample = run.findings.sample(city: city.name, wave: wave.name) else { return nil }
        return Table.Row(
          [
            .text(Prose(wave.name(in: language))), .text(Prose(city.name(in: language))),
            .number(.count(sample.sample.responses.count)),
          ] + languages.map { .text(links(to: city, wave, in: $0)) })
      }
    }
    let table = Table(
      Prose(language.pick("Отчёты по городам", "City reports")),
      columns: [
        Table.Column(language.pick("Волна", "Wave")), Table.Column(language.pick("Город", "City")),
        Table.Column(language.pick("Интервью", "Interviews"), .count),
      ] + languages.map { Table.Column(name(of: $0).uppercasedFirst) },
      rows: rows)
    return Section("cities", language.pick("Города", "Cities"), [.table(table)])
  }

  private var otherSection: Section {
    let pages = [
      (PageID.comparison, language.pick("Города рядом", "Cities side by side")),
      (
        PageID.waves,
        language.pick("Что изменилось между волнами", "What changed between the waves")
      ),
    ]
    var items = pages.map { page, title in
      languages.reduce(Prose("\(title): ")) { prose, language in
        prose + (language == languages.first ? "" : ", ") + link(page(language), in: language)
      }
    }
    items += changePages
    items.append(
      Prose([
        .link(
          Prose(language.pick("Таблицы со всеми оценками", "Tables with all estimates")),
          to: .file("tables/scores.csv"))
      ]))
    items.append(
      Prose([
        .link(
          Prose(
            language.pick(
              "Ведомость загрузки: что принято, что отложено и почему",
              "Import ledger: what was kept, what was put aside and why")),
          to: .file("import/ledger.json"))
      ]))
    items.append(
      Prose([
        .link(
          Prose(
            language.pick(
              "Паспорт расчёта: исходные файлы, версия программы, параметры",
              "Manifest: input files, version of the program, options")),
          to: .file("manifest.json"))
      ]))
    return Section(
      "further", language.pick("Сравнения и данные", "Comparisons and data"), [.list(items)])
  }

  /// What changed in each city that two waves asked.
  private var changePages: [Prose] {
    let context = ReportContext(run: run, language: language)
    return study.cities.filter { CityWavesReport(context, $0) != nil }.map { city in
      languages.reduce(
        Prose(
          language.pick(
            "Что изменилось \(city.inPlace(.ru)): ", "What changed \(city.inPlace(.en)): "))
      ) { prose, own in
        prose + (own == languages.first ? "" : ", ") + link(.waves(of: city.name, own), in: own)
      }
    }
  }

  private var sourceSection: Section {
    let table = Table(
      Prose(language.pick("Файлы исследования", "Files of the study")),
      columns: [
        Table.Column(language.pick("Файл", "File")),
        Table.Column(language.pick("Байт", "Bytes"), .count), Table.Column("SHA-256"),
      ],
      rows: run.inputs.map { input in
        Table.Row([
          .text(Prose([.code(input.path)])), .number(.count(input.byteCount)),
          .text(Prose([.code(String(input.sha256.prefix(16)) + "…")])),
        ])
      })
    return Section("sources", language.pick("Из чего сделано", "Made from"), [.table(table)])
  }

  /// To a city's report, and to its questions by groups.
  private func links(to city: City, _ wave: Wave, in own: Language) -> Prose {
    let crosstabs = Prose([
      .link(
        Prose(own.pick("вопросы по группам", "questions by groups")),
        to: .page(.crosstabs(city.name, wave: wave.name, own)))
    ])
    return link(.city(city.name, wave: wave.name, own), in: own) + " · " + crosstabs
  }

  private func link(_ page: PageID, in language: Language) -> Prose {
    Prose([.link(Prose(name(of: language)), to: .page(page))])
  }

  private func name(of language: Language) -> String {
    switch language {
    case .ru: "по-русски"
    case .en: "English"
    }
  }
}
