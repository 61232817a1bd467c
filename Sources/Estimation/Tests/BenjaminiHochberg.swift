/// p values adjusted for the many comparisons of one family.
///
///     p̃₍ᵢ₎ = min over j ≥ i of min(1, p₍ⱼ₎ m/j)
///
/// A comparison is established at 0.05 where its adjusted p is under 0.05; of all those, at most
/// 5 % are false on the average.
///
/// - Parameter pValues: 0…1; NaN where no test was possible: not counted in the family, NaN again.
/// - Returns: As many, in the same order (R: `p.adjust(method = "BH")`).
/// > Y. Benjamini, Y. Hochberg (1995). "Controlling the false discovery rate". *JRSS* B 57(1).
public func adjustedByBenjaminiHochberg(_ pValues: [Double]) -> [Double] {
  var adjusted = pValues
  let ordered = pValues.indices.filter { !pValues[$0].isNaN }.sorted {
    (pValues[$0], $0) < (pValues[$1], $1)
  }
  var smallest = 1.0
  for (rank, index) in ordered.enumerated().reversed() {
    smallest = min(smallest, pValues[index] * Double(ordered.count) / Double(rank + 1))
    adjusted[index] = smallest
  }
  return adjusted
}
