/// Bounds each hidden figure of one block.
struct BlockAttack {
  private let block: AttackedBlock
  private let truth: TrueBlock
  private let minimumBase: Int
  private let program: LinearProgram
  /// Cells by group, as sets of atoms.
  private let cells: [(group: String, cells: [Target])]
  /// Each published set less the published categories of one group within it, and less each one.
  private let differences: [Target]

  init(block: AttackedBlock, truth: TrueBlock, minimumBase: Int) {
    self.block = block
    self.truth = truth
    self.minimumBase = minimumBase
    program = LinearProgram(
      columnCount: 3 * block.size + 1, rows: block.relations.map(\.row))
    cells = block.partition.cells.sorted { $0.key < $1.key }.map { group, cells in
      (group, cells.map { Target(atoms: block.partition.atoms(of: $0) ?? [], words: $0.words) })
    }
    differences = Self.differences(of: Set(block.means.keys), cells, all: block.partition.all)
  }

  /// A set of atoms by the name it goes by.
  private struct Target {
    var atoms: Set<Int>
    var words: String
  }

  func run(_ report: inout AttackReport) {
    for target in targets {
      guard (1..<minimumBase).contains(truth.count(target.atoms)),
        block.means[target.atoms] == nil
      else { continue }
      bound(target, &report)
    }
  }

  /// Categories, crossings, rests and differences of published categories, each set once.
  private var targets: [Target] {
    var targets: [Target] = []
    func add(_ atoms: Set<Int>, _ words: String) {
      guard !atoms.isEmpty, atoms != block.partition.all,
        !targets.contains(where: { $0.atoms == atoms })
      else { return }
      targets.append(Target(atoms: atoms, words: words))
    }
    for (group, cells) in cells where isShown(group, cells) {
      for cell in cells { add(cell.atoms, cell.words) }
      let united = Self.union(of: cells)
      add(block.partition.all.subtracting(united), "outside the categories of \(group)")
    }
    for difference in differences { add(difference.atoms, difference.words) }
    return targets
  }

  /// A crossing is looked at where some cell of it is published.
  private func isShown(_ group: String, _ cells: [Target]) -> Bool {
    !group.contains("*") || cells.contains { block.means[$0.atoms] != nil }
  }

  private static func union(of targets: [Target]) -> Set<Int> {
    targets.reduce(into: []) { $0.formUnion($1.atoms) }
  }

  private static func differences(
    of published: Set<Set<Int>>, _ groups: [(group: String, cells: [Target])], all: Set<Int>
  ) -> [Target] {
    var names: [Set<Int>: String] = [all: "all"]
    for cell in groups.flatMap(\.cells) where names[cell.atoms] == nil {
      names[cell.atoms] = cell.words
    }
    var result: [Target] = []
    for whole in published {
      let name = names[whole] ?? "?"
      for (_, cells) in groups {
        let parts = cells.filter {
          published.contains($0.atoms) && $0.atoms.isStrictSubset(of: whole)
        }
        let words = parts.map(\.words).joined(separator: " and ")
        if !parts.isEmpty {
          result.append(
            Target(
              atoms: whole.subtracting(union(of: parts)), words: "\(name) without \(words)"))
        }
      }
      for part in published where part.isStrictSubset(of: whole) {
        result.append(
          Target(
            atoms: whole.subtracting(part), words: "\(name) without \(names[part] ?? "?")"))
      }
    }
    return result.sorted { ($0.words.count, $0.words) < ($1.words.count, $1.words) }
  }

  // MARK: Programmes

  /// How many people, weighted, a set can have.
  func people(in atoms: Set<Int>) -> ClosedRange<Double>? {
    absolute(atoms, weight).map {
      ($0.lowerBound * block.unit)...($0.upperBound * block.unit)
    }
  }

  private func bound(_ target: Target, _ report: inout AttackReport) {
    report.hidden += 1
    guard let mean = ratio(of: target.atoms, total, to: target.atoms, weight) else {
      report.mistakes.append(
        "\(block.place) \(block.measured): nothing meets all relations for \(target.words), of \(Set(block.relations.map(\.source)).sorted())"
      )
      return
    }
    let interval = mean.clamped(to: 0...1)
    report.narrow(interval.width, describe(target))
    let trueMean = truth.mean(target.atoms)
    if !interval.widened(by: 1e-5).contains(trueMean) {
      report.mistakes.append(
        "\(describe(target)): \(interval) does not hold the true \(trueMean)")
    }
    if interval.width < 0.1 {
      judge(target, interval, &report)
    } else {
      judgeTotal(target, &report)
    }
  }

  /// What several roundings together tell beyond the nearest published set is no figure of its own
  /// while it is less than a hundredth of the scale, the step that figures are rounded to at most.
  private static let leastGain = 0.01

