/// Everything that is published about one measure in one place, by the groups of one question or
/// of a pair of questions, as linear relations of unknown sums.
///
/// For each atom `a` of the partition the unknowns are
///
///     V(a)  weighted people      W(a)  weighted people with the measure, 0 ≤ W ≤ V
///     T(a)  their total of the measure, brought to 0…1, so that 0 ≤ T ≤ W
///
/// and one more, `t`, which multiplies every absolute number: with it the set of solutions is a
/// cone, and the least and greatest mean of a set `S` of atoms is a linear programme,
///
///     extremes of T(S)   where  W(S) = 1   and all relations hold.
///
/// A published mean m of a cell C within m₋…m₊ says  m₋·W(C) ≤ T(C) ≤ m₊·W(C); a share of a
/// group says the same of V; totals, counts and sums of weights are bounds times t.
///
/// > A. Charnes, W. W. Cooper (1962). "Programming with linear fractional functionals". *Naval
/// > Research Logistics Quarterly* 9, 181–186.
/// > M. Fischetti, J. J. Salazar González (2001). "Solving the cell suppression problem on tabular
/// > data with linear constraints". *Management Science* 47 (7), 1008–1027.
struct AttackedBlock {
  struct Relation {
    var row: LinearProgram.Row
    var source: String
  }

  /// A published figure of a set of atoms, all its printed forms taken together.
  struct Known: Hashable {
    var atoms: Set<Int>
    var quantity: Quantity
    enum Quantity { case mean, total, count, weight }
  }

  let partition: Partition
  let place: Place
  let measured: Measured
  /// What 0 and 1 of the measure stand for.
  let limits: ClosedRange<Double>
  /// Weighted people of the whole place, where they are known.
  let population: Double?
  /// Interviews of the place, where they are known.
  let sampleSize: Double?
  let isUnweighted: Bool
  private(set) var relations: [Relation] = []
  private(set) var means: [Set<Int>: ClosedRange<Double>] = [:]
  /// Printed intervals that exclude each other: the attacker misread something.
  private(set) var contradictions: [String] = []

  var size: Int { partition.count }
  /// What absolute numbers are divided by, so that no coefficient is large.
  var unit: Double { population ?? 1 }
  private var scaleColumn: Int { 3 * size }
  private func weight(_ atom: Int) -> Int { atom }
  private func total(_ atom: Int) -> Int { size + atom }
  private func people(_ atom: Int) -> Int { 2 * size + atom }

  init(
    _ partition: Partition, at place: Place, of measured: Measured,
    limits: ClosedRange<Double>, in sample: SampleSize, figures: [PublishedFigure]
  ) {
    self.partition = partition
    self.place = place
    self.measured = measured
    self.limits = limits
    population = sample.weighted
    sampleSize = sample.interviews
    isUnweighted = sample.isUnweighted
    addBounds()
    addFigures(figures.filter { $0.place == place })
  }

  private func scaled(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let width = limits.upperBound - limits.lowerBound
    return
      ((range.lowerBound - limits.lowerBound) / width)...((range.upperBound
      - limits.lowerBound) / width)
  }

  private mutating func add(
    _ terms: LinearProgram.Terms, _ range: ClosedRange<Double>, _ source: String
  ) {
    relations.append(
      Relation(row: LinearProgram.Row(terms: terms, range: range), source: source))
  }

  private mutating func addBounds() {
    for atom in 0..<size {
      add([total(atom): 1, weight(atom): -1], -.infinity...0, "a total is at most its weight")
      add([weight(atom): 1, people(atom): -1], -.infinity...0, "who has the measure is a person")
    }
    guard let population else { return }
    addAbsolute(Set(0..<size), people, population...population, "people of the whole place")
  }

  /// lower · t ≤ Σ ≤ upper · t, in the block's unit.
  private mutating func addAbsolute(
    _ atoms: Set<Int>, _ column: (Int) -> Int, _ range: ClosedRange<Double>, _ source: String
  ) {
    let sum = LinearProgram.Terms(uniqueKeysWithValues: atoms.map { (column($0), 1) })
    for (value, side) in Self.sides(of: range, size: unit) {
      add(sum.merging([scaleColumn: -value / unit]) { $1 }, side, source)
    }
  }

  /// The two sides of a row  x − value · y ≥ 0  and  ≤ 0; one equation where the interval is
  /// narrower than the solver can tell, since two nearly parallel rows make it go in circles.
  static func sides(
    of range: ClosedRange<Double>, size: Double = 1
  ) -> [(Double, ClosedRange<Double>)] {
    if range.width <= 1e-7 * size { return [((range.lowerBound + range.upperBound) / 2, 0...0)] }
    return [
      (range.lowerBound, 0.0...Double.infinity), (range.upperBound, -Double.infinity...0.0),
    ]
  }

