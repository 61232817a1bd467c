import Estimation
import LavaanSyntax
import NumericalMethods
import StructuralModels

/// What a fitted level says of items, scales and factors: biases, effect sizes and latent means,
/// with errors from the model's covariance by the delta method.
struct LadderEffects {
  private let fit: ConfirmatoryFit
  private let model: MeasurementModel
  private let groups: [LadderData.Group]
  private let table: LadderTable
  /// The categories' scores of ordered items.
  private let scores: [String: [Double]]
  private let rows: [Row: Parameter]

  private struct Row: Hashable {
    var name: ParameterName
    var group: Int
  }

  /// A value with its derivatives by θ.
  struct Gradient {
    var value = 0.0
    var derivatives: [Int: Double] = [:]

    static func + (left: Gradient, right: Gradient) -> Gradient {
      Gradient(
        value: left.value + right.value,
        derivatives: left.derivatives.merging(right.derivatives, uniquingKeysWith: +))
    }

    static func * (factor: Double, right: Gradient) -> Gradient {
      Gradient(
        value: factor * right.value, derivatives: right.derivatives.mapValues { factor * $0 })
    }

    static func - (left: Gradient, right: Gradient) -> Gradient { left + (-1) * right }
  }

  init(_ fit: ConfirmatoryFit, _ data: LadderData, missing: MissingInModel) {
    self.fit = fit
    model = data.model
    groups = data.answers.groups.map { $0.facts(missing) }
    table = data.table
    scores = data.scores
    rows = Dictionary(
      fit.table.parameters.map { (Row(name: $0.name, group: $0.group), $0) },
      uniquingKeysWith: { first, _ in first })
  }
}

// Parameters.
extension LadderEffects {
  private func parameter(
    _ left: String, _ kind: Parameter.Operator, _ right: String, _ group: Int
  ) -> Gradient {
    let address = table.address(ParameterName(left, kind, right), group)
    guard let row = rows[Row(name: address.name, group: address.group)] else {
      return Gradient()
    }
    let value = fit.estimate(of: row).value
    return Gradient(value: value, derivatives: row.freeIndex.map { [$0: 1] } ?? [:])
  }

  private func distribution(of factor: String, _ group: Int) -> FactorDistribution {
    FactorDistribution(
      mean: parameter(factor, .intercept, "", group).value,
      variance: parameter(factor, .covariance, factor, group).value)
  }

  private func thresholds(of item: String, _ group: Int) -> [Gradient] {
    (1..<(scores[item]?.count ?? 1)).map { parameter(item, .threshold, "t\($0)", group) }
  }

  private func answer(to item: String, of factor: String, _ group: Int) -> ExpectedAnswer {
    ExpectedAnswer(
      intercept: parameter(item, .intercept, "", group).value,
      loading: parameter(factor, .loading, item, group).value,
      categories: scores[item].map { scores in
        ExpectedAnswer.Categories(
          scores: scores, thresholds: thresholds(of: item, group).map(\.value),
          residualVariance: parameter(item, .covariance, item, group).value)
      })
  }

  /// The mean answer to an item as one group answers it, over the factor as it is in another.
  private func mean(
    of item: String, _ factor: String, answeredAsIn group: Int, over other: Int
  ) -> Gradient {
    let answer = answer(to: item, of: factor, group)
    let distribution = distribution(of: factor, other)
    let slopes = ExpectedAnswerGradient(of: answer, over: distribution)
    var result = Gradient(value: answer.mean(over: distribution))
    func add(_ slope: Double, _ gradient: Gradient) {
      for (index, derivative) in gradient.derivatives {
        result.derivatives[index, default: 0] += slope * derivative
      }
    }
    add(slopes.intercept, parameter(item, .intercept, "", group))
    add(slopes.loading, parameter(factor, .loading, item, group))
    add(slopes.factorMean, parameter(factor, .intercept, "", other))
    add(slopes.factorVariance, parameter(factor, .covariance, factor, other))
    add(slopes.residualVariance, parameter(item, .covariance, item, group))
    for (slope, threshold) in zip(slopes.thresholds, thresholds(of: item, group)) {
      add(slope, threshold)
    }
    return result
  }
}

