import NumericalMethods

/// ω_t and the average variance extracted of a one-factor maximum likelihood model, with their
/// derivatives by the covariances.
///
///     ω_t = (Σ λᵢ)²/((Σ λᵢ)² + Σ θᵢᵢ)
///     AVE = Σ λᵢ²/(Σ λᵢ² + Σ θᵢᵢ)
///
/// in the unit of the answers.
package struct OneFactorStatistics {
  package let omegaTotal, averageVariance: SmoothStatistic

  package init(_ covariance: ItemCovariance) throws(FactorAnalysisError) {
    try covariance.require(items: 3)
    let extraction = try FactorExtraction(covariance, factors: 1, method: .maximumLikelihood)
    let changes = ExtractionChange(
      covariance.correlationMatrix, extraction, method: .maximumLikelihood)
    guard let changes else { throw .rotationNotDetermined }
    let common = extraction.loadings.timesTransposed(extraction.loadings)
    let places = OrdinalPairs.places(items: common.rows)
    let along = places.map { changes.along(.change(of: $0, size: common.rows)) }
    omegaTotal = Self.share(
      common.elements.map { _ in 1 }, common, extraction.uniquenesses, along, covariance)
    averageVariance = Self.share(
      Matrix.identity(common.rows).elements, common, extraction.uniquenesses, along, covariance)
  }

  /// Σ mᵢⱼ cᵢⱼ/(Σ mᵢⱼ cᵢⱼ + Σ θᵢ), where m = sᵢ Mᵢⱼ sⱼ is the common part and c is 1 for what is
  /// counted.
  private static func share(
    _ counted: [Double], _ common: Matrix, _ uniquenesses: [Double],
    _ along: [(common: Matrix, uniquenesses: [Double])], _ covariance: ItemCovariance
  ) -> SmoothStatistic {
    let variances = covariance.covarianceMatrix.diagonal
    let deviations = variances.map { $0.squareRoot() }
    let weights = Matrix(rows: common.rows, columns: common.columns, elements: counted)
      .scaled(by: deviations)
    let shared = weights.innerProduct(common)
    let unique = zip(variances, uniquenesses).reduce(0) { $0 + $1.0 * $1.1 }
    let total = shared + unique
    // d(a/(a + b)) = (b da − a db)/(a + b)².
    func slope(_ shared: Double, _ uniqueChange: Double, _ ownShared: Double) -> Double {
      (unique * ownShared - shared * uniqueChange) / (total * total)
    }
    let pairs = along.map { change in
      slope(
        shared, zip(variances, change.uniquenesses).reduce(0) { $0 + $1.0 * $1.1 },
        weights.innerProduct(change.common))
    }
    let ownSums = weights.elementwise(common)
    let perVariance = variances.indices.map { item in
      slope(shared, uniquenesses[item], ownSums.row(item).reduce(0, +) / variances[item])
    }
    return SmoothStatistic(
      shared / total, correlationSlopes: pairs, varianceSlopes: perVariance,
      at: covariance.covarianceMatrix)
  }
}
