import NumericalMethods

/// Where a run from one start ended.
struct LatentClassRun: Sendable {
  var parameters: LatentClassParameters
  var logLikelihood: Double
  var isConverged: Bool
}

extension LatentClassModel {
  /// Expectation and maximisation with squared extrapolation: two steps are drawn out along the
  /// roots of the probabilities, θ = √p, where they stay on the sphere without limits,
  ///
  ///     θ' = θ₀ − 2α r + α² v,  r = θ₁ − θ₀,  v = θ₂ − 2θ₁ + θ₀,  α = −|r|/|v|
  ///
  /// and taken where the likelihood is not lower; so it never falls. It ends when a plain step
  /// moves no probability by more than `tolerance`.
  ///
  /// > R. Varadhan, C. Roland (2008). "Simple and globally convergent methods for accelerating
  /// > the convergence of any EM algorithm". *Scandinavian Journal of Statistics* 35(2).
  func run(
    from start: LatentClassParameters, tolerance: Double, cycles: Int
  ) -> LatentClassRun {
    var current = start
    var value = -Double.infinity
    for _ in 0..<cycles {
      let zero = expectation(current)
      let first = maximisation(zero.posteriors, after: current)
      if current.distance(to: first) < tolerance {
        return LatentClassRun(parameters: current, logLikelihood: zero.value, isConverged: true)
      }
      let one = expectation(first)
      let second = maximisation(one.posteriors, after: first)
      let far = LatentClassParameters.extrapolated(current, first, second, patterns.blocks)
      let two = expectation(far)
      current = two.value >= one.value ? maximisation(two.posteriors, after: far) : second
      value = max(one.value, two.value)
    }
    return LatentClassRun(parameters: current, logLikelihood: value, isConverged: false)
  }

  /// The best of many starts, each run until it is near its top, the best three to their ends.
  ///
  /// - Returns: The best, and the log-likelihood near which each start ended.
  func best(
    of starts: Int, seed: UInt64, cycles: Int
  ) -> (run: LatentClassRun, values: [Double]) {
    let root = RandomStream(seed: seed).split("latent classes").split(UInt64(classes))
    let starts = classes == 1 ? 1 : starts
    let runs = concurrentMap(starts) { index in
      var stream = root.split(UInt64(index))
      return run(from: randomStart(&stream), tolerance: 1e-4, cycles: cycles)
    }
    let order = runs.indices.sorted { runs[$0].logLikelihood > runs[$1].logLikelihood }
    let ends = concurrentMap(min(3, starts)) {
      run(from: runs[order[$0]].parameters, tolerance: 1e-10, cycles: cycles)
    }
    var best = ends[0]
    for end in ends where end.logLikelihood > best.logLikelihood { best = end }
    return (best, runs.map(\.logLikelihood))
  }
}

extension LatentClassParameters {
  fileprivate static func extrapolated(
    _ zero: LatentClassParameters, _ first: LatentClassParameters,
    _ second: LatentClassParameters, _ blocks: [Range<Int>]
  ) -> LatentClassParameters {
    let roots = [zero, first, second].map { point in
      (point.shares.elements + point.probabilities.elements).map { $0.squareRoot() }
    }
    var lengths = (step: 0.0, turn: 0.0)
    for index in roots[0].indices {
      let step = roots[1][index] - roots[0][index]
      let turn = roots[2][index] - roots[1][index] - step
      lengths.step += step * step
      lengths.turn += turn * turn
    }
    let factor =
      lengths.turn > 0 ? -max(1, (lengths.step / lengths.turn).squareRoot()) : -1
    var far = second
    for index in roots[0].indices {
      let step = roots[1][index] - roots[0][index]
      let turn = roots[2][index] - roots[1][index] - step
      let root = roots[0][index] - 2 * factor * step + factor * factor * turn
      let shares = far.shares.elements.count
      if index < shares {
        far.shares.elements[index] = root * root
      } else {
        far.probabilities.elements[index - shares] = root * root
      }
    }
    far.normalise(blocks, else: second)
    return far
  }
}
