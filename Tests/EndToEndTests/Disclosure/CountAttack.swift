/// An attack on counts of answers, under the rule of the cell.
///
/// The unknowns are whole numbers of interviews by answer (and by category of a group). A share s of
/// a base N says  s₋·N ≤ n ≤ s₊·N; the counts of a base add up to it, those of the categories to
/// the whole sample's; a mean m of numbered answers says  Σ (xₐ − m)·nₐ = 0. The greatest and least
/// count that all this allows is a small integer programme.
///
/// A hidden count of fewer than `minimum-cell` people has to be able to be anything from 0 up to
/// that, any other hidden count has to stay at least as wide. Where interviews weigh differently,
/// shares tell no counts, and only a share that has to be nothing, or cannot be, gives a count
/// away.
struct CountAttack {
  let sheets: PublicSheets
  let figures: [PublishedFigure]
  let blanks: Set<BlankFigure>
  let interviews: [Place: Int]
  let truth: Truth

  func report() -> AttackReport {
    var report = AttackReport()
    for (key, cells) in distributions { attack(key, cells, &report) }
    for (key, cells) in margins { attackMargin(key, cells, &report) }
    return report
  }

  private struct Key: Hashable {
    var place: Place
    var name: String
    /// The group of a crosstab; empty in a linear distribution.
    var group: String
  }

  /// Whether counts of a question are held to the rule of the cell.
  private func isStrict(_ question: PublicSheets.Question, at place: Place) -> Bool {
    let city = sheets.cities.first { $0["city"] == place.city }
    let population = city?["population"].flatMap(Double.init) ?? .infinity
    let wave = sheets.waves.first { $0["wave"] == place.wave }
    return sheets.settings["disclosure"] == "strict" || question.isSensitive
      || wave?["sample"] == "panel"
      || Double(interviews[place] ?? 0) > 0.05 * population
  }

  /// Blank cells of questions with one answer, by question and group.
  private var distributions: [(Key, Set<BlankFigure>)] {
    let own = blanks.filter { blank in
      guard let measured = blank.measured, measured.answer != nil,
        let question = sheets.questions[measured.name]
      else { return false }
      return question.type == "select_one" && blank.cell.count < 2
        && isStrict(question, at: blank.place)
    }
    return Dictionary(grouping: own) {
      Key(place: $0.place, name: $0.measured?.name ?? "", group: $0.cell.keys.first ?? "")
    }.map { ($0, Set($1)) }.sorted { "\($0.0)" < "\($1.0)" }
  }

  // MARK: One table

  private func attack(_ key: Key, _ hidden: Set<BlankFigure>, _ report: inout AttackReport) {
    guard let question = sheets.questions[key.name] else { return }
    let own = figures.filter { $0.place == key.place && $0.measured?.name == key.name }
    let table = CountTable(
      question, group: sheets.group(key.group), figures: own, hidden: hidden)
    guard table.hasPublished else { return }
    let isUnweighted = sheets.isUnweighted(key.place)
    let rows = table.rows(isWhole: isUnweighted)
    let programme = LinearProgram(
      columnCount: table.columnCount, rows: rows, isWhole: isUnweighted)
    report.relations += rows.count
    for blank in hidden {
      guard let column = table.column(of: blank) else { continue }
      let people = count(blank)
      report.hidden += 1
      guard let range = programme.extremes(of: [column: 1]) else {
        report.mistakes.append("\(key): no counts meet all that is printed")
        continue
      }
      if isUnweighted {
        hold(range, people, "\(key.place): count of \(words(blank))", &report)
      } else {
        holdShare(range, people, "\(key.place): count of \(words(blank))", &report)
      }
    }
  }

  private func words(_ blank: BlankFigure) -> String {
    "\(blank.measured?.description ?? "people") of \(blank.cell.words)"
  }

  private func count(_ blank: BlankFigure) -> Int {
    let group = blank.cell.first.flatMap { cell in
      sheets.group(cell.key).flatMap { group in
        group.categories.first { $0.name == cell.value }.map { (group.question, $0) }
      }
    }
    return (truth.people[blank.place] ?? []).filter { person in
      if let group, !group.1.holds(person.answers[group.0] ?? "") { return false }
      return blank.measured.flatMap { truth.value($0, of: person) } == 1
    }.count
  }

