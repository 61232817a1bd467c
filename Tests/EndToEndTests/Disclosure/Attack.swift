/// An attack on what one run, two runs, or a number of calls have published.
///
/// For every place, measure and set of groups that published figures are about, an
/// ``AttackedBlock`` is set up, and each *hidden figure* in it is bounded: the mean and the total of
/// every category, crossing, rest outside the categories, and difference of published categories
/// with fewer people than the minimum base. What this attacker does not see:
///
/// * *products*: shares times weights that are both unknown, so that models of several predictors
///   and ratios of scores bound nothing here;
/// * *standard errors, intervals, tests and p values* as information on single answers;
/// * *arbitrary subsets* of people: only the sets that the agreed rule names are judged;
/// * *many free queries* together, beyond the listed calls;
/// * what a respondent's acquaintance knows besides.
struct Attack {
  let sheets: PublicSheets
  let figures: [PublishedFigure]
  /// Interviews by place, as the ledger says.
  let interviews: [Place: Int]
  let tally: TruthTally

  private struct Key: Hashable {
    var place: Place
    var measured: Measured
    var questions: [String]
  }

  func report() -> AttackReport {
    var report = AttackReport()
    report.findings += printedFindings
    let byPlace = Dictionary(grouping: figures, by: \.place).mapValues {
      Dictionary(grouping: $0) { $0.measured?.name ?? "" }
    }
    let names = Set(figures.flatMap(\.cell.keys))
    for key in keys.sorted(by: { "\($0)" < "\($1)" }) {
      let subjects = Set([key.measured.name, ""] + key.questions)
      let own = subjects.sorted().flatMap { byPlace[key.place]?[$0] ?? [] }
      attack(key, figures: own, naming: names, &report)
    }
    return report
  }

  /// The blocks: for each place and measure the largest sets of questions whose groups cross.
  private var keys: [Key] {
    var sets: [Key: Bool] = [:]
    for figure in figures {
      guard let measured = figure.measured, !figure.cell.isEmpty, figure.quantity.bounds,
        let questions = questions(of: figure.cell), questions.count <= 2
      else { continue }
      sets[Key(place: figure.place, measured: measured, questions: questions)] = true
    }
    let all = Dictionary(grouping: sets.keys) {
      Key(place: $0.place, measured: $0.measured, questions: [])
    }
    return all.values.flatMap { keys in
      keys.filter { key in
        !keys.contains {
          $0.questions.count > key.questions.count
            && Set($0.questions).isSuperset(of: key.questions)
        }
      }
    }
  }

  private func questions(of cell: Cell) -> [String]? {
    var names: Set<String> = []
    for group in cell.keys {
      guard let question = group == "@run" ? group : sheets.group(group)?.question else {
        return nil
      }
      names.insert(question)
    }
    return names.sorted()
  }

  // MARK: Blocks

  private func attack(
    _ key: Key, figures: [PublishedFigure], naming names: Set<String>,
    _ report: inout AttackReport
  ) {
    guard let limits = limits(of: key.measured),
      !key.questions.contains(key.measured.name), !tally.people(at: key.place).isEmpty
    else { return }
    let sides = key.questions.map { side($0, naming: names) }
    let partition = Partition(sides)
    let block = AttackedBlock(
      partition, at: key.place, of: key.measured, limits: limits,
      in: SampleSize(
        interviews: interviews[key.place].map(Double.init),
        weighted: sheets.isUnweighted(key.place)
          ? interviews[key.place].map(Double.init) : sheets.population(of: key.place),
        isUnweighted: sheets.isUnweighted(key.place)),
      figures: figures)
    let trueBlock = TrueBlock(
      block, tally: tally, groups: groups(on: key.questions, naming: names))
    guard trueBlock.counts.contains(where: { $0 > 0 }) else { return }
    report.relations += block.relations.count
    // Why an answer lacks the program judges by routing and codes, which the truth does not know.
    if block.measured.answer == "no-answer" { return }
    report.mistakes += block.contradictions + trueBlock.violations(of: block)
    BlockAttack(block: block, truth: trueBlock, minimumBase: sheets.minimumBase).run(&report)
  }

