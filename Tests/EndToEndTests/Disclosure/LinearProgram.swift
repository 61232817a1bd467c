import CGLPK

/// A small linear programme over columns that are zero or more.
///
///     least and greatest  Σ cⱼ xⱼ   where  lowerᵢ ≤ Σ aᵢⱼ xⱼ ≤ upperᵢ  and  xⱼ ≥ 0
///
/// GLPK keeps its state by thread (it is built with thread-local storage), and each programme is
/// made, solved and freed in one call, so that tests may run side by side.
///
/// > A. Makhorin. *GNU Linear Programming Kit, Reference Manual*, version 5.0.
struct LinearProgram {
  /// Coefficients by column, each column once.
  typealias Terms = [Int: Double]

  struct Row {
    var terms: Terms
    var range: ClosedRange<Double>
  }

  let columnCount: Int
  var rows: [Row] = []
  /// Whether the columns are whole numbers, such as people.
  var isWhole = false

  init(columnCount: Int) { self.columnCount = columnCount }

  /// The least and the greatest value of a linear form.
  ///
  /// - Returns: nil where no point meets all rows, or the solver gave up; a side without bound
  ///   is infinite.
  func extremes(of form: Terms) -> ClosedRange<Double>? {
    glp_term_out(GLP_OFF)
    guard let problem = glp_create_prob() else { return nil }
    defer { glp_delete_prob(problem) }
    load(problem)
    for (column, coefficient) in form {
      glp_set_obj_coef(problem, Int32(column + 1), coefficient)
    }
    glp_scale_prob(problem, GLP_SF_GM | GLP_SF_EQ)
    guard let least = optimum(of: problem, GLP_MIN),
      let greatest = optimum(of: problem, GLP_MAX)
    else { return nil }
    return min(least, greatest)...max(least, greatest)
  }

  private func load(_ problem: OpaquePointer) {
    glp_add_cols(problem, Int32(columnCount))
    for column in 1...Int32(columnCount) {
      glp_set_col_bnds(problem, column, GLP_LO, 0, 0)
      if isWhole { glp_set_col_kind(problem, column, GLP_IV) }
    }
    guard !rows.isEmpty else { return }
    glp_add_rows(problem, Int32(rows.count))
    for (index, row) in rows.enumerated() { add(row, at: Int32(index + 1), to: problem) }
  }

  private func add(_ row: Row, at place: Int32, to problem: OpaquePointer) {
    let (low, high) = (row.range.lowerBound, row.range.upperBound)
    let kind =
      switch (low.isFinite, high.isFinite) {
      case (true, true): low == high ? GLP_FX : GLP_DB
      case (true, false): GLP_LO
      case (false, true): GLP_UP
      case (false, false): GLP_FR
      }
    glp_set_row_bnds(problem, place, kind, low.isFinite ? low : 0, high.isFinite ? high : 0)
    let terms = row.terms.filter { $0.value != 0 }
    // GLPK counts from one: the first place of both arrays is not looked at.
    let columns = [0] + terms.keys.map { Int32($0 + 1) }
    let coefficients = [0] + Array(terms.values)
    glp_set_mat_row(problem, place, Int32(terms.count), columns, coefficients)
  }

  private func optimum(of problem: OpaquePointer, _ direction: Int32) -> Double? {
    glp_set_obj_dir(problem, direction)
    var control = glp_smcp()
    glp_init_smcp(&control)
    control.msg_lev = GLP_MSG_OFF
    if glp_simplex(problem, &control) != 0 {
      // Singular or stuck from the last basis: once more from the beginning.
      glp_std_basis(problem)
      guard glp_simplex(problem, &control) == 0 else { return nil }
    }
    switch glp_get_status(problem) {
    case GLP_OPT: return isWhole ? wholeOptimum(of: problem) : glp_get_obj_val(problem)
    case GLP_UNBND: return direction == GLP_MIN ? -.infinity : .infinity
    default: return nil
    }
  }

  /// The optimum over whole numbers, from that over all numbers.
  private func wholeOptimum(of problem: OpaquePointer) -> Double? {
    var control = glp_iocp()
    glp_init_iocp(&control)
    control.msg_lev = GLP_MSG_OFF
    // Time for some thousand nodes; without it the bound over all numbers stands.
    control.tm_lim = 2000
    guard glp_intopt(problem, &control) == 0, glp_mip_status(problem) == GLP_OPT else {
      return glp_get_obj_val(problem)
    }
    return glp_mip_obj_val(problem)
  }
}
