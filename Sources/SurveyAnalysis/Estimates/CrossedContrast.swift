import Estimation
import LavaanSyntax
import SurveyModel

extension WeightedStudy {
  /// A contrast of cells that several groupings make, `city` and `wave` among them, such as
  /// `alpha:1 - beta:1`; over the samples that those put together, with what returning points make
  /// them have in common.
  ///
  /// - Throws: ``EstimateQuery/Failure``.
  func crossedContrast(
    _ contrast: EstimateContrast, _ query: EstimateQuery, _ beside: ScoresSideBySide
  ) throws(EstimateQuery.Failure) -> [EstimateRecord] {
    let ofSamples = query.by.filter(isOfSamples)
    if !ofSamples.isEmpty { try beside.checkComparable(query.names) }
    let isOfCities = ofSamples.contains(ModelScope.city)
    let isOfWaves = ofSamples.contains { $0 != ModelScope.city }
    let keys = unique(samples.map { crossingKey($0, isOfCities, isOfWaves) })
    let scopes = keys.map { key in
      samples.filter { crossingKey($0, isOfCities, isOfWaves) == key }
    }
    let known = unique(
      scopes.flatMap { scope in
        scope.flatMap { SampleCells($0, by: query.by, of: self)?.names ?? [] }
      })
    for term in contrast.terms where !known.contains(term.name) {
      throw .unknownTerm(term.name, known: known)
    }
    return query.names.flatMap { name in
      scopes.flatMap { scope -> [EstimateRecord] in
        let freed = ofSamples.isEmpty ? [] : beside.freed(of: name)
        guard let crossed = CrossedCells(scope, name, query, of: self, without: freed) else {
          return []
        }
        return crossed.records(of: contrast).map { record in
          var record = record
          if isOfCities { record.city = "" }
          if isOfWaves { record.wave = "" }
          return record
        }
      }
    }
  }

  /// What the samples of one scope have in common.
  private func crossingKey(
    _ sample: AnalysedSample, _ isOfCities: Bool, _ isOfWaves: Bool
  ) -> String {
    (isOfCities ? "" : sample.city) + "\u{1F}" + (isOfWaves ? "" : sample.wave)
  }
}