  private func judge(
    _ target: Target, _ interval: ClosedRange<Double>, _ report: inout AttackReport
  ) {
    let implied = implied(for: target.atoms)
    guard interval.width < implied.width - Self.leastGain else { return }
    report.findings.append(
      Finding(
        kind: .mean, words: describe(target), people: truth.count(target.atoms),
        interval: unscaled(interval), implied: unscaled(implied)))
  }

  /// The interval that the smallest sets around it leave, were nothing else known: of a published
  /// set, or of what is left of one without published categories, if that is no hidden figure.
  private func implied(for atoms: Set<Int>) -> ClosedRange<Double> {
    var implied = 0.0...1.0
    for (set, mean) in supersets(of: atoms) {
      // What nobody, or everybody, of a set does is known of each of its parts.
      if mean.upperBound < 1e-9 { return 0...0 }
      if mean.lowerBound > 1 - 1e-9 { return 1...1 }
      guard let part = ratio(of: atoms, weight, to: set, weight, holding: atoms)?.lowerBound,
        part > 1e-12
      else {
        continue
      }
      let low = max(0, (mean.lowerBound - (1 - part)) / part)
      let high = min(1, mean.upperBound / part)
      implied =
        max(implied.lowerBound, low)...max(implied.lowerBound, low, min(implied.upperBound, high))
    }
    return implied
  }

  private func supersets(of atoms: Set<Int>) -> [(Set<Int>, ClosedRange<Double>)] {
    let published = block.means.filter { $0.key.isSuperset(of: atoms) && $0.key != atoms }
      .map { ($0.key, $0.value) }
    let left = differences.map(\.atoms).filter {
      $0.isStrictSuperset(of: atoms) && truth.count($0) >= minimumBase
    }
    return published
      + Set(left).compactMap { set in
        ratio(of: set, total, to: set, weight).map { (set, $0.clamped(to: 0...1)) }
      }
  }

  /// A total is told where it is bounded although the weight is not.
  private func judgeTotal(_ target: Target, _ report: inout AttackReport) {
    guard block.population != nil,
      let size = absolute(target.atoms, weight), size.lowerBound > 1e-9,
      let total = absolute(target.atoms, total), total.width < 0.1 * size.lowerBound
    else { return }
    for (set, mean) in supersets(of: target.atoms) {
      guard let whole = absolute(set, weight) else { continue }
      let low = max(0, mean.lowerBound * whole.lowerBound - (whole.upperBound - size.lowerBound))
      let high = min(size.upperBound, mean.upperBound * whole.upperBound)
      if total.width >= high - low - 1e-6 { return }
    }
    report.findings.append(
      Finding(
        kind: .total, words: describe(target), people: truth.count(target.atoms),
        interval: total, implied: 0...size.upperBound))
  }

  private func weight(_ atom: Int) -> Int { atom }
  private func total(_ atom: Int) -> Int { block.size + atom }

  private func form(_ atoms: Set<Int>, _ column: (Int) -> Int) -> LinearProgram.Terms {
    LinearProgram.Terms(uniqueKeysWithValues: atoms.map { (column($0), 1) })
  }

  /// Least and greatest of a sum where another is 1.
  ///
  /// - Parameter somebody: Atoms of the base with at least one person; the base where empty.
  private func ratio(
    of atoms: Set<Int>, _ column: (Int) -> Int, to base: Set<Int>, _ baseColumn: (Int) -> Int,
    holding somebody: Set<Int> = []
  ) -> ClosedRange<Double>? {
    var rows = [LinearProgram.Row(terms: form(base, baseColumn), range: 1...1)]
    if block.isUnweighted {
      // Who is hidden is at least one person.
      var terms = form(somebody, weight)
      terms[3 * block.size] = -1 / block.unit
      rows.append(
        somebody.isEmpty
          ? LinearProgram.Row(terms: [3 * block.size: 1], range: -.infinity...block.unit)
          : LinearProgram.Row(terms: terms, range: 0...(.infinity)))
    }
    return program.extremes(of: form(atoms, column), where: rows)
  }

  private func absolute(_ atoms: Set<Int>, _ column: (Int) -> Int) -> ClosedRange<Double>? {
    program.extremes(
      of: form(atoms, column),
      where: [LinearProgram.Row(terms: [3 * block.size: 1], range: 1...1)])
  }

  private func describe(_ target: Target) -> String {
    "\(block.place): \(block.measured) of \(target.words)"
  }

  private func unscaled(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let width = block.limits.upperBound - block.limits.lowerBound
    return
      (block.limits.lowerBound + range.lowerBound * width)...(block.limits.lowerBound
      + range.upperBound * width)
  }
}

extension ClosedRange<Double> {
  func widened(by slack: Double) -> Self { (lowerBound - slack)...(upperBound + slack) }
}