  private func hold(
    _ range: ClosedRange<Double>, _ people: Int, _ words: String, _ report: inout AttackReport
  ) {
    let cell = Double(sheets.minimumCell)
    let (low, high) = (
      (range.lowerBound - 1e-4).rounded(.up), (range.upperBound + 1e-4).rounded(.down)
    )
    if Double(people) < low || Double(people) > high {
      report.mistakes.append("\(words): \(low)…\(high) does not hold the true \(people)")
    }
    let isPrimary = (1..<sheets.minimumCell).contains(people)
    let isSafe = isPrimary ? low <= 0 && high >= cell - 1 : high - low >= cell
    guard !isSafe else { return }
    report.findings.append(
      Finding(
        kind: .count, words: words, people: people, interval: low...max(low, high),
        implied: 0...(.infinity)))
  }

  /// With weights: a share that has to be nothing, or cannot be.
  private func holdShare(
    _ range: ClosedRange<Double>, _ people: Int, _ words: String, _ report: inout AttackReport
  ) {
    let isPrimary = (1..<sheets.minimumCell).contains(people)
    guard isPrimary && range.lowerBound > 1e-4 || range.upperBound < 1e-4 else { return }
    report.findings.append(
      Finding(
        kind: .count, words: words + " (as a share)", people: people, interval: range,
        implied: 0...1))
  }

  // MARK: Margins of the weighting

  private var margins: [(Key, Set<BlankFigure>)] {
    Dictionary(grouping: blanks.filter { $0.measured == nil && !$0.cell.isEmpty }) {
      Key(place: $0.place, name: $0.cell.keys.sorted().joined(separator: "*"), group: "")
    }.map { ($0, Set($1)) }.sorted { "\($0.0)" < "\($1.0)" }
  }

  /// Unweighted shares of a margin's categories: those printed, and one sum.
  private func attackMargin(_ key: Key, _ hidden: Set<BlankFigure>, _ report: inout AttackReport) {
    guard let all = interviews[key.place].map(Double.init) else { return }
    let names = key.name.split(separator: "*").map(String.init)
    let printed = figures.filter {
      $0.place == key.place && $0.quantity == .sampleShare && $0.cell.keys.sorted() == names
    }
    let columns = printed.count + hidden.count
    var sum: LinearProgram.Terms = [:]
    for column in 0..<columns { sum[column] = 1 }
    var rows = [LinearProgram.Row(terms: sum, range: all...all)]
    for (column, figure) in printed.enumerated() {
      let range = (figure.range.lowerBound * all)...(figure.range.upperBound * all)
      rows.append(LinearProgram.Row(terms: [column: 1], range: range))
    }
    report.relations += rows.count
    let programme = LinearProgram(columnCount: columns, rows: rows, isWhole: true)
    for (index, blank) in hidden.enumerated() {
      report.hidden += 1
      guard let range = programme.extremes(of: [printed.count + index: 1]) else { continue }
      let words = "\(key.place): interviews of \(blank.cell.words) in the margin"
      hold(range, members(of: blank), words, &report)
    }
  }

  private func members(of blank: BlankFigure) -> Int {
    (truth.people[blank.place] ?? []).filter { person in
      blank.cell.allSatisfy { name, category in
        guard let group = sheets.group(name) else { return false }
        let answer = person.answers[group.question] ?? ""
        return group.categories.contains { $0.name == category && $0.holds(answer) }
      }
    }.count
  }
}

/// A linear distribution, or a crosstab with its margin, as a table of unknown counts.
private struct CountTable {
  private let question: PublicSheets.Question
  private let answers: [String]
  /// The cells of the columns; the whole sample, or the categories and who is in none.
  private let columns: [Cell?]
  private let figures: [PublishedFigure]

  init(
    _ question: PublicSheets.Question, group: PublicSheets.Group?, figures: [PublishedFigure],
    hidden: Set<BlankFigure>
  ) {
    self.question = question
    self.figures = figures
    let shown =
      figures.compactMap { $0.measured?.answer } + hidden.compactMap { $0.measured?.answer }
    answers = Set(shown).sorted()
    columns = group.map { group in group.categories.map { [group.name: $0.name] } + [nil] } ?? [[:]]
  }

  var hasPublished: Bool {
    figures.contains { $0.measured?.answer != nil && columns.contains($0.cell) }
  }

  var columnCount: Int { answers.count * columns.count }

  private func place(_ answer: Int, _ column: Int) -> Int { answer * columns.count + column }

  func column(of blank: BlankFigure) -> Int? {
    guard let answer = blank.measured?.answer.flatMap({ answers.firstIndex(of: $0) }),
      let column = columns.firstIndex(of: blank.cell)
    else { return nil }
    return place(answer, column)
  }

