import NumericalMethods

/// The minimum of an alignment, in the form in which it is reported.
struct AlignmentSolution {
  let means: [Double]
  let variances: [Double]
  /// Groups × items, as ``intercepts``.
  let loadings: Matrix
  let intercepts: Matrix
  let criterion: Double
  let starts: (loadings: [Double], intercepts: [Double])
  let covariance: AlignedCovariance?

  init(_ configural: ConfiguralEstimates, _ options: Alignment.Options) {
    let problem = AlignmentProblem(configural, options)
    let scales = problem.scaleSearch.minimum(from: problem.scaleStarts)
    let means = problem.meanSearch.minimum(from: problem.meanStarts)
    let place = AlignmentPlace(logScales: scales.z, means: means.z)
    let total = problem.totalWeight
    starts = (scales.values.map { $0 * total }, means.values.map { $0 * total })
    criterion = (starts.loadings.min() ?? 0) + (starts.intercepts.min() ?? 0)
    self.means = place.factorMeans
    variances = place.factorVariances
    loadings = Matrix(rows: problem.groups, columns: problem.items) {
      problem.loadings[$0, $1] * place.relativeScale($0)
    }
    intercepts = Matrix(rows: problem.groups, columns: problem.items) {
      problem.intercepts[$0, $1] - place.means[$0] * problem.loadings[$0, $1]
    }
    covariance = configural.covariance.flatMap { covariance in
      problem.sensitivities(at: place).map { AlignedCovariance(of: place, problem, $0, covariance) }
    }
  }
}

/// Where a search ended: ln(1/√ψ) and α/√ψ by group, the product of all ψ being 1.
struct AlignmentPlace {
  let logScales: [Double]
  let means: [Double]

  /// √ψ₁/√ψ: what configural loadings are multiplied by, the first group's variance being 1.
  func relativeScale(_ group: Int) -> Double { Elementary.exp(logScales[group] - logScales[0]) }

  /// α by group, in the first group's standard deviations.
  var factorMeans: [Double] { means.indices.map { means[$0] / relativeScale($0) } }

  var factorVariances: [Double] {
    logScales.indices.map { 1 / (relativeScale($0) * relativeScale($0)) }
  }
}

/// The two halves of an alignment, with starts.
struct AlignmentProblem {
  let loadings: Matrix
  let intercepts: Matrix
  let scaleSearch: AlignmentSearch
  let meanSearch: AlignmentSearch
  /// Σ √(nₐn_b) over pairs of groups.
  let totalWeight: Double
  private let options: Alignment.Options

  var groups: Int { loadings.rows }
  var items: Int { loadings.columns }

  init(_ configural: ConfiguralEstimates, _ options: Alignment.Options) {
    self.options = options
    loadings = Matrix(columns: configural.loadings).transposed
    intercepts = Matrix(columns: configural.intercepts).transposed
    let count = configural.groups.count
    let roots = configural.counts.map { Double($0).squareRoot() }
    var weights = Matrix(rows: count, columns: count) { $0 == $1 ? 0 : roots[$0] * roots[$1] }
    totalWeight = weights.elements.reduce(0, +) / 2
    weights = (1 / totalWeight) * weights
    scaleSearch = AlignmentSearch(
      half: .scales(loadings: loadings), weights: weights, loss: options.loss,
      constraint: .sumIsZero)
    meanSearch = AlignmentSearch(
      half: .means(intercepts: intercepts, loadings: loadings), weights: weights,
      loss: options.loss,
      constraint: options.identification == .fixed ? .firstIsZero : .none)
  }
}

extension AlignmentProblem {
  /// All groups brought to the first: by least squares, by each item alone, and by an item drawn
  /// for each group.
  private func starts(_ key: String, _ start: (_ group: Int, _ item: Int?) -> Double) -> [[Double]]
  {
    var stream = RandomStream(seed: options.seed).split(key)
    var starts = [(0..<groups).map { start($0, nil) }]
    starts += (0..<items).map { item in (0..<groups).map { start($0, item) } }
    starts += (0..<options.randomStarts).map { _ in
      (0..<groups).map { start($0, stream.integer(below: items)) }
    }
    return starts
  }

  var scaleStarts: [[Double]] {
    starts("scales") { group, item in
      let pairs = (item.map { [$0] } ?? Array(0..<items)).map { item in
        (loadings[0, item], loadings[group, item])
      }
      let ratio = pairs.reduce(0) { $0 + $1.0 * $1.1 } / pairs.reduce(0) { $0 + $1.1 * $1.1 }
      return ratio > 0 && ratio.isFinite ? Elementary.log(ratio) : 0
    }.map { z in
      let mean = z.reduce(0, +) / Double(groups)
      return z.dropFirst().map { min(max($0 - mean, -5), 5) }
    }
  }

  var meanStarts: [[Double]] {
    starts("means") { group, item in
      let items = item.map { [$0] } ?? Array(0..<items)
      let product = items.reduce(0) {
        $0 + loadings[group, $1] * (intercepts[group, $1] - intercepts[0, $1])
      }
      let mean = product / items.reduce(0) { $0 + loadings[group, $1] * loadings[group, $1] }
      return mean.isFinite ? min(max(mean, -20), 20) : 0
    }.map { z in options.identification == .fixed ? Array(z.dropFirst()) : z }
  }
}

extension AlignmentProblem {
  /// dz/dx of both halves, x being the configural loadings, then intercepts: groups × parameters.
  func sensitivities(at place: AlignmentPlace) -> (scales: Matrix, means: Matrix)? {
    guard
      let scales = scaleSearch.sensitivity(at: place.logScales, slopes: scaleSlopes(at: place)),
      let means = meanSearch.sensitivity(at: place.means, slopes: meanSlopes(at: place))
    else { return nil }
    return (scales, means)
  }

  /// d(dF/dz)/dx of the loadings' half: m = λ⁰eᶻ, dm/dz = m.
  private func scaleSlopes(at place: AlignmentPlace) -> Matrix {
    let (byValue, gradient) = scaleSearch.slopes(at: place.logScales)
    let size = groups * items
    return Matrix(rows: groups, columns: 2 * size) { row, column in
      guard column < size else { return 0 }
      let (group, item) = (column / items, column % items)
      let own = row == group ? gradient[group, item] : 0
      return (byValue[row, column] + own) * Elementary.exp(place.logScales[group])
    }
  }

  /// d(dF/dz)/dx of the intercepts' half: m = ν⁰ − zλ⁰, dm/dz = −λ⁰.
  private func meanSlopes(at place: AlignmentPlace) -> Matrix {
    let (byValue, gradient) = meanSearch.slopes(at: place.means)
    let size = groups * items
    return Matrix(rows: groups, columns: 2 * size) { row, column in
      guard column < size else { return byValue[row, column - size] }
      let (group, item) = (column / items, column % items)
      let own = row == group ? gradient[group, item] : 0
      return -place.means[group] * byValue[row, column] - own
    }
  }
}
