/// p values adjusted for the many comparisons of one family, so that the chance of a single false
/// one stays under 5 %.
///
///     p̃₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1) p₍ⱼ₎)
///
/// - Parameter pValues: 0…1; NaN where no test was possible: not counted in the family, NaN again.
/// - Returns: As many, in the same order (R: `p.adjust(method = "holm")`).
/// > S. Holm (1979). "A simple sequentially rejective multiple test procedure". *Scandinavian
/// > Journal of Statistics* 6(2).
public func adjustedByHolm(_ pValues: [Double]) -> [Double] {
  var adjusted = pValues
  let ordered = pValues.indices.filter { !pValues[$0].isNaN }.sorted {
    (pValues[$0], $0) < (pValues[$1], $1)
  }
  var largest = 0.0
  for (rank, index) in ordered.enumerated() {
    largest = max(largest, min(1, pValues[index] * Double(ordered.count - rank)))
    adjusted[index] = largest
  }
  return adjusted
}

/// How p values of many comparisons are adjusted.
public enum Adjustment: String, Hashable, Sendable, CaseIterable {
  /// The family's chance of a single false finding; see ``adjustedByHolm(_:)``.
  case holm
  /// The share of false findings; see ``adjustedByBenjaminiHochberg(_:)``.
  case benjaminiHochberg = "benjamini-hochberg"
  case none

  public func adjusted(_ pValues: [Double]) -> [Double] {
    switch self {
    case .holm: adjustedByHolm(pValues)
    case .benjaminiHochberg: adjustedByBenjaminiHochberg(pValues)
    case .none: pValues
    }
  }
}
