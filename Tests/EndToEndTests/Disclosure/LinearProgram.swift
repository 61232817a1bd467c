import CGLPK

/// A small linear programme over columns that are zero or more.
///
///     least and greatest  Σ cⱼ xⱼ   where  lowerᵢ ≤ Σ aᵢⱼ xⱼ ≤ upperᵢ  and  xⱼ ≥ 0
///
/// The rows are loaded once; each question may put up to two rows besides, and begins from the
/// solution of the question before. GLPK keeps its state by thread (Debian builds it with
/// thread-local storage), and a programme is made, solved and freed within one synchronous call of
/// a test, so that tests may run side by side.
///
/// > A. Makhorin. *GNU Linear Programming Kit, Reference Manual*, version 5.0.
final class LinearProgram {
  /// Coefficients by column, each column once.
  typealias Terms = [Int: Double]

  struct Row {
    var terms: Terms
    var range: ClosedRange<Double>
  }

  private let problem: OpaquePointer?
  private let columnCount: Int32
  private let rowCount: Int32
  /// Whether the columns are whole numbers, such as people.
  private let isWhole: Bool

  private static let spareRows: Int32 = 2

  init(columnCount: Int, rows: [Row], isWhole: Bool = false) {
    glp_term_out(GLP_OFF)
    problem = glp_create_prob()
    self.columnCount = Int32(columnCount)
    rowCount = Int32(rows.count)
    self.isWhole = isWhole
    glp_add_cols(problem, self.columnCount)
    for column in 1...self.columnCount {
      glp_set_col_bnds(problem, column, GLP_LO, 0, 0)
      if isWhole { glp_set_col_kind(problem, column, GLP_IV) }
    }
    glp_add_rows(problem, rowCount + Self.spareRows)
    for (index, row) in rows.enumerated() { set(Int32(index + 1), to: row) }
    glp_scale_prob(problem, GLP_SF_GM | GLP_SF_EQ)
  }

  deinit { glp_delete_prob(problem) }

  /// The least and the greatest value of a linear form.
  ///
  /// - Parameter rows: At most two rows that hold for this question alone.
  /// - Returns: nil where no point meets all rows, or the solver gave up; a side without bound
  ///   is infinite.
  func extremes(of form: Terms, where rows: [Row] = []) -> ClosedRange<Double>? {
    for spare in 0..<Int(Self.spareRows) {
      let row = spare < rows.count ? rows[spare] : Row(terms: [:], range: -.infinity...(.infinity))
      set(rowCount + 1 + Int32(spare), to: row)
    }
    for column in 1...columnCount {
      glp_set_obj_coef(problem, column, form[Int(column) - 1] ?? 0)
    }
    guard let least = optimum(GLP_MIN), let greatest = optimum(GLP_MAX) else { return nil }
    return min(least, greatest)...max(least, greatest)
  }

  private func set(_ place: Int32, to row: Row) {
    let (low, high) = (row.range.lowerBound, row.range.upperBound)
    let kind =
      switch (low.isFinite, high.isFinite) {
      case (true, true): low == high ? GLP_FX : GLP_DB
      case (true, false): GLP_LO
      case (false, true): GLP_UP
      case (false, false): GLP_FR
      }
    glp_set_row_bnds(problem, place, kind, low.isFinite ? low : 0, high.isFinite ? high : 0)
    // In one order, so that every run takes the same path.
    let terms = row.terms.filter { $0.value != 0 }.sorted { $0.key < $1.key }
    // GLPK counts from one: the first place of both arrays is not looked at.
    let columns = [0] + terms.map { Int32($0.key + 1) }
    let coefficients = [0] + terms.map(\.value)
    glp_set_mat_row(problem, place, Int32(terms.count), columns, coefficients)
  }

  private func optimum(_ direction: Int32) -> Double? {
    glp_set_obj_dir(problem, direction)
    guard isSolved() else { return nil }
    switch glp_get_status(problem) {
    case GLP_OPT: return isWhole ? wholeOptimum() : glp_get_obj_val(problem)
    case GLP_UNBND: return direction == GLP_MIN ? -.infinity : .infinity
    default: return nil
    }
  }

  /// Runs the simplex method until it ends with a status.
  ///
  /// From the last solution; where that is singular or goes in circles, as degenerate programmes
  /// may, from the beginning by the dual method; where rows that are met to a rounding error alone
  /// are taken for contradictions, with more slack; and at last in rational numbers, which is slow
  /// and certain.
  private func isSolved() -> Bool {
    var control = glp_smcp()
    glp_init_smcp(&control)
    control.msg_lev = GLP_MSG_OFF
    control.it_lim = 400
    if glp_simplex(problem, &control) == 0, isDecided { return true }
    glp_std_basis(problem)
    control.meth = GLP_DUALP
    if glp_simplex(problem, &control) == 0, isDecided { return true }
    control.presolve = GLP_ON
    if glp_simplex(problem, &control) == 0, isDecided { return true }
    control.presolve = GLP_OFF
    for slack in [1e-6, 1e-5] {
      glp_std_basis(problem)
      (control.meth, control.tol_bnd) = (GLP_PRIMAL, slack)
      if glp_simplex(problem, &control) == 0, isDecided { return true }
    }
    glp_std_basis(problem)
    control.it_lim = 2000
    return glp_exact(problem, &control) == 0
  }

  /// Whether the last run ended with an optimum or showed that there is none.
  private var isDecided: Bool {
    [GLP_OPT, GLP_UNBND].contains(glp_get_status(problem))
  }

  /// The optimum over whole numbers, from that over all numbers.
  private func wholeOptimum() -> Double? {
    var control = glp_iocp()
    glp_init_iocp(&control)
    control.msg_lev = GLP_MSG_OFF
    // In time for some thousand nodes; beyond it the bound over all numbers stands.
    control.tm_lim = 2000
    guard glp_intopt(problem, &control) == 0, glp_mip_status(problem) == GLP_OPT else {
      return glp_get_obj_val(problem)
    }
    return glp_mip_obj_val(problem)
  }
}