  private func side(_ question: String, naming names: Set<String>) -> Partition.Side {
    if question == "@run" { return .runs }
    return Partition.Side(
      question: question, groups: groups(on: [question], naming: names)[0], sheets: sheets)
  }

  /// The groups on each question: those of the sheet, and the question itself where it divides.
  private func groups(
    on questions: [String], naming names: Set<String>
  ) -> [[PublicSheets.Group]] {
    questions.map { question in
      let own = sheets.groups.filter { $0.question == question }
      let isNamed = names.contains(question) && !own.contains { $0.name == question }
      return own + (isNamed ? [sheets.group(question)].compactMap { $0 } : [])
    }
  }

  /// What the measure runs from and to; nil where the sheets do not say.
  private func limits(of measured: Measured) -> ClosedRange<Double>? {
    if measured.answer != nil { return 0...1 }
    guard let question = sheets.questions[measured.name] else { return 0...100 }
    return question.choices.isEmpty ? question.limits : 0...100
  }
}

extension PublishedFigure.Quantity {
  /// Whether it bounds a mean or a total.
  fileprivate var bounds: Bool {
    switch self {
    case .mean, .total, .difference: true
    default: false
    }
  }
}

extension Partition.Side {
  /// Interviews of an earlier run, and those that came after it.
  static let runs = Partition.Side(
    question: "@run", atoms: [[Partition.GroupCategory(group: "@run", category: "1")], []],
    groups: ["@run": ["1"]])

  fileprivate init(
    question: String, atoms: [Set<Partition.GroupCategory>], groups: [String: [String]]
  ) {
    self.question = question
    self.atoms = atoms
    self.groups = groups
  }
}

/// The true values of a block's unknowns.
struct TrueBlock {
  /// Interviews with the measure, by atom.
  private(set) var counts: [Int]
  private(set) var people: [Double]
  private(set) var weights: [Double]
  private(set) var totals: [Double]

  init(_ block: AttackedBlock, tally: TruthTally, groups: [[PublicSheets.Group]]) {
    counts = Array(repeating: 0, count: block.size)
    people = Array(repeating: 0, count: block.size)
    (weights, totals) = (people, people)
    let sides = zip(block.partition.sides, groups).map {
      tally.atoms(of: $0, groups: $1, at: block.place)
    }
    let values = tally.values(of: block.measured, at: block.place)
    let width = block.limits.upperBound - block.limits.lowerBound
    for (index, person) in tally.people(at: block.place).enumerated() {
      let atom = block.partition.atom(sides.map { $0[index] })
      people[atom] += person.weight / block.unit
      guard let value = values[index] else { continue }
      counts[atom] += 1
      weights[atom] += person.weight / block.unit
      totals[atom] += person.weight / block.unit * (value - block.limits.lowerBound) / width
    }
  }

  func count(_ atoms: Set<Int>) -> Int { atoms.reduce(0) { $0 + counts[$1] } }

  func mean(_ atoms: Set<Int>) -> Double {
    atoms.reduce(0) { $0 + totals[$1] } / atoms.reduce(0) { $0 + weights[$1] }
  }

  /// Relations that the truth does not meet: the attacker misread what is published.
  func violations(of block: AttackedBlock) -> [String] {
    let values = weights + totals + people + [1]
    var found: [String] = []
    for relation in block.relations {
      let value = relation.row.terms.reduce(0) { $0 + $1.value * values[$1.key] }
      let size = relation.row.terms.reduce(0) { $0 + abs($1.value * values[$1.key]) }
      let slack = 1e-6 * max(size, 1e-6)
      if value < relation.row.range.lowerBound - slack
        || value > relation.row.range.upperBound + slack
      {
        found.append(
          "\(block.place) \(block.measured): the truth is \(value), not within "
            + "\(relation.row.range), of \(relation.source)")
      }
    }
    return found
  }
}
