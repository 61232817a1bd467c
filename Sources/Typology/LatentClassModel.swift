import NumericalMethods

/// The shares of the classes and what their members answer.
struct LatentClassParameters: Hashable, Sendable {
  /// Groups × classes.
  var shares: Matrix
  /// Categories of all items × classes.
  var probabilities: Matrix
}

/// The steps of expectation and maximisation over answer patterns.
struct LatentClassModel: Sendable {
  let patterns: AnswerPatterns
  let classes: Int
  /// One for each pattern.
  let weights: [Double]

  init(_ patterns: AnswerPatterns, classes: Int, weights: [Double]? = nil) {
    self.patterns = patterns
    self.classes = classes
    self.weights = weights ?? patterns.weights
  }

  /// (K − 1) for each group and K Σ (Cⱼ − 1).
  var parameterCount: Int {
    let free = patterns.blocks.reduce(0) { $0 + $1.count - 1 }
    return patterns.groupCount * (classes - 1) + classes * free
  }

  /// The probability of each class given a pattern's answers, and the log-likelihood.
  func expectation(_ parameters: LatentClassParameters) -> (posteriors: Matrix, value: Double) {
    let tiny = 1e-300
    let logs = Matrix(
      rows: parameters.probabilities.rows, columns: classes,
      elements: parameters.probabilities.elements.map { Elementary.log(max($0, tiny)) })
    let shares = parameters.shares.elements.map { Elementary.log(max($0, tiny)) }
    var joint = patterns.indicators * logs
    let value = joint.elements.withUnsafeMutableBufferPointer { joint in
      weights.withUnsafeBufferPointer { weights in
        patterns.groups.withUnsafeBufferPointer { groups in
          normalise(joint, logShares: shares, groups, weights)
        }
      }
    }
    return (joint, value)
  }

  /// Turns log-probabilities of answers given the class into probabilities of the class.
  private func normalise(
    _ joint: UnsafeMutableBufferPointer<Double>, logShares: [Double],
    _ groups: UnsafeBufferPointer<Int>, _ weights: UnsafeBufferPointer<Double>
  ) -> Double {
    var value = 0.0
    let count = groups.count
    for pattern in 0..<count {
      var largest = -Double.infinity
      for place in 0..<classes {
        let index = pattern + place * count
        joint[index] += logShares[groups[pattern] + place * patterns.groupCount]
        largest = max(largest, joint[index])
      }
      var sum = 0.0
      for place in 0..<classes {
        let index = pattern + place * count
        joint[index] = Elementary.exp(joint[index] - largest)
        sum += joint[index]
      }
      for place in 0..<classes { joint[pattern + place * count] /= sum }
      value += weights[pattern] * (largest + Elementary.log(sum))
    }
    return value
  }

  /// The shares and probabilities that are likeliest where classes are known as far as this.
  func maximisation(
    _ posteriors: Matrix, after previous: LatentClassParameters
  ) -> LatentClassParameters {
    var weighted = posteriors
    for place in 0..<classes {
      for pattern in 0..<patterns.count {
        weighted[pattern, place] *= weights[pattern]
      }
    }
    var next = previous
    next.shares = Matrix(rows: patterns.groupCount, columns: classes)
    for place in 0..<classes {
      for pattern in 0..<patterns.count {
        next.shares[patterns.groups[pattern], place] += weighted[pattern, place]
      }
    }
    next.probabilities = patterns.indicators.transposedTimes(weighted)
    next.normalise(patterns.blocks, else: previous)
    return next
  }

  /// All probabilities at random: equal shares, answers from the uniform Dirichlet distribution.
  func randomStart(_ stream: inout RandomStream) -> LatentClassParameters {
    var start = LatentClassParameters(
      shares: Matrix(rows: patterns.groupCount, columns: classes, repeating: 1),
      probabilities: Matrix(rows: patterns.indicators.columns, columns: classes))
    for index in start.probabilities.elements.indices {
      start.probabilities.elements[index] = -Elementary.log(stream.uniform())
    }
    start.normalise(patterns.blocks, else: start)
    return start
  }
}

extension LatentClassParameters {
  /// Makes shares of each group, and the probabilities of each item in each class, add up to 1;
  /// those that add up to 0 are taken from `fallback`.
  mutating func normalise(_ blocks: [Range<Int>], else fallback: LatentClassParameters) {
    for group in 0..<shares.rows {
      let sum = (0..<shares.columns).reduce(0) { $0 + shares[group, $1] }
      for place in 0..<shares.columns {
        shares[group, place] = sum > 0 ? shares[group, place] / sum : fallback.shares[group, place]
      }
    }
    for place in 0..<probabilities.columns {
      for block in blocks {
        let sum = block.reduce(0) { $0 + probabilities[$1, place] }
        for row in block {
          probabilities[row, place] =
            sum > 0 ? probabilities[row, place] / sum : fallback.probabilities[row, place]
        }
      }
    }
  }

  /// The largest difference of any probability.
  func distance(to other: LatentClassParameters) -> Double {
    max(
      zip(shares.elements, other.shares.elements).reduce(0) { max($0, abs($1.0 - $1.1)) },
      zip(probabilities.elements, other.probabilities.elements)
        .reduce(0) { max($0, abs($1.0 - $1.1)) })
  }

  /// The classes in this order.
  func reordered(_ order: [Int]) -> LatentClassParameters {
    LatentClassParameters(
      shares: Matrix(columns: order.map(shares.column)),
      probabilities: Matrix(columns: order.map(probabilities.column)))
  }
}