  private func figure(
    _ measured: Measured, _ cell: Cell, _ quantity: PublishedFigure.Quantity
  ) -> ClosedRange<Double>? {
    figures.filter { $0.measured == measured && $0.cell == cell && $0.quantity == quantity }
      .map(\.range).min { $0.width < $1.width }
  }

  /// Interviews in the base of a column, where that is printed: the number of all interviews tells
  /// it no longer where an answer was lost.
  private func base(of cell: Cell) -> Double? {
    figures.first { $0.quantity == .count && $0.cell == cell && $0.measured?.answer != nil }?
      .range.lowerBound
  }

  /// - Parameter isWhole: Whether people are counted; otherwise shares of the whole sample.
  func rows(isWhole: Bool) -> [LinearProgram.Row] {
    var rows: [LinearProgram.Row] = []
    for (index, cell) in columns.enumerated() where cell != nil {
      addColumn(index, cell ?? [:], isWhole: isWhole, to: &rows)
    }
    if columns.count > 1 { addMargin(isWhole: isWhole, to: &rows) }
    return rows
  }

  private func addColumn(
    _ index: Int, _ cell: Cell, isWhole: Bool, to rows: inout [LinearProgram.Row]
  ) {
    let whole = LinearProgram.Terms(
      uniqueKeysWithValues: answers.indices.map { (place($0, index), 1) })
    let base = isWhole ? base(of: cell) : cell.isEmpty ? 1 : nil
    if let base { rows.append(LinearProgram.Row(terms: whole, range: base...base)) }
    for (number, answer) in answers.enumerated() {
      let measured = Measured(name: question.name, answer: answer)
      guard let share = figure(measured, cell, .mean) else { continue }
      let column = place(number, index)
      if let base {
        let range = Self.part(share, of: base, isWhole: isWhole)
        rows.append(LinearProgram.Row(terms: [column: 1], range: range))
      } else {
        add(share, of: whole, to: column, &rows)
      }
    }
    addMean(index, cell, to: &rows)
  }

  /// A share of a base; the one number of people that it can be, where there is but one.
  private static func part(
    _ share: ClosedRange<Double>, of base: Double, isWhole: Bool
  ) -> ClosedRange<Double> {
    let range = (share.lowerBound * base)...(share.upperBound * base)
    return isWhole ? range.widened(by: 1e-6).whole : range.widened(by: 1e-9)
  }

  private func add(
    _ share: ClosedRange<Double>, of whole: LinearProgram.Terms, to column: Int,
    _ rows: inout [LinearProgram.Row]
  ) {
    for (value, range) in AttackedBlock.sides(of: share) {
      var terms = whole.mapValues { -value * $0 }
      terms[column, default: 0] += 1
      rows.append(LinearProgram.Row(terms: terms, range: range))
    }
  }

  /// Σ (x − m) n = 0 over answers with a place on the scale.
  private func addMean(_ index: Int, _ cell: Cell, to rows: inout [LinearProgram.Row]) {
    guard let scale = question.scale,
      let mean = figure(Measured(name: question.name), cell, .mean)
    else { return }
    let points = answers.enumerated().compactMap { row, answer -> (Int, Double)? in
      guard question.substantive.contains(where: { $0.name == answer }),
        let number = Double(answer)
      else { return nil }
      let part = (number - scale.lowerBound) / (scale.upperBound - scale.lowerBound)
      return (place(row, index), 100 * part)
    }
    for (value, range) in AttackedBlock.sides(of: mean, size: 100) {
      let terms = LinearProgram.Terms(
        uniqueKeysWithValues: points.map { ($0.0, $0.1 - value) })
      rows.append(LinearProgram.Row(terms: terms, range: range))
    }
  }

  /// Categories and who is in none add up to the linear distribution.
  private func addMargin(isWhole: Bool, to rows: inout [LinearProgram.Row]) {
    let base = isWhole ? self.base(of: [:]) : 1
    guard let base else { return }
    for (number, answer) in answers.enumerated() {
      guard
        let share = figure(Measured(name: question.name, answer: answer), [:], .mean)
      else { continue }
      let sum = LinearProgram.Terms(
        uniqueKeysWithValues: columns.indices.map { (place(number, $0), 1) })
      rows.append(
        LinearProgram.Row(terms: sum, range: Self.part(share, of: base, isWhole: isWhole)))
    }
  }
}
