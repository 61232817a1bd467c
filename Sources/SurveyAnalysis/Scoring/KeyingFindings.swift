import FactorAnalysis
import SurveyModel
import TextFormats

/// Items whose keying the answers contradict: they go against the rest of their scale.
///
/// Items are reversed one by one, each time the one whose correlation with the rest is the most
/// negative, until none is clearly so. Reversing a part of a scale or all of the rest is the same:
/// the smaller part is told.
public struct KeyingFindings: Sendable {
  public private(set) var diagnostics: [Diagnostic] = []

  /// What counts as clearly negative: below this, and three standard errors of no correlation.
  private static let least = 0.15

  /// - Complexity: O(interviews × items² of a scale).
  public init(_ study: WeightedStudy) {
    let pooled = PooledItems(study.samples)
    for factor in study.study.factors {
      for scale in Self.scales(of: factor) {
        guard
          let covariance = try? pooled.covariance(
            of: scale.map { (factor.name, $0) }, missing: .pairwise)
        else { continue }
        let items = covariance.names.compactMap { name in scale.first { $0.question == name } }
        tell(of: items, factor.name, covariance)
      }
    }
  }

  /// The facets of three items and more; of the others, the factor's items together.
  private static func scales(of factor: Factor) -> [[Factor.Item]] {
    let items = factor.reflectiveItems.filter { $0.scoring == .mean }
    let facets = factor.facets.map { facet in items.filter { $0.facet == facet } }
    return !facets.isEmpty && facets.allSatisfy { $0.count > 2 } ? facets : [items]
  }

  private mutating func tell(
    of items: [Factor.Item], _ factor: String, _ covariance: ItemCovariance
  ) {
    let signs = Self.signs(covariance)
    var reversed = signs.indices.filter { signs[$0] < 0 }
    if reversed.count * 2 > signs.count { reversed = signs.indices.filter { signs[$0] > 0 } }
    if reversed.count * 2 == signs.count {
      tellHalves(reversed.map { items[$0] }, items, factor)
      return
    }
    for place in reversed {
      let correlation = Self.correlation(of: place, with: signs, covariance)
      let item = items[place]
      let likely = item.keying == .positive ? "-" : "+"
      diagnostics.append(
        Diagnostic(
          .warning, "keying-contradicted",
          "\(item.question), keyed '\(item.keying.rawValue)', correlates "
            + "\(Self.shown(-correlation.magnitude)) with the rest of \(factor): its keying is likely "
            + "'\(likely)'",
          fix:
            "write \(likely) in the column 'keying' of this row, or look whether its codes run the "
            + "other way", at: item.location))
    }
  }

  private mutating func tellHalves(
    _ half: [Factor.Item], _ items: [Factor.Item], _ factor: String
  ) {
    guard let first = half.first else { return }
    let others = items.filter { !half.contains($0) }
    func names(_ items: [Factor.Item]) -> String { items.map(\.question).joined(separator: ", ") }
    diagnostics.append(
      Diagnostic(
        .warning, "keying-contradicted",
        "\(names(half)) and \(names(others)) of \(factor) go against each other as keyed",
        fix: "write the other sign in the column 'keying' of one of the two halves",
        at: first.location))
  }

  /// 1 for an item whose keying stands, −1 for one that is to be reversed.
  private static func signs(_ covariance: ItemCovariance) -> [Double] {
    var signs = Array(repeating: 1.0, count: covariance.names.count)
    let limit = -max(least, 3 / Double(max(1, covariance.count)).squareRoot())
    for _ in 0..<(2 * signs.count) {
      let correlations = signs.indices.map { correlation(of: $0, with: signs, covariance) }
      guard let worst = correlations.indices.min(by: { correlations[$0] < correlations[$1] }),
        correlations[worst] < limit
      else { break }
      signs[worst] = -signs[worst]
    }
    return signs
  }

  /// The correlation of a standardised item with the sum of the others, all with their signs; 0
  /// where the sum does not vary.
  private static func correlation(
    of item: Int, with signs: [Double], _ covariance: ItemCovariance
  ) -> Double {
    let matrix = covariance.correlations
    let rest = signs.indices.filter { $0 != item }
    let shared = rest.reduce(0) { $0 + signs[item] * signs[$1] * matrix[item][$1] }
    let variance = rest.reduce(0) { sum, a in
      rest.reduce(sum) { $0 + signs[a] * signs[$1] * matrix[a][$1] }
    }
    return variance > 1e-9 ? shared / variance.squareRoot() : 0
  }

  private static func shown(_ correlation: Double) -> String {
    DecimalNumber(correlation)?.text(fractionDigits: 2, .init(minus: "−")) ?? ""
  }
}