// Errors.
extension LadderEffects {
  private func covariance(_ a: Gradient, _ b: Gradient) -> Double {
    var sum = 0.0
    for (i, x) in a.derivatives {
      for (j, y) in b.derivatives { sum += x * y * fit.covariance[i, j] }
    }
    return sum
  }

  /// The error of a comparison of two groups: with the degrees of freedom of both.
  private func estimate(_ gradient: Gradient, _ first: Int, _ second: Int) -> Estimate {
    estimate(gradient.value, variance: covariance(gradient, gradient), first, second)
  }

  private func estimate(
    _ value: Double, variance: Double, _ first: Int, _ second: Int
  ) -> Estimate {
    let both = Set([first, second]).map { groups[$0] }
    return Estimate(
      value: value, standardError: max(0, variance).squareRoot(),
      degreesOfFreedom: degreesOfFreedom(both), base: base(both))
  }

  /// The sum of both designs'; the smaller one's where the same people answered in both waves.
  private func degreesOfFreedom(_ groups: [LadderData.Group]) -> Int {
    let all = groups.map(\.degreesOfFreedom).sorted().prefix(2)
    return table.isPanel ? all.first ?? 0 : all.reduce(0, +)
  }

  private func base(_ groups: [LadderData.Group]) -> Estimate.Base {
    Estimate.Base(
      count: groups.reduce(0) { $0 + $1.count },
      weightedCount: groups.reduce(0) { $0 + $1.weightSum },
      effectiveCount: groups.reduce(0) { $0 + $1.effectiveCount })
  }

  private func vector(_ values: [Gradient]) -> EstimateVector {
    let smallest = degreesOfFreedom(groups)
    let base = base(groups)
    let indices = Set(values.flatMap(\.derivatives.keys)).sorted()
    let derivatives = Matrix(rows: indices.count, columns: values.count) {
      values[$1].derivatives[indices[$0]] ?? 0
    }
    let matrix = derivatives.transposedTimes(fit.covariance.matrix(of: indices) * derivatives)
    let covariances = matrix.elements
    let estimates = values.indices.map { place in
      Estimate(
        value: values[place].value,
        standardError: max(0, covariances[place * (values.count + 1)]).squareRoot(),
        degreesOfFreedom: smallest, base: base)
    }
    return EstimateVector(
      names: groups.map(\.name), estimates: estimates, covariance: covariances,
      degreesOfFreedom: smallest, base: base)
  }
}

extension LadderEffects {
  /// Of every item that works differently in some group, in each group but the first.
  func itemEffects(freed: Set<String>) -> [ItemEffect] {
    model.factors.flatMap { factor in
      factor.items.filter(freed.contains).flatMap { item in
        groups.indices.dropFirst().map { effect(of: item, factor.name, $0) }
      }
    }
  }

  private func effect(of item: String, _ factor: String, _ group: Int) -> ItemEffect {
    let bias = bias(of: item, factor, group)
    let difference = answer(to: item, of: factor, group).rootMeanSquareDifference(
      from: answer(to: item, of: factor, 0), over: distribution(of: factor, group))
    let deviation = deviation(of: item, group)
    return ItemEffect(
      factor: factor, item: item, group: groups[group].name, reference: groups[0].name,
      dmacs: difference / deviation, signedDmacs: bias.value / deviation,
      bias: estimate(bias, 0, group))
  }

  /// ((n₁ − 1) s₁ + (n₂ − 1) s₂)/(n₁ + n₂ − 2)
  private func deviation(of item: String, _ group: Int) -> Double {
    let pair = [groups[0], groups[group]]
    let weights = pair.map { Double($0.count - 1) }
    let sum = zip(weights, pair).reduce(0.0) { $0 + $1.0 * ($1.1.deviations[item] ?? .nan) }
    return sum / weights.reduce(0, +)
  }

