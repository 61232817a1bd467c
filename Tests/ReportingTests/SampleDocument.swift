@testable import Reporting

/// A document with every block and chart, and with text that would break careless markup.
enum SampleDocument {
  static let hostile = "<script>alert(\"1\")</script> & 'x' </style> ]]> \u{1}"

  static func make(_ language: Language = .ru, stamp: String? = "УСЛОВНЫЙ ПРИМЕР") -> ReportDocument
  {
    var document = ReportDocument(language: language, title: "Псков \(hostile)")
    document.subtitle = hostile
    document.breadcrumb = "\(link: "Все отчёты", to: .file("../index.html"))"
    document.particulars = [KeyValue("Заказчик", "Союз \(hostile)")]
    document.stamp = stamp
    document.blocks = [
      .section(Section("found", "Что найдено \(hostile)", texts)),
      .section(Section("found", "То же имя", [.section(Section("", "Без имени"))])),
      .section(Section("table-1", "Таблицы", [.table(table), .pageBreak, .table(table)])),
      .section(Section("charts", "Рисунки", plots.map { .chart(chart($0)) })),
    ]
    return document
  }

  private static let texts: [Block] = [
    .paragraph("Доля \(.share(0.12)), \(strong: "выше"), \(emphasis: "n"), \(code: hostile)."),
    .numberedList(["Первое.", "См. \(link: "рисунки", to: .section("charts"))."]),
    .list(["\(link: "Нет такого", to: .section("nowhere"))."]),
    .note(Note(.warning, "Осторожно.")), .note(Note(.information, "К сведению.")),
    .keyValues([KeyValue("SHA-256", "\(code: "9f86")")]),
  ]

  static var table: Table {
    var table = Table(
      "Подпись \(hostile)",
      columns: [.init(""), .init("Доля", .share), .init("Балл", .score), .base])
    table.columnGroups = [.init("", span: 1), .init("Оценки", span: 3)]
    table.rows = [
      .heading("Пол"),
      .init(["мужчины", .number(.share(0.123)), .number(.share(0.5)), .number(.count(300))]),
      .init(
        [
          "женщины", .suppressed(.cell(minimum: 5)), .suppressed(.base(minimum: 30)),
          .number(.count(3)),
        ], .emphasized),
      .init(["пусто", .empty]),
    ]
    table.footnotes = ["Сноска."]
    return table
  }

  static func chart(_ plot: Plot) -> Chart {
    Chart(
      "Рисунок \(hostile)", message: "Индекс — \(.score(54.2)); \(hostile)", plot,
      footnotes: ["Отрезки."], table: table)
  }

  static let plots: [Plot] = [
    intervals, stackedBars, bars,
    .histogram(
      Histogram(
        axis: Axis("баллы", .score, limits: 0...100), edges: [0, 50, 100], shares: [0.4, 0.6],
        reference: .init(54, "среднее"))),
    .slopes(
      SlopePlot(
        axis: Axis("баллы", .score), waves: ["2023", hostile],
        lines: [
          .init("Доверие \(hostile)", [Point(50, 45, 55), Point(53, 50, 56)]),
          .init("Открытость", [nil, Point(53)]), .init("Ничего", [nil, nil]),
        ])),
  ]

  private static var intervals: Plot {
    var plot = IntervalPlot(
      axis: Axis("баллы \(hostile)", .score, limits: 40...60),
      series: [.init("Псков"), .init("все города", isBenchmark: true)],
      groups: [
        .init("Место", [.init("Доверие \(hostile)", [Point(50, 30, 70), Point(52)])]),
        .init("Время", [.init("Пусто", [nil, nil], remark: "n < 30"), .init("Коротко", [])]),
      ])
    plot.reference = .init(50, "середина")
    plot.band = .init(45...55, "зона")
    return .intervals(plot)
  }

  private static var stackedBars: Plot {
    .stackedBars(
      StackedBarPlot(
        categories: StackedBarPlot.Category.scale(["нет", "и так, и так", "да"], apart: ["з/о"]),
        bars: [
          .init("Вопрос \(hostile)", [0.2, 0.3, 0.4, 0.1], base: 602),
          .init("Скрыт", nil, base: 12, remark: "база меньше 30"),
        ]))
  }

  private static var bars: Plot {
    .bars(
      BarPlot(
        axis: Axis("% опрошенных", .share), series: ["2023", "2025"],
        rows: [
          .init("слышали", [Point(0.62, 0.58, 0.66), Point(0.5)]), .init("нет", [nil, Point(0)]),
        ]))
  }
}
