import SurveyModel

/// Whether margins that are plainly per cent or shares add up to a whole.
///
/// Numbers of people need not: only sums near 100 (or 1) are looked at, and none that the city's
/// population or the city's other margins share.
struct MarginTotals {
  private struct Key: Hashable {
    let city: String
    let wave: String
    let group: String
  }

  private(set) var diagnostics: [Diagnostic] = []

  init(_ study: Study) {
    var order: [Key] = []
    var rows: [Key: [Margin]] = [:]
    for margin in study.margins {
      let key = Key(city: margin.city, wave: margin.wave, group: margin.group.name)
      if rows[key] == nil { order.append(key) }
      rows[key, default: []].append(margin)
    }
    let sums = rows.mapValues { $0.reduce(0) { $0 + $1.population } }
    for key in order {
      let own = rows[key] ?? []
      let others = order.filter {
        $0.city == key.city && $0.wave == key.wave && $0.group != key.group
      }.compactMap { sums[$0] }
      let people = [study.city(key.city)?.population].compactMap(\.self)
      check(key, own, confirmed: others + people + people.map { $0 / 1000 })
    }
  }

  /// - Parameter confirmed: Totals that other figures give, in people or thousands.
  private mutating func check(_ key: Key, _ rows: [Margin], confirmed: [Double]) {
    let sum = rows.reduce(0) { $0 + $1.population }
    guard let whole = [100.0, 1].first(where: { sum > $0 / 2 && sum < $0 * 1.5 }),
      rows.count > 1, rows.allSatisfy({ $0.population <= whole }),
      (sum - whole).magnitude > whole * 0.005 * (1 + 1e-9),
      !confirmed.contains(where: { ($0 - sum).magnitude <= 0.005 * sum })
    else { return }
    let shown = ((sum * 10_000).rounded() / 10_000).sheetText
    let kind = whole == 100 ? "per cent" : "shares"
    diagnostics.append(
      Diagnostic(
        .error, "margin-not-whole",
        "the \(kind) of group '\(key.group)' in city \(key.city), wave \(key.wave) add up to "
          + "\(shown), not to \(whole.sheetText)",
        fix: "correct them or add the category that lacks; where they are people, write how many, "
          + "or the city's 'population' in cities.csv", at: rows[0].location))
  }
}
