import NumericalMethods

/// A question against several groupings side by side, the banner table of survey reports: shares of
/// the answers in each column, tests of each grouping, and of each pair of its columns.
///
///     let banner = design.banner(of: indicators, areExclusive: true, by: [sex, age])
///     banner.groupings[1].columns[0].shares[2]      // of the third answer at the first age
///     banner.groupings[1].independence?.pValue      // Rao and Scott's
///     banner.exceeded().places[1][2][0]             // the ages whose share is lower
///
/// Of G groupings with K columns each there are A · G · K (K − 1)/2 pairs for A answers.
public struct Banner: Sendable {
  public struct Column: Sendable {
    public let base: Estimate.Base
    /// Of the answers in order, with the grouping's degrees of freedom; NaN in a column that nobody is
    /// in.
    public let shares: [Estimate]
  }

  /// The columns of one grouping.
  public struct Grouping: Sendable {
    public let columns: [Column]
    /// Clusters minus strata of all that are in one of the columns: those of the t tests.
    public let degreesOfFreedom: Int
    /// Rao and Scott's test that the columns do not differ; nil where several answers may be given,
    /// or where there is none, see ``Crosstab/independenceTest()``.
    public let independence: FTest?
    /// By answer, then column: deviations by cluster or replicate.
    fileprivate let deviations: [[[Double]]]
  }

  public let groupings: [Grouping]

  /// Which columns of a grouping have an established lower share, over all answers.
  public struct Exceeded: Sendable {
    /// By grouping, answer and column: the places of the columns that it exceeds.
    public let places: [[[[Int]]]]
    /// Comparisons of the table, which the p values were adjusted over.
    public let family: Int
  }
}

extension SurveyDesign {
  /// Sets the answers to a question against several groupings.
  ///
  ///     p̂ₐ꜀ = Σ w[a, c] / Σ w[c]
  ///
  /// The errors are those of shares of domains with their covariance, for columns share clusters
  /// (R: `svyby(~answer, ~group, design, svymean, covmat = TRUE)` and `svycontrast`), and Rao and
  /// Scott's second-order test (R: `svychisq`).
  ///
  /// - Parameters:
  ///   - answers: For each answer, each interview: 1 or 0; NaN outside of the base.
  ///   - areExclusive: Whether each interview of the base gives just one of the answers.
  ///   - groupings: Who is in which column; those in none take no part in the grouping.
  /// - Complexity: O(interviews × groupings × variables weighted to + clusters × cells × variables
  ///   + Σ (interactions² × clusters)).
  /// > T. Lumley (2010). *Complex Surveys*, §2.4. Wiley. J. Rao, A. Scott (1984), as at ``Crosstab``.
  public func banner(
    of answers: [[Double]], areExclusive: Bool, by groupings: [CategoricalAnswers]
  ) -> Banner {
    precondition(
      answers.allSatisfy { $0.count == count } && groupings.allSatisfy { $0.codes.count == count },
      "the design's rows")
    let layout = BannerLayout(
      answerCount: answers.count, widths: groupings.map(\.categories.count))
    let totals = CellTotals(
      self, layout.membership(answers, groupings, rows: count), count: layout.cellCount)
    return Banner(
      groupings: groupings.indices.map { place in
        grouping(groupings[place], at: place, layout, totals, answers, areExclusive)
      })
  }

  private func grouping(
    _ groups: CategoricalAnswers, at place: Int, _ layout: BannerLayout, _ totals: CellTotals,
    _ answers: [[Double]], _ areExclusive: Bool
  ) -> Banner.Grouping {
    let isInGrouping = (0..<count).map { row in
      isMember[row] && groups.codes[row] >= 0 && answers.first.map { !$0[row].isNaN } == true
    }
    let freedom = frame.degreesOfFreedom(touchedBy: isInGrouping)
    let columns = groups.categories.indices.map { column in
      self.column(column, at: place, layout, totals, freedom)
    }
    let table = IndependenceTable(
      rowCount: answers.count, columnCount: groups.categories.count, degreesOfFreedom: freedom,
      parts: [CellTotals.Table(totals: totals, cells: layout.table(of: place))])
    return Banner.Grouping(
      columns: columns.map { Banner.Column(base: $0.base, shares: $0.shares.map(\.estimate)) },
      degreesOfFreedom: freedom, independence: areExclusive ? table.independenceTest() : nil,
      deviations: answers.indices.map { answer in
        columns.map { $0.shares[answer].deviations }
      })
  }

