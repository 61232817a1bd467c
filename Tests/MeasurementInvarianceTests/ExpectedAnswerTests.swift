import Foundation
import ReferenceData
import Testing

@testable import MeasurementInvariance

/// What R integrated (`Tests/Reference/dmacs.R`).
private struct DmacsReference: Decodable {
  struct Answer: Decodable {
    let intercept, loading: Double
    let thresholds, scores: Numbers?
    let residual: Double?

    var expected: ExpectedAnswer {
      ExpectedAnswer(
        intercept: intercept, loading: loading,
        categories: thresholds.map {
          .init(
            scores: scores?.values ?? [], thresholds: $0.values, residualVariance: residual ?? 1)
        })
    }
  }
  struct Case: Decodable {
    let group, reference: Answer
    let factorMean, factorVariance, groupMean, bias, rootMeanSquare: Double

    var factor: FactorDistribution {
      FactorDistribution(mean: factorMean, variance: factorVariance)
    }
  }
  let cases: [Case]

  static func load() throws -> DmacsReference { try referenceJSON("dmacs.json") }
}

/// R writes a vector of one number as a number.
struct Numbers: Decodable {
  let values: [Double]

  init(from decoder: Decoder) throws {
    let container = try decoder.singleValueContainer()
    values = try (try? container.decode([Double].self)) ?? [container.decode(Double.self)]
  }
}

@Suite("The expected answer")
struct ExpectedAnswerTests {
  /// R's own integration is asked for eleven digits.
  private static let tolerance = 1e-9

  @Test("Has the mean, bias and unsigned effect that R integrates", arguments: 0..<6)
  func reference(_ index: Int) throws {
    let reference = try DmacsReference.load().cases[index]
    let (group, other) = (reference.group.expected, reference.reference.expected)
    let bias = group.mean(over: reference.factor) - other.mean(over: reference.factor)
    let size = group.rootMeanSquareDifference(from: other, over: reference.factor)
    #expect(
      largestDifference(
        [group.mean(over: reference.factor), bias, size],
        [reference.groupMean, reference.bias, reference.rootMeanSquare]) < Self.tolerance)
  }

  @Test("Has derivatives that agree with small steps", arguments: 0..<6)
  func derivatives(_ index: Int) throws {
    let reference = try DmacsReference.load().cases[index]
    let (answer, factor) = (reference.group.expected, reference.factor)
    let gradient = ExpectedAnswerGradient(of: answer, over: factor)
    func slope(_ change: (inout ExpectedAnswer, inout FactorDistribution, Double) -> Void) -> Double
    {
      let sides = [1e-5, -1e-5].map { step in
        var (moved, over) = (answer, factor)
        change(&moved, &over, step)
        return moved.mean(over: over)
      }
      return (sides[0] - sides[1]) / 2e-5
    }
    var found = [
      gradient.intercept, gradient.loading, gradient.factorMean, gradient.factorVariance,
    ]
    var expected = [
      slope { answer, _, step in answer.intercept += step },
      slope { answer, _, step in answer.loading += step },
      slope { _, factor, step in factor.mean += step },
      slope { _, factor, step in factor.variance += step },
    ]
    for place in gradient.thresholds.indices {
      found.append(gradient.thresholds[place])
      expected.append(slope { answer, _, step in answer.categories?.thresholds[place] += step })
    }
    if answer.categories != nil {
      found.append(gradient.residualVariance)
      expected.append(slope { answer, _, step in answer.categories?.residualVariance += step })
    }
    #expect(largestDifference(found, expected) < 1e-7)
  }

  @Test("An item that works alike has no effect", arguments: 0..<6)
  func alike(_ index: Int) throws {
    let answer = try DmacsReference.load().cases[index].group.expected
    let factor = FactorDistribution(mean: 0.4, variance: 1.3)
    #expect(answer.rootMeanSquareDifference(from: answer, over: factor) == 0)
  }
}
