/// What a passport is made from.
struct RakingRecord {
  let margins: [CodedMargin]
  let base: [Double]
  let raked: [Double]
  let options: RakingOptions
  let limits: ClosedRange<Double>?

  func passport(_ outcome: Raking.Outcome) -> WeightingPassport {
    WeightingPassport(
      margins: margins.map(margin), populationTotal: margins[0].total, options: options,
      iterations: outcome.iterations, largestError: outcome.error,
      countAtLowerLimit: raked.count { $0 > 0 && $0 == limits?.lowerBound },
      countAtUpperLimit: raked.count { $0 == limits?.upperBound }, spread: WeightSpread(raked))
  }

  private func margin(_ margin: CodedMargin) -> WeightingPassport.Margin {
    let baseShares = shares(base, margin)
    let rakedShares = shares(raked, margin)
    return WeightingPassport.Margin(
      name: margin.name,
      categories: margin.categories.indices.map {
        WeightingPassport.Category(
          name: margin.categories[$0], count: margin.counts[$0], baseShare: baseShares[$0],
          targetShare: margin.share($0), weightedShare: rakedShares[$0])
      },
      total: margin.total, isScaled: margin.total != margins[0].total,
      unknownCount: margin.unknownCount)
  }

  private func shares(_ weights: [Double], _ margin: CodedMargin) -> [Double] {
    var sums = Array(repeating: 0.0, count: margin.categories.count)
    for (row, code) in margin.codes.enumerated() where code >= 0 { sums[Int(code)] += weights[row] }
    let all = sums.reduce(0, +)
    return sums.map { $0 / all }
  }
}