  private func column(
    _ column: Int, at place: Int, _ layout: BannerLayout, _ totals: CellTotals, _ freedom: Int
  ) -> (base: Estimate.Base, shares: [(estimate: Estimate, deviations: [Double])]) {
    let whole = layout.whole(of: column, in: place)
    let base = totals.base(of: whole)
    let shares = (0..<layout.answerCount).map { answer -> (Estimate, [Double]) in
      guard base.count > 0 else { return (.ofNobody(base), []) }
      let share = totals.share(of: layout.cell(of: answer, column, in: place), in: whole)
      let variance = share.isFixed ? 0 : sumOfProducts(share.deviations, share.deviations)
      let simple = share.value * (1 - share.value) / Double(base.count - 1)
      let estimate = Estimate(
        value: share.value, standardError: variance.squareRoot(), degreesOfFreedom: freedom,
        base: base, kind: .proportion,
        designEffect: !share.isFixed && base.count > 1 && simple > 0 ? variance / simple : nil,
        isFixedByWeighting: share.isFixed)
      return (estimate, share.deviations)
    }
    return (base, shares)
  }
}

extension Estimate {
  fileprivate static func ofNobody(_ base: Base) -> Estimate {
    Estimate(
      value: .nan, standardError: .nan, degreesOfFreedom: 0, base: base, kind: .proportion,
      designEffect: nil)
  }
}

/// The answers that each interview gives, in order.
private struct GivenAnswers {
  /// The answer of an interview that gives one; ``none``, ``several`` or ``outside`` else.
  private var single: [Int32]
  private let answers: [[Double]]

  private static let none: Int32 = -1
  private static let several: Int32 = -2
  /// Outside of the base.
  private static let outside: Int32 = -3

  init(_ answers: [[Double]], rows: Int) {
    self.answers = answers
    single =
      answers.first.map { $0.map { $0.isNaN ? Self.outside : Self.none } }
      ?? Array(repeating: Self.outside, count: rows)
    single.withUnsafeMutableBufferPointer { single in
      for (answer, column) in answers.enumerated() {
        column.withUnsafeBufferPointer { column in
          for row in 0..<rows where column[row] == 1 && single[row] != Self.outside {
            single[row] = single[row] == Self.none ? Int32(answer) : Self.several
          }
        }
      }
    }
  }

  func isInBase(_ row: Int) -> Bool { single[row] != Self.outside }

  @inline(__always)
  func visitAnswers(ofRow row: Int, _ body: (Int) -> Void) {
    if single[row] >= 0 {
      body(Int(single[row]))
    } else if single[row] == Self.several {
      for answer in answers.indices where answers[answer][row] == 1 { body(answer) }
    }
  }
}

/// Where the cells of a banner stand: grouping after grouping, column after column, the answers and
/// then the column as a whole.
private struct BannerLayout {
  let answerCount: Int
  let widths: [Int]
  private let starts: [Int]

  init(answerCount: Int, widths: [Int]) {
    self.answerCount = answerCount
    self.widths = widths
    var starts = [0]
    for width in widths { starts.append(starts[starts.count - 1] + width * (answerCount + 1)) }
    self.starts = starts
  }

  var cellCount: Int { starts[widths.count] }

  func cell(of answer: Int, _ column: Int, in grouping: Int) -> Int {
    starts[grouping] + column * (answerCount + 1) + answer
  }

  func whole(of column: Int, in grouping: Int) -> Int {
    cell(of: answerCount, column, in: grouping)
  }

  /// The cells of one grouping, answer after answer.
  func table(of grouping: Int) -> [Int] {
    (0..<answerCount).flatMap { answer in
      (0..<widths[grouping]).map { cell(of: answer, $0, in: grouping) }
    }
  }

  /// The cells of each interview that is in the base.
  func membership(
    _ answers: [[Double]], _ groupings: [CategoricalAnswers], rows: Int
  ) -> CellMembership {
    var membership = CellMembership()
    membership.reserve(rows: rows, cellsPerRow: 2 * groupings.count)
    // Answers by interview: most interviews give one, so that each column is read once only.
    let given = GivenAnswers(answers, rows: rows)
    for row in 0..<rows {
      if given.isInBase(row) {
        for place in groupings.indices {
          let column = Int(groupings[place].codes[row])
          guard column >= 0 else { continue }
          given.visitAnswers(ofRow: row) { membership.add(cell(of: $0, column, in: place)) }
          membership.add(whole(of: column, in: place))
        }
      }
      membership.endRow()
    }
    return membership
  }
}