  /// By how much the group's mean of an item is higher than in the first group at the same factor.
  private func bias(of item: String, _ factor: String, _ group: Int) -> Gradient {
    mean(of: item, factor, answeredAsIn: group, over: group)
      - mean(of: item, factor, answeredAsIn: 0, over: group)
  }

  /// The mean bias of a factor's items, those named alone counting.
  private func scaleBias(
    _ factor: MeasurementModel.Factor, _ group: Int, only items: Set<String>
  ) -> Gradient {
    let share = 1 / Double(factor.items.count)
    return factor.items.filter(items.contains).reduce(Gradient()) {
      $0 + share * bias(of: $1, factor.name, group)
    }
  }

  func scaleBiases(freed: Set<String>) -> [ScaleBias] {
    model.factors.flatMap { factor in
      groups.indices.dropFirst().map { group in
        ScaleBias(
          factor: factor.name, group: groups[group].name, reference: groups[0].name,
          bias: estimate(scaleBias(factor, group, only: freed), 0, group))
      }
    }
  }

  /// Whether the bias that some items bring into a scale is shown to be no more than tolerated
  /// between any two groups: the interval of each difference lies within ± the tolerance.
  func isNegligible(_ items: Set<String>, tolerance: Double, level: Double) -> Bool {
    model.factors.allSatisfy { factor in
      let biases = groups.indices.map { group in
        group == 0 ? Gradient() : scaleBias(factor, group, only: items)
      }
      let covariances = fit.covariance.covariances(of: biases.map(\.derivatives))
      return groups.indices.allSatisfy { first in
        groups.indices.dropFirst(first + 1).allSatisfy { second in
          let variance =
            covariances[first, first] + covariances[second, second]
            - 2 * covariances[first, second]
          let difference = estimate(
            biases[second].value - biases[first].value, variance: variance, first, second)
          guard let interval = difference.confidenceInterval(level: level) else {
            return abs(difference.value) <= tolerance
          }
          return interval.isInside(-tolerance...tolerance)
        }
      }
    }
  }

  /// The factors' means by group, relative to the first.
  func latentMeans() -> [LatentMeans] {
    model.factors.map { factor in
      LatentMeans(
        factor: factor.name,
        inUnitOfAnswers: vector(groups.indices.map { expectedScale(factor, $0) }),
        standardised: vector(standardisedMeans(of: factor.name)))
    }
  }

  /// How far the scale's mean would be from the first group's, all answering as the first does.
  private func expectedScale(_ factor: MeasurementModel.Factor, _ group: Int) -> Gradient {
    guard group > 0 else { return Gradient() }
    let share = 1 / Double(factor.items.count)
    return factor.items.reduce(Gradient()) { sum, item in
      let here = mean(of: item, factor.name, answeredAsIn: 0, over: group)
      let there = mean(of: item, factor.name, answeredAsIn: 0, over: 0)
      return sum + share * (here - there)
    }
  }

  /// α_g/s, s² = Σ n ψ/Σ n.
  private func standardisedMeans(of factor: String) -> [Gradient] {
    let total = Double(groups.reduce(0) { $0 + $1.count })
    let pooled = groups.indices.reduce(Gradient()) { sum, group in
      sum + (Double(groups[group].count) / total)
        * parameter(factor, .covariance, factor, group)
    }
    let deviation = pooled.value.squareRoot()
    return groups.indices.map { group in
      let mean = parameter(factor, .intercept, "", group)
      var result = (1 / deviation) * mean
      let byVariance = (-mean.value / (2 * deviation * pooled.value)) * pooled
      result.derivatives.merge(byVariance.derivatives, uniquingKeysWith: +)
      return result
    }
  }
}
