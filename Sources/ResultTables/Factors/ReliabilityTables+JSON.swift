import FactorAnalysis
import SocioculturalFactors
import StructuralModels
import SurveyAnalysis
import TextFormats

extension MeasuredScale {
  var json: JSONValue {
    [
      "scale": .string(scale.id.name), "wave": .string(scale.wave), "city": JSONValue(scale.city),
      "cityWeights": scale.city == nil ? .string(CityScaling.interviews.rawValue) : .null,
      "items": .integer(scale.itemCount), "alpha": JSONValue(scale.alpha),
      "alphaPairwise": JSONValue(scale.pairwiseAlpha),
      "standardisedAlpha": JSONValue(scale.reliability?.standardisedAlpha),
      "omega": JSONValue(scale.omega), "count": JSONValue(scale.reliability?.count),
      "coefficients": .array(ReliabilityCoefficient.allCases.map { self[$0].json($0) }),
      "itemStatistics": .array((scale.reliability?.items ?? []).map(\.json)),
      "warnings": .array(scale.warnings.map { .string($0.words) }),
    ]
  }
}

extension Reliability.ItemStatistics {
  fileprivate var json: JSONValue {
    [
      "question": .string(name), "mean": .number(mean),
      "standardDeviation": .number(standardDeviation),
      "itemTotal": .number(itemTotalCorrelation),
      "itemTotalCorrected": JSONValue(correctedCorrelation),
      "itemRest": JSONValue(itemRestCorrelation), "alphaIfDropped": JSONValue(alphaIfDropped),
    ]
  }
}

extension Result<ReliabilityEstimate, ReliabilityError> {
  fileprivate func json(_ coefficient: ReliabilityCoefficient) -> JSONValue {
    let estimate = try? get()
    let interval = estimate?.confidenceInterval()
    var reason: String?
    switch self {
    case .failure(let error): reason = "\(error)"
    case .success(let estimate):
      if case .failure(let missing) = estimate.interval() { reason = "\(missing)" }
    }
    return [
      "coefficient": .string(coefficient.rawValue), "formula": .string(coefficient.formula),
      "estimate": JSONValue(estimate?.value),
      "standardError": JSONValue(estimate?.standardError),
      "degreesOfFreedom": JSONValue(estimate?.estimate.degreesOfFreedom),
      "lower": JSONValue(interval?.lower), "upper": JSONValue(interval?.upper),
      "level": JSONValue(interval?.level), "count": JSONValue(estimate?.estimate.count),
      "error": JSONValue(reason),
    ]
  }
}

extension HeterotraitMonotrait {
  func json(wave: String) -> JSONValue {
    let interval = confidenceInterval()
    return [
      "wave": .string(wave), "first": .string(first), "second": .string(second),
      "formula": "mean |r_AB|/√(mean |r_AA| · mean |r_BB|) (Henseler, Ringle, Sarstedt 2015)",
      "estimate": .number(value), "standardError": .number(estimate.standardError),
      "degreesOfFreedom": .integer(estimate.degreesOfFreedom),
      "lower": JSONValue(interval?.lower), "upper": JSONValue(interval?.upper),
      "level": JSONValue(interval?.level),
    ]
  }
}
