import NumericalMethods
import Parallelism

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

  /// Runs from random starts until they are near their tops, the best first.
  func runs(_ starts: Int, seed: UInt64, cycles: Int) -> [LatentClassRun] {
    let root = RandomStream(seed: seed).split("latent classes").split(UInt64(classes))
    let runs = concurrentMap(classes == 1 ? 1 : starts) { index in
      var stream = root.split(UInt64(index))
      return run(from: randomStart(&stream), tolerance: 1e-4, cycles: cycles)
    }
    return runs.sorted { $0.logLikelihood > $1.logLikelihood }
  }

  /// The best of the three best runs, each taken to its end.
  func best(of runs: [LatentClassRun], cycles: Int) -> LatentClassRun {
    let ends = concurrentMap(min(3, runs.count)) {
      run(from: runs[$0].parameters, tolerance: 1e-10, cycles: cycles)
    }
    return ends.dropFirst().reduce(ends[0]) { $1.logLikelihood > $0.logLikelihood ? $1 : $0 }
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