  /// lower · Σ base ≤ Σ part ≤ upper · Σ base, over columns.
  private mutating func addRatio(
    _ part: [Int], of base: [Int], _ range: ClosedRange<Double>, _ source: String
  ) {
    for (value, side) in Self.sides(of: range) {
      var terms: LinearProgram.Terms = [:]
      for column in part { terms[column, default: 0] += 1 }
      for column in base { terms[column, default: 0] -= value }
      add(terms, side, source)
    }
  }
}

// MARK: Figures

extension AttackedBlock {
  private mutating func addFigures(_ figures: [PublishedFigure]) {
    var known: [Known: (range: ClosedRange<Double>, source: String)] = [:]
    var differences: [PublishedFigure] = []
    for figure in figures {
      if figure.measured == nil { addPeople(figure) }
      guard figure.measured == measured else { continue }
      if case .difference = figure.quantity { differences.append(figure) }
      guard let quantity = Known.Quantity(figure.quantity),
        let atoms = partition.atoms(of: figure.cell), !atoms.isEmpty
      else { continue }
      let key = Known(atoms: atoms, quantity: quantity)
      known[key] = merge(known[key], figure.range, figure.source)
    }
    addDistributions(figures)
    addDifferences(differences, to: &known)
    let ordered = known.sorted {
      "\($0.key.quantity) \($0.key.atoms.sorted())" < "\($1.key.quantity) \($1.key.atoms.sorted())"
    }
    for (key, value) in ordered { add(key, value.range, value.source) }
    addCompleteness(known)
  }

  /// How many people a category has: its share of the group's people, or its interviews.
  private mutating func addPeople(_ figure: PublishedFigure) {
    guard let atoms = partition.atoms(of: figure.cell), !atoms.isEmpty else { return }
    let groups = figure.cell.keys.compactMap { name in
      partition.sides.compactMap { $0.groups[name] }.first.map {
        [name: $0.joined(separator: "|")]
      }
    }
    let assigned = groups.compactMap { partition.atoms(of: $0) }
      .reduce(partition.all) { $0.intersection($1) }
    switch figure.quantity {
    case .share:
      addRatio(atoms.map(people), of: assigned.map(people), figure.range, figure.source)
    case .count where isUnweighted:
      addAbsolute(atoms, people, figure.range, figure.source)
    case .assigned where isUnweighted:
      addAbsolute(assigned, people, figure.range, figure.source)
    case .sampleShare where isUnweighted:
      addRatio(atoms.map(people), of: (0..<size).map(people), figure.range, figure.source)
    default: break
    }
  }

  /// The linear distribution of the question that the groups divide by: the people of its atoms.
  ///
  /// Whose answer was not recorded is in no base: where its number is less than that of all
  /// interviews, the base lies between the people of all categories and everybody.
  private mutating func addDistributions(_ figures: [PublishedFigure]) {
    for (index, side) in partition.sides.enumerated() {
      let shares = figures.filter {
        $0.measured?.name == side.question && $0.cell.isEmpty && $0.quantity == .mean
      }
      let base = figures.first {
        $0.measured?.name == side.question && $0.measured?.answer != nil && $0.cell.isEmpty
          && $0.quantity == .count
      }
      let isOfAll = base?.range.lowerBound == sampleSize
      let answering = (0..<size).filter {
        let place = partition.place(of: $0, on: index)
        return side.choices.indices.contains(place) && !side.choices[place].isEmpty
      }
      for (place, choices) in side.choices.enumerated() where !choices.isEmpty {
        let ranges = choices.compactMap { choice in
          shares.filter { $0.measured?.answer == choice }.map(\.range)
            .min { $0.width < $1.width }
        }
        guard ranges.count == choices.count else { continue }
        let sum =
          ranges.map(\.lowerBound).reduce(0, +)...ranges.map(\.upperBound).reduce(0, +)
        let atoms = (0..<size).filter { partition.place(of: $0, on: index) == place }
        let source = "distribution of \(side.question)"
        if isOfAll {
          addRatio(atoms.map(people), of: (0..<size).map(people), sum, source)
        } else {
          addPart(atoms, of: answering, atLeast: sum.lowerBound, source)
          addPart(atoms, of: Array(0..<size), atMost: sum.upperBound, source)
        }
      }
    }
  }