// Pairs of columns.
extension Banner {
  /// Compares the columns of each grouping in pairs, answer by answer, by a two-sided t test of the
  /// difference with the covariance of both; p values are adjusted by Benjamini and Hochberg over all
  /// comparisons of the table.
  ///
  ///     t = (p̂ₐ꜀ − p̂ₐ꜀′) / √(Var p̂ₐ꜀ + Var p̂ₐ꜀′ − 2 Cov)
  ///
  /// A column in which nobody or everybody gives the answer takes no part in its row: the linearised
  /// error of such a share is 0, whatever the base. Nor does a share that weighting fixes.
  ///
  /// A p value over the significance level has nothing to do with which are established, however many
  /// there are; so it is not computed where |t| is under the normal distribution's critical value.
  ///
  /// - Parameters:
  ///   - significance: The adjusted p under which a difference is established.
  ///   - isCompared: Whether the share of an answer in a column of a grouping may take part, such as
  ///     since it may be shown.
  /// - Complexity: O(pairs × clusters).
  public func exceeded(
    significance: Double = 0.05,
    isCompared: (_ grouping: Int, _ answer: Int, _ column: Int) -> Bool = { _, _, _ in true }
  ) -> Exceeded {
    var pairs: [Pair] = []
    let critical = Distribution.standardNormal.quantile(1 - significance / 2)
    for (place, grouping) in groupings.enumerated() {
      for answer in grouping.deviations.indices {
        let compared = grouping.columns.indices.filter { column in
          grouping.columns[column].shares[answer].isInside && isCompared(place, answer, column)
        }
        for (index, first) in compared.enumerated() {
          for second in compared[(index + 1)...] {
            guard
              let p = grouping.pValue(
                of: answer, first, second, whereOver: critical)
            else { continue }
            pairs.append(
              Pair(place: place, answer: answer, lower: p.lower, higher: p.higher, p: p.p))
          }
        }
      }
    }
    var places = groupings.map { grouping in
      grouping.deviations.map { _ in grouping.columns.map { _ in [Int]() } }
    }
    for (pair, p) in zip(pairs, adjustedByBenjaminiHochberg(pairs.map(\.p)))
    where p < significance {
      places[pair.place][pair.answer][pair.higher].append(pair.lower)
    }
    return Exceeded(
      places: places.map { $0.map { $0.map { $0.sorted() } } }, family: pairs.count)
  }

  private struct Pair {
    var place: Int
    var answer: Int
    var lower: Int
    var higher: Int
    var p: Double
  }
}

extension Banner.Grouping {
  /// The difference of two columns' shares of an answer, with the covariance of both.
  public func difference(of answer: Int, _ first: Int, _ second: Int) -> Estimate {
    let (one, other) = (columns[first].shares[answer], columns[second].shares[answer])
    let (a, b) = (deviations[answer][first], deviations[answer][second])
    var variance = 0.0
    for unit in a.indices { variance += (a[unit] - b[unit]) * (a[unit] - b[unit]) }
    return Estimate(
      value: one.value - other.value, standardError: variance.squareRoot(),
      degreesOfFreedom: degreesOfFreedom,
      base: Estimate.Base(
        count: one.count + other.count, weightedCount: one.weightedCount + other.weightedCount,
        effectiveCount: one.base.effectiveCount + other.base.effectiveCount))
  }

  /// Two-sided; 1 where the statistic is not over a critical value. Nil where there is no test.
  fileprivate func pValue(
    of answer: Int, _ first: Int, _ second: Int, whereOver critical: Double
  ) -> (p: Double, lower: Int, higher: Int)? {
    let difference = difference(of: answer, first, second)
    guard let test = difference.tTest() else { return nil }
    let (lower, higher) = difference.value < 0 ? (first, second) : (second, first)
    return (abs(test.statistic) > critical ? test.pValue : 1, lower, higher)
  }
}

extension Estimate {
  /// Whether the share is neither 0 nor 1, nor fixed.
  fileprivate var isInside: Bool {
    value > 1e-12 && value < 1 - 1e-12 && !isFixedByWeighting && base.count > 0
  }
}