  /// The people of some atoms as a part of those of others, bounded on one side.
  private mutating func addPart(
    _ atoms: [Int], of others: [Int], atLeast least: Double? = nil, atMost most: Double? = nil,
    _ source: String
  ) {
    for (value, side) in [
      least.map { ($0, 0.0...Double.infinity) }, most.map { ($0, -Double.infinity...0.0) },
    ].compactMap(\.self) {
      var terms: LinearProgram.Terms = [:]
      for atom in atoms { terms[people(atom), default: 0] += 1 }
      for atom in others { terms[people(atom), default: 0] -= value }
      add(terms, side, source)
    }
  }

  /// What two printed forms of one figure say together.
  private mutating func merge(
    _ old: (range: ClosedRange<Double>, source: String)?, _ new: ClosedRange<Double>,
    _ source: String
  ) -> (range: ClosedRange<Double>, source: String) {
    guard let old else { return (new, source) }
    guard old.range.overlaps(new) else {
      contradictions.append(
        "\(place) \(measured): \(old.source) says \(old.range), \(source) says \(new)")
      return old
    }
    let range = old.range.clamped(to: new)
    return (range, range == old.range ? old.source : source)
  }

  /// A difference of two means bounds each where the other is known.
  private mutating func addDifferences(
    _ differences: [PublishedFigure],
    to known: inout [Known: (range: ClosedRange<Double>, source: String)]
  ) {
    for figure in differences {
      guard case .difference(let base) = figure.quantity,
        let first = partition.atoms(of: figure.cell),
        let second = partition.atoms(of: base)
      else { continue }
      let (one, other) = (
        Known(atoms: first, quantity: .mean), Known(atoms: second, quantity: .mean)
      )
      let (low, high) = (figure.range.lowerBound, figure.range.upperBound)
      let before = known
      if let mean = before[other]?.range {
        let sum = (mean.lowerBound + low)...(mean.upperBound + high)
        known[one] = merge(known[one], sum, figure.source)
      }
      if let mean = before[one]?.range {
        let rest = (mean.lowerBound - high)...(mean.upperBound - low)
        known[other] = merge(known[other], rest, figure.source)
      }
    }
  }

  private mutating func add(_ known: Known, _ range: ClosedRange<Double>, _ source: String) {
    let atoms = known.atoms.sorted()
    switch known.quantity {
    case .mean:
      means[known.atoms] = scaled(range)
      addRatio(atoms.map(total), of: atoms.map(weight), scaled(range), source)
    case .weight:
      addAbsolute(known.atoms, weight, isUnweighted ? range.whole : range.widened, source)
    case .count:
      if isUnweighted { addAbsolute(known.atoms, weight, range, source) }
    case .total:
      addTotal(known.atoms, range, source)
    }
  }

  /// lower ≤ least · W + width · T ≤ upper, as a total of the measure in its own unit.
  private mutating func addTotal(
    _ atoms: Set<Int>, _ range: ClosedRange<Double>, _ source: String
  ) {
    let width = limits.upperBound - limits.lowerBound
    for (value, side) in Self.sides(of: range, size: unit * width) {
      var terms: LinearProgram.Terms = [scaleColumn: -value / (unit * width)]
      for atom in atoms {
        terms[total(atom)] = 1
        terms[weight(atom)] = limits.lowerBound / width
      }
      add(terms, side, source)
    }
  }

  /// Where as many answered as were interviewed, everybody in every cell did.
  private mutating func addCompleteness(
    _ known: [Known: (range: ClosedRange<Double>, source: String)]
  ) {
    guard isUnweighted == false, let sampleSize,
      let whole = known[Known(atoms: partition.all, quantity: .count)],
      whole.range.lowerBound >= sampleSize
    else { return }
    for atom in 0..<size {
      add([people(atom): 1, weight(atom): -1], 0...0, "everybody has the measure")
    }
  }
}

extension AttackedBlock.Known.Quantity {
  fileprivate init?(_ quantity: PublishedFigure.Quantity) {
    switch quantity {
    case .mean: self = .mean
    case .total: self = .total
    case .count: self = .count
    case .weight: self = .weight
    default: return nil
    }
  }
}

/// How many people a place has, as far as everybody may know.
struct SampleSize {
  var interviews: Double?
  /// What the weights add up to.
  var weighted: Double?
  var isUnweighted: Bool
}

extension ClosedRange<Double> {
  /// The one whole number within it, where there is but one.
  var whole: Self {
    let (low, high) = (lowerBound.rounded(.up), upperBound.rounded(.down))
    return low == high ? low...low : self
  }
  /// Wider by what a computation with floating point loses.
  var widened: Self {
    let slack = 1e-9 * Swift.max(1, abs(lowerBound), abs(upperBound))
    return (lowerBound - slack)...(upperBound + slack)
  }
  var width: Double { upperBound - lowerBound }
}
